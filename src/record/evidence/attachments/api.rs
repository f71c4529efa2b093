//! Attachments over HTTP: the view, the handlers, the routes.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::body::SizedStream;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, ETAG, X_CONTENT_TYPE_OPTIONS};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::citations::CitationView;
use super::model::{Attachment, AttachmentAct, AttachmentId, FileBytes, MediaType, Uploader};
use super::rules::Kept;
use super::store::{AttachmentFilter, AttachmentSort};
use super::upload::{Announced, Upload};
use super::{acts, citations, published, rules, store, strays};
use crate::foundation::digest::sha256_hex;
use crate::foundation::error::{ApiError, Refusal};
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::disposition;
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::http::query::Query;

/// An attached file as visible to the caller; its bytes are at `/v1/attachments/{id}/content`.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttachmentView {
    pub id: AttachmentId,
    #[schema(example = "west-mercia")]
    pub area: String,
    /// Side that uploaded it.
    pub side: Uploader,
    #[schema(example = "Backlog by month.csv")]
    pub name: String,
    /// Media type, determined from the bytes, whatever the uploader declared.
    pub media_type: MediaType,
    #[schema(example = 48213)]
    pub bytes: i64,
    /// SHA-256 of the bytes, in lower-case hexadecimal.
    #[schema(example = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    pub sha256: String,
    /// Citations by records that the caller can see, oldest first.
    pub citations: Vec<CitationView>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["cite", "delete"]))]
    pub allowed_acts: Vec<AttachmentAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for AttachmentView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Parameters of an upload.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UploadQuery {
    /// File name for people, without a path; its extension must match its type.
    #[param(example = "Backlog by month.csv", max_length = 120)]
    pub filename: String,
}

/// Builds views of records. A page takes as many queries as one record.
fn views(view: &mut View<'_>, attachments: Vec<Attachment>) -> Result<Vec<AttachmentView>, ApiError> {
    let ids: Vec<AttachmentId> = attachments.iter().map(|attachment| attachment.id.clone()).collect();
    let published = published::among(view.conn, &ids)?;
    let mut cited: HashMap<AttachmentId, Vec<CitationView>> = HashMap::new();
    for citation in store::citations_of(view.conn, &rules::scope(view.actor), &ids)? {
        let is_published = published.contains(&citation.attachment_id);
        let by = cited.entry(citation.attachment_id.clone()).or_default();
        by.push(citations::one_view(citation, is_published, view.actor));
    }
    let one = |attachment: Attachment| {
        let citations = cited.remove(&attachment.id).unwrap_or_default();
        let kept = Kept::by(!citations.is_empty(), published.contains(&attachment.id));
        AttachmentView {
            allowed_acts: rules::allowed_acts(attachment.side, kept, view.actor),
            citations,
            id: attachment.id,
            area: attachment.area,
            side: attachment.side,
            name: attachment.name,
            media_type: attachment.media_type,
            bytes: attachment.bytes,
            sha256: attachment.sha256,
            created_at: attachment.created_at.and_utc(),
            updated_at: attachment.updated_at.and_utc(),
            version: attachment.version,
        }
    };
    Ok(attachments.into_iter().map(one).collect())
}

fn one_view(view: &mut View<'_>, attachment: Attachment) -> Result<AttachmentView, ApiError> {
    views(view, vec![attachment])?.pop().ok_or_else(|| ApiError::Internal("a record without a view".into()))
}

/// List attachments.
///
/// Lists the files of your side, and those cited by a record that you can see.
#[utoipa::path(tag = "attachments", params(AttachmentFilter, PagesBy::<AttachmentSort>), responses((status = 200, body = Listing<AttachmentView>)))]
#[get("/attachments")]
pub async fn list_attachments(call: Call, list: ListQuery<AttachmentFilter, AttachmentSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| views(view, rows))
    })
    .await
}

