//! Responses over HTTP: the view, the handlers, the routes.

use std::collections::{HashMap, HashSet};

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{
    Attribution, CorrectResponse, DraftResponse, EditResponse, Mode, Response, ResponseAct, ResponseId, ResponseStatus, Speaker,
};
use super::rules::{Asked, ResponseState};
use super::store::{ResponseFilter, ResponseSort};
use super::{acts, rules, store};
use crate::foundation::actor::Side;
use crate::foundation::error::ApiError;
use crate::foundation::validate::{DatedReason, NoInput, Reasoned};
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed, Tx, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::record::questions;
use crate::record::questions::model::QuestionId;
use crate::record::restrictions;
use crate::record::restrictions::model::RestrictDraft;
use crate::record::restrictions::view::RestrictionView;

/// A response as visible to the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResponseView {
    pub id: ResponseId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub question_id: QuestionId,
    /// Revision of the question that this answers.
    #[schema(example = 1)]
    pub question_revision: i32,
    /// True when the question was corrected after that revision.
    pub question_corrected_since: bool,
    /// Current revision of the question.
    #[schema(example = 1)]
    pub question_present_revision: i32,
    /// Author: the force itself, or the office recording an oral answer.
    pub side: Side,
    #[schema(example = "The unit sorts its cases by risk every morning.")]
    pub text: String,
    pub points: Vec<String>,
    /// Revision: 1 as submitted, plus one for each correction.
    #[schema(example = 1)]
    pub revision: i32,
    /// Earlier wordings, oldest first.
    pub earlier_wordings: Vec<EarlierResponseWording>,
    pub speakers: Vec<Speaker>,
    pub attribution: Attribution,
    pub mode: Mode,
    pub holding: bool,
    pub status: ResponseStatus,
    /// The people who read this draft, when only named people do; `null` otherwise.
    pub restricted: Option<RestrictionView>,
    /// Reason it was returned.
    pub status_reason: Option<String>,
    /// Day it was given: the day of submission or, for an oral answer at the question's meeting, the day of that meeting.
    pub given_on: Option<NaiveDate>,
    /// Time it was submitted, however long after it was given.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["accept", "return"]))]
    pub allowed_acts: Vec<ResponseAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 2)]
    pub version: i32,
}

/// An earlier wording of a response.
#[derive(Debug, Serialize, ToSchema)]
pub struct EarlierResponseWording {
    pub revision: i32,
    pub text: String,
    pub points: Vec<String>,
    /// Reason for the correction.
    pub reason: String,
    pub replaced_by: String,
    pub replaced_at: DateTime<Utc>,
}

impl Versioned for ResponseView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds views of responses. A page takes as many queries as one record.
fn views(view: &mut View<'_>, responses: Vec<Response>) -> Result<Vec<ResponseView>, ApiError> {
    let questions: HashSet<QuestionId> = responses.iter().map(|response| response.question_id.clone()).collect();
    let asked = store::asked_of(view.conn, questions.into_iter().collect())?;
    let corrected = responses.iter().filter(|response| response.revision > 1);
    let corrected: Vec<ResponseId> = corrected.map(|response| response.id.clone()).collect();
    let mut wordings: HashMap<ResponseId, Vec<EarlierResponseWording>> = HashMap::new();
    for old in store::revisions(view.conn, &corrected)? {
        wordings.entry(old.response_id.clone()).or_default().push(EarlierResponseWording {
            revision: old.revision,
            text: old.text,
            points: old.points.get()?,
            reason: old.reason,
            replaced_by: old.replaced_by,
            replaced_at: old.replaced_at.and_utc(),
        });
    }
    let drafts = responses.iter().filter(|response| response.status == ResponseStatus::Draft);
    let drafts = drafts.map(|response| response.id.to_string()).collect();
    let mut restricted = restrictions::view::of(view.conn, drafts)?;
    let one = |response: Response| {
        let asked = asked.get(&response.question_id).copied().ok_or(ApiError::NotFound)?;
        let restricted = restricted.remove(response.id.as_str());
        let earlier = wordings.remove(&response.id).unwrap_or_default();
        with_wordings(view, response, asked, (earlier, restricted))
    };
    responses.into_iter().map(one).collect()
}

