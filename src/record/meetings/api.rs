//! Meetings over HTTP: the view, the handlers, the routes.

use std::collections::HashMap;

use actix_web::{HttpResponse, delete, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{AgreeMeeting, Meeting, MeetingAct, MeetingId, MeetingKind, MeetingStatus, ScheduleMeeting};
use super::store::{MeetingFilter, MeetingInclude, MeetingSort};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{NoInput, Reasoned};
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed, Tx, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::http::query::{Query, listed};
use crate::record::meetings::agenda::api::AgendaItemView;
use crate::record::meetings::attendance::api::AttendanceView;
use crate::record::planning::areas::model::BodyId;

/// A meeting.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeetingView {
    pub id: MeetingId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub body_id: BodyId,
    pub kind: MeetingKind,
    #[schema(example = "Monthly assurance meeting, January 2019")]
    pub title: String,
    /// Day of the meeting; `null` if only its month is known.
    pub held_on: Option<NaiveDate>,
    /// Month of the meeting, if its day is not known.
    pub held_in: Option<String>,
    /// Local time in Europe/London.
    #[schema(example = "10:00")]
    pub starts_at: Option<String>,
    /// Local time in Europe/London.
    #[schema(example = "12:30")]
    pub ends_at: Option<String>,
    pub venue: Option<String>,
    pub is_public: bool,
    /// True when matters of significant public interest are discussed: minutes are owed even when the meeting is not public
    /// (SI 2011/3050 Sch. para 5(c)).
    pub significant_public_interest: bool,
    pub significant_public_interest_reason: Option<String>,
    pub chair: Option<String>,
    pub minute_taker: Option<String>,
    /// Id of the meeting that this one names as the next.
    pub next_meeting_id: Option<MeetingId>,
    /// Id of the latest meeting that names this one as the next and was not cancelled.
    pub previous_meeting_id: Option<MeetingId>,
    pub status: MeetingStatus,
    pub cancelled_reason: Option<String>,
    /// Reason it takes place after all, once it was cancelled.
    #[schema(example = "The snow has melted.")]
    pub reinstated_reason: Option<String>,
    /// Day its record was agreed.
    #[schema(example = "2019-03-26")]
    pub agreed_on: Option<NaiveDate>,
    /// Name of the person who agreed it.
    #[schema(example = "A. Commissioner")]
    pub agreed_by: Option<String>,
    /// Attendance, with `include=attendance`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendance: Option<Vec<AttendanceView>>,
    /// Agenda items, with `include=agenda_items`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agenda_items: Option<Vec<AgendaItemView>>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "agree"]))]
    pub allowed_acts: Vec<MeetingAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 2)]
    pub version: i32,
}

impl Versioned for MeetingView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn one_view(view: &View<'_>, meeting: Meeting) -> MeetingView {
    MeetingView {
        allowed_acts: rules::allowed_acts(meeting.status, meeting.held_on, view.today, view.actor),
        held_on: meeting.day(),
        id: meeting.id,
        area: meeting.area,
        body_id: meeting.body_id,
        kind: meeting.kind,
        title: meeting.title,
        held_in: meeting.held_in,
        starts_at: meeting.starts_at,
        ends_at: meeting.ends_at,
        venue: meeting.venue,
        is_public: meeting.is_public,
        significant_public_interest: meeting.significant_public_interest,
        significant_public_interest_reason: meeting.significant_public_interest_reason,
        chair: meeting.chair,
        minute_taker: meeting.minute_taker,
        next_meeting_id: meeting.next_meeting_id,
        previous_meeting_id: None,
        status: meeting.status,
        cancelled_reason: meeting.cancelled_reason,
        reinstated_reason: meeting.reinstated_reason,
        agreed_on: meeting.agreed_on,
        agreed_by: meeting.agreed_by,
        attendance: None,
        agenda_items: None,
        created_at: meeting.created_at.and_utc(),
        updated_at: meeting.updated_at.and_utc(),
        version: meeting.version,
    }
}

/// Builds views of records, with what is embedded in them. A page takes as many queries as one record.
pub fn views(view: &mut View<'_>, meetings: Vec<Meeting>, include: &[MeetingInclude]) -> Result<Vec<MeetingView>, ApiError> {
    let with_attendance = include.contains(&MeetingInclude::Attendance);
    let with_items = include.contains(&MeetingInclude::AgendaItems);
    let mut attendance = if with_attendance {
        crate::record::meetings::attendance::api::of_meetings(view, &meetings)?
    } else {
        HashMap::default()
    };
    let ids: Vec<MeetingId> = meetings.iter().map(|meeting| meeting.id.clone()).collect();
    let mut previous = store::previous(view.conn, &ids)?;
    let mut items =
        if with_items { crate::record::meetings::agenda::api::of_meetings(view, &meetings)? } else { HashMap::default() };
    Ok(meetings
        .into_iter()
        .map(|meeting| {
            let mut meeting = one_view(view, meeting);
            meeting.previous_meeting_id = previous.remove(&meeting.id);
            meeting.attendance = with_attendance.then(|| attendance.remove(&meeting.id).unwrap_or_default());
            meeting.agenda_items = with_items.then(|| items.remove(&meeting.id).unwrap_or_default());
            meeting
        })
        .collect())
}

