//! Editions over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{ApproveEdition, EditEdition, EditionId, PrepareEdition, PublishEdition, WithdrawEdition};
use super::store::{EditionFilter, EditionSort};
use super::view::{EditionView, is_delegated, one_view, updated, whole_view};
use super::{acts, prepare, review, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::NoInput;
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::http::query::Query;

/// Parameters of one edition.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EditionQuery {
    /// Members to return, separated by commas. `id` is always included.
    #[serde(default)]
    #[param(style = Form, explode = false, nullable = false)]
    pub fields: Vec<String>,
}

/// Returns the current editions that are behind the record, or those that are not. For the body only.
fn compared(view: &mut View<'_>, wanted: bool) -> Result<Vec<EditionId>, ApiError> {
    let mut ids = Vec::new();
    if !view.actor.role.is_body() {
        return Ok(ids);
    }
    for edition in store::standing(view.conn, &view.actor.area)? {
        if prepare::is_behind(view.conn, &edition, view.today)? == wanted {
            ids.push(edition.id);
        }
    }
    Ok(ids)
}

/// List editions.
///
/// The body sees all editions of its area; the force sees published ones.
#[utoipa::path(tag = "editions", params(EditionFilter, PagesBy::<EditionSort>), responses((status = 200, body = Listing<EditionView>)))]
#[get("/editions")]
pub async fn list_editions(call: Call, list: ListQuery<EditionFilter, EditionSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let delegated = is_delegated(view)?;
        let scope = rules::scope(view.actor);
        let among = list.filter.behind.map(|wanted| compared(view, wanted)).transpose()?;
        let page = store::list(view.conn, &scope, &list.filter, among.as_deref(), &list.window)?;
        let behind = list.filter.behind;
        page.try_map(|rows| {
            let one = |edition| Ok(EditionView { behind, ..one_view(view, edition, delegated)? });
            rows.into_iter().map(one).collect()
        })
    })
    .await
}

/// Prepare an edition from the current record.
///
/// By the PCC or the office. The response shows it exactly as the public will read it.
#[utoipa::path(tag = "editions", request_body = PrepareEdition, responses((status = 201, body = EditionView)))]
#[post("/editions")]
pub async fn prepare_edition(call: Call, body: JsonBody<PrepareEdition>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let edition = acts::create(tx, &input)?;
        let location = format!("/v1/editions/{}", edition.id);
        Ok(Changed::created(location, whole_view(&mut tx.view(), edition)?))
    })
    .await
}

/// Read an edition, with its record as the public reads or will read it.
#[utoipa::path(tag = "editions", params(("id" = EditionId, Path), EditionQuery), responses((status = 200, body = EditionView)))]
#[get("/editions/{id}")]
pub async fn get_edition(call: Call, id: web::Path<EditionId>, query: Query<EditionQuery>) -> Result<HttpResponse, ApiError> {
    call.item(&query.0.fields, move |view| {
        let edition = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        whole_view(view, edition)
    })
    .await
}

/// Edit the change note and significance.
///
/// JSON Merge Patch: absent members stay, `null` clears.
#[utoipa::path(
    tag = "editions", params(("id" = EditionId, Path), IfMatchHeader),
    request_body(content = EditEdition, content_type = "application/merge-patch+json"),
    responses((status = 200, body = EditionView))
)]
#[patch("/editions/{id}")]
pub async fn edit_edition(call: Call, id: web::Path<EditionId>, body: JsonBody<EditEdition>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let edition = acts::edit(tx, &id, &input)?;
        updated(tx, edition)
    })
    .await
}

/// Delete an unpublished edition.
#[utoipa::path(tag = "editions", params(("id" = EditionId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/editions/{id}")]
pub async fn delete_edition(call: Call, id: web::Path<EditionId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<EditionView>::Deleted)
    })
    .await
}

/// Refresh an edition from the current record and redactions.
#[utoipa::path(
    tag = "editions", params(("id" = EditionId, Path), IfMatchHeader),
    request_body(content = Option<NoInput>), responses((status = 200, body = EditionView))
)]
#[post("/editions/{id}/refresh")]
pub async fn refresh_edition(
    call: Call,
    id: web::Path<EditionId>,
    body: OptionalJsonBody<NoInput>,
) -> Result<HttpResponse, ApiError> {
    call.write(&body.fingerprint, move |tx| {
        let edition = acts::refresh(tx, &id)?;
        updated(tx, edition)
    })
    .await
}

/// Approve an edition for publication.
///
/// By the PCC, or by a member of the body with the PCC's delegation. If there are warnings, `despite_warnings` is required.
#[utoipa::path(
    tag = "editions", params(("id" = EditionId, Path), IfMatchHeader),
    request_body(content = Option<ApproveEdition>), responses((status = 200, body = EditionView))
)]
#[post("/editions/{id}/approve")]
pub async fn approve_edition(
    call: Call,
    id: web::Path<EditionId>,
    body: OptionalJsonBody<ApproveEdition>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let edition = acts::approve(tx, &id, &input)?;
        updated(tx, edition)
    })
    .await
}

/// Publish an approved edition, now or at a set time.
///
/// By the PCC or the office. Its document is added to the publication log and never changes.
#[utoipa::path(
    tag = "editions", params(("id" = EditionId, Path), IfMatchHeader),
    request_body(content = Option<PublishEdition>), responses((status = 200, body = EditionView))
)]
#[post("/editions/{id}/publish")]
pub async fn publish_edition(
    call: Call,
    id: web::Path<EditionId>,
    body: OptionalJsonBody<PublishEdition>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let edition = acts::publish(tx, &id, &input)?;
        updated(tx, edition)
    })
    .await
}

/// Withdraw a published edition.
///
/// By the PCC, with an explanation for the public, which takes its place.
#[utoipa::path(
    tag = "editions", params(("id" = EditionId, Path), IfMatchHeader),
    request_body = WithdrawEdition, responses((status = 200, body = EditionView))
)]
#[post("/editions/{id}/withdraw")]
pub async fn withdraw_edition(
    call: Call,
    id: web::Path<EditionId>,
    body: JsonBody<WithdrawEdition>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let edition = acts::withdraw(tx, &id, &input)?;
        updated(tx, edition)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    review::routes(config);
    config
        .service(list_editions)
        .service(prepare_edition)
        .service(get_edition)
        .service(edit_edition)
        .service(delete_edition)
        .service(refresh_edition)
        .service(approve_edition)
        .service(publish_edition)
        .service(withdraw_edition);
}
