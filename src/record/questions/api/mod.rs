//! Questions over HTTP: the handlers, the routes. The view is in [`view`].
//!
//! A question is shown with what became of it, findings and actions included: this is above them, the question itself below.

mod escalations;
pub mod view;

use actix_web::{HttpResponse, delete, get, patch, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use self::view::{QuestionView, of_all, of_one, updated};
use super::model::{CarryQuestionForward, CorrectQuestion, DraftQuestion, EditQuestion, PutQuestion, QuestionId};
use super::store::{QuestionFilter, QuestionInclude, QuestionSort};
use super::{acts, puts, readers, returns, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::http::query::{Query, listed};
use crate::record::questions::judgements::model::{CloseQuestion, JudgeQuestion, TakeBackJudgement};
use crate::record::restrictions::model::RestrictDraft;

/// Parameters of one question.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct QuestionQuery {
    /// Records to embed in a question, separated by commas.
    #[serde(default, deserialize_with = "listed")]
    #[param(style = Form, explode = false, nullable = false)]
    pub include: Vec<QuestionInclude>,
    /// Members to return, separated by commas. `id` is always included.
    #[serde(default)]
    #[param(style = Form, explode = false, nullable = false)]
    pub fields: Vec<String>,
}

/// List questions.
///
/// The force sees questions that have been put; the body sees all questions of its area.
#[utoipa::path(tag = "questions", params(QuestionFilter, PagesBy::<QuestionSort>), responses((status = 200, body = Listing<QuestionView>)))]
#[get("/questions")]
pub async fn list_questions(call: Call, list: ListQuery<QuestionFilter, QuestionSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window, view.today)?;
        page.try_map(|rows| of_all(view, rows, &list.filter.include))
    })
    .await
}

/// Draft a question.
///
/// By the PCC or the office. Only the body sees it until it is put.
#[utoipa::path(tag = "questions", request_body = DraftQuestion, responses((status = 201, body = QuestionView)))]
#[post("/questions")]
pub async fn draft_question(call: Call, body: JsonBody<DraftQuestion>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let question = acts::draft(tx, &input)?;
        let location = format!("/v1/questions/{}", question.id);
        Ok(Changed::created(location, of_one(&mut tx.view(), question)?))
    })
    .await
}

/// Read a question.
#[utoipa::path(tag = "questions", params(("id" = QuestionId, Path), QuestionQuery), responses((status = 200, body = QuestionView)))]
#[get("/questions/{id}")]
pub async fn get_question(call: Call, id: web::Path<QuestionId>, query: Query<QuestionQuery>) -> Result<HttpResponse, ApiError> {
    let QuestionQuery { include, fields } = query.0;
    call.item(&fields, move |view| {
        let question = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        of_all(view, vec![question], &include)?.pop().ok_or(ApiError::NotFound)
    })
    .await
}

/// Change a draft question.
///
/// JSON Merge Patch: absent members stay, `null` clears.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), IfMatchHeader),
    request_body(content = EditQuestion, content_type = "application/merge-patch+json"),
    responses((status = 200, body = QuestionView))
)]
#[patch("/questions/{id}")]
pub async fn edit_question(
    call: Call,
    id: web::Path<QuestionId>,
    body: JsonBody<EditQuestion>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let question = acts::edit(tx, &id, &input)?;
        updated(tx, question)
    })
    .await
}

/// Delete a draft question.
#[utoipa::path(tag = "questions", params(("id" = QuestionId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/questions/{id}")]
pub async fn delete_question(call: Call, id: web::Path<QuestionId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<QuestionView>::Deleted)
    })
    .await
}

/// Put a question to the chief constable.
///
/// By the PCC. Its words are now final, it gets a reference, and the force sees it.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), IfMatchHeader),
    request_body(content = Option<PutQuestion>), responses((status = 200, body = QuestionView))
)]
#[post("/questions/{id}/put")]
pub async fn put_question(
    call: Call,
    id: web::Path<QuestionId>,
    body: OptionalJsonBody<PutQuestion>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let question = puts::put(tx, &id, &input)?;
        updated(tx, question)
    })
    .await
}

/// Return an answered question to the force.
///
/// By the PCC, with the reason. Everything that answered it, responses and replies at meetings, is returned with it.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = QuestionView))
)]
#[post("/questions/{id}/return")]
pub async fn return_question(call: Call, id: web::Path<QuestionId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let question = returns::send_back(tx, &id, &input)?;
        updated(tx, question)
    })
    .await
}

/// Judge the answer to a question, or to one of its parts.
///
/// By the PCC or the office, any time after it is put. A new judgement replaces the earlier one, which stays readable. The
/// status of the question does not change. The force sees judgements, because they will be published.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), IfMatchHeader),
    request_body = JudgeQuestion, responses((status = 200, body = QuestionView))
)]
#[post("/questions/{id}/judge")]
pub async fn judge_question(
    call: Call,
    id: web::Path<QuestionId>,
    body: JsonBody<JudgeQuestion>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let question = acts::judge(tx, &id, &input)?;
        updated(tx, question)
    })
    .await
}

