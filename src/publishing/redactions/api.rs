//! Redactions over HTTP: the handlers, the routes.

use actix_web::{HttpResponse, get, patch, post, web};

use super::model::{EditRedaction, RedactionId, Withhold};
use super::store::{RedactionFilter, RedactionSort};
use super::view::{RedactionView, one_view, updated, whole_view};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};

/// List redactions.
///
/// The body sees all redactions of its area; nobody else sees any.
#[utoipa::path(tag = "redactions", params(RedactionFilter, PagesBy::<RedactionSort>), responses((status = 200, body = Listing<RedactionView>)))]
#[get("/redactions")]
pub async fn list_redactions(call: Call, list: ListQuery<RedactionFilter, RedactionSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(|redaction| one_view(view, redaction)).collect()))
    })
    .await
}

/// Withhold a field of a record, or some words of it, from the public.
///
/// By the PCC or the office. It applies to every edition prepared from now on. Published editions do not change: `published_in`
/// lists those in which the public can still read the words.
#[utoipa::path(tag = "redactions", request_body = Withhold, responses((status = 201, body = RedactionView)))]
#[post("/redactions")]
pub async fn add_redaction(call: Call, body: JsonBody<Withhold>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let redaction = acts::withhold(tx, &input)?;
        let location = format!("/v1/redactions/{}", redaction.id);
        Ok(Changed::created(location, whole_view(&mut tx.view(), redaction)?))
    })
    .await
}

/// Read a redaction.
#[utoipa::path(tag = "redactions", params(("id" = RedactionId, Path)), responses((status = 200, body = RedactionView)))]
#[get("/redactions/{id}")]
pub async fn get_redaction(call: Call, id: web::Path<RedactionId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let redaction = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        whole_view(view, redaction)
    })
    .await
}

/// Edit the reason, note and review date of a redaction.
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
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let redaction = acts::edit(tx, &id, &input)?;
        updated(tx, redaction)
    })
    .await
}

/// Lift a redaction.
///
/// By the PCC or the office. The next edition contains the content.
#[utoipa::path(
    tag = "redactions", params(("id" = RedactionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = RedactionView))
)]
#[post("/redactions/{id}/lift")]
pub async fn lift_redaction(call: Call, id: web::Path<RedactionId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let redaction = acts::lift(tx, &id, &input)?;
        updated(tx, redaction)
    })
    .await
}

/// Erase the words of a lifted redaction, and its note.
///
/// By the PCC. The audit trail never contained them. Copies stored with editions are erased with `erase-withheld` of each edition.
#[utoipa::path(
    tag = "redactions", params(("id" = RedactionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = RedactionView))
)]
#[post("/redactions/{id}/erase")]
pub async fn erase_redaction(call: Call, id: web::Path<RedactionId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let redaction = acts::erase(tx, &id, &input)?;
        updated(tx, redaction)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_redactions)
        .service(add_redaction)
        .service(get_redaction)
        .service(edit_redaction)
        .service(lift_redaction)
        .service(erase_redaction);
}
