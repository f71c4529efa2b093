//! Published files over HTTP. The handler does not know the caller.

use std::ops::Range;

use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_SECURITY_POLICY, ETAG, LAST_MODIFIED, LINK,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::{HttpRequest, HttpResponse, get, web};

use super::downloads::{Downloads, paced};
use super::model::{Found, PublicFile, is_sha256};
use super::store;
use crate::foundation::db::snapshot;
use crate::foundation::error::ApiError;
use crate::http::app::App;
use crate::http::mount::ServiceConfig;
use crate::http::query::nothing;
use crate::http::{disposition, range};
use crate::public::front;
use crate::public::front::{Made, send};
use crate::publication_log::document::{LICENCE, WithdrawalDocument};
use crate::record::evidence::attachments::model::FileBytes;

/// A file never changes, but it may be withdrawn: after five minutes a copy is asked for again, and costs no bytes.
const KEPT: &str = "public, max-age=300, must-revalidate";

/// Download a published file.
///
/// The document of an edition names its files by their SHA-256. A file is here while one edition that names it is not withdrawn.
/// Then it is 410, with the last withdrawal. It is sent for saving, never to be shown under this address; `ETag` is its SHA-256.
/// One range of bytes can be asked for.
#[utoipa::path(
    tag = "public record",
    params(("sha256" = String, Path, pattern = "^[0-9a-f]{64}$", description = "SHA-256 of the bytes, in lower-case hexadecimal")),
    responses(
        (status = 200, description = "The bytes", content(
            (FileBytes = "application/pdf"),
            (FileBytes = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (FileBytes = "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
            (FileBytes = "application/vnd.oasis.opendocument.text"),
            (FileBytes = "application/vnd.oasis.opendocument.spreadsheet"),
            (FileBytes = "text/csv"),
            (FileBytes = "text/plain"),
            (FileBytes = "image/png"),
            (FileBytes = "image/jpeg"),
        ), headers(
            ("Content-Disposition" = String, description = "attachment, with the name in UTF-8 (RFC 6266, RFC 8187)"),
            ("ETag" = String, description = "The SHA-256 of the bytes"),
            ("Accept-Ranges" = String, description = "bytes"),
        )),
        (status = 206, description = "The bytes that `Range` asks for", content(
            (FileBytes = "application/pdf"),
            (FileBytes = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (FileBytes = "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
            (FileBytes = "application/vnd.oasis.opendocument.text"),
            (FileBytes = "application/vnd.oasis.opendocument.spreadsheet"),
            (FileBytes = "text/csv"),
            (FileBytes = "text/plain"),
            (FileBytes = "image/png"),
            (FileBytes = "image/jpeg"),
        ), headers(
            ("Content-Range" = String, description = "The place of these bytes in the file (RFC 9110 section 14.4)"),
            ("ETag" = String, description = "The SHA-256 of the whole file"),
        )),
        (status = 410, description = "Withdrawn, with the reason and the date", body = WithdrawalDocument),
    )
)]
#[get("/files/{sha256}")]
pub async fn get_public_file_content(
    app: web::Data<App>,
    sha256: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    nothing(request.query_string())?;
    let sha256 = Some(sha256.into_inner()).filter(|sha256| is_sha256(sha256)).ok_or(ApiError::NotFound)?;
    let found = app.db.read(move |conn| snapshot(conn, |conn| store::find(conn, &sha256))).await?;
    match found.ok_or(ApiError::NotFound)? {
        Found::Withdrawn(leaf) => send(&request, Made { status: StatusCode::GONE, ..Made::page(leaf.document, leaf.at) }).await,
        Found::File(file) => sent(&app, &request, &file).await,
    }
}

/// Sends a file, the part of it that is asked for, or nothing to who has it.
async fn sent(app: &App, request: &HttpRequest, file: &PublicFile) -> Result<HttpResponse, ApiError> {
    let etag = format!("\"{}\"", file.sha256);
    let at = file.published_at.and_utc();
    if front::has(request, etag.as_bytes(), at.timestamp()) {
        return Ok(head(StatusCode::NOT_MODIFIED, file, &etag).finish());
    }
    let length = u64::try_from(file.bytes).map_err(|_| ApiError::Internal("a file of less than no bytes".into()))?;
    let part = range::asked(request, &etag, length);
    let place = app.feature::<Downloads>().begin()?;
    let Range { start, end } = part.clone().unwrap_or(0..length);
    let (whole, bytes) = app.files.read_part(file.attachment_id.as_str(), start..end).await?;
    if whole != length {
        let id = &file.attachment_id;
        return Err(ApiError::Internal(format!(
            "the file of attachment {id} has {whole} bytes, and was published with {length}"
        )));
    }
    let mut response = head(if part.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK }, file, &etag);
    if part.is_some() {
        response.insert_header((CONTENT_RANGE, format!("bytes {start}-{}/{length}", end.saturating_sub(1))));
    }
    Ok(response
        .content_type(file.media_type.header())
        .insert_header((CONTENT_DISPOSITION, disposition::attachment(&file.name())))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((ACCEPT_RANGES, "bytes"))
        .body(SizedStream::new(end.saturating_sub(start), Box::pin(paced(bytes, place)))))
}

fn head(status: StatusCode, file: &PublicFile, etag: &str) -> actix_web::HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response
        .insert_header((ETAG, etag.to_owned()))
        .insert_header((LAST_MODIFIED, file.published_at.and_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string()))
        .insert_header((CACHE_CONTROL, KEPT))
        .insert_header((LINK, format!("<{LICENCE}>; rel=\"license\"")));
    response
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_public_file_content);
}
