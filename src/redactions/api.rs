//! Redactions over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::{EditRedaction, RedactedResource, Redaction, RedactionId, RedactionStatus, WithheldReason, Withhold};
use super::store::{self, RedactionFilter, RedactionSort};
use super::{acts, rules};
use crate::error::ApiError;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::paging::{ListQuery, Listing, Paging};
use crate::input::Reasoned;
use crate::publication::reasons;

/// Something that is kept from the public.
#[derive(Debug, Serialize, ToSchema)]
pub struct RedactionView {
    pub id: RedactionId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub resource: RedactedResource,
    pub resource_id: String,
    #[schema(example = "text")]
    pub field: String,
    /// The words that are withheld; all of the field without them.
    pub span: Option<String>,
    pub occurrence: Option<i32>,
    pub reason: WithheldReason,
    /// The reason in words, as the public reads it.
    #[schema(example = "Personal information (Freedom of Information Act 2000, section 40)")]
    pub reason_text: &'static str,
    pub note: Option<String>,
    pub review_on: Option<NaiveDate>,
    pub status: RedactionStatus,
    /// Who withheld it.
    pub author: String,
    pub lifted_reason: Option<String>,
    /// What this caller may do now.
    #[schema(example = json!(["edit", "lift"]))]
    pub allowed_acts: Vec<&'static str>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for RedactionView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn one_view(view: &View<'_>, redaction: Redaction) -> RedactionView {
    RedactionView {
        allowed_acts: rules::allowed_acts(redaction.status, view.actor),
        id: redaction.id,
        area: redaction.area,
        resource: redaction.resource,
        resource_id: redaction.resource_id,
        field: redaction.field,
        span: redaction.span,
        occurrence: redaction.occurrence,
        reason: redaction.reason,
        reason_text: reasons::in_words(redaction.reason.as_str()),
        note: redaction.note,
        review_on: redaction.review_on,
        status: redaction.status,
        author: redaction.author,
        lifted_reason: redaction.lifted_reason,
        created_at: redaction.created_at.and_utc(),
        updated_at: redaction.updated_at.and_utc(),
        version: redaction.version,
    }
}

/// List redactions.
///
/// The body sees all of its area; nobody else sees any.
#[utoipa::path(tag = "redactions", params(RedactionFilter, Paging), responses((status = 200, body = Listing<RedactionView>)))]
#[get("/redactions")]
pub async fn list_redactions(call: Call, list: ListQuery<RedactionFilter, RedactionSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(|redaction| one_view(view, redaction)).collect()))
    })
    .await
}

/// Withhold a field of a record from the public, or some words of it.
///
/// By the PCC or the office. It takes effect in every edition that is prepared from now on; what is published stays as it is.
#[utoipa::path(tag = "redactions", request_body = Withhold, responses((status = 201, body = RedactionView)))]
#[post("/redactions")]
pub async fn add_redaction(call: Call, body: JsonBody<Withhold>) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let redaction = acts::withhold(tx, &input)?;
        Ok(Changed::created(format!("/v1/redactions/{}", redaction.id), one_view(&tx.view(), redaction)))
    })
    .await
}

/// Read a redaction.
#[utoipa::path(tag = "redactions", params(("id" = RedactionId, Path)), responses((status = 200, body = RedactionView)))]
#[get("/redactions/{id}")]
pub async fn get_redaction(call: Call, id: web::Path<RedactionId>) -> Result<HttpResponse, ApiError> {
    call.item(None, move |view| {
        let redaction = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        Ok(one_view(view, redaction))
    })
    .await
}

/// Change why something is withheld, and when it is looked at again.
///
/// JSON Merge Patch: absent members stay, `null` clears.
#[utoipa::path(
    tag = "redactions", params(("id" = RedactionId, Path), IfMatchHeader),
    request_body(content = EditRedaction, content_type = "application/merge-patch+json"),
    responses((status = 200, body = RedactionView))
)]
#[patch("/redactions/{id}")]
pub async fn edit_redaction(
    call: Call,
    id: web::Path<RedactionId>,
    body: JsonBody<EditRedaction>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let redaction = acts::edit(tx, &id, &input)?;
        Ok(Changed::updated(one_view(&tx.view(), redaction)))
    })
    .await
}

/// Lift a redaction.
///
/// By the PCC or the office. The next edition says what was withheld.
#[utoipa::path(
    tag = "redactions", params(("id" = RedactionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = RedactionView))
)]
#[post("/redactions/{id}/lift")]
pub async fn lift_redaction(call: Call, id: web::Path<RedactionId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let redaction = acts::lift(tx, &id, &input)?;
        Ok(Changed::updated(one_view(&tx.view(), redaction)))
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_redactions).service(add_redaction).service(get_redaction).service(edit_redaction).service(lift_redaction);
}
