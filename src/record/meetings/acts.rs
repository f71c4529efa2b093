//! The acts on meetings, each as one unit of work.

use chrono::NaiveDate;

use super::model::{AgreeMeeting, EditMeeting, Meeting, MeetingAct as Act, MeetingId, MeetingStatus, ScheduleMeeting};
use super::{rules, store};
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::{Faults, Reasoned};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, advance, permit};
use crate::record::planning::plans;

/// Schedules a meeting.
pub fn schedule(tx: &mut Tx<'_>, input: &ScheduleMeeting) -> Result<Meeting, ApiError> {
    rules::may_schedule(tx.actor).map_err(Refusal::without_state)?;
    let held_on = check_links(tx, None, input)?;
    check_twin(tx, None, (input, held_on))?;
    let meeting = Meeting {
        id: MeetingId::new(tx.ids),
        area: tx.actor.area.clone(),
        body_id: input.body_id.clone(),
        kind: input.kind,
        title: input.title.clone(),
        held_on,
        starts_at: input.starts_at.clone(),
        ends_at: input.ends_at.clone(),
        venue: input.venue.clone(),
        is_public: input.is_public,
        significant_public_interest: input.significant_public_interest,
        significant_public_interest_reason: input.significant_public_interest_reason.clone(),
        chair: input.chair.clone(),
        minute_taker: input.minute_taker.clone(),
        next_meeting_id: input.next_meeting_id.clone(),
        status: MeetingStatus::Scheduled,
        cancelled_reason: None,
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
        agreed_on: None,
        agreed_by: None,
        agreed_capacity: None,
        reinstated_reason: None,
        held_in: input.held_in.clone(),
    };
    tracked::create(tx, &meeting, None, input)?;
    Ok(meeting)
}

/// Edits a meeting that is not agreed or cancelled; returns it, and the day it had before.
pub fn edit(tx: &mut Tx<'_>, id: &MeetingId, patch: &EditMeeting) -> Result<(Meeting, NaiveDate), ApiError> {
    let (meeting, next) = begin(tx, id, Act::Edit)?;
    let edited = patch.apply_with(&meeting, |patch, draft| {
        if !draft.significant_public_interest && patch.get("significant_public_interest_reason").is_none() {
            draft.significant_public_interest_reason = None;
        }
        // The day that becomes known takes the place of the month.
        if patch.get("held_on").is_some() && patch.get("held_in").is_none() {
            draft.held_in = None;
        } else if patch.get("held_on").is_none() && (draft.held_in.is_some() || meeting.held_in.is_some()) {
            draft.held_on = None;
        }
    })?;
    let held_on = check_links(tx, Some(&meeting), &edited.draft)?;
    if meeting.status == MeetingStatus::Held && held_on > tx.today {
        let mut faults = Faults::default();
        faults.add("/held_on", "must not be in the future, because the meeting has been held");
        faults.finish()?;
    }
    check_twin(tx, Some(&meeting), (&edited.draft, held_on))?;
    let before = meeting.held_on;
    let meeting = Meeting { held_on, ..meeting.with(edited.draft)? };
    let meeting = advance(tx, meeting, Act::Edit, next, None, &edited.changes)?;
    Ok((meeting, before))
}

/// Deletes a scheduled meeting that no record belongs to.
pub fn delete(tx: &mut Tx<'_>, id: &MeetingId) -> Result<(), ApiError> {
    let (meeting, _) = begin(tx, id, Act::Delete)?;
    if store::is_used(tx.conn, id)? {
        return Err(ApiError::Conflict("other records belong to this meeting or refer to it: cancel it instead".into()));
    }
    let title = serde_json::json!({ "title": meeting.title });
    tracked::remove(tx, &meeting, &title)
}

/// Records that a meeting was held.
pub fn hold(tx: &mut Tx<'_>, id: &MeetingId) -> Result<Meeting, ApiError> {
    let (meeting, next) = begin(tx, id, Act::Hold)?;
    advance(tx, meeting, Act::Hold, next, None, &serde_json::json!({}))
}

/// Takes back that a meeting was held, unless something is recorded as said or decided at it.
pub fn unhold(tx: &mut Tx<'_>, id: &MeetingId, input: &Reasoned) -> Result<Meeting, ApiError> {
    let (meeting, next) = begin(tx, id, Act::Unhold)?;
    refuse_proceedings(tx, id)?;
    advance(tx, meeting, Act::Unhold, next, Some(&input.reason), input)
}

