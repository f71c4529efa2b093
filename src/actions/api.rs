//! Actions over HTTP: the view, the handlers, the routes.

use std::collections::HashMap;

use actix_web::{HttpResponse, get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::acts;
use super::model::{
    Action, ActionId, ActionStatus, ActionUpdate, AddUpdate, CheckOutcome, ClaimAction, EditAction, ExtendAction, OutcomeCheck,
    OwnerSide, SetAction, SupersedeAction, UpdateId,
};
use super::rules::{self, ActionState};
use super::store::{self, ActionFilter, ActionSort, UpdateSort};
use crate::error::ApiError;
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::paging::{ListQuery, Listing, NoFilter, Paging};
use crate::http::query::Query;
use crate::input::{NoInput, Reasoned};
use crate::meetings::model::MeetingId;
use crate::plans::model::PriorityId;
use crate::questions::model::QuestionId;

/// An action as its caller may see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionView {
    pub id: ActionId,
    #[schema(example = "WM-2019-004")]
    pub reference: String,
    #[schema(example = "west-mercia")]
    pub area: String,
    #[schema(example = "Bring a plan of delivery with dates.")]
    pub text: Option<String>,
    pub condition: Option<String>,
    /// As the record names the owner.
    #[schema(example = "CC")]
    pub owner: Option<String>,
    pub owner_side: Option<OwnerSide>,
    pub due_on: Option<NaiveDate>,
    /// The words of the record that the date comes from.
    #[schema(example = "within two weeks")]
    pub due_text: Option<String>,
    /// Derived: the action is outstanding and the due date has passed in Europe/London.
    pub overdue: bool,
    pub priority_ids: Vec<PriorityId>,
    pub question_id: Option<QuestionId>,
    pub meeting_id: Option<MeetingId>,
    /// The record leaves out what is to be done, by whom, or by when.
    pub needs_review: bool,
    pub status: ActionStatus,
    /// Why it is in this status, where a reason was given.
    pub status_reason: Option<String>,
    /// What was brought to show that it is done.
    pub evidence: Option<String>,
    pub times_rejected: i32,
    pub times_reopened: i32,
    pub outcome_check: Option<OutcomeCheck>,
    pub superseded_by: Option<ActionId>,
    /// What this caller may do now.
    #[schema(example = json!(["accept", "reject"]))]
    pub allowed_acts: Vec<&'static str>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 3)]
    pub version: i32,
}

/// An update on an action.
#[derive(Debug, Serialize, ToSchema)]
pub struct UpdateView {
    pub id: UpdateId,
    pub action_id: ActionId,
    #[schema(example = "The first draft of the plan is with the deputy.")]
    pub text: String,
    pub author: String,
    pub side: OwnerSide,
    pub created_at: DateTime<Utc>,
}

impl Versioned for ActionView {
    fn version(&self) -> i32 {
        self.version
    }
}

impl Versioned for UpdateView {
    /// An update never changes.
    fn version(&self) -> i32 {
        1
    }
}

fn one_view(view: &View<'_>, action: Action) -> Result<ActionView, ApiError> {
    let allowed_acts = rules::allowed_acts(&ActionState::from(&action), view.actor);
    Ok(ActionView {
        reference: action.reference,
        area: action.area,
        text: action.text,
        condition: action.condition,
        owner: action.owner,
        owner_side: action.owner_side,
        due_on: action.due_on,
        due_text: action.due_text,
        overdue: rules::is_overdue(action.status, action.due_on, view.today),
        priority_ids: action.priority_ids.get()?,
        question_id: action.question_id,
        meeting_id: action.meeting_id,
        needs_review: action.needs_review,
        status: action.status,
        status_reason: action.status_reason,
        evidence: action.evidence,
        times_rejected: action.times_rejected,
        times_reopened: action.times_reopened,
        outcome_check: action.outcome_check,
        superseded_by: action.superseded_by,
        allowed_acts,
        created_at: action.created_at.and_utc(),
        updated_at: action.updated_at.and_utc(),
        version: action.version,
        id: action.id,
    })
}

fn update_view(update: ActionUpdate) -> UpdateView {
    UpdateView {
        id: update.id,
        action_id: update.action_id,
        text: update.text,
        author: update.author,
        side: update.side,
        created_at: update.created_at.and_utc(),
    }
}

/// The actions on several questions, for `include=actions`: one query.
pub fn of_questions(view: &mut View<'_>, ids: &[QuestionId]) -> Result<HashMap<QuestionId, Vec<ActionView>>, ApiError> {
    let mut by_question: HashMap<QuestionId, Vec<ActionView>> = HashMap::new();
    for action in store::of_questions(view.conn, &rules::scope(view.actor), ids)? {
        let Some(question) = action.question_id.clone() else { continue };
        by_question.entry(question).or_default().push(one_view(view, action)?);
    }
    Ok(by_question)
}

/// Parameters of one action.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ActionQuery {
    /// Members to keep, separated by commas; `id` always stays.
    pub fields: Option<String>,
}

/// List actions.
#[utoipa::path(tag = "actions", params(ActionFilter, Paging), responses((status = 200, body = Listing<ActionView>)))]
#[get("/actions")]
pub async fn list_actions(call: Call, list: ListQuery<ActionFilter, ActionSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window, view.today)?;
        page.try_map(|rows| rows.into_iter().map(|action| one_view(view, action)).collect())
    })
    .await
}

/// Set an action.
///
/// By the PCC or the office. Everybody in the area sees it at once; it gets its reference now.
#[utoipa::path(tag = "actions", request_body = SetAction, responses((status = 201, body = ActionView)))]
#[post("/actions")]
pub async fn set_action(call: Call, body: JsonBody<SetAction>) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let action = acts::create(tx, &input)?;
        let location = format!("/v1/actions/{}", action.id);
        Ok(Changed::created(location, one_view(&tx.view(), action)?))
    })
    .await
}

