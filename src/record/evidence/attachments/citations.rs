//! Citations over HTTP: the view and the handlers.

use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{AttachmentId, Citation, CitationId, CiteAttachment, CitingResource, Uploader};
use super::store::{CitationFilter, CitationSort};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned};
use crate::http::paging::{ListQuery, Listing, Paging};

/// A citation of a file by a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct CitationView {
    pub id: CitationId,
    pub attachment_id: AttachmentId,
    pub resource: CitingResource,
    #[schema(format = Uuid)]
    pub resource_id: String,
    pub note: Option<String>,
    /// Side that added the citation.
    pub side: Uploader,
    #[schema(example = "A. Officer")]
    pub cited_by: String,
    pub created_at: DateTime<Utc>,
}

impl Versioned for CitationView {
    /// A citation never changes.
    fn version(&self) -> i32 {
        1
    }
}

/// Builds the view of a citation that the caller sees.
pub fn one_view(citation: Citation) -> CitationView {
    CitationView {
        id: citation.id,
        attachment_id: citation.attachment_id,
        resource: citation.resource,
        resource_id: citation.resource_id,
        note: citation.note,
        side: citation.side,
        cited_by: citation.cited_by,
        created_at: citation.created_at.and_utc(),
    }
}

/// List the records that cite an attachment.
///
/// Lists the citing records that you can see.
#[utoipa::path(
    tag = "attachments", params(("id" = AttachmentId, Path), CitationFilter, Paging),
    responses((status = 200, body = Listing<CitationView>))
)]
#[get("/attachments/{id}/citations")]
pub async fn list_attachment_citations(
    call: Call,
    id: web::Path<AttachmentId>,
    list: ListQuery<CitationFilter, CitationSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, move |view, list| {
        let scope = rules::scope(view.actor);
        store::find(view.conn, &scope, &id)?.ok_or(ApiError::NotFound)?;
        let page = store::list_citations(view.conn, &scope, &id, &list.filter, &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(one_view).collect()))
    })
    .await
}

/// Add a citation of an attachment by a record.
///
/// You must be able to see both. From now on everybody who sees the record sees the file. At most 100 records can cite one
/// file.
#[utoipa::path(
    tag = "attachments", params(("id" = AttachmentId, Path)), request_body = CiteAttachment,
    responses((status = 201, body = CitationView))
)]
#[post("/attachments/{id}/citations")]
pub async fn cite_attachment(
    call: Call,
    id: web::Path<AttachmentId>,
    body: JsonBody<CiteAttachment>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let citation = acts::cite(tx, &id, &input)?;
        Ok(Changed::created(format!("/v1/attachments/{id}/citations"), one_view(citation)))
    })
    .await
}