/// Builds the view of one meeting after a change.
fn alone(tx: &mut Tx<'_>, meeting: Meeting) -> Result<MeetingView, ApiError> {
    views(&mut tx.view(), vec![meeting], &[])?.pop().ok_or(ApiError::NotFound)
}

/// Answers with a meeting after a change.
pub fn updated(tx: &mut Tx<'_>, meeting: Meeting) -> Result<Changed<MeetingView>, ApiError> {
    alone(tx, meeting).map(Changed::updated)
}

/// Parameters of one meeting.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MeetingQuery {
    /// Records to embed in a meeting, separated by commas.
    #[serde(default, deserialize_with = "listed")]
    #[param(style = Form, explode = false, nullable = false)]
    pub include: Vec<MeetingInclude>,
    /// Members to return, separated by commas. `id` is always included.
    #[serde(default)]
    #[param(style = Form, explode = false, nullable = false)]
    pub fields: Vec<String>,
}

/// List meetings.
#[utoipa::path(tag = "meetings", params(MeetingFilter, PagesBy::<MeetingSort>), responses((status = 200, body = Listing<MeetingView>)))]
#[get("/meetings")]
pub async fn list_meetings(call: Call, list: ListQuery<MeetingFilter, MeetingSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| views(view, rows, &list.filter.include))
    })
    .await
}

/// Schedule a meeting.
///
/// By the PCC or the office. Everybody in the area sees it at once. A meeting of the same kind, day, time and title is refused with the
/// address of the other.
#[utoipa::path(tag = "meetings", request_body = ScheduleMeeting, responses((status = 201, body = MeetingView)))]
#[post("/meetings")]
pub async fn schedule_meeting(call: Call, body: JsonBody<ScheduleMeeting>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let meeting = acts::schedule(tx, &input)?;
        Ok(Changed::created(format!("/v1/meetings/{}", meeting.id), alone(tx, meeting)?))
    })
    .await
}

/// Read a meeting.
#[utoipa::path(tag = "meetings", params(("id" = MeetingId, Path), MeetingQuery), responses((status = 200, body = MeetingView)))]
#[get("/meetings/{id}")]
pub async fn get_meeting(call: Call, id: web::Path<MeetingId>, query: Query<MeetingQuery>) -> Result<HttpResponse, ApiError> {
    let MeetingQuery { include, fields } = query.0;
    call.item(&fields, move |view| {
        let meeting = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        views(view, vec![meeting], &include)?.pop().ok_or(ApiError::NotFound)
    })
    .await
}

/// Delete a scheduled meeting that no record belongs to.
#[utoipa::path(tag = "meetings", params(("id" = MeetingId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/meetings/{id}")]
pub async fn delete_meeting(call: Call, id: web::Path<MeetingId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<MeetingView>::Deleted)
    })
    .await
}

/// Record that a meeting was held.
///
/// By the PCC or the office, on the day of the meeting or later.
#[utoipa::path(
    tag = "meetings", params(("id" = MeetingId, Path), IfMatchHeader),
    request_body(content = Option<NoInput>), responses((status = 200, body = MeetingView))
)]
#[post("/meetings/{id}/hold")]
pub async fn hold_meeting(
    call: Call,
    id: web::Path<MeetingId>,
    body: OptionalJsonBody<NoInput>,
) -> Result<HttpResponse, ApiError> {
    call.write(&body.fingerprint, move |tx| {
        let meeting = acts::hold(tx, &id)?;
        updated(tx, meeting)
    })
    .await
}

/// Agree the record of a meeting.
///
/// By the PCC. What was said and decided at the meeting, its attendance and its agenda then change only by corrections, which stay
/// visible, or after the PCC has reopened the record. Questions, actions and recommendations live on.
#[utoipa::path(
    tag = "meetings", params(("id" = MeetingId, Path), IfMatchHeader),
    request_body(content = Option<AgreeMeeting>), responses((status = 200, body = MeetingView))
)]
#[post("/meetings/{id}/agree")]
pub async fn agree_meeting(
    call: Call,
    id: web::Path<MeetingId>,
    body: OptionalJsonBody<AgreeMeeting>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let meeting = acts::agree(tx, &id, &input)?;
        updated(tx, meeting)
    })
    .await
}

/// Cancel a scheduled meeting.
///
/// By the PCC or the office, with the reason.
#[utoipa::path(
    tag = "meetings", params(("id" = MeetingId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = MeetingView))
)]
#[post("/meetings/{id}/cancel")]
pub async fn cancel_meeting(call: Call, id: web::Path<MeetingId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let meeting = acts::cancel(tx, &id, &input)?;
        updated(tx, meeting)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_meetings)
        .service(schedule_meeting)
        .service(get_meeting)
        .service(delete_meeting)
        .service(hold_meeting)
        .service(agree_meeting)
        .service(cancel_meeting);
}
