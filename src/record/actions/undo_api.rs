//! The acts that put right what was done to an action by mistake, and its escalations, over HTTP.

use actix_web::{HttpResponse, post, web};

use super::model::{ActionId, TakeBackCarryForward};
use super::undo;
use super::view::{ActionView, changed_view};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::record::escalations::model::Escalate;

/// Take back the rejection of a claim.
///
/// By the PCC, with the reason, but not by the person who made the claim. The claim waits for its verdict again, and the rejection is not
/// counted.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/take-back-rejection")]
pub async fn take_back_rejection_of_action(
    call: Call,
    id: web::Path<ActionId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = undo::take_back_rejection(tx, &id, &input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Take back the last outcome check of an action.
///
/// By the PCC, with the reason. The action is accepted, as before the check, which stays readable as taken back.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/take-back-check")]
pub async fn take_back_action_check(
    call: Call,
    id: web::Path<ActionId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = undo::take_back_check(tx, &id, &input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Take back that an action was carried forward to a meeting.
///
/// By the PCC or the office, with the reason.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = TakeBackCarryForward, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/take-back-carry-forward")]
pub async fn take_back_action_carried_forward(
    call: Call,
    id: web::Path<ActionId>,
    body: JsonBody<TakeBackCarryForward>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = undo::take_back_carry_forward(tx, &id, &input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Take back that an action was declared void.
///
/// By the PCC, with the reason. It is where it was.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/reinstate")]
pub async fn reinstate_action(call: Call, id: web::Path<ActionId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = undo::reinstate(tx, &id, &input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Escalate an overdue action to a higher step.
///
/// By the PCC, with the reason, while it is overdue. It says to whom the body went, and is published with the record. It changes no
/// deadline, and may be done several times.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = Escalate, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/escalate")]
pub async fn escalate_action(call: Call, id: web::Path<ActionId>, body: JsonBody<Escalate>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = undo::escalate(tx, &id, &input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Take back the last escalation of an action.
///
/// By the PCC, with the reason. The last escalation that stands stays readable as taken back.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/take-back-escalation")]
pub async fn take_back_action_escalation(
    call: Call,
    id: web::Path<ActionId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = undo::take_back_escalation(tx, &id, &input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Mounts these acts.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(take_back_rejection_of_action)
        .service(take_back_action_check)
        .service(take_back_action_carried_forward)
        .service(reinstate_action)
        .service(escalate_action)
        .service(take_back_action_escalation);
}
