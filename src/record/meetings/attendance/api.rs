//! Attendance over HTTP: the view, the handlers, the routes.

use std::collections::HashMap;

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Attendance, Attended, EditAttendance, RecordAttendance};
use super::store::AttendanceSort;
use super::{acts, store};
use crate::foundation::error::ApiError;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, NoFilter, PagesBy};
use crate::record::meetings;
use crate::record::meetings::model::{AttendanceId, Meeting, MeetingId, MeetingPartAct, MeetingStatus};
use crate::record::meetings::rules;

/// One person's attendance at a meeting.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttendanceView {
    pub id: AttendanceId,
    pub meeting_id: MeetingId,
    #[schema(example = "A. Officer")]
    pub name: String,
    /// Capacity of the person at this meeting, as printed in the record.
    #[schema(example = "Policy Officer")]
    pub capacity: String,
    pub attended: Attended,
    /// True when the name is published, false when it is withheld; `null` follows the capacity.
    pub publish_name: Option<bool>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "delete"]))]
    pub allowed_acts: Vec<MeetingPartAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for AttendanceView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn one_view(view: &View<'_>, line: Attendance, meeting: MeetingStatus) -> AttendanceView {
    AttendanceView {
        allowed_acts: rules::allowed_acts_on_part(meeting, view.actor),
        id: line.id,
        meeting_id: line.meeting_id,
        name: line.name,
        capacity: line.capacity,
        attended: line.attended,
        publish_name: line.publish_name,
        created_at: line.created_at.and_utc(),
        updated_at: line.updated_at.and_utc(),
        version: line.version,
    }
}

/// Returns the attendance of several meetings in one query, for `include=attendance`.
pub fn of_meetings(view: &mut View<'_>, meetings: &[Meeting]) -> Result<HashMap<MeetingId, Vec<AttendanceView>>, ApiError> {
    let statuses: HashMap<&MeetingId, MeetingStatus> = meetings.iter().map(|meeting| (&meeting.id, meeting.status)).collect();
    let ids: Vec<MeetingId> = meetings.iter().map(|meeting| meeting.id.clone()).collect();
    let mut by_meeting: HashMap<MeetingId, Vec<AttendanceView>> = HashMap::new();
    for line in store::of_meetings(view.conn, &ids)? {
        let Some(status) = statuses.get(&line.meeting_id) else { continue };
        by_meeting.entry(line.meeting_id.clone()).or_default().push(one_view(view, line, *status));
    }
    Ok(by_meeting)
}

/// List the attendance of a meeting.
#[utoipa::path(
    tag = "meetings", params(("id" = MeetingId, Path), PagesBy::<AttendanceSort>),
    responses((status = 200, body = Listing<AttendanceView>))
)]
#[get("/meetings/{id}/attendance")]
pub async fn list_attendance(
    call: Call,
    id: web::Path<MeetingId>,
    list: ListQuery<NoFilter, AttendanceSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, move |view, list| {
        let scope = rules::scope(view.actor);
        let meeting = meetings::store::find(view.conn, &scope, &id)?.ok_or(ApiError::NotFound)?;
        let page = store::list(view.conn, &scope, &id, &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(|line| one_view(view, line, meeting.status)).collect()))
    })
    .await
}

/// Record attendance at a meeting, or apologies.
///
/// By the PCC or the office, until the record of the meeting is agreed.
#[utoipa::path(
    tag = "meetings", params(("id" = MeetingId, Path)), request_body = RecordAttendance,
    responses((status = 201, body = AttendanceView))
)]
#[post("/meetings/{id}/attendance")]
pub async fn record_attendance(
    call: Call,
    id: web::Path<MeetingId>,
    body: JsonBody<RecordAttendance>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let (line, meeting) = acts::add(tx, &id, &input)?;
        Ok(Changed::created(format!("/v1/attendance/{}", line.id), one_view(&tx.view(), line, meeting.status)))
    })
    .await
}

/// Read one person's attendance.
#[utoipa::path(tag = "meetings", params(("id" = AttendanceId, Path)), responses((status = 200, body = AttendanceView)))]
#[get("/attendance/{id}")]
pub async fn get_attendance(call: Call, id: web::Path<AttendanceId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let scope = rules::scope(view.actor);
        let line = store::find(view.conn, &scope, &id)?.ok_or(ApiError::NotFound)?;
        let meeting = meetings::store::find(view.conn, &scope, &line.meeting_id)?.ok_or(ApiError::NotFound)?;
        Ok(one_view(view, line, meeting.status))
    })
    .await
}

/// Change one person's attendance.
///
/// JSON Merge Patch: absent members stay.
#[utoipa::path(
    tag = "meetings", params(("id" = AttendanceId, Path), IfMatchHeader),
    request_body(content = EditAttendance, content_type = "application/merge-patch+json"),
    responses((status = 200, body = AttendanceView))
)]
#[patch("/attendance/{id}")]
pub async fn edit_attendance(
    call: Call,
    id: web::Path<AttendanceId>,
    body: JsonBody<EditAttendance>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let (line, meeting) = acts::edit(tx, &id, &input)?;
        Ok(Changed::updated(one_view(&tx.view(), line, meeting.status)))
    })
    .await
}

/// Delete a line of attendance that was recorded by mistake.
#[utoipa::path(tag = "meetings", params(("id" = AttendanceId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/attendance/{id}")]
pub async fn delete_attendance(call: Call, id: web::Path<AttendanceId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<AttendanceView>::Deleted)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_attendance)
        .service(record_attendance)
        .service(get_attendance)
        .service(edit_attendance)
        .service(delete_attendance);
}
