//! The acts on matters, each as one unit of work.

use serde::Serialize;

use super::model::{AddMatter, CarryMatterForward, EditMatter, Matter, MatterAct as Act, MatterId};
use super::rules::Ends;
use super::{rules, store};
use crate::foundation::db::next_in_series;
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::{Faults, Reasoned};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, permit_in};
use crate::record::meetings::model::{Meeting, MeetingId, MeetingStatus};
use crate::record::{actions, meetings, planning, questions};

/// Records a matter that was brought forward to `meeting` or carried forward from it.
pub fn add(tx: &mut Tx<'_>, meeting: &MeetingId, input: &AddMatter) -> Result<Matter, ApiError> {
    meeting_of(tx, Some(meeting))?.ok_or(ApiError::NotFound)?;
    rules::may_add(tx.actor).map_err(Refusal::without_state)?;
    let mut faults = Faults::default();
    if ![&input.from_meeting_id, &input.to_meeting_id].contains(&&Some(meeting.clone())) {
        faults.add("/to_meeting_id", "to_meeting_id or from_meeting_id must be the meeting in the path");
    }
    faults.finish()?;
    let ends = check(tx, None, input)?;
    let matter = Matter {
        id: MatterId::new(tx.ids),
        area: tx.actor.area.clone(),
        title: input.title.clone(),
        note: input.note.clone(),
        from_meeting_id: input.from_meeting_id.clone(),
        from_text: input.from_text.clone(),
        from_agenda_item_id: input.from_agenda_item_id.clone(),
        to_meeting_id: input.to_meeting_id.clone(),
        to_agenda_item_id: input.to_agenda_item_id.clone(),
        topic_id: input.topic_id.clone(),
        question_id: input.question_id.clone(),
        action_id: input.action_id.clone(),
        recorded_at_source: ends.recorded_at_source,
        continues: input.continues.clone(),
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    tracked::create(tx, &matter, None, input)?;
    Ok(matter)
}

/// Edits a matter that is not in an agreed record.
pub fn edit(tx: &mut Tx<'_>, id: &MatterId, patch: &EditMatter) -> Result<Matter, ApiError> {
    let (matter, ends) = begin(tx, id, Act::Edit)?;
    let edited = patch.apply(&matter)?;
    check_fixed(&matter, &ends, &edited.draft)?;
    save(tx, matter, edited.draft, Act::Edit, &edited.changes)
}

/// Sets the destination of a matter, if it was unknown or its meeting was cancelled.
pub fn carry_forward(tx: &mut Tx<'_>, id: &MatterId, input: &CarryMatterForward) -> Result<Matter, ApiError> {
    let (matter, _) = begin(tx, id, Act::CarryForward)?;
    let set = input.apply(&matter)?;
    save(tx, matter, set, Act::CarryForward, input)
}

/// Takes back that a matter was carried forward: its later meeting is unknown again.
pub fn take_back_carry_forward(tx: &mut Tx<'_>, id: &MatterId, input: &Reasoned) -> Result<Matter, ApiError> {
    let (mut matter, _) = begin(tx, id, Act::TakeBackCarryForward)?;
    if !store::continuations(tx.conn, std::slice::from_ref(&matter.id))?.is_empty() {
        return Err(ApiError::Conflict("another matter continues this one: unlink it first".into()));
    }
    (matter.to_meeting_id, matter.to_agenda_item_id) = (None, None);
    tracked::change(tx, matter, None, Act::TakeBackCarryForward.as_str(), Some(&input.reason), input)
}

/// Deletes a matter that is in no agreed record and that no other continues.
pub fn delete(tx: &mut Tx<'_>, id: &MatterId) -> Result<(), ApiError> {
    let (matter, _) = begin(tx, id, Act::Delete)?;
    if !store::continuations(tx.conn, std::slice::from_ref(&matter.id))?.is_empty() {
        return Err(ApiError::Conflict("another matter continues this one: unlink it first".into()));
    }
    let title = serde_json::json!({ "title": matter.title });
    tracked::remove(tx, &matter, &title)
}

fn save<C: Serialize>(tx: &mut Tx<'_>, matter: Matter, set: AddMatter, act: Act, changes: &C) -> Result<Matter, ApiError> {
    let ends = check(tx, Some(&matter), &set)?;
    let matter = Matter { recorded_at_source: ends.recorded_at_source, ..matter.with(set)? };
    tracked::change(tx, matter, None, act.as_str(), None, changes)
}

/// Loads the matter and its ends if visible, checks that the act is allowed, then checks the precondition.
fn begin(tx: &mut Tx<'_>, id: &MatterId, act: Act) -> Result<(Matter, Ends), ApiError> {
    let matter = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let ends = ends_of(tx, &matter)?;
    permit_in(tx, &matter, ends.status(), act, |act| rules::decide(act, &ends, tx.actor))?;
    Ok((matter, ends))
}

fn meeting_of(tx: &mut Tx<'_>, id: Option<&MeetingId>) -> Result<Option<Meeting>, ApiError> {
    let Some(id) = id else { return Ok(None) };
    meetings::store::find(tx.conn, &meetings::rules::scope(tx.actor), id)
}

fn ends_of(tx: &mut Tx<'_>, matter: &Matter) -> Result<Ends, ApiError> {
    Ok(Ends {
        from: meeting_of(tx, matter.from_meeting_id.as_ref())?.map(|meeting| meeting.status),
        to: meeting_of(tx, matter.to_meeting_id.as_ref())?.map(|meeting| meeting.status),
        recorded_at_source: matter.recorded_at_source,
    })
}

/// Checks that the content of the agreed record of the earlier meeting does not change, or returns 422.
fn check_fixed(before: &Matter, ends: &Ends, set: &AddMatter) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    if ends.is_fixed_at_source() {
        for pointer in rules::fixed_members(before, set) {
            faults.add(pointer, "is in the agreed record of the earlier meeting and cannot be changed");
        }
    }
    faults.finish()
}