fn with_wordings(
    view: &View<'_>,
    response: Response,
    asked: Asked,
    (earlier_wordings, restricted): (Vec<EarlierResponseWording>, Option<RestrictionView>),
) -> Result<ResponseView, ApiError> {
    let state = ResponseState::of(&response, restricted.is_some(), asked);
    let allowed_acts = rules::allowed_acts(state, view.actor);
    Ok(ResponseView {
        area: response.area,
        question_id: response.question_id,
        question_revision: response.question_revision,
        question_corrected_since: asked.revision > response.question_revision,
        question_present_revision: asked.revision,
        side: response.side,
        text: response.text,
        points: response.points.get()?,
        revision: response.revision,
        earlier_wordings,
        speakers: response.speakers.get()?,
        attribution: response.attribution,
        mode: response.mode,
        holding: response.holding,
        status: response.status,
        restricted,
        status_reason: response.status_reason,
        given_on: response.given_on,
        submitted_at: response.submitted_at.map(|at| at.and_utc()),
        allowed_acts,
        created_at: response.created_at.and_utc(),
        updated_at: response.updated_at.and_utc(),
        version: response.version,
        id: response.id,
    })
}

/// Returns the responses to several questions, for `include=responses`, in as many queries as for one.
pub fn of_questions(view: &mut View<'_>, ids: &[QuestionId]) -> Result<HashMap<QuestionId, Vec<ResponseView>>, ApiError> {
    let mut by_question: HashMap<QuestionId, Vec<ResponseView>> = HashMap::new();
    let found = store::of_questions(view.conn, &rules::scope(view.actor), ids)?;
    for response in views(view, found)? {
        by_question.entry(response.question_id.clone()).or_default().push(response);
    }
    Ok(by_question)
}

fn alone(view: &mut View<'_>, response: Response) -> Result<ResponseView, ApiError> {
    views(view, vec![response])?.pop().ok_or(ApiError::NotFound)
}

fn updated(tx: &mut Tx<'_>, response: Response) -> Result<Changed<ResponseView>, ApiError> {
    alone(&mut tx.view(), response).map(Changed::updated)
}

/// List the responses to a question.
///
/// A draft is visible only to the side that writes it.
#[utoipa::path(tag = "responses", params(("id" = QuestionId, Path), ResponseFilter, PagesBy::<ResponseSort>), responses((status = 200, body = Listing<ResponseView>)))]
#[get("/questions/{id}/responses")]
pub async fn list_responses(
    call: Call,
    question: web::Path<QuestionId>,
    list: ListQuery<ResponseFilter, ResponseSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, move |view, list| {
        let scope = questions::rules::scope(view.actor);
        questions::store::find(view.conn, &scope, &question)?.ok_or(ApiError::NotFound)?;
        let page = store::list(view.conn, &rules::scope(view.actor), &question, &list.filter, &list.window)?;
        page.try_map(|rows| views(view, rows))
    })
    .await
}

/// Draft a response, or record an oral one.
///
/// The force drafts its own; the office records oral answers (mode `oral`), once the question's meeting has been held.
#[utoipa::path(tag = "responses", params(("id" = QuestionId, Path)), request_body = DraftResponse, responses((status = 201, body = ResponseView)))]
#[post("/questions/{id}/responses")]
pub async fn draft_response(
    call: Call,
    question: web::Path<QuestionId>,
    body: JsonBody<DraftResponse>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let response = acts::draft(tx, &question, &input)?;
        let location = format!("/v1/responses/{}", response.id);
        Ok(Changed::created(location, alone(&mut tx.view(), response)?))
    })
    .await
}

/// Read a response.
#[utoipa::path(tag = "responses", params(("id" = ResponseId, Path)), responses((status = 200, body = ResponseView)))]
#[get("/responses/{id}")]
pub async fn get_response(call: Call, id: web::Path<ResponseId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let response = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        alone(view, response)
    })
    .await
}

/// Change a draft response.
///
/// JSON Merge Patch. The draft then answers the current wording of the question.
#[utoipa::path(
    tag = "responses", params(("id" = ResponseId, Path), IfMatchHeader),
    request_body(content = EditResponse, content_type = "application/merge-patch+json"),
    responses((status = 200, body = ResponseView))
)]
#[patch("/responses/{id}")]
pub async fn edit_response(
    call: Call,
    id: web::Path<ResponseId>,
    body: JsonBody<EditResponse>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let response = acts::edit(tx, &id, &input)?;
        updated(tx, response)
    })
    .await
}

/// Delete a draft response.
#[utoipa::path(tag = "responses", params(("id" = ResponseId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/responses/{id}")]
pub async fn delete_response(call: Call, id: web::Path<ResponseId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<ResponseView>::Deleted)
    })
    .await
}