fn refuse_proceedings(tx: &mut Tx<'_>, id: &MeetingId) -> Result<(), ApiError> {
    if store::has_proceedings(tx.conn, id)? {
        return Err(ApiError::Conflict(
            "answers, exchanges or decisions are recorded at this meeting: void, return or revoke them first".into(),
        ));
    }
    Ok(())
}

/// Agrees the record of a meeting: what was said and decided at it then changes only by correction.
pub fn agree(tx: &mut Tx<'_>, id: &MeetingId, input: &AgreeMeeting) -> Result<Meeting, ApiError> {
    let agreed_on = input.agreed_on.unwrap_or(tx.today);
    agreed(tx, id, Some(agreed_on), input)
}

/// Agrees the record of a meeting as an old record tells it, which may not know the day.
pub fn agree_as_recorded(tx: &mut Tx<'_>, id: &MeetingId, agreed_on: Option<NaiveDate>) -> Result<Meeting, ApiError> {
    agreed(tx, id, agreed_on, &AgreeMeeting { agreed_on })
}

fn agreed(tx: &mut Tx<'_>, id: &MeetingId, agreed_on: Option<NaiveDate>, input: &AgreeMeeting) -> Result<Meeting, ApiError> {
    let (mut meeting, next) = begin(tx, id, Act::Agree)?;
    let mut faults = Faults::default();
    if agreed_on.is_some_and(|day| day > tx.today) {
        faults.add("/agreed_on", "must not be in the future");
    }
    if agreed_on.is_some_and(|day| day < meeting.held_on) {
        faults.add("/agreed_on", "must be on or after the day of the meeting");
    }
    faults.finish()?;
    meeting.agreed_on = agreed_on;
    meeting.agreed_by = Some(tx.actor.name.clone());
    meeting.agreed_capacity.clone_from(&tx.actor.capacity);
    advance(tx, meeting, Act::Agree, next, None, input)
}

/// Reopens an agreed record, which has to be agreed again.
pub fn reopen(tx: &mut Tx<'_>, id: &MeetingId, input: &Reasoned) -> Result<Meeting, ApiError> {
    let (mut meeting, next) = begin(tx, id, Act::Reopen)?;
    (meeting.agreed_on, meeting.agreed_by, meeting.agreed_capacity) = (None, None, None);
    advance(tx, meeting, Act::Reopen, next, Some(&input.reason), input)
}

/// Cancels a scheduled meeting.
pub fn cancel(tx: &mut Tx<'_>, id: &MeetingId, input: &Reasoned) -> Result<Meeting, ApiError> {
    let (mut meeting, next) = begin(tx, id, Act::Cancel)?;
    refuse_proceedings(tx, id)?;
    meeting.cancelled_reason = Some(input.reason.clone());
    meeting.reinstated_reason = None;
    advance(tx, meeting, Act::Cancel, next, Some(&input.reason), input)
}

/// Puts a cancelled meeting back into the timetable.
pub fn reinstate(tx: &mut Tx<'_>, id: &MeetingId, input: &Reasoned) -> Result<Meeting, ApiError> {
    let (mut meeting, next) = begin(tx, id, Act::Reinstate)?;
    let same = store::Twin {
        kind: meeting.kind,
        held_on: meeting.held_on,
        starts_at: meeting.starts_at.as_deref(),
        title: &meeting.title,
    };
    refuse_twin(tx, &same, Some(id))?;
    meeting.cancelled_reason = None;
    meeting.reinstated_reason = Some(input.reason.clone());
    advance(tx, meeting, Act::Reinstate, next, Some(&input.reason), input)
}

/// Returns the meeting whose attendance or agenda the caller is about to write, if visible and permitted.
pub fn to_write_parts(tx: &mut Tx<'_>, id: &MeetingId) -> Result<Meeting, ApiError> {
    let meeting = store::find_to_change(tx.conn, &rules::scope(tx.actor), id, tx.now)?.ok_or(ApiError::NotFound)?;
    rules::may_write_parts(meeting.status, tx.actor).map_err(|refusal| {
        tracked::refuse(refusal, meeting.status.as_str(), &rules::allowed_acts_on_part(meeting.status, tx.actor))
    })?;
    Ok(meeting)
}

