//! The acts on papers, each as one unit of work.

use chrono::NaiveDate;
use serde::Serialize;

use super::model::{AddPaper, EditPaper, Paper, PaperAct as Act, PaperId, PublishPaper, ReceivePaper};
use super::rules::PaperState;
use super::{rules, store};
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::{Faults, Reasoned};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, permit_in};
use crate::record::deadlines::model::Wanted;
use crate::record::meetings::model::{AgendaItemId, Meeting, MeetingId, MeetingStatus};
use crate::record::{deadlines, meetings};

/// Adds a paper to a meeting.
pub fn add(tx: &mut Tx<'_>, meeting: &MeetingId, input: &AddPaper) -> Result<(Paper, Meeting), ApiError> {
    let meeting = meetings::store::find(tx.conn, &meetings::rules::scope(tx.actor), meeting)?.ok_or(ApiError::NotFound)?;
    rules::may_add(input.kind, meeting.status, tx.actor)
        .map_err(|refusal| refusal.into_error(meeting.status.as_str(), vec![]))?;
    check_item(tx, &meeting.id, input.agenda_item_id.as_ref())?;
    let (due_on, needs_review) = due(tx, meeting.held_on, &input.wanted())?;
    let paper = Paper {
        id: PaperId::new(tx.ids),
        area: meeting.area.clone(),
        meeting_id: meeting.id.clone(),
        agenda_item_id: input.agenda_item_id.clone(),
        kind: input.kind,
        title: input.title.clone(),
        owed_by: input.owed_by,
        owner: input.owner.clone(),
        due_on,
        due_text: input.due_text.clone(),
        needs_review,
        received_on: None,
        returned_reason: None,
        url: input.url.clone(),
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    tracked::create(tx, &paper, None, input)?;
    Ok((paper, meeting))
}

/// Changes a paper.
pub fn edit(tx: &mut Tx<'_>, id: &PaperId, patch: &EditPaper) -> Result<(Paper, MeetingStatus), ApiError> {
    let (paper, meeting) = begin(tx, id, Act::Edit)?;
    let wants_another = |member| patch.get(member).is_some_and(|value| !value.is_null());
    let edited = patch.apply_with(&paper, |patch, draft: &mut AddPaper| {
        // The day that is stored comes from the words or the rule before.
        if patch.get("due_on").is_none() && (wants_another("due_text") || wants_another("due_rule")) {
            draft.due_on = None;
        }
    })?;
    let mut faults = Faults::default();
    if let Err(Refusal::WrongState(detail) | Refusal::NotYours(detail)) = rules::may_change(edited.draft.kind, meeting) {
        faults.add("/kind", detail);
    }
    faults.finish()?;
    check_item(tx, &paper.meeting_id, edited.draft.agenda_item_id.as_ref())?;
    let wanted = edited.draft.wanted();
    let mut paper = paper.with(edited.draft)?;
    if ["due_on", "due_text", "due_rule"].iter().any(|member| patch.get(member).is_some()) {
        let held_on = meetings::references::meeting_day(tx.conn, &paper.meeting_id)?;
        (paper.due_on, paper.needs_review) = due(tx, held_on, &wanted)?;
    }
    save(tx, paper, meeting, Act::Edit, None, &edited.changes)
}

/// Returns the last day, and whether the words state an impossible one. A paper is due before its meeting, so its words are read
/// from the day they are set; those of a past meeting from the day of the meeting.
fn due(tx: &mut Tx<'_>, held_on: NaiveDate, wanted: &Wanted) -> Result<(Option<NaiveDate>, bool), ApiError> {
    let start = held_on.min(tx.today);
    let dated = deadlines::acts::settle(tx.conn, &tx.actor.area, start, wanted)?;
    Ok((dated.and_then(|dated| dated.due_on), deadlines::acts::is_impossible(start, wanted)))
}

/// Deletes a paper that was neither received nor published.
pub fn delete(tx: &mut Tx<'_>, id: &PaperId) -> Result<(), ApiError> {
    let (paper, _) = begin(tx, id, Act::Delete)?;
    let title = serde_json::json!({ "title": paper.title });
    tracked::remove(tx, &paper, &title)
}

/// Hands in a paper, or records that it was received.
pub fn receive(tx: &mut Tx<'_>, id: &PaperId, input: &ReceivePaper) -> Result<(Paper, MeetingStatus), ApiError> {
    let (mut paper, meeting) = begin(tx, id, Act::Receive)?;
    let received_on = input.received_on.unwrap_or(tx.today);
    let mut faults = Faults::default();
    if let Err(detail) = rules::check_received(received_on, tx.today, tx.actor.role) {
        faults.add("/received_on", detail);
    }
    faults.finish()?;
    paper.received_on = Some(received_on);
    paper.returned_reason = None;
    save(tx, paper, meeting, Act::Receive, None, input)
}

/// Returns a paper that is not what was asked for: it is due again.
pub fn send_back(tx: &mut Tx<'_>, id: &PaperId, input: &Reasoned) -> Result<(Paper, MeetingStatus), ApiError> {
    let (mut paper, meeting) = begin(tx, id, Act::Return)?;
    paper.received_on = None;
    paper.returned_reason = Some(input.reason.clone());
    save(tx, paper, meeting, Act::Return, Some(&input.reason), input)
}

/// Records the address of a published copy.
pub fn publish(tx: &mut Tx<'_>, id: &PaperId, input: &PublishPaper) -> Result<(Paper, MeetingStatus), ApiError> {
    let (mut paper, meeting) = begin(tx, id, Act::Publish)?;
    paper.url = Some(input.url.clone());
    save(tx, paper, meeting, Act::Publish, None, input)
}

/// Takes back the address of a published copy. The trail has it, with the reason.
pub fn take_back_publication(tx: &mut Tx<'_>, id: &PaperId, input: &Reasoned) -> Result<(Paper, MeetingStatus), ApiError> {
    let (mut paper, meeting) = begin(tx, id, Act::TakeBackPublication)?;
    paper.url = None;
    save(tx, paper, meeting, Act::TakeBackPublication, Some(&input.reason), input)
}

/// Loads the paper if visible, checks that the act is allowed, returns the status of its meeting, then checks the precondition.
fn begin(tx: &mut Tx<'_>, id: &PaperId, act: Act) -> Result<(Paper, MeetingStatus), ApiError> {
    let paper = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let meeting = meetings::store::find(tx.conn, &meetings::rules::scope(tx.actor), &paper.meeting_id)?;
    let meeting = meeting.ok_or(ApiError::NotFound)?.status;
    let state = PaperState::of(&paper, meeting);
    permit_in(tx, &paper, state.name(), act, |act| rules::decide(act, &state, tx.actor))?;
    Ok((paper, meeting))
}

fn save<C: Serialize>(
    tx: &mut Tx<'_>,
    paper: Paper,
    meeting: MeetingStatus,
    act: Act,
    reason: Option<&str>,
    changes: &C,
) -> Result<(Paper, MeetingStatus), ApiError> {
    Ok((tracked::change(tx, paper, None, act.as_str(), reason, changes)?, meeting))
}

fn check_item(tx: &mut Tx<'_>, meeting: &MeetingId, item: Option<&AgendaItemId>) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    meetings::references::check_item(tx.conn, meeting, item, "/agenda_item_id", &mut faults)?;
    faults.finish()
}
