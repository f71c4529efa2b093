//! A whole table as one body: pages of the database through a bounded channel, so that it takes the same memory at any size, and
//! no connection waits for a slow reader.

use std::io;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LAST_MODIFIED, LINK};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDateTime;
use futures_util::stream;
use tokio::sync::mpsc;

use super::columns::{self, Format};
use super::rows::{self, Batch, ExportTable};
use super::store;
use crate::app::App;
use crate::digest::sha256_hex;
use crate::error::ApiError;
use crate::publication::document::LICENCE;

/// Pages that wait for their reader.
const AHEAD: usize = 2;

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

/// Answers with a table.
pub async fn answer(
    request: &HttpRequest,
    table: ExportTable,
    format: Format,
    area: Option<String>,
) -> Result<HttpResponse, ApiError> {
    let app = request.app_data::<web::Data<App>>().cloned().ok_or_else(|| ApiError::Internal("no application".into()))?;
    let (leaf, at) = newest(&app).await?;
    // The file follows from the log and from this program.
    let names = columns::of(table).iter().map(|column| column.name).collect::<Vec<_>>().join(",");
    let about = format!("{table} {} {area:?} {leaf} {} {names}", format.ending(), env!("CARGO_PKG_VERSION"));
    let etag = format!("\"{}\"", sha256_hex(about.as_bytes()));
    let mut response = HttpResponse::Ok();
    response
        .insert_header((ETAG, etag.clone()))
        .insert_header((LAST_MODIFIED, at.and_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string()))
        .insert_header((CACHE_CONTROL, "public, max-age=60, stale-if-error=86400"))
        .insert_header((LINK, link(table, format)));
    let asked = request.headers().get_all(IF_NONE_MATCH).filter_map(|field| field.to_str().ok());
    let mut tags = asked.flat_map(|field| field.split(',')).map(str::trim);
    if tags.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag) {
        return Ok(response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish());
    }
    let wanted = Wanted { table, area, leaf };
    // The first page before the head is sent: what is wrong now is still an error of its own.
    let first = batch(&app, &wanted, "").await?;
    let (send, receive) = mpsc::channel(AHEAD);
    actix_web::rt::spawn(produce(app, wanted, format, first, send));
    let body = stream::unfold(receive, |mut receive| async move { receive.recv().await.map(|chunk| (chunk, receive)) });
    Ok(response.insert_header((CONTENT_TYPE, format.media_type())).streaming(Box::pin(body)))
}

fn link(table: ExportTable, format: Format) -> String {
    let licence = format!("<{LICENCE}>; rel=\"license\"");
    match format {
        Format::Csv => format!("<{table}.csv-metadata.json>; rel=\"describedby\"; type=\"{}\", {licence}", super::csvw::CSVW),
        Format::Ndjson => licence,
    }
}

type Chunk = Result<Bytes, io::Error>;

/// Sends a table page by page; ends when its reader is gone. An error breaks the body off, so that nobody takes half a file for a
/// whole one.
async fn produce(app: web::Data<App>, wanted: Wanted, format: Format, first: Batch, send: mpsc::Sender<Chunk>) {
    let (mut now, mut is_first) = (first, true);
    loop {
        let chunk = columns::encode(wanted.table, format, &now.rows, is_first);
        is_first = false;
        let chunk = chunk.map(Bytes::from).map_err(io::Error::other);
        let failed = chunk.is_err();
        let is_empty = chunk.as_ref().is_ok_and(Bytes::is_empty);
        if (!is_empty && send.send(chunk).await.is_err()) || failed {
            return;
        }
        let Some(after) = now.next else { return };
        match batch(&app, &wanted, &after).await {
            Ok(batch) => now = batch,
            Err(error) => {
                log::info!("the export of {} breaks off: {error}", wanted.table);
                // The reader may be gone as well.
                drop(send.send(Err(io::Error::other(error))).await);
                return;
            }
        }
    }
}