/// Take a judgement back.
///
/// By the PCC or the office, with the reason, until the question is closed. The judgement stays readable and no longer counts: the
/// question, or the part, waits to be judged again.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), IfMatchHeader),
    request_body = TakeBackJudgement, responses((status = 200, body = QuestionView))
)]
#[post("/questions/{id}/take-back-judgement")]
pub async fn take_back_judgement(
    call: Call,
    id: web::Path<QuestionId>,
    body: JsonBody<TakeBackJudgement>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let question = acts::take_back_judgement(tx, &id, &input)?;
        updated(tx, question)
    })
    .await
}

/// Reopen a question that was closed or withdrawn.
///
/// By the PCC, with the reason. The question is where it was before: put, answered, returned, or a draft that was never put. Its
/// judgement stays. A question that was carried forward can be reopened until the one that continues it is put: that draft is withdrawn.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = QuestionView))
)]
#[post("/questions/{id}/reopen")]
pub async fn reopen_question(call: Call, id: web::Path<QuestionId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let question = acts::reopen(tx, &id, &input)?;
        updated(tx, question)
    })
    .await
}

/// Close an answered question.
///
/// By the PCC or the office. The question must be completely judged, before or with this: as a whole, or each of its parts.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), IfMatchHeader),
    request_body = CloseQuestion, responses((status = 200, body = QuestionView))
)]
#[post("/questions/{id}/close")]
pub async fn close_question(
    call: Call,
    id: web::Path<QuestionId>,
    body: JsonBody<CloseQuestion>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let question = acts::close(tx, &id, &input)?;
        updated(tx, question)
    })
    .await
}

/// Withdraw a question.
///
/// By the PCC, with the reason, until it is answered.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = QuestionView))
)]
#[post("/questions/{id}/withdraw")]
pub async fn withdraw_question(
    call: Call,
    id: web::Path<QuestionId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let question = acts::withdraw(tx, &id, &input)?;
        updated(tx, question)
    })
    .await
}

/// Carry a question forward.
///
/// By the PCC or the office. Closes the question with outcome `carried_forward` and drafts its successor, linked both ways, in
/// the same group and with the parts that were not answered.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), IfMatchHeader),
    request_body = CarryQuestionForward, responses((status = 200, body = QuestionView))
)]
#[post("/questions/{id}/carry-forward")]
pub async fn carry_question_forward(
    call: Call,
    id: web::Path<QuestionId>,
    body: JsonBody<CarryQuestionForward>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let question = acts::carry_forward(tx, &id, &input)?;
        updated(tx, question)
    })
    .await
}

/// Correct the words of a put question.
///
/// By the PCC, with the reason. Both wordings stay readable; responses say which one they answer.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), IfMatchHeader),
    request_body = CorrectQuestion, responses((status = 200, body = QuestionView))
)]
#[post("/questions/{id}/correct")]
pub async fn correct_question(
    call: Call,
    id: web::Path<QuestionId>,
    body: JsonBody<CorrectQuestion>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let question = acts::correct(tx, &id, &input)?;
        updated(tx, question)
    })
    .await
}

/// Let only named people read a draft question.
///
/// By the PCC or the office, with the reason. Nobody else learns that it exists; you are always among the people, and the PCC
/// reads it beside them. Other names: restrict it again. It ends when the draft is put.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), IfMatchHeader),
    request_body = RestrictDraft, responses((status = 200, body = QuestionView))
)]
#[post("/questions/{id}/restrict")]
pub async fn restrict_question(
    call: Call,
    id: web::Path<QuestionId>,
    body: JsonBody<RestrictDraft>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let restricted = readers::restrict(tx, &id, &input)?;
        updated(tx, restricted)
    })
    .await
}

/// Let everybody of its side read a restricted draft question again.
///
/// By the PCC or the office, with the reason: by anybody who reads it.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = QuestionView))
)]
#[post("/questions/{id}/unrestrict")]
pub async fn unrestrict_question(
    call: Call,
    id: web::Path<QuestionId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let restricted = readers::unrestrict(tx, &id, &input)?;
        updated(tx, restricted)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_questions)
        .service(draft_question)
        .service(get_question)
        .service(edit_question)
        .service(delete_question)
        .service(put_question)
        .service(return_question)
        .service(judge_question)
        .service(take_back_judgement)
        .service(reopen_question)
        .service(close_question)
        .service(withdraw_question)
        .service(carry_question_forward)
        .service(correct_question)
        .service(restrict_question)
        .service(unrestrict_question);
    escalations::routes(config);
}