/// Read an action.
#[utoipa::path(tag = "actions", params(("id" = ActionId, Path), ActionQuery), responses((status = 200, body = ActionView)))]
#[get("/actions/{id}")]
pub async fn get_action(call: Call, id: web::Path<ActionId>, query: Query<ActionQuery>) -> Result<HttpResponse, ApiError> {
    call.item(query.0.fields.as_deref(), move |view| {
        let action = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        one_view(view, action)
    })
    .await
}

/// Change an action that is not done.
///
/// JSON Merge Patch: absent members stay, `null` clears. A due date that is set is moved by `extend` only.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body(content = EditAction, content_type = "application/merge-patch+json"),
    responses((status = 200, body = ActionView))
)]
#[patch("/actions/{id}")]
pub async fn edit_action(call: Call, id: web::Path<ActionId>, body: JsonBody<EditAction>) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let action = acts::edit(tx, &id, input)?;
        one_view(&tx.view(), action).map(Changed::updated)
    })
    .await
}

/// Start an action.
///
/// By the force or the office; by the body when the body owns it.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body(content = Option<NoInput>), responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/start")]
pub async fn start_action(
    call: Call,
    id: web::Path<ActionId>,
    body: OptionalJsonBody<NoInput>,
) -> Result<HttpResponse, ApiError> {
    call.write(&body.fingerprint, move |tx| {
        let action = acts::start(tx, &id)?;
        one_view(&tx.view(), action).map(Changed::updated)
    })
    .await
}

/// Claim an action complete.
///
/// By the side that owns it, with evidence.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = ClaimAction, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/claim")]
pub async fn claim_action(call: Call, id: web::Path<ActionId>, body: JsonBody<ClaimAction>) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let action = acts::claim(tx, &id, &input)?;
        one_view(&tx.view(), action).map(Changed::updated)
    })
    .await
}

/// Accept that an action is complete.
///
/// By the PCC, never by the person who claimed it.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body(content = Option<NoInput>), responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/accept")]
pub async fn accept_action(
    call: Call,
    id: web::Path<ActionId>,
    body: OptionalJsonBody<NoInput>,
) -> Result<HttpResponse, ApiError> {
    call.write(&body.fingerprint, move |tx| {
        let action = acts::accept(tx, &id)?;
        one_view(&tx.view(), action).map(Changed::updated)
    })
    .await
}

/// Reject a claim.
///
/// By the PCC, with the reason; it is counted.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/reject")]
pub async fn reject_action(call: Call, id: web::Path<ActionId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let action = acts::reject(tx, &id, &input)?;
        one_view(&tx.view(), action).map(Changed::updated)
    })
    .await
}

/// Move the due date.
///
/// By the PCC, to a later day, with the reason.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = ExtendAction, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/extend")]
pub async fn extend_action(call: Call, id: web::Path<ActionId>, body: JsonBody<ExtendAction>) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let action = acts::extend(tx, &id, &input)?;
        one_view(&tx.view(), action).map(Changed::updated)
    })
    .await
}

/// Close an action that will not be implemented.
///
/// By the PCC, with the reason.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/close-not-implemented")]
pub async fn close_action_not_implemented(
    call: Call,
    id: web::Path<ActionId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let action = acts::close_not_implemented(tx, &id, &input)?;
        one_view(&tx.view(), action).map(Changed::updated)
    })
    .await
}

/// Check the outcome of an accepted action.
///
/// By the PCC: `confirmed`, or `refuted`, which reopens it and is counted.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = CheckOutcome, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/check-outcome")]
pub async fn check_action_outcome(
    call: Call,
    id: web::Path<ActionId>,
    body: JsonBody<CheckOutcome>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let action = acts::check_outcome(tx, &id, &input)?;
        one_view(&tx.view(), action).map(Changed::updated)
    })
    .await
}

/// Replace an action by another.
///
/// By the PCC, with the reason.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = SupersedeAction, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/supersede")]
pub async fn supersede_action(
    call: Call,
    id: web::Path<ActionId>,
    body: JsonBody<SupersedeAction>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let action = acts::supersede(tx, &id, &input)?;
        one_view(&tx.view(), action).map(Changed::updated)
    })
    .await
}

/// List the updates on an action, oldest first.
#[utoipa::path(tag = "actions", params(("id" = ActionId, Path), Paging), responses((status = 200, body = Listing<UpdateView>)))]
#[get("/actions/{id}/updates")]
pub async fn list_action_updates(
    call: Call,
    id: web::Path<ActionId>,
    list: ListQuery<NoFilter, UpdateSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, move |view, list| {
        store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        let page = store::updates(view.conn, &id, &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(update_view).collect()))
    })
    .await
}

/// Say how an action is going.
///
/// By anybody in the area whose token may write, until the action is closed.
#[utoipa::path(tag = "actions", params(("id" = ActionId, Path)), request_body = AddUpdate, responses((status = 201, body = UpdateView)))]
#[post("/actions/{id}/updates")]
pub async fn add_action_update(call: Call, id: web::Path<ActionId>, body: JsonBody<AddUpdate>) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let update = acts::add_update(tx, &id, &input)?;
        Ok(Changed::created(format!("/v1/actions/{id}/updates"), update_view(update)))
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_actions)
        .service(set_action)
        .service(get_action)
        .service(edit_action)
        .service(start_action)
        .service(claim_action)
        .service(accept_action)
        .service(reject_action)
        .service(extend_action)
        .service(close_action_not_implemented)
        .service(check_action_outcome)
        .service(supersede_action)
        .service(list_action_updates)
        .service(add_action_update);
}
