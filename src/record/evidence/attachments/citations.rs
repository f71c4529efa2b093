//! Citations over HTTP: the view and the handlers.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{AttachmentId, Citation, CitationAct, CitationId, CiteAttachment, CitingResource, EditCitation, Uploader};
use super::store::{CitationFilter, CitationSort};
use super::{acts, published, rules, store};
use crate::foundation::actor::Actor;
use crate::foundation::error::ApiError;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Tx, Versioned};
use crate::http::etag::IfMatchHeader;
use crate::http::paging::{ListQuery, Listing, PagesBy};

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
    /// `true` when the file is published with the record.
    pub publish: bool,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "delete"]))]
    pub allowed_acts: Vec<CitationAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for CitationView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds the view of a citation that the caller sees; `is_published` when an edition that is not withdrawn names the file.
pub fn one_view(citation: Citation, is_published: bool, actor: &Actor) -> CitationView {
    CitationView {
        allowed_acts: rules::allowed_citation_acts(citation.side, is_published, actor),
        id: citation.id,
        attachment_id: citation.attachment_id,
        resource: citation.resource,
        resource_id: citation.resource_id,
        note: citation.note,
        side: citation.side,
        cited_by: citation.cited_by,
        publish: citation.publish,
        created_at: citation.created_at.and_utc(),
        updated_at: citation.updated_at.and_utc(),
        version: citation.version,
    }
}

fn after(tx: &mut Tx<'_>, citation: Citation) -> Result<CitationView, ApiError> {
    let is_published = published::is_named(tx.conn, &citation.attachment_id)?;
    Ok(one_view(citation, is_published, tx.actor))
}

/// List the records that cite an attachment.
///
/// Lists the citing records that you can see.
#[utoipa::path(
    tag = "attachments", params(("id" = AttachmentId, Path), CitationFilter, PagesBy::<CitationSort>),
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
        let is_published = published::is_named(view.conn, &id)?;
        page.try_map(|rows| Ok(rows.into_iter().map(|row| one_view(row, is_published, view.actor)).collect()))
    })
    .await
}

/// Add a citation of an attachment by a record.
///
/// You must be able to see both. From now on everybody who sees the record sees the file. Unless `publish` is `false`, the file is
/// published with the next edition that has the record: as it is, because nothing in a file is redacted. At most 100 records can
/// cite one file.
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
        Ok(Changed::created(format!("/v1/attachments/{id}/citations/{}", citation.id), after(tx, citation)?))
    })
    .await
}

/// Read a citation.
#[utoipa::path(
    tag = "attachments", params(("id" = AttachmentId, Path), ("citation" = CitationId, Path)),
    responses((status = 200, body = CitationView))
)]
#[get("/attachments/{id}/citations/{citation}")]
pub async fn get_citation(call: Call, path: web::Path<(AttachmentId, CitationId)>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let (id, citation) = &*path;
        let citation = store::find_citation(view.conn, &rules::scope(view.actor), id, citation)?.ok_or(ApiError::NotFound)?;
        Ok(one_view(citation, published::is_named(view.conn, id)?, view.actor))
    })
    .await
}

/// Change whether a citation publishes its file.
///
/// By the PCC or the office. It takes effect with the next edition: what is published already stays, until that edition is
/// withdrawn.
#[utoipa::path(
    tag = "attachments", params(("id" = AttachmentId, Path), ("citation" = CitationId, Path), IfMatchHeader),
    request_body(content = EditCitation, content_type = "application/merge-patch+json"),
    responses((status = 200, body = CitationView))
)]
#[patch("/attachments/{id}/citations/{citation}")]
pub async fn edit_citation(
    call: Call,
    path: web::Path<(AttachmentId, CitationId)>,
    body: JsonBody<EditCitation>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let citation = acts::edit_citation(tx, &path.0, &path.1, &input)?;
        Ok(Changed::updated(after(tx, citation)?))
    })
    .await
}

/// Take a citation back.
///
/// By the body, or by the force if it added the citation. Refused while a published edition names the file.
#[utoipa::path(
    tag = "attachments", params(("id" = AttachmentId, Path), ("citation" = CitationId, Path), IfMatchHeader),
    responses((status = 204))
)]
#[delete("/attachments/{id}/citations/{citation}")]
pub async fn delete_citation(call: Call, path: web::Path<(AttachmentId, CitationId)>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete_citation(tx, &path.0, &path.1)?;
        Ok(Changed::<CitationView>::Deleted)
    })
    .await
}
