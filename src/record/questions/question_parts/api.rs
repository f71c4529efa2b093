//! Parts of questions over HTTP: the view, the handlers, the routes.

use std::collections::HashMap;

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{EditQuestionPart, QuestionPart};
use super::store::QuestionPartSort;
use super::{acts, store};
use crate::foundation::error::ApiError;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, NoFilter, PagesBy};
use crate::record::questions;
use crate::record::questions::model::{DraftPart, Fate, Question, QuestionId, QuestionPartAct, QuestionPartId, QuestionStatus};
use crate::record::questions::rules;

/// A part of a question.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionPartView {
    pub id: QuestionPartId,
    pub question_id: QuestionId,
    /// Position among the parts of the question.
    #[schema(example = 2)]
    pub position: i32,
    /// Number as printed.
    #[schema(example = "2")]
    pub printed_number: Option<String>,
    #[schema(example = "Who refers victims to the team?")]
    pub text: String,
    /// Current judgement of its answer; absent while there is none. Like every judgement, it is the body's opinion.
    pub fate: Option<Fate>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "delete"]))]
    pub allowed_acts: Vec<QuestionPartAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for QuestionPartView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn one_view(view: &View<'_>, part: QuestionPart, question: QuestionStatus) -> QuestionPartView {
    QuestionPartView {
        allowed_acts: rules::allowed_acts_on_part(question, view.actor),
        id: part.id,
        question_id: part.question_id,
        position: part.position,
        printed_number: part.printed_number,
        text: part.text,
        fate: part.fate,
        created_at: part.created_at.and_utc(),
        updated_at: part.updated_at.and_utc(),
        version: part.version,
    }
}

/// Returns the parts of those of `questions` that have any, in at most one query.
pub fn of_questions(view: &mut View<'_>, questions: &[Question]) -> Result<HashMap<QuestionId, Vec<QuestionPartView>>, ApiError> {
    let with_parts = questions.iter().filter(|question| question.part_count > 0);
    let statuses: HashMap<&QuestionId, QuestionStatus> = with_parts.map(|question| (&question.id, question.status)).collect();
    let ids: Vec<QuestionId> = statuses.keys().map(|id| (*id).clone()).collect();
    let mut by_question: HashMap<QuestionId, Vec<QuestionPartView>> = HashMap::new();
    for part in store::of_questions(view.conn, &ids)? {
        let Some(status) = statuses.get(&part.question_id) else { continue };
        by_question.entry(part.question_id.clone()).or_default().push(one_view(view, part, *status));
    }
    Ok(by_question)
}

/// List the parts of a question.
///
/// `sort=position` lists them in printed order.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), PagesBy::<QuestionPartSort>),
    responses((status = 200, body = Listing<QuestionPartView>))
)]
#[get("/questions/{id}/parts")]
pub async fn list_question_parts(
    call: Call,
    id: web::Path<QuestionId>,
    list: ListQuery<NoFilter, QuestionPartSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, move |view, list| {
        let question = questions::store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        let page = store::list(view.conn, &id, &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(|part| one_view(view, part, question.status)).collect()))
    })
    .await
}

/// Add a part to a draft question.
///
/// By the PCC or the office. It gets the last position.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path)), request_body = DraftPart,
    responses((status = 201, body = QuestionPartView))
)]
#[post("/questions/{id}/parts")]
pub async fn add_question_part(
    call: Call,
    id: web::Path<QuestionId>,
    body: JsonBody<DraftPart>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let (part, question) = acts::add(tx, &id, &input)?;
        Ok(Changed::created(format!("/v1/question-parts/{}", part.id), one_view(&tx.view(), part, question.status)))
    })
    .await
}

/// Read a part of a question.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionPartId, Path)), responses((status = 200, body = QuestionPartView))
)]
#[get("/question-parts/{id}")]
pub async fn get_question_part(call: Call, id: web::Path<QuestionPartId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let part = store::find(view.conn, &view.actor.area, &id)?.ok_or(ApiError::NotFound)?;
        let scope = rules::scope(view.actor);
        let question = questions::store::find(view.conn, &scope, &part.question_id)?.ok_or(ApiError::NotFound)?;
        Ok(one_view(view, part, question.status))
    })
    .await
}

/// Change a part of a draft question.
///
/// JSON Merge Patch: absent members stay, `null` clears. Parts cannot change once the question is put.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionPartId, Path), IfMatchHeader),
    request_body(content = EditQuestionPart, content_type = "application/merge-patch+json"),
    responses((status = 200, body = QuestionPartView))
)]
#[patch("/question-parts/{id}")]
pub async fn edit_question_part(
    call: Call,
    id: web::Path<QuestionPartId>,
    body: JsonBody<EditQuestionPart>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let (part, question) = acts::edit(tx, &id, &input)?;
        Ok(Changed::updated(one_view(&tx.view(), part, question.status)))
    })
    .await
}

/// Delete a part of a draft question.
#[utoipa::path(tag = "questions", params(("id" = QuestionPartId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/question-parts/{id}")]
pub async fn delete_question_part(call: Call, id: web::Path<QuestionPartId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<QuestionPartView>::Deleted)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_question_parts)
        .service(add_question_part)
        .service(get_question_part)
        .service(edit_question_part)
        .service(delete_question_part);
}
