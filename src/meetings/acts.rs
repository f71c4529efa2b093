//! What can be done with meetings, each as one unit of work.

use serde::Serialize;

use super::model::{EditMeeting, Meeting, MeetingId, MeetingStatus, ScheduleMeeting};
use super::rules::{self, Act};
use super::store;
use crate::audit::tracked;
use crate::error::{ApiError, Refusal};
use crate::http::call::Tx;
use crate::input::{Faults, Reasoned};
use crate::plans;

/// Schedules a meeting.
pub fn schedule(tx: &mut Tx<'_>, input: &ScheduleMeeting) -> Result<Meeting, ApiError> {
    rules::may_schedule(tx.actor).map_err(|refusal| refusal.into_error("none", vec![]))?;
    check_body(tx, input)?;
    let meeting = Meeting {
        id: MeetingId::new(tx.ids),
        area: tx.actor.area.clone(),
        body_id: input.body_id.clone(),
        kind: input.kind,
        title: input.title.clone(),
        held_on: input.held_on,
        starts_at: input.starts_at.clone(),
        venue: input.venue.clone(),
        is_public: input.is_public,
        chair: input.chair.clone(),
        minute_taker: input.minute_taker.clone(),
        status: MeetingStatus::Scheduled,
        cancelled_reason: None,
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    tracked::create(tx, &meeting, None, input)?;
    Ok(meeting)
}

/// Changes a meeting that is not agreed or cancelled.
pub fn edit(tx: &mut Tx<'_>, id: &MeetingId, input: EditMeeting) -> Result<Meeting, ApiError> {
    let (mut meeting, next) = begin(tx, id, Act::Edit)?;
    let changes = input.clone();
    let edited = input.apply(&meeting);
    check_body(tx, &edited)?;
    if meeting.status == MeetingStatus::Held && edited.held_on > tx.today {
        let mut faults = Faults::default();
        faults.add("/held_on", "the meeting was held already: its day is not in the future");
        faults.finish()?;
    }
    meeting.body_id = edited.body_id;
    meeting.kind = edited.kind;
    meeting.title = edited.title;
    meeting.held_on = edited.held_on;
    meeting.starts_at = edited.starts_at;
    meeting.venue = edited.venue;
    meeting.is_public = edited.is_public;
    meeting.chair = edited.chair;
    meeting.minute_taker = edited.minute_taker;
    advance(tx, meeting, Act::Edit, next, None, &changes)
}

/// Removes a scheduled meeting that nothing belongs to.
pub fn delete(tx: &mut Tx<'_>, id: &MeetingId) -> Result<(), ApiError> {
    let (meeting, _) = begin(tx, id, Act::Delete)?;
    if store::is_used(tx.conn, id)? {
        return Err(ApiError::Conflict(
            "attendance, agenda, questions or actions belong to this meeting: cancel it instead".into(),
        ));
    }
    let title = serde_json::json!({ "title": meeting.title });
    tracked::remove(tx, &meeting, &title)
}

/// Notes that a meeting was held.
pub fn hold(tx: &mut Tx<'_>, id: &MeetingId) -> Result<Meeting, ApiError> {
    let (meeting, next) = begin(tx, id, Act::Hold)?;
    advance(tx, meeting, Act::Hold, next, None, &serde_json::json!({}))
}

/// Agrees the record of a meeting: from then on it is fixed.
pub fn agree(tx: &mut Tx<'_>, id: &MeetingId) -> Result<Meeting, ApiError> {
    let (meeting, next) = begin(tx, id, Act::Agree)?;
    advance(tx, meeting, Act::Agree, next, None, &serde_json::json!({}))
}

/// Cancels a scheduled meeting.
pub fn cancel(tx: &mut Tx<'_>, id: &MeetingId, input: &Reasoned) -> Result<Meeting, ApiError> {
    let (mut meeting, next) = begin(tx, id, Act::Cancel)?;
    meeting.cancelled_reason = Some(input.reason.clone());
    advance(tx, meeting, Act::Cancel, next, Some(&input.reason), input)
}

/// The meeting whose attendance or agenda the caller is about to write, if it is visible and that is allowed.
pub fn to_write_parts(tx: &mut Tx<'_>, id: &MeetingId) -> Result<Meeting, ApiError> {
    let meeting = store::find_to_change(tx.conn, &rules::scope(tx.actor), id, tx.now)?.ok_or(ApiError::NotFound)?;
    rules::may_write_parts(meeting.status, tx.actor)
        .map_err(|refusal| refusal.into_error(meeting.status.as_str(), rules::allowed_acts_on_part(meeting.status, tx.actor)))?;
    Ok(meeting)
}

fn check_body(tx: &mut Tx<'_>, input: &ScheduleMeeting) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    if !plans::store::body_exists(tx.conn, &tx.actor.area, &input.body_id)? {
        faults.add("/body_id", "no such body");
    }
    faults.finish()
}

/// The meeting, if it is visible, and where the act leads; then the precondition.
fn begin(tx: &mut Tx<'_>, id: &MeetingId, act: Act) -> Result<(Meeting, MeetingStatus), ApiError> {
    let meeting = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let refuse = |refusal: Refusal| {
        refusal.into_error(meeting.status.as_str(), rules::allowed_acts(meeting.status, meeting.held_on, tx.today, tx.actor))
    };
    let next = rules::decide(act, meeting.status, meeting.held_on, tx.today, tx.actor).map_err(refuse)?;
    tx.precondition.check(meeting.version)?;
    Ok((meeting, next))
}

fn advance<C: Serialize>(
    tx: &mut Tx<'_>,
    mut meeting: Meeting,
    act: Act,
    next: MeetingStatus,
    reason: Option<&str>,
    changes: &C,
) -> Result<Meeting, ApiError> {
    let before = std::mem::replace(&mut meeting.status, next);
    tracked::change(tx, meeting, Some(before.as_str()), act.name(), reason, changes)
}