/// Refuses a meeting that is there already; an edit only if it makes it so.
fn check_twin(
    tx: &mut Tx<'_>,
    before: Option<&Meeting>,
    (input, held_on): (&ScheduleMeeting, NaiveDate),
) -> Result<(), ApiError> {
    let key = (input.kind, held_on, &input.starts_at, &input.title);
    if before.is_some_and(|before| (before.kind, before.held_on, &before.starts_at, &before.title) == key) {
        return Ok(());
    }
    let twin = store::Twin { kind: key.0, held_on: key.1, starts_at: key.2.as_deref(), title: key.3 };
    refuse_twin(tx, &twin, before.map(|before| &before.id))
}

fn refuse_twin(tx: &mut Tx<'_>, twin: &store::Twin<'_>, except: Option<&MeetingId>) -> Result<(), ApiError> {
    match store::twin(tx.conn, &tx.actor.area, twin, except)? {
        None => Ok(()),
        Some(id) => Err(ApiError::Conflict(format!(
            "a meeting of this kind, day, time and title is already there: use /v1/meetings/{id}, or give this one another time or title"
        ))),
    }
}

/// Checks the references of a meeting, and its order among previous and next meetings; `before` is the meeting before the
/// change. Returns its day, or the last day of its month.
fn check_links(tx: &mut Tx<'_>, before: Option<&Meeting>, input: &ScheduleMeeting) -> Result<NaiveDate, ApiError> {
    let mut faults = Faults::default();
    let held_on = input.ordered_by().ok_or_else(|| ApiError::Internal("a meeting without a day or a month".into()))?;
    if input.held_in.is_some()
        && let Err(detail) = rules::may_have_only_a_month(before.map(Meeting::day), held_on, tx.today)
    {
        faults.add("/held_in", detail);
    }
    if !plans::store::body_exists(tx.conn, &tx.actor.area, &input.body_id)? {
        faults.add("/body_id", "is not the id of a body in this area");
    }
    if let Some(next) = &input.next_meeting_id {
        let is_new = before.is_none_or(|before| before.next_meeting_id.as_ref() != Some(next));
        match store::find(tx.conn, &rules::scope(tx.actor), next)? {
            None => faults.add("/next_meeting_id", "is not the id of a meeting in this area"),
            Some(next) if is_new && next.status == MeetingStatus::Cancelled => {
                faults.add("/next_meeting_id", "the meeting was cancelled: choose another");
            }
            Some(next) if !rules::follows((held_on, input.starts_at.as_deref()), next.moment()) => {
                faults.add("/next_meeting_id", "must be later than this meeting");
            }
            Some(_) => {}
        }
    }
    if let Some(before) = before {
        check_neighbours(tx, before, (held_on, input.starts_at.as_deref()), &mut faults)?;
    }
    faults.finish().map(|()| held_on)
}

/// Decides whether a meeting stays after those that name it as their next, and between the ends of its matters.
fn check_neighbours(
    tx: &mut Tx<'_>,
    before: &Meeting,
    moment: (NaiveDate, Option<&str>),
    faults: &mut Faults,
) -> Result<(), ApiError> {
    if moment == before.moment() {
        return Ok(());
    }
    let mut earlier = store::naming_as_next(tx.conn, &before.id)?.into_iter();
    if earlier.any(|other| !rules::follows(other.moment(), moment)) {
        faults.add("/held_on", "must be after the meeting that names this one as its next");
    }
    if store::latest_source(tx.conn, &before.id)?.is_some_and(|day| day > moment.0) {
        faults.add("/held_on", "must be on or after the meeting from which a matter was brought forward");
    }
    if store::earliest_destination(tx.conn, &before.id)?.is_some_and(|day| day < moment.0) {
        faults.add("/held_on", "must be on or before the meeting to which a matter was carried forward");
    }
    Ok(())
}

/// Loads the meeting if visible, decides the new status, then checks the precondition.
fn begin(tx: &mut Tx<'_>, id: &MeetingId, act: Act) -> Result<(Meeting, MeetingStatus), ApiError> {
    let meeting = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let next = permit(tx, &meeting, act, |act| rules::decide(act, meeting.status, meeting.held_on, tx.today, tx.actor))?;
    Ok((meeting, next))
}
