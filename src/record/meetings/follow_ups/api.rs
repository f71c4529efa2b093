//! Follow-up intentions over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{EditFollowUp, FollowUp, FollowUpAct, FollowUpHow, FollowUpId, FollowUpStatus, StateFollowUp, TakeUp};
use super::store::{FollowUpFilter, FollowUpSort};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Tx, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::http::query::Query;
use crate::record::meetings;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;

/// A subject that the body said it is likely to return to.
#[derive(Debug, Serialize, ToSchema)]
pub struct FollowUpView {
    pub id: FollowUpId,
    #[schema(example = "west-mercia")]
    pub area: String,
    #[schema(example = "Digital forensics will probably be looked at again.")]
    pub text: String,
    pub how: FollowUpHow,
    /// Person who stated it, as named in the record.
    #[schema(example = "PCC")]
    pub stated_by: Option<String>,
    pub topic_id: Option<TopicId>,
    pub question_id: Option<QuestionId>,
    /// Id of the meeting it was stated at.
    pub meeting_id: Option<MeetingId>,
    pub expected_on: Option<NaiveDate>,
    /// Expected time in the words of the record.
    #[schema(example = "in the autumn")]
    pub expected_text: Option<String>,
    pub status: FollowUpStatus,
    /// Reason it was dropped.
    pub status_reason: Option<String>,
    pub taken_up_meeting_id: Option<MeetingId>,
    pub taken_up_question_id: Option<QuestionId>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "take-up", "drop"]))]
    pub allowed_acts: Vec<FollowUpAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for FollowUpView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds views of records. A page takes as many queries as one record.
pub fn views(view: &mut View<'_>, follow_ups: Vec<FollowUp>) -> Result<Vec<FollowUpView>, ApiError> {
    let ids: Vec<MeetingId> = follow_ups.iter().filter_map(|follow_up| follow_up.meeting_id.clone()).collect();
    let statuses = meetings::store::statuses(view.conn, &ids)?;
    Ok(follow_ups
        .into_iter()
        .map(|follow_up| {
            let said_at = follow_up.meeting_id.as_ref().and_then(|id| statuses.get(id)).copied();
            FollowUpView {
                allowed_acts: rules::allowed_acts(follow_up.status, said_at, view.actor),
                id: follow_up.id,
                area: follow_up.area,
                text: follow_up.text,
                how: follow_up.how,
                stated_by: follow_up.stated_by,
                topic_id: follow_up.topic_id,
                question_id: follow_up.question_id,
                meeting_id: follow_up.meeting_id,
                expected_on: follow_up.expected_on,
                expected_text: follow_up.expected_text,
                status: follow_up.status,
                status_reason: follow_up.status_reason,
                taken_up_meeting_id: follow_up.taken_up_meeting_id,
                taken_up_question_id: follow_up.taken_up_question_id,
                created_at: follow_up.created_at.and_utc(),
                updated_at: follow_up.updated_at.and_utc(),
                version: follow_up.version,
            }
        })
        .collect())
}

fn alone(view: &mut View<'_>, follow_up: FollowUp) -> Result<FollowUpView, ApiError> {
    views(view, vec![follow_up])?.pop().ok_or(ApiError::NotFound)
}

fn updated(tx: &mut Tx<'_>, follow_up: FollowUp) -> Result<Changed<FollowUpView>, ApiError> {
    alone(&mut tx.view(), follow_up).map(Changed::updated)
}

/// Parameters of one follow-up intention.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FollowUpQuery {
    /// Members to return, separated by commas. `id` is always included.
    #[serde(default)]
    #[param(style = Form, explode = false, nullable = false)]
    pub fields: Vec<String>,
}

/// List follow-up intentions.
#[utoipa::path(tag = "follow-ups", params(FollowUpFilter, PagesBy::<FollowUpSort>), responses((status = 200, body = Listing<FollowUpView>)))]
#[get("/follow-ups")]
pub async fn list_follow_ups(call: Call, list: ListQuery<FollowUpFilter, FollowUpSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| views(view, rows))
    })
    .await
}

/// Record a follow-up intention.
///
/// By the PCC or the office. Everybody in the area sees it at once. It is not an action: nobody has to do anything.
#[utoipa::path(tag = "follow-ups", request_body = StateFollowUp, responses((status = 201, body = FollowUpView)))]
#[post("/follow-ups")]
pub async fn state_follow_up(call: Call, body: JsonBody<StateFollowUp>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let follow_up = acts::state(tx, &input)?;
        Ok(Changed::created(format!("/v1/follow-ups/{}", follow_up.id), alone(&mut tx.view(), follow_up)?))
    })
    .await
}

/// Read a follow-up intention.
#[utoipa::path(tag = "follow-ups", params(("id" = FollowUpId, Path), FollowUpQuery), responses((status = 200, body = FollowUpView)))]
#[get("/follow-ups/{id}")]
pub async fn get_follow_up(call: Call, id: web::Path<FollowUpId>, query: Query<FollowUpQuery>) -> Result<HttpResponse, ApiError> {
    call.item(&query.0.fields, move |view| {
        let follow_up = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        alone(view, follow_up)
    })
    .await
}

/// Change a follow-up intention.
///
/// By the PCC or the office, until it is taken up or dropped or the record of its meeting is agreed. JSON Merge Patch: absent
/// members stay, `null` clears.
#[utoipa::path(
    tag = "follow-ups", params(("id" = FollowUpId, Path), IfMatchHeader),
    request_body(content = EditFollowUp, content_type = "application/merge-patch+json"),
    responses((status = 200, body = FollowUpView))
)]
#[patch("/follow-ups/{id}")]
pub async fn edit_follow_up(
    call: Call,
    id: web::Path<FollowUpId>,
    body: JsonBody<EditFollowUp>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let follow_up = acts::edit(tx, &id, &input)?;
        updated(tx, follow_up)
    })
    .await
}

/// Take up a follow-up intention.
///
/// By the PCC or the office, with a later meeting, a question that was put, or both.
#[utoipa::path(
    tag = "follow-ups", params(("id" = FollowUpId, Path), IfMatchHeader),
    request_body = TakeUp, responses((status = 200, body = FollowUpView))
)]
#[post("/follow-ups/{id}/take-up")]
pub async fn take_up_follow_up(call: Call, id: web::Path<FollowUpId>, body: JsonBody<TakeUp>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let follow_up = acts::take_up(tx, &id, &input)?;
        updated(tx, follow_up)
    })
    .await
}

/// Drop a follow-up intention.
///
/// By the PCC or the office, with the reason.
#[utoipa::path(
    tag = "follow-ups", params(("id" = FollowUpId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = FollowUpView))
)]
#[post("/follow-ups/{id}/drop")]
pub async fn drop_follow_up(call: Call, id: web::Path<FollowUpId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let follow_up = acts::give_up(tx, &id, &input)?;
        updated(tx, follow_up)
    })
    .await
}

/// Open a follow-up intention again.
///
/// By the PCC or the office, with the reason, when it was taken up or dropped by mistake.
#[utoipa::path(
    tag = "follow-ups", params(("id" = FollowUpId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = FollowUpView))
)]
#[post("/follow-ups/{id}/reopen")]
pub async fn reopen_follow_up(call: Call, id: web::Path<FollowUpId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let follow_up = acts::reopen(tx, &id, &input)?;
        updated(tx, follow_up)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_follow_ups)
        .service(state_follow_up)
        .service(get_follow_up)
        .service(edit_follow_up)
        .service(take_up_follow_up)
        .service(drop_follow_up)
        .service(reopen_follow_up);
}
