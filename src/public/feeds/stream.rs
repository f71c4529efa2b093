//! A whole table as one body: pages of the database through a bounded channel, so that memory use does not depend on its size,
//! and no connection waits for a slow reader.

use std::io;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, ETAG, LAST_MODIFIED, LINK};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use futures_util::stream::{self, Stream};
use tokio::sync::mpsc;

use super::formats::Format;
use super::pace::AHEAD;
use super::rows::{Batch, ExportTable};
use super::{formats, rows, tables};
use crate::foundation::db::{AnyConnection, snapshot};
use crate::foundation::digest::sha256_hex;
use crate::foundation::error::ApiError;
use crate::http::app::App;
use crate::http::encoding::{Encoding, Streamed};
use crate::public::feeds::pace::Pace;
use crate::public::front;
use crate::public::state::Reach;
use crate::public::state::{Look, State, newest};
use crate::publication_log::document::LICENCE;

/// A table as of one document of the log.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub table: ExportTable,
    pub area: Option<String>,
    pub leaf: i32,
}

/// Returns the rows after an id. If something was published since, the rest would not match the rows read before: then it is an
/// error, and the reader starts again.
pub async fn batch(app: &App, wanted: &Wanted, after: &str) -> Result<Batch, ApiError> {
    let (wanted, after) = (wanted.clone(), after.to_owned());
    let work = move |conn: &mut AnyConnection| {
        if newest(conn)?.leaf == wanted.leaf {
            rows::batch(conn, wanted.table, wanted.area.as_ref(), &after)
        } else {
            Err(ApiError::Overloaded)
        }
    };
    app.db.read(move |conn| snapshot(conn, work)).await
}

/// Returns the state of the log and the first rows of a table as of it.
async fn first(app: &web::Data<App>, table: ExportTable, area: Option<String>) -> Result<(State, Batch), ApiError> {
    let look = Look::begin(&app.db);
    let work = move |conn: &mut AnyConnection| Ok::<_, ApiError>((newest(conn)?, rows::batch(conn, table, area.as_ref(), "")?));
    let (state, batch) = app.db.read(move |conn| snapshot(conn, work)).await?;
    // Pages sent after the table are never of an older state.
    app.feature::<Reach>().learn(look, state);
    Ok((state, batch))
}

/// Responds with a table, in the encoding that the caller prefers.
pub async fn answer(
    request: &HttpRequest,
    table: ExportTable,
    format: Format,
    area: Option<String>,
) -> Result<HttpResponse, ApiError> {
    let app = request.app_data::<web::Data<App>>().cloned().ok_or_else(|| ApiError::Internal("no application".into()))?;
    let encoding = front::encoding(request);
    let state = app.feature::<Reach>().newest(&app.db).await?;
    let (mut response, is_known) = head(request, &app, (table, format, encoding), area.as_ref(), &state);
    if is_known {
        return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
    }
    // The first page is read before the head is sent, so that an error now still gets its own response.
    let (state, batch) = first(&app, table, area.clone()).await?;
    (response, _) = head(request, &app, (table, format, encoding), area.as_ref(), &state);
    if encoding != Encoding::Identity {
        response.insert_header((CONTENT_ENCODING, encoding.name()));
    }
    response.insert_header((CONTENT_DISPOSITION, disposition(table, format, area.as_deref())));
    let wanted = Wanted { table, area, leaf: state.leaf };
    app.feature::<Pace>().count();
    let (send, receive) = mpsc::channel(AHEAD);
    actix_web::rt::spawn(produce(app, wanted, (format, encoding), batch, send));
    Ok(response.insert_header((CONTENT_TYPE, format.media_type())).streaming(Box::pin(received(receive))))
}

