//! Judgements over HTTP: the handlers, the routes. The view is in `view.rs`.

use actix_web::{HttpResponse, get, post, web};

use super::model::JudgeQuestion;
use super::store;
use super::store::{JudgementFilter, JudgementSort};
use super::view::{JudgementView, one_view};
use crate::foundation::error::ApiError;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, Paging};
use crate::record::questions;
use crate::record::questions::model::QuestionId;
use crate::record::questions::view::QuestionView;

/// Judge how a question, or one of its parts, was answered.
///
/// By the PCC or the office, from the moment it is put; again when they come to think otherwise: the earlier judgement stays
/// readable. It moves the question to no other state. The force sees it: a judgement will be published.
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
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let question = questions::acts::judge(tx, &id, &input)?;
        questions::view::of_one(&mut tx.view(), question).map(Changed::updated)
    })
    .await
}

/// List the judgements of a question, oldest first.
///
/// The last one of the question, or of each part, is what stands. They are the body's opinion of the answer; who sees the
/// question sees them, the force as well.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), JudgementFilter, Paging),
    responses((status = 200, body = Listing<JudgementView>))
)]
#[get("/questions/{id}/judgements")]
pub async fn list_judgements(
    call: Call,
    id: web::Path<QuestionId>,
    list: ListQuery<JudgementFilter, JudgementSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, move |view, list| {
        let scope = questions::rules::scope(view.actor);
        questions::store::find(view.conn, &scope, &id)?.ok_or(ApiError::NotFound)?;
        let page = store::list(view.conn, &id, &list.filter, &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(one_view).collect()))
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(judge_question).service(list_judgements);
}
