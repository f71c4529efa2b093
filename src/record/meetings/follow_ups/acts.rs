//! The acts on follow-up intentions, each as one unit of work.

use super::model::{EditFollowUp, FollowUp, FollowUpAct as Act, FollowUpId, FollowUpStatus, StateFollowUp, TakeUp};
use super::{rules, store};
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::{Faults, Reasoned};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, advance, permit};
use crate::record::meetings::model::{Meeting, MeetingId};
use crate::record::{meetings, planning, questions};

/// Records an intention.
pub fn state(tx: &mut Tx<'_>, input: &StateFollowUp) -> Result<FollowUp, ApiError> {
    rules::may_state(tx.actor).map_err(Refusal::without_state)?;
    check_links(tx, None, input)?;
    let follow_up = FollowUp {
        id: FollowUpId::new(tx.ids),
        area: tx.actor.area.clone(),
        text: input.text.clone(),
        how: input.how,
        stated_by: input.stated_by.clone(),
        topic_id: input.topic_id.clone(),
        question_id: input.question_id.clone(),
        meeting_id: input.meeting_id.clone(),
        expected_on: input.expected_on,
        expected_text: input.expected_text.clone(),
        status: FollowUpStatus::Intended,
        status_reason: None,
        taken_up_meeting_id: None,
        taken_up_question_id: None,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    tracked::create(tx, &follow_up, None, input)?;
    Ok(follow_up)
}

/// Edits an open intention, until the record of its meeting is agreed.
pub fn edit(tx: &mut Tx<'_>, id: &FollowUpId, patch: &EditFollowUp) -> Result<FollowUp, ApiError> {
    let (follow_up, next) = begin(tx, id, Act::Edit)?;
    let edited = patch.apply(&follow_up)?;
    check_links(tx, Some(&follow_up), &edited.draft)?;
    advance(tx, follow_up.with(edited.draft)?, Act::Edit, next, None, &edited.changes)
}

/// Records the meeting or question that took up an intention.
pub fn take_up(tx: &mut Tx<'_>, id: &FollowUpId, input: &TakeUp) -> Result<FollowUp, ApiError> {
    let (mut follow_up, next) = begin(tx, id, Act::TakeUp)?;
    let said_on = meeting_of(tx, follow_up.meeting_id.as_ref())?.map(|meeting| meeting.held_on);
    let mut faults = Faults::default();
    if let Some(later) = &input.meeting_id {
        match meeting_of(tx, Some(later))? {
            None => faults.add("/meeting_id", "is not the id of a meeting in this area"),
            Some(meeting) if Some(&meeting.id) == follow_up.meeting_id.as_ref() => {
                faults.add("/meeting_id", "must be another meeting than the one it was stated at");
            }
            Some(meeting) => {
                if let Err(detail) = rules::check_taken_up_at(meeting.status, meeting.held_on, said_on) {
                    faults.add("/meeting_id", detail);
                }
            }
        }
    }
    if input.question_id.is_some() && input.question_id == follow_up.question_id {
        faults.add("/question_id", "must be another question than the one it was about");
    }
    questions::references::check_question_put(tx.conn, tx.actor, input.question_id.as_ref(), &mut faults)?;
    faults.finish()?;
    follow_up.taken_up_meeting_id.clone_from(&input.meeting_id);
    follow_up.taken_up_question_id.clone_from(&input.question_id);
    advance(tx, follow_up, Act::TakeUp, next, None, input)
}

/// Drops an intention.
pub fn give_up(tx: &mut Tx<'_>, id: &FollowUpId, input: &Reasoned) -> Result<FollowUp, ApiError> {
    let (mut follow_up, next) = begin(tx, id, Act::Drop)?;
    follow_up.status_reason = Some(input.reason.clone());
    advance(tx, follow_up, Act::Drop, next, Some(&input.reason), input)
}

fn meeting_of(tx: &mut Tx<'_>, id: Option<&MeetingId>) -> Result<Option<Meeting>, ApiError> {
    let Some(id) = id else { return Ok(None) };
    meetings::store::find(tx.conn, &meetings::rules::scope(tx.actor), id)
}

/// Loads the intention if visible, decides the new status, then checks the precondition.
fn begin(tx: &mut Tx<'_>, id: &FollowUpId, act: Act) -> Result<(FollowUp, FollowUpStatus), ApiError> {
    let follow_up = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let said_at = meeting_of(tx, follow_up.meeting_id.as_ref())?.map(|meeting| meeting.status);
    let next = permit(tx, &follow_up, act, |act| rules::decide(act, follow_up.status, said_at, tx.actor))?;
    Ok((follow_up, next))
}

/// Opens an intention again that was taken up or dropped by mistake.
pub fn reopen(tx: &mut Tx<'_>, id: &FollowUpId, input: &Reasoned) -> Result<FollowUp, ApiError> {
    let (mut follow_up, next) = begin(tx, id, Act::Reopen)?;
    (follow_up.taken_up_meeting_id, follow_up.taken_up_question_id, follow_up.status_reason) = (None, None, None);
    advance(tx, follow_up, Act::Reopen, next, Some(&input.reason), input)
}

/// Checks the links. `before` is the intention before the change; an unchanged meeting is not checked again.
fn check_links(tx: &mut Tx<'_>, before: Option<&FollowUp>, input: &StateFollowUp) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    planning::references::check_topic(tx.conn, &tx.actor.area, input.topic_id.as_ref(), &mut faults)?;
    questions::references::check_question_put(tx.conn, tx.actor, input.question_id.as_ref(), &mut faults)?;
    let stays = before.is_some_and(|before| before.meeting_id == input.meeting_id);
    if let Some(id) = input.meeting_id.as_ref().filter(|_| !stays) {
        match meeting_of(tx, Some(id))? {
            None => faults.add("/meeting_id", "is not the id of a meeting in this area"),
            Some(meeting) => {
                if let Err(detail) = rules::check_said_at(meeting.status, meeting.held_on, tx.today) {
                    faults.add("/meeting_id", detail);
                }
            }
        }
    }
    faults.finish()
}