/// Returns the head of a table as of a state of the log, and true when the caller's copy is current.
fn head(
    request: &HttpRequest,
    app: &App,
    (table, format, encoding): (ExportTable, Format, Encoding),
    area: Option<&String>,
    state: &State,
) -> (HttpResponseBuilder, bool) {
    let leaf = state.leaf;
    // The file follows from the log, this program and its address; each of its encodings is a representation of its own.
    let names = tables::of(table).iter().map(|column| column.name).collect::<Vec<_>>().join(",");
    let (ending, version) = (format.ending(), env!("CARGO_PKG_VERSION"));
    let about = format!("{table} {ending} {area:?} {leaf} {version} {} {names}", app.public_url);
    let modified = state.at.max(app.started.naive_utc()).and_utc();
    let etag = encoding.tag(&sha256_hex(about.as_bytes()));
    let is_known = front::has(request, etag.as_bytes(), modified.timestamp());
    let mut response = HttpResponse::Ok();
    response
        .insert_header((ETAG, etag))
        .insert_header((LAST_MODIFIED, modified.format("%a, %d %b %Y %H:%M:%S GMT").to_string()))
        .insert_header((CACHE_CONTROL, "public, max-age=60, stale-if-error=86400"))
        .insert_header((LINK, link(table, format)));
    (response, is_known)
}

/// Names the file, so that two of them do not end up under one name. A slug has no character that needs quoting.
fn disposition(table: ExportTable, format: Format, area: Option<&str>) -> String {
    let area = area.map(|area| format!("{area}-")).unwrap_or_default();
    format!("attachment; filename=\"{area}{table}.{}\"", format.ending())
}

fn link(table: ExportTable, format: Format) -> String {
    let licence = format!("<{LICENCE}>; rel=\"license\"");
    match format {
        Format::Csv => format!("<{table}.csv-metadata.json>; rel=\"describedby\"; type=\"{}\", {licence}", super::csvw::CSVW),
        Format::Ndjson => licence,
    }
}

/// The next bytes; `None` after the last of them.
type Chunk = Result<Option<Bytes>, io::Error>;

/// Returns the body: complete when its end was sent, and interrupted when the producer has gone without one.
fn received(receive: mpsc::Receiver<Chunk>) -> impl Stream<Item = Result<Bytes, io::Error>> {
    stream::unfold(Some(receive), |receive| async move {
        let mut receive = receive?;
        match receive.recv().await {
            Some(Ok(Some(bytes))) => Some((Ok(bytes), Some(receive))),
            Some(Ok(None)) => None,
            Some(Err(error)) => Some((Err(error), None)),
            None => Some((Err(io::Error::other("the table ends early")), None)),
        }
    })
}

/// Sends a table page by page. An error interrupts the body, so that nobody mistakes part of a file for the whole.
async fn produce(app: web::Data<App>, wanted: Wanted, form: (Format, Encoding), first: Batch, send: mpsc::Sender<Chunk>) {
    let last = send_all(&app, &wanted, form, first, &send).await.map(|()| None).map_err(|error| {
        log::info!("the export of {} was interrupted: {error}", wanted.table);
        io::Error::other(error)
    });
    // The reader may have gone.
    drop(send.send(last).await);
}

/// Sends every page; stops when the reader has gone.
async fn send_all(
    app: &App,
    wanted: &Wanted,
    (format, encoding): (Format, Encoding),
    first: Batch,
    send: &mpsc::Sender<Chunk>,
) -> Result<(), ApiError> {
    let (mut now, mut is_first, table) = (first, true, wanted.table);
    let mut encoder = Streamed::begin(encoding).map_err(|error| unencodable(&error))?;
    loop {
        let Batch { rows, next } = now;
        let is_last = next.is_none();
        let base = app.public_url.clone();
        let work = move || {
            let lines = formats::encode(table, format, &rows, is_first, &base)?;
            let mut chunk = encoder.write(lines).map_err(|error| unencodable(&error))?;
            if !is_last {
                return Ok((chunk, Some(encoder)));
            }
            chunk.extend(encoder.finish().map_err(|error| unencodable(&error))?);
            Ok::<_, ApiError>((chunk, None))
        };
        // Not on the thread that serves other requests.
        let (chunk, rest) = web::block(work).await.map_err(|_| ApiError::Overloaded)??;
        if !chunk.is_empty() && send.send(Ok(Some(Bytes::from(chunk)))).await.is_err() {
            return Ok(());
        }
        let (Some(after), Some(rest)) = (next, rest) else { return Ok(()) };
        (encoder, is_first) = (rest, false);
        now = batch(app, wanted, &after).await?;
        app.feature::<Pace>().count();
    }
}

fn unencodable(error: &io::Error) -> ApiError {
    ApiError::Internal(format!("encoding: {error}"))
}
