//! Changes of a meeting over HTTP, and what takes them back.

use actix_web::{HttpResponse, patch, post, web};

use super::acts;
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::body::JsonBody;
use crate::http::call::Call;
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::record::meetings::acts as meetings;
use crate::record::meetings::api::{MeetingView, updated};
use crate::record::meetings::model::{EditMeeting, MeetingId};

/// Change a meeting that is scheduled or held.
///
/// JSON Merge Patch: absent members stay, `null` clears.
#[utoipa::path(
    tag = "meetings", params(("id" = MeetingId, Path), IfMatchHeader),
    request_body(content = EditMeeting, content_type = "application/merge-patch+json"),
    responses((status = 200, body = MeetingView))
)]
#[patch("/meetings/{id}")]
pub async fn edit_meeting(call: Call, id: web::Path<MeetingId>, body: JsonBody<EditMeeting>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let meeting = acts::edit(tx, &id, &input)?;
        updated(tx, meeting)
    })
    .await
}

/// Take back that a meeting was held.
///
/// By the PCC or the office, with the reason. Refused while answers, exchanges or decisions are recorded at it.
#[utoipa::path(
    tag = "meetings", params(("id" = MeetingId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = MeetingView))
)]
#[post("/meetings/{id}/unhold")]
pub async fn unhold_meeting(call: Call, id: web::Path<MeetingId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let meeting = meetings::unhold(tx, &id, &input)?;
        updated(tx, meeting)
    })
    .await
}

/// Reopen the agreed record of a meeting.
///
/// By the PCC, with the reason. It can then be completed, and has to be agreed again.
#[utoipa::path(
    tag = "meetings", params(("id" = MeetingId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = MeetingView))
)]
#[post("/meetings/{id}/reopen")]
pub async fn reopen_meeting(call: Call, id: web::Path<MeetingId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let meeting = meetings::reopen(tx, &id, &input)?;
        updated(tx, meeting)
    })
    .await
}

/// Reinstate a cancelled meeting.
///
/// By the PCC or the office, with the reason, which is published with the meeting.
#[utoipa::path(
    tag = "meetings", params(("id" = MeetingId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = MeetingView))
)]
#[post("/meetings/{id}/reinstate")]
pub async fn reinstate_meeting(call: Call, id: web::Path<MeetingId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let meeting = meetings::reinstate(tx, &id, &input)?;
        updated(tx, meeting)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(edit_meeting).service(unhold_meeting).service(reopen_meeting).service(reinstate_meeting);
}
