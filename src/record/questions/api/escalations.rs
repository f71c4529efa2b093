//! The escalations of a question over HTTP.

use actix_web::{HttpResponse, post, web};

use super::view::{QuestionView, updated};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::body::JsonBody;
use crate::http::call::Call;
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::record::escalations::model::Escalate;
use crate::record::questions::escalations;
use crate::record::questions::model::QuestionId;

/// Escalate an overdue question to a higher step.
///
/// By the PCC, with the reason, while it is overdue. It says to whom the body went, and is published with the record. It changes no
/// deadline, and may be done several times.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), IfMatchHeader),
    request_body = Escalate, responses((status = 200, body = QuestionView))
)]
#[post("/questions/{id}/escalate")]
pub async fn escalate_question(
    call: Call,
    id: web::Path<QuestionId>,
    body: JsonBody<Escalate>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let question = escalations::escalate(tx, &id, &input)?;
        updated(tx, question)
    })
    .await
}

/// Take back the last escalation of a question.
///
/// By the PCC, with the reason. The last escalation that stands stays readable as taken back.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = QuestionView))
)]
#[post("/questions/{id}/take-back-escalation")]
pub async fn take_back_question_escalation(
    call: Call,
    id: web::Path<QuestionId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let question = escalations::take_back_escalation(tx, &id, &input)?;
        updated(tx, question)
    })
    .await
}

/// Mounts these acts.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(escalate_question).service(take_back_question_escalation);
}