/// Submit a response.
///
/// By the force for its own, by the office for its records. The words are then final, and the question is answered.
#[utoipa::path(
    tag = "responses", params(("id" = ResponseId, Path), IfMatchHeader),
    request_body(content = Option<NoInput>), responses((status = 200, body = ResponseView))
)]
#[post("/responses/{id}/submit")]
pub async fn submit_response(
    call: Call,
    id: web::Path<ResponseId>,
    body: OptionalJsonBody<NoInput>,
) -> Result<HttpResponse, ApiError> {
    call.write(&body.fingerprint, move |tx| {
        let response = acts::submit(tx, &id)?;
        updated(tx, response)
    })
    .await
}

/// Accept a response.
///
/// By the PCC.
#[utoipa::path(
    tag = "responses", params(("id" = ResponseId, Path), IfMatchHeader),
    request_body(content = Option<NoInput>), responses((status = 200, body = ResponseView))
)]
#[post("/responses/{id}/accept")]
pub async fn accept_response(
    call: Call,
    id: web::Path<ResponseId>,
    body: OptionalJsonBody<NoInput>,
) -> Result<HttpResponse, ApiError> {
    call.write(&body.fingerprint, move |tx| {
        let response = acts::accept(tx, &id)?;
        updated(tx, response)
    })
    .await
}

/// Return a response to the force.
///
/// By the PCC, with the reason, also after it was accepted. An answered question is returned with it.
#[utoipa::path(
    tag = "responses", params(("id" = ResponseId, Path), IfMatchHeader),
    request_body = DatedReason, responses((status = 200, body = ResponseView))
)]
#[post("/responses/{id}/return")]
pub async fn return_response(
    call: Call,
    id: web::Path<ResponseId>,
    body: JsonBody<DatedReason>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let response = acts::send_back(tx, &id, &input)?;
        updated(tx, response)
    })
    .await
}

/// Take back the return of a response.
///
/// By the PCC, with the reason. It answers its question again.
#[utoipa::path(
    tag = "responses", params(("id" = ResponseId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = ResponseView))
)]
#[post("/responses/{id}/reinstate")]
pub async fn reinstate_response(
    call: Call,
    id: web::Path<ResponseId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let response = acts::reinstate(tx, &id, &input)?;
        updated(tx, response)
    })
    .await
}

/// Correct a submitted or accepted response.
///
/// By the side that wrote it, with the reason; both wordings stay readable.
#[utoipa::path(
    tag = "responses", params(("id" = ResponseId, Path), IfMatchHeader),
    request_body = CorrectResponse, responses((status = 200, body = ResponseView))
)]
#[post("/responses/{id}/correct")]
pub async fn correct_response(
    call: Call,
    id: web::Path<ResponseId>,
    body: JsonBody<CorrectResponse>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let response = acts::correct(tx, &id, &input)?;
        updated(tx, response)
    })
    .await
}

/// Let only named people read a draft response.
///
/// By the side that writes it, with the reason. Nobody else learns that it exists; you are always among the people, and the PCC reads
/// drafts of the body beside them. Other names: restrict it again. It ends when the draft is submitted.
#[utoipa::path(
    tag = "responses", params(("id" = ResponseId, Path), IfMatchHeader),
    request_body = RestrictDraft, responses((status = 200, body = ResponseView))
)]
#[post("/responses/{id}/restrict")]
pub async fn restrict_response(
    call: Call,
    id: web::Path<ResponseId>,
    body: JsonBody<RestrictDraft>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let restricted = acts::restrict(tx, &id, &input)?;
        updated(tx, restricted)
    })
    .await
}

/// Let everybody of its side read a restricted draft response again.
///
/// By the side that writes it, with the reason: by anybody who reads it.
#[utoipa::path(
    tag = "responses", params(("id" = ResponseId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = ResponseView))
)]
#[post("/responses/{id}/unrestrict")]
pub async fn unrestrict_response(
    call: Call,
    id: web::Path<ResponseId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let restricted = acts::unrestrict(tx, &id, &input)?;
        updated(tx, restricted)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_responses)
        .service(draft_response)
        .service(get_response)
        .service(edit_response)
        .service(delete_response)
        .service(submit_response)
        .service(accept_response)
        .service(return_response)
        .service(reinstate_response)
        .service(correct_response)
        .service(restrict_response)
        .service(unrestrict_response);
}
