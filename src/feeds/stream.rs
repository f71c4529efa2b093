//! A whole table as one body: pages of the database through a bounded channel, so that it takes the same memory at any size, and
//! no connection waits for a slow reader.

use std::io;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, LAST_MODIFIED, LINK};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDateTime;
use futures_util::stream::{self, Stream};
use tokio::sync::mpsc;

use super::columns::{self, Format};
use super::pace::AHEAD;
use super::rows::{self, Batch, ExportTable};
use super::store;
use crate::app::App;
use crate::digest::sha256_hex;
use crate::error::ApiError;
use crate::public::encoding::{Encoding, Streamed};
use crate::public::front;
use crate::publication::document::LICENCE;

/// A table as of one document of the log.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub table: ExportTable,
    pub area: Option<String>,
    pub leaf: i32,
}

/// The last document of the log and when it was added.
pub async fn newest(app: &App) -> Result<(i32, NaiveDateTime), ApiError> {
    app.db.read(store::newest).await
}

/// The rows after an id. When something was published meanwhile the rest would not go with what was read before: then it is an
/// error, and the reader begins anew.
pub async fn batch(app: &App, wanted: &Wanted, after: &str) -> Result<Batch, ApiError> {
    let (wanted, after) = (wanted.clone(), after.to_owned());
    let work = move |conn: &mut crate::db::AnyConnection| {
        let batch = rows::batch(conn, wanted.table, wanted.area.as_ref(), &after)?;
        // Read afterwards: the document was the last one before the rows were read, and still is.
        if store::newest(conn)?.0 == wanted.leaf { Ok(batch) } else { Err(ApiError::Overloaded) }
    };
    app.db.read(work).await
}

/// Answers with a table, in the encoding that the caller likes best.
pub async fn answer(
    request: &HttpRequest,
    table: ExportTable,
    format: Format,
    area: Option<String>,
) -> Result<HttpResponse, ApiError> {
    let app = request.app_data::<web::Data<App>>().cloned().ok_or_else(|| ApiError::Internal("no application".into()))?;
    let (leaf, at) = newest(&app).await?;
    let encoding = front::encoding(request);
    // The file follows from the log and from this program; each encoding of it is a representation of its own.
    let names = columns::of(table).iter().map(|column| column.name).collect::<Vec<_>>().join(",");
    let about = format!("{table} {} {area:?} {leaf} {} {names}", format.ending(), env!("CARGO_PKG_VERSION"));
    let etag = encoding.tag(&sha256_hex(about.as_bytes()));
    let mut response = HttpResponse::Ok();
    response
        .insert_header((ETAG, etag.clone()))
        .insert_header((LAST_MODIFIED, at.and_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string()))
        .insert_header((CACHE_CONTROL, "public, max-age=60, stale-if-error=86400"))
        .insert_header((LINK, link(table, format)));
    if front::has(request, etag.as_bytes(), at.and_utc().timestamp()) {
        return Ok(response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish());
    }
    if encoding != Encoding::Identity {
        response.insert_header((CONTENT_ENCODING, encoding.name()));
    }
    let wanted = Wanted { table, area, leaf };
    // The first page before the head is sent: what is wrong now is still an error of its own.
    let first = batch(&app, &wanted, "").await?;
    app.pace.count();
    let (send, receive) = mpsc::channel(AHEAD);
    actix_web::rt::spawn(produce(app, wanted, (format, encoding), first, send));
    Ok(response.insert_header((CONTENT_TYPE, format.media_type())).streaming(Box::pin(received(receive))))
}

fn link(table: ExportTable, format: Format) -> String {
    let licence = format!("<{LICENCE}>; rel=\"license\"");
    match format {
        Format::Csv => format!("<{table}.csv-metadata.json>; rel=\"describedby\"; type=\"{}\", {licence}", super::csvw::CSVW),
        Format::Ndjson => licence,
    }
}

/// The next bytes; `None` behind the last of them.
type Chunk = Result<Option<Bytes>, io::Error>;

/// The body: whole when its end was sent, and broken off when whoever made it has gone without a word.
fn received(receive: mpsc::Receiver<Chunk>) -> impl Stream<Item = Result<Bytes, io::Error>> {
    stream::unfold(Some(receive), |receive| async move {
        let mut receive = receive?;
        match receive.recv().await {
            Some(Ok(Some(bytes))) => Some((Ok(bytes), Some(receive))),
            Some(Ok(None)) => None,
            Some(Err(error)) => Some((Err(error), None)),
            None => Some((Err(io::Error::other("the table breaks off")), None)),
        }
    })
}

/// Sends a table page by page. An error breaks the body off, so that nobody takes half a file for a whole one.
async fn produce(app: web::Data<App>, wanted: Wanted, form: (Format, Encoding), first: Batch, send: mpsc::Sender<Chunk>) {
    let last = send_all(&app, &wanted, form, first, &send).await.map(|()| None).map_err(|error| {
        log::info!("the export of {} breaks off: {error}", wanted.table);
        io::Error::other(error)
    });
    // The reader may be gone.
    drop(send.send(last).await);
}

/// Sends every page; ends when the reader is gone.
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
        let work = move || {
            let mut chunk =
                encoder.write(columns::encode(table, format, &rows, is_first)?).map_err(|error| unencodable(&error))?;
            if !is_last {
                return Ok((chunk, Some(encoder)));
            }
            chunk.extend(encoder.finish().map_err(|error| unencodable(&error))?);
            Ok::<_, ApiError>((chunk, None))
        };
        // Not on the thread that answers everybody else.
        let (chunk, rest) = web::block(work).await.map_err(|_| ApiError::Overloaded)??;
        if !chunk.is_empty() && send.send(Ok(Some(Bytes::from(chunk)))).await.is_err() {
            return Ok(());
        }
        let (Some(after), Some(rest)) = (next, rest) else { return Ok(()) };
        (encoder, is_first) = (rest, false);
        now = batch(app, wanted, &after).await?;
        app.pace.count();
    }
}

fn unencodable(error: &io::Error) -> ApiError {
    ApiError::Internal(format!("encoding: {error}"))
}