/// Upload a file.
///
/// The body is the file itself, not a form. Its type is determined from its bytes and must be one of `MediaType`, and the
/// extension of the name must match. `Content-Type` is `application/octet-stream`, or that type. Text must be UTF-8; office
/// files must not contain macros. The maximum size is set by the instance (25 MiB by default), not by the limit of JSON bodies.
///
/// Only your side sees the file until a record cites it. An `Idempotency-Key` covers the bytes and the name.
#[utoipa::path(
    tag = "attachments", params(UploadQuery),
    request_body(content = FileBytes, content_type = "application/octet-stream"),
    responses((status = 201, body = AttachmentView))
)]
#[post("/attachments")]
pub async fn upload_attachment(
    call: Call,
    query: Query<UploadQuery>,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, ApiError> {
    let announced = Announced::parse(&query.0.filename, request.headers(), call.app.settings.attachment_limit)?;
    rules::may_upload(&call.actor).map_err(Refusal::without_state)?;
    let upload = Upload::begin(&call.app, &call.actor).await?;
    let received = match upload.receive(&announced, body).await {
        Ok(received) => received,
        Err(error) => {
            upload.discard().await;
            return Err(error);
        }
    };
    let fingerprint = sha256_hex(format!("{}\n{}", received.sha256, announced.name).as_bytes());
    let is_new = Arc::new(AtomicBool::new(false));
    let (made, id) = (Arc::clone(&is_new), upload.id.clone());
    let answer = call
        .write(&fingerprint, move |tx| {
            let attachment = acts::keep(tx, id, &announced.name, received)?;
            made.store(true, Ordering::Relaxed);
            let location = format!("/v1/attachments/{}", attachment.id);
            Ok(Changed::created(location, one_view(&mut tx.view(), attachment)?))
        })
        .await;
    // Otherwise it was refused, or repeats an upload whose file exists already.
    if answer.is_ok() && is_new.load(Ordering::Relaxed) {
        upload.keep();
    } else {
        upload.discard().await;
    }
    answer
}

/// Read the details of an attachment.
#[utoipa::path(tag = "attachments", params(("id" = AttachmentId, Path)), responses((status = 200, body = AttachmentView)))]
#[get("/attachments/{id}")]
pub async fn get_attachment(call: Call, id: web::Path<AttachmentId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let attachment = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        one_view(view, attachment)
    })
    .await
}

/// Download a file.
///
/// Always sent as an attachment to save, so that no browser shows it, or runs anything in it, under this address. `ETag` is the
/// SHA-256 of the bytes.
#[utoipa::path(
    tag = "attachments", params(("id" = AttachmentId, Path)),
    responses((status = 200, description = "The bytes", content(
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
    )))
)]
#[get("/attachments/{id}/content")]
pub async fn get_attachment_content(call: Call, id: web::Path<AttachmentId>) -> Result<HttpResponse, ApiError> {
    let attachment =
        call.read_with(move |view| store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)).await?;
    let (length, bytes) = call.app.files.read(attachment.id.as_str()).await?;
    Ok(HttpResponse::Ok()
        .content_type(attachment.media_type.header())
        .insert_header((CONTENT_DISPOSITION, disposition::attachment(&attachment.name)))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((ETAG, format!("\"{}\"", attachment.sha256)))
        .body(SizedStream::new(length, bytes)))
}

/// Delete an attachment that no record cites and no published edition names.
///
/// By the side that uploaded it.
#[utoipa::path(tag = "attachments", params(("id" = AttachmentId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/attachments/{id}")]
pub async fn delete_attachment(call: Call, id: web::Path<AttachmentId>) -> Result<HttpResponse, ApiError> {
    let gone = id.clone();
    let answer = call
        .write("", move |tx| {
            acts::delete(tx, &id)?;
            Ok(Changed::<AttachmentView>::Deleted)
        })
        .await?;
    strays::discard_or_leave(&call.app, &gone).await;
    Ok(answer)
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_attachments)
        .service(upload_attachment)
        .service(get_attachment)
        .service(get_attachment_content)
        .service(delete_attachment)
        .service(citations::list_attachment_citations)
        .service(citations::cite_attachment)
        .service(citations::get_citation)
        .service(citations::edit_citation)
        .service(citations::delete_citation);
}
