//! Questions over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::acts;
use super::model::{
    CarryQuestionForward, CloseQuestion, CorrectQuestion, DraftQuestion, EditQuestion, Outcome, PutQuestion, Question,
    QuestionForm, QuestionId, QuestionStatus,
};
use super::rules;
use super::store::{self, QuestionFilter, QuestionSort};
use crate::error::{ApiError, FieldError};
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed, Tx, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::paging::{ListQuery, Listing, Paging};
use crate::http::query::Query;
use crate::input::Reasoned;
use crate::meetings::model::{AgendaItemId, MeetingId};
use crate::plans::model::PriorityId;
use crate::topics::model::TopicId;

/// A question as its caller may see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionView {
    pub id: QuestionId,
    /// Given when the question is put; a draft has none.
    #[schema(example = "WM-2019-Q012")]
    pub reference: Option<String>,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub form: QuestionForm,
    #[schema(example = "What has changed since the backlog was reported?")]
    pub text: String,
    pub context: Option<String>,
    /// 1 as drafted and put; rises with each correction.
    #[schema(example = 1)]
    pub revision: i32,
    /// The wordings before the present one, oldest first.
    pub earlier_wordings: Vec<EarlierWording>,
    pub priority_ids: Vec<PriorityId>,
    pub topic_id: Option<TopicId>,
    pub meeting_id: Option<MeetingId>,
    pub agenda_item_id: Option<AgendaItemId>,
    pub printed_number: Option<String>,
    pub asked_by: Option<String>,
    pub put_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    /// Derived: an answer is awaited and the due date has passed in Europe/London.
    pub overdue: bool,
    pub status: QuestionStatus,
    /// Why it is in this status, where a reason was given.
    pub status_reason: Option<String>,
    pub outcome: Option<Outcome>,
    pub brought_forward_from: Option<QuestionId>,
    pub carried_forward_to: Option<QuestionId>,
    /// What this caller may do now.
    #[schema(example = json!(["return", "close"]))]
    pub allowed_acts: Vec<&'static str>,
    /// With `include=responses`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responses: Option<Vec<crate::responses::api::ResponseView>>,
    /// With `include=actions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<crate::actions::api::ActionView>>,
    /// With `include=findings`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<crate::findings::view::FindingView>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 3)]
    pub version: i32,
}

/// A wording that was corrected.
#[derive(Debug, Serialize, ToSchema)]
pub struct EarlierWording {
    pub revision: i32,
    pub text: String,
    pub context: Option<String>,
    /// Why it was corrected.
    pub reason: String,
    pub replaced_by: String,
    pub replaced_at: DateTime<Utc>,
}

impl Versioned for QuestionView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// What `include=` asks for.
#[derive(Debug, Clone, Copy, Default)]
struct Include {
    responses: bool,
    actions: bool,
    findings: bool,
}

impl Include {
    fn parse(text: Option<&str>) -> Result<Self, ApiError> {
        let mut include = Self::default();
        for name in text.unwrap_or("").split(',').map(str::trim).filter(|name| !name.is_empty()) {
            match name {
                "responses" => include.responses = true,
                "actions" => include.actions = true,
                "findings" => include.findings = true,
                _ => {
                    let detail = format!("{name:?} cannot be included; there are responses, actions and findings");
                    return Err(ApiError::BadParameters(vec![FieldError::new("/query/include", detail)]));
                }
            }
        }
        Ok(include)
    }
}

/// Turns records into views: a page costs as many queries as one record does.
fn views(view: &mut View<'_>, questions: Vec<Question>, include: Include) -> Result<Vec<QuestionView>, ApiError> {
    let ids: Vec<QuestionId> = questions.iter().map(|question| question.id.clone()).collect();
    let mut views = Vec::with_capacity(questions.len());
    for question in questions {
        views.push(one_view(view, question)?);
    }
    if include.responses {
        let mut embedded = crate::responses::api::of_questions(view, &ids)?;
        for view in &mut views {
            view.responses = Some(embedded.remove(&view.id).unwrap_or_default());
        }
    }
    if include.actions {
        let mut embedded = crate::actions::api::of_questions(view, &ids)?;
        for view in &mut views {
            view.actions = Some(embedded.remove(&view.id).unwrap_or_default());
        }
    }
    if include.findings {
        let mut embedded = crate::findings::view::of_questions(view, &ids)?;
        for view in &mut views {
            view.findings = Some(embedded.remove(&view.id).unwrap_or_default());
        }
    }
    Ok(views)
}