/// Checks every reference of a matter, or returns 422; `before` is the matter before the change. Returns its current ends.
fn check(tx: &mut Tx<'_>, before: Option<&Matter>, set: &AddMatter) -> Result<Ends, ApiError> {
    let mut faults = Faults::default();
    let (from, to) = (meeting_of(tx, set.from_meeting_id.as_ref())?, meeting_of(tx, set.to_meeting_id.as_ref())?);
    for (id, found, pointer) in [(&set.from_meeting_id, &from, "/from_meeting_id"), (&set.to_meeting_id, &to, "/to_meeting_id")] {
        if id.is_some() && found.is_none() {
            faults.add(pointer, "is not the id of a meeting in this area");
        }
    }
    let ends = ends_after(before, set, from.as_ref(), to.as_ref());
    let to_is_new = before.is_none_or(|before| before.to_meeting_id != set.to_meeting_id);
    if let Err((pointer, detail)) = rules::check_ends(&ends, to_is_new) {
        faults.add(pointer, detail);
    }
    if let (Some(from), Some(to)) = (&from, &to)
        && !rules::in_order(from.held_on, to.held_on)
    {
        faults.add("/to_meeting_id", "must be on or after the meeting it comes from");
    }
    check_links(tx, set, &mut faults)?;
    check_chain(tx, before, set, &mut faults)?;
    faults.finish().map(|()| ends)
}

/// Returns the ends after the change. A matter linked to an agreed record afterwards is not part of that record.
fn ends_after(before: Option<&Matter>, set: &AddMatter, from: Option<&Meeting>, to: Option<&Meeting>) -> Ends {
    let kept = before.filter(|before| before.from_meeting_id.is_some() && before.from_meeting_id == set.from_meeting_id);
    let is_open = from.is_some_and(|from| from.status != MeetingStatus::Agreed);
    Ends {
        from: from.map(|from| from.status),
        to: to.map(|to| to.status),
        recorded_at_source: kept.map_or(is_open, |before| before.recorded_at_source),
    }
}

fn check_links(tx: &mut Tx<'_>, set: &AddMatter, faults: &mut Faults) -> Result<(), ApiError> {
    let area = &tx.actor.area;
    if let Some(meeting) = &set.from_meeting_id {
        meetings::references::check_item(tx.conn, meeting, set.from_agenda_item_id.as_ref(), "/from_agenda_item_id", faults)?;
    }
    if let Some(meeting) = &set.to_meeting_id {
        meetings::references::check_item(tx.conn, meeting, set.to_agenda_item_id.as_ref(), "/to_agenda_item_id", faults)?;
    }
    planning::references::check_topic(tx.conn, area, set.topic_id.as_ref(), faults)?;
    questions::references::check_question_put(tx.conn, tx.actor, set.question_id.as_ref(), faults)?;
    actions::references::check_action(tx.conn, area, set.action_id.as_ref(), faults)
}

/// Checks the chain before this matter and the one after it.
fn check_chain(tx: &mut Tx<'_>, before: Option<&Matter>, set: &AddMatter, faults: &mut Faults) -> Result<(), ApiError> {
    let this = before.map(|before| &before.id);
    let scope = rules::scope(tx.actor);
    if let Some(earlier) = &set.continues {
        // Two requests that each close half of a circle must not check at the same time: the row of a counter makes the second
        // wait for the first.
        next_in_series(tx.conn, &tx.actor.area, "matter_chain", 0)?;
        match store::find(tx.conn, &scope, earlier)? {
            None => faults.add("/continues", "is not the id of a matter in this area"),
            Some(earlier) => {
                let chain = store::chain(tx.conn, &earlier.id, rules::CHAIN)?;
                let next = store::continuations(tx.conn, std::slice::from_ref(&earlier.id))?.remove(&earlier.id);
                if let Err(detail) = rules::check_chain(this, &chain, next.as_ref()) {
                    faults.add("/continues", detail);
                } else if !rules::ends_meet(earlier.to_meeting_id.as_ref(), set.from_meeting_id.as_ref()) {
                    faults.add("/continues", "must end at the meeting this matter comes from");
                }
            }
        }
    }
    let Some(this) = this else { return Ok(()) };
    if let Some(next) = store::continuations(tx.conn, std::slice::from_ref(this))?.remove(this) {
        let next = store::find(tx.conn, &scope, &next)?;
        if next.is_some_and(|next| !rules::ends_meet(set.to_meeting_id.as_ref(), next.from_meeting_id.as_ref())) {
            faults.add("/to_meeting_id", "must be the meeting that the continuing matter comes from");
        }
    }
    Ok(())
}
