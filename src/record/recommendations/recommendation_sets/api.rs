//! Sets of recommendations over HTTP: the handlers and the routes; the response shapes are in `view`.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{
    CommentOnReport, CorrectRecommendationSet, DraftRecommendationSet, EditRecommendationSet, RecommendationSet,
    RecommendationSetId,
};
use super::store::{RecommendationSetFilter, RecommendationSetSort};
use super::view::{RecommendationSetView, view_of, views};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{NoInput, Reasoned};
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed, Tx};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::http::query::Query;

/// Parameters of one set.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RecommendationSetQuery {
    /// Members to return, separated by commas. `id` is always included.
    #[serde(default)]
    #[param(style = Form, explode = false, nullable = false)]
    pub fields: Vec<String>,
}

fn updated(tx: &mut Tx<'_>, set: RecommendationSet) -> Result<Changed<RecommendationSetView>, ApiError> {
    view_of(&mut tx.view(), set).map(Changed::updated)
}

/// List sets of recommendations.
///
/// A draft is visible only to the body.
#[utoipa::path(
    tag = "recommendations", params(RecommendationSetFilter, PagesBy::<RecommendationSetSort>),
    responses((status = 200, body = Listing<RecommendationSetView>))
)]
#[get("/recommendation-sets")]
pub async fn list_recommendation_sets(
    call: Call,
    list: ListQuery<RecommendationSetFilter, RecommendationSetSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window, view.today)?;
        page.try_map(|rows| views(view, rows))
    })
    .await
}

/// Draft a set of recommendations.
///
/// By the PCC or the office. It may be known by its counts alone; counts that do not add up to the stated total are refused
/// unless `discrepancy_note` explains why.
#[utoipa::path(
    tag = "recommendations", request_body = DraftRecommendationSet, responses((status = 201, body = RecommendationSetView))
)]
#[post("/recommendation-sets")]
pub async fn draft_recommendation_set(call: Call, body: JsonBody<DraftRecommendationSet>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let set = acts::draft(tx, &input)?;
        let location = format!("/v1/recommendation-sets/{}", set.id);
        Ok(Changed::created(location, view_of(&mut tx.view(), set)?))
    })
    .await
}

/// Read a set of recommendations.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationSetId, Path), RecommendationSetQuery),
    responses((status = 200, body = RecommendationSetView))
)]
#[get("/recommendation-sets/{id}")]
pub async fn get_recommendation_set(
    call: Call,
    id: web::Path<RecommendationSetId>,
    query: Query<RecommendationSetQuery>,
) -> Result<HttpResponse, ApiError> {
    call.item(&query.0.fields, move |view| {
        let set = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        view_of(view, set)
    })
    .await
}

/// Change a set of recommendations.
///
/// JSON Merge Patch: absent members stay, `null` clears. Once it is recorded, the facts that deadlines and progress depend on
/// can only be changed with `correct`.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationSetId, Path), IfMatchHeader),
    request_body(content = EditRecommendationSet, content_type = "application/merge-patch+json"),
    responses((status = 200, body = RecommendationSetView))
)]
#[patch("/recommendation-sets/{id}")]
pub async fn edit_recommendation_set(
    call: Call,
    id: web::Path<RecommendationSetId>,
    body: JsonBody<EditRecommendationSet>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let set = acts::edit(tx, &id, &input)?;
        updated(tx, set)
    })
    .await
}

/// Delete a draft set without recommendations.
#[utoipa::path(tag = "recommendations", params(("id" = RecommendationSetId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/recommendation-sets/{id}")]
pub async fn delete_recommendation_set(call: Call, id: web::Path<RecommendationSetId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<RecommendationSetView>::Deleted)
    })
    .await
}

/// Record a set of recommendations.
///
/// By the PCC or the office. Everybody in the area sees it from now on. An inspection report needs its day of publication.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationSetId, Path), IfMatchHeader),
    request_body(content = Option<NoInput>), responses((status = 200, body = RecommendationSetView))
)]
#[post("/recommendation-sets/{id}/record")]
pub async fn record_recommendation_set(
    call: Call,
    id: web::Path<RecommendationSetId>,
    body: OptionalJsonBody<NoInput>,
) -> Result<HttpResponse, ApiError> {
    call.write(&body.fingerprint, move |tx| {
        let set = acts::record(tx, &id)?;
        updated(tx, set)
    })
    .await
}

/// Correct the facts that deadlines and progress depend on.
///
/// By the PCC, with the reason: source, day of publication, counts and totals, the day for comments.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationSetId, Path), IfMatchHeader),
    request_body = CorrectRecommendationSet, responses((status = 200, body = RecommendationSetView))
)]
#[post("/recommendation-sets/{id}/correct")]
pub async fn correct_recommendation_set(
    call: Call,
    id: web::Path<RecommendationSetId>,
    body: JsonBody<CorrectRecommendationSet>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let set = acts::correct(tx, &id, &input)?;
        updated(tx, set)
    })
    .await
}

/// Comment on a report.
///
/// By the chief constable or, for them, by the force (Police Act 1996 s.55). Stored word for word. A comment after the body's
/// day for comments is accepted, and shown as late.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationSetId, Path), IfMatchHeader),
    request_body = CommentOnReport, responses((status = 200, body = RecommendationSetView))
)]
#[post("/recommendation-sets/{id}/comment")]
pub async fn comment_on_report(
    call: Call,
    id: web::Path<RecommendationSetId>,
    body: JsonBody<CommentOnReport>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let set = acts::comment(tx, &id, &input)?;
        updated(tx, set)
    })
    .await
}

/// Take back that a set of recommendations was recorded.
///
/// By the PCC or the office, with the reason, while nobody has commented on it, answered it or claimed anything. It is a draft again, which
/// only the body sees.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationSetId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = RecommendationSetView))
)]
#[post("/recommendation-sets/{id}/unrecord")]
pub async fn unrecord_recommendation_set(
    call: Call,
    id: web::Path<RecommendationSetId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let set = acts::unrecord(tx, &id, &input)?;
        updated(tx, set)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_recommendation_sets)
        .service(draft_recommendation_set)
        .service(get_recommendation_set)
        .service(edit_recommendation_set)
        .service(delete_recommendation_set)
        .service(record_recommendation_set)
        .service(correct_recommendation_set)
        .service(comment_on_report)
        .service(unrecord_recommendation_set);
}
