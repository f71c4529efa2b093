//! Feeds, the public calendar, tables and the catalogue over HTTP. No handler knows the caller.

use actix_web::{HttpRequest, HttpResponse, get, web};

use super::formats::Format;
use super::history::FeedFormat;
use super::manifest::ExportManifest;
use super::query::{FeedFilter, OfArea};
use super::rows::ExportTable;
use super::{atom, calendar, catalogue, csvw, history, json_feed, manifest, media, query, stream};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::http::app::App;
use crate::http::mount::ServiceConfig;
use crate::public::front::{Asking, Keep, Made, answer};

/// Responds with a page that names the address of the service, which `page` is given. The page is as old as that: the address is
/// a setting.
async fn addressed<F>(request: &HttpRequest, page: F) -> Result<HttpResponse, ApiError>
where
    F: FnOnce(&mut AnyConnection, &Asking, &str) -> Result<Made, ApiError> + Send + 'static,
{
    let app = request.app_data::<web::Data<App>>().ok_or_else(|| ApiError::Internal("no application".into()))?;
    let (base, started) = (app.public_url.clone(), app.started.naive_utc());
    answer(request, Keep::Shortly, move |conn, asking| {
        let made = page(conn, asking, &base)?;
        Ok(Made { modified: made.modified.max(started), ..made })
    })
    .await
}

async fn feed(request: &HttpRequest, format: FeedFormat) -> Result<HttpResponse, ApiError> {
    let app = request.app_data::<web::Data<App>>().ok_or_else(|| ApiError::Internal("no application".into()))?;
    let origin = app.settings.signing.name.clone();
    let page = match request.match_info().get("page") {
        Some(page) => Some(page.parse().map_err(|_| ApiError::NotFound)?),
        None => None,
    };
    addressed(request, move |conn, asking, base| {
        let document = history::read(conn, asking, (base, &origin), format, page)?;
        let (body, content_type) = match format {
            FeedFormat::Atom => (atom::write(&document)?, media::ATOM),
            FeedFormat::JsonFeed => (json_feed::write(&document)?, media::JSON_FEED),
        };
        Ok(Made { content_type, ..Made::page(body, asking.state.at) })
    })
    .await
}

/// Follow publications and withdrawals as Atom.
///
/// Contains the newest 50 entries. The whole history is in archived documents, linked with `prev-archive` (RFC 5005). A
/// withdrawn edition is a tombstone (RFC 6721): delete your copy of it. All filters must match.
#[utoipa::path(tag = "feeds", params(FeedFilter), responses((status = 200, content_type = "application/atom+xml", body = String)))]
#[get("/feeds/atom.xml")]
pub async fn get_atom_feed(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    feed(&request, FeedFormat::Atom).await
}

/// Follow publications and withdrawals as JSON Feed 1.1.
///
/// Contains the same entries as the Atom feed. `next_url` links to older ones, and `_tombstones` lists items to delete.
#[utoipa::path(tag = "feeds", params(FeedFilter), responses((status = 200, content_type = "application/feed+json", body = Object)))]
#[get("/feeds/feed.json")]
pub async fn get_json_feed(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    feed(&request, FeedFormat::JsonFeed).await
}

/// Read an archived page of the Atom feed (RFC 5005 section 4).
///
/// Page 1 is the oldest. A page exists once it is full, with 50 entries, tombstones included.
#[utoipa::path(
    tag = "feeds", params(("page" = u32, Path, minimum = 1, example = 1), FeedFilter),
    responses((status = 200, content_type = "application/atom+xml", body = String))
)]
#[get("/feeds/archive/{page}/atom.xml")]
pub async fn get_archived_atom_feed(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    feed(&request, FeedFormat::Atom).await
}

/// Read an archived page of the JSON Feed.
///
/// Page 1 is the oldest; `next_url` links to the previous page.
#[utoipa::path(
    tag = "feeds", params(("page" = u32, Path, minimum = 1, example = 1), FeedFilter),
    responses((status = 200, content_type = "application/feed+json", body = Object))
)]
#[get("/feeds/archive/{page}/feed.json")]
pub async fn get_archived_json_feed(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    feed(&request, FeedFormat::JsonFeed).await
}

/// Subscribe to public meetings and published deadlines (iCalendar, RFC 5545).
#[utoipa::path(tag = "feeds", params(OfArea), responses((status = 200, content_type = "text/calendar", body = String)))]
#[get("/calendar.ics")]
pub async fn get_public_calendar(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    addressed(&request, calendar::page).await
}

/// Read the catalogue of data sets (DCAT-AP 3, JSON-LD), for harvesters.
///
/// Each table of each area is a data set, with its files, feeds and lists as distributions. All addresses are absolute.
#[utoipa::path(tag = "feeds", responses((status = 200, content_type = "application/ld+json", body = Object)))]
#[get("/catalog.jsonld")]
pub async fn get_catalogue(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    addressed(&request, catalogue::page).await
}

/// List the files for download, with the length and SHA-256 of each.
#[utoipa::path(tag = "feeds", responses((status = 200, body = ExportManifest)))]
#[get("/export/manifest.json")]
pub async fn get_export_manifest(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    manifest::answer(&request).await
}

/// Download a whole table.
///
/// `file` is one of `meetings`, `attendance`, `questions`, `responses`, `judgements`, `exchanges`, `findings`, `decisions`, `actions`,
/// `priorities`, `recommendations`, `data_points`, `editions`, with the extension `.csv` (RFC 4180, UTF-8 with a byte order mark), `.ndjson`, or `.csv-metadata.json` (CSV on the Web: descriptions of
/// the columns). A table is sent as it is read. If anything is published meanwhile, the body ends early: download it again.
#[utoipa::path(
    tag = "feeds",
    params(
        (
            "file" = String, Path, example = "questions.csv",
            pattern = "^(meetings|attendance|questions|responses|judgements|exchanges|findings|decisions|actions|priorities|recommendations|data_points|editions)\\.(csv|ndjson|csv-metadata\\.json)$"
        ),
        OfArea
    ),
    responses((
        status = 200,
        headers(("Content-Disposition" = String, description = "attachment, with the name of the file; not for a description")),
        content((String = "text/csv"), (String = "application/x-ndjson"), (Object = "application/csvm+json")),
    ))
)]
#[get("/export/{file}")]
pub async fn get_export(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let file = request.match_info().get("file").unwrap_or_default();
    let (table, ending) = file.split_once('.').ok_or(ApiError::NotFound)?;
    let table: ExportTable = table.parse().map_err(|_| ApiError::NotFound)?;
    if ending == "csv-metadata.json" {
        return addressed(&request, move |_, asking, base| {
            // The columns of a table are the same for every area.
            query::area(&asking.query)?;
            Ok(Made { content_type: csvw::CSVW, ..Made::page(csvw::metadata(table, base), asking.state.at) })
        })
        .await;
    }
    let format = Format::ALL.into_iter().find(|format| format.ending() == ending).ok_or(ApiError::NotFound)?;
    stream::answer(&request, table, format, query::area(request.query_string())?).await
}

/// Mounts feeds, calendar, tables and catalogue.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_atom_feed).service(get_json_feed);
    config.service(get_archived_atom_feed).service(get_archived_json_feed).service(get_public_calendar).service(get_catalogue);
    config.service(get_export_manifest).service(get_export);
}
