//! The acts that put right what was done to a recommendation by mistake, and its escalations, over HTTP.

use actix_web::{HttpResponse, post, web};

use super::model::RecommendationId;
use super::undo;
use super::view::{RecommendationView, updated};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::body::JsonBody;
use crate::http::call::Call;
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::record::escalations::model::Escalate;

/// Take back a claim that a recommendation is complete.
///
/// By the side that it is addressed to, with the reason, until there is a verdict.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/take-back-claim")]
pub async fn take_back_recommendation_claim(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = undo::take_back_claim(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Take back the rejection of a claim.
///
/// By the PCC, with the reason, but not by the person who made the claim. The claim waits for its verdict again, and the rejection is not
/// counted.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/take-back-rejection")]
pub async fn take_back_recommendation_rejection(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = undo::take_back_rejection(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Reopen a recommendation that was verified or not accepted.
///
/// By the PCC, with the reason. The claim on one that was verified waits for its verdict again. While the response to the report is
/// complete, a recommendation that was not accepted stays so: reopen the response first.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/reopen")]
pub async fn reopen_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = undo::reopen(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Take back the last extension of the due date.
///
/// By the PCC, with the reason. It is due when it was before, and the extension stays readable as taken back.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/take-back-extension")]
pub async fn take_back_recommendation_extension(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = undo::take_back_extension(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Escalate an overdue recommendation to a higher step.
///
/// By the PCC, with the reason, while it is overdue. It says to whom the body went, and is published with the record. It changes no
/// deadline, and may be done several times.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body = Escalate, responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/escalate")]
pub async fn escalate_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<Escalate>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = undo::escalate(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Take back the last escalation of a recommendation.
///
/// By the PCC, with the reason. The last escalation that stands stays readable as taken back.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/take-back-escalation")]
pub async fn take_back_recommendation_escalation(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = undo::take_back_escalation(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Mounts these acts.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(take_back_recommendation_claim)
        .service(take_back_recommendation_rejection)
        .service(reopen_recommendation)
        .service(take_back_recommendation_extension)
        .service(escalate_recommendation)
        .service(take_back_recommendation_escalation);
}
