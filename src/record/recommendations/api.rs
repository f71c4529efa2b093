//! Recommendations over HTTP: the handlers, the routes. The view is in `view`.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{
    AddRecommendation, AnswerRecommendation, ClaimRecommendation, EditRecommendation, ExtendRecommendation, RecommendationId,
};
use super::store::{RecommendationFilter, RecommendationSort};
use super::view::{RecommendationView, updated, view_of, views};
use super::{acts, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{ActDay, DatedReason};
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, NoFilter, PagesBy};
use crate::http::query::Query;
use crate::record::recommendations::recommendation_sets::model::RecommendationSetId;
use crate::record::recommendations::recommendation_sets::{rules as set_rules, store as sets};

/// Parameters of one recommendation.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RecommendationQuery {
    /// Members to return, separated by commas. `id` is always included.
    #[serde(default)]
    #[param(style = Form, explode = false, nullable = false)]
    pub fields: Vec<String>,
}

/// List the recommendations of all sets.
#[utoipa::path(tag = "recommendations", params(RecommendationFilter, PagesBy::<RecommendationSort>), responses((status = 200, body = Listing<RecommendationView>)))]
#[get("/recommendations")]
pub async fn list_recommendations(
    call: Call,
    list: ListQuery<RecommendationFilter, RecommendationSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &set_rules::scope(view.actor), &list.filter, &list.window, view.today)?;
        page.try_map(|rows| views(view, rows))
    })
    .await
}

/// List the recommendations of a set.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationSetId, Path), PagesBy::<RecommendationSort>),
    responses((status = 200, body = Listing<RecommendationView>))
)]
#[get("/recommendation-sets/{id}/recommendations")]
pub async fn list_set_recommendations(
    call: Call,
    id: web::Path<RecommendationSetId>,
    list: ListQuery<NoFilter, RecommendationSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, move |view, list| {
        let scope = set_rules::scope(view.actor);
        let set = sets::find(view.conn, &scope, &id)?.ok_or(ApiError::NotFound)?;
        let filter = RecommendationFilter { set: Some(set.id), ..RecommendationFilter::default() };
        let page = store::list(view.conn, &scope, &filter, &list.window, view.today)?;
        page.try_map(|rows| views(view, rows))
    })
    .await
}

/// Add a recommendation to a set.
///
/// By the PCC or the office. The set's counts limit their number.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationSetId, Path)),
    request_body = AddRecommendation, responses((status = 201, body = RecommendationView))
)]
#[post("/recommendation-sets/{id}/recommendations")]
pub async fn add_recommendation(
    call: Call,
    id: web::Path<RecommendationSetId>,
    body: JsonBody<AddRecommendation>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::add(tx, &id, &input)?;
        let location = format!("/v1/recommendations/{}", one.id);
        Ok(Changed::created(location, view_of(&mut tx.view(), one)?))
    })
    .await
}

/// Read a recommendation.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), RecommendationQuery),
    responses((status = 200, body = RecommendationView))
)]
#[get("/recommendations/{id}")]
pub async fn get_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    query: Query<RecommendationQuery>,
) -> Result<HttpResponse, ApiError> {
    call.item(&query.0.fields, move |view| {
        let one = store::find(view.conn, &set_rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        view_of(view, one)
    })
    .await
}

/// Change an open recommendation.
///
/// JSON Merge Patch: absent members stay, `null` clears. Once the set is recorded, an existing due date can only be moved
/// with `extend`.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body(content = EditRecommendation, content_type = "application/merge-patch+json"),
    responses((status = 200, body = RecommendationView))
)]
#[patch("/recommendations/{id}")]
pub async fn edit_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<EditRecommendation>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::edit(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Delete a recommendation of a draft set.
#[utoipa::path(tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/recommendations/{id}")]
pub async fn delete_recommendation(call: Call, id: web::Path<RecommendationId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<RecommendationView>::Deleted)
    })
    .await
}

/// Answer a recommendation.
///
/// States the action taken or proposed, or the reason for none (Police Act 1996 s.55). By the body, and by the force if it is
/// addressed; each side has its own answer, and a new one replaces that side's earlier one.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body = AnswerRecommendation, responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/respond")]
pub async fn answer_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<AnswerRecommendation>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::respond(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Claim a recommendation complete.
///
/// By the side it is addressed to, with evidence.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body = ClaimRecommendation, responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/claim")]
pub async fn claim_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<ClaimRecommendation>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::claim(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Verify that a recommendation is complete.
///
/// By the PCC, but not by the person who claimed it.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body(content = Option<ActDay>), responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/verify")]
pub async fn verify_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    body: OptionalJsonBody<ActDay>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::verify(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Reject a claim.
///
/// By the PCC, with the reason. The rejection is counted, and the recommendation is open again.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body = DatedReason, responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/reject")]
pub async fn reject_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<DatedReason>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::reject(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Mark a recommendation as not accepted.
///
/// By the PCC, with the reason.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body = DatedReason, responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/not-accept")]
pub async fn not_accept_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<DatedReason>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::not_accept(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Move the due date.
///
/// By the PCC, to a later day, with the reason.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body = ExtendRecommendation, responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/extend")]
pub async fn extend_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<ExtendRecommendation>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::extend(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_recommendations)
        .service(list_set_recommendations)
        .service(add_recommendation)
        .service(get_recommendation)
        .service(edit_recommendation)
        .service(delete_recommendation)
        .service(answer_recommendation)
        .service(claim_recommendation)
        .service(verify_recommendation)
        .service(reject_recommendation)
        .service(not_accept_recommendation)
        .service(extend_recommendation);
    super::undo_api::routes(config);
}