fn one_view(view: &mut View<'_>, question: Question) -> Result<QuestionView, ApiError> {
    let earlier = if question.revision > 1 { store::revisions(view.conn, &question.id)? } else { Vec::new() };
    // The successor may be a draft, of which the force must not learn.
    let carried_forward_to = match question.carried_forward_to {
        Some(id) if !rules::scope(view.actor).only_put || store::was_put(view.conn, &id)? => Some(id),
        Some(_) | None => None,
    };
    Ok(QuestionView {
        reference: question.reference,
        area: question.area,
        form: question.form,
        text: question.text,
        context: question.context,
        revision: question.revision,
        earlier_wordings: earlier
            .into_iter()
            .map(|old| EarlierWording {
                revision: old.revision,
                text: old.text,
                context: old.context,
                reason: old.reason,
                replaced_by: old.replaced_by,
                replaced_at: old.replaced_at.and_utc(),
            })
            .collect(),
        priority_ids: question.priority_ids.get()?,
        topic_id: question.topic_id,
        meeting_id: question.meeting_id,
        agenda_item_id: question.agenda_item_id,
        printed_number: question.printed_number,
        asked_by: question.asked_by,
        put_on: question.put_on,
        due_on: question.due_on,
        overdue: rules::is_overdue(question.status, question.due_on, view.today),
        status: question.status,
        status_reason: question.status_reason,
        outcome: question.outcome,
        brought_forward_from: question.brought_forward_from,
        carried_forward_to,
        allowed_acts: rules::allowed_acts(question.status, view.actor),
        responses: None,
        actions: None,
        findings: None,
        created_at: question.created_at.and_utc(),
        updated_at: question.updated_at.and_utc(),
        version: question.version,
        id: question.id,
    })
}

fn updated(tx: &mut Tx<'_>, question: Question) -> Result<Changed<QuestionView>, ApiError> {
    one_view(&mut tx.view(), question).map(Changed::updated)
}

/// Parameters of one question.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct QuestionQuery {
    /// `responses`, `actions`, `findings`, or several separated by commas: embeds them.
    pub include: Option<String>,
    /// Members to keep, separated by commas; `id` always stays.
    pub fields: Option<String>,
}

/// List questions.
///
/// The force sees questions that have been put; the body sees all of its area.
#[utoipa::path(tag = "questions", params(QuestionFilter, Paging), responses((status = 200, body = Listing<QuestionView>)))]
#[get("/questions")]
pub async fn list_questions(call: Call, list: ListQuery<QuestionFilter, QuestionSort>) -> Result<HttpResponse, ApiError> {
    let include = Include::parse(list.filter.include.as_deref())?;
    call.list(list, move |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window, view.today)?;
        page.try_map(|rows| views(view, rows, include))
    })
    .await
}

/// Draft a question.
///
/// By the PCC or the office. Nobody else sees it until it is put.
#[utoipa::path(tag = "questions", request_body = DraftQuestion, responses((status = 201, body = QuestionView)))]
#[post("/questions")]
pub async fn draft_question(call: Call, body: JsonBody<DraftQuestion>) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let question = acts::draft(tx, &input)?;
        let location = format!("/v1/questions/{}", question.id);
        Ok(Changed::created(location, one_view(&mut tx.view(), question)?))
    })
    .await
}

/// Read a question.
#[utoipa::path(tag = "questions", params(("id" = QuestionId, Path), QuestionQuery), responses((status = 200, body = QuestionView)))]
#[get("/questions/{id}")]
pub async fn get_question(call: Call, id: web::Path<QuestionId>, query: Query<QuestionQuery>) -> Result<HttpResponse, ApiError> {
    let include = Include::parse(query.0.include.as_deref())?;
    call.item(query.0.fields.as_deref(), move |view| {
        let question = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        views(view, vec![question], include)?.pop().ok_or(ApiError::NotFound)
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
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let question = acts::edit(tx, &id, input)?;
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
/// By the PCC. Fixes its words, gives it a reference and shows it to the force.
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
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let question = acts::put(tx, &id, &input)?;
        updated(tx, question)
    })
    .await
}

/// Return an answered question to the force.
///
/// By the PCC, with the reason.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = QuestionView))
)]
#[post("/questions/{id}/return")]
pub async fn return_question(call: Call, id: web::Path<QuestionId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let question = acts::send_back(tx, &id, &input)?;
        crate::responses::acts::returned_with_question(tx, &question, &input)?;
        updated(tx, question)
    })
    .await
}

/// Close an answered question.
///
/// By the PCC or the office, with the outcome and why it was judged so.
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
    let input = body.value.parse()?;
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
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let question = acts::withdraw(tx, &id, &input)?;
        updated(tx, question)
    })
    .await
}

/// Carry a question forward.
///
/// By the PCC or the office. Closes it with outcome `carried_forward` and drafts its successor, linked both ways.
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
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let question = acts::carry_forward(tx, &id, &input)?;
        updated(tx, question)
    })
    .await
}

/// Correct the words of a question that was put.
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
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let question = acts::correct(tx, &id, &input)?;
        updated(tx, question)
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
        .service(close_question)
        .service(withdraw_question)
        .service(carry_question_forward)
        .service(correct_question);
}
