//! The acts on decisions, each as one unit of work: load what is visible, decide, check the version, save, audit.

use chrono::{Datelike, NaiveDate};

use super::model::{
    CorrectDecision, Decision, DecisionAct as Act, DecisionId, DecisionRevision, DecisionStatus, DraftDecision, EditDecision,
    TakeDecision,
};
use super::rules::DecisionState;
use super::{rules, store};
use crate::foundation::actor::Side;
use crate::foundation::db::{JsonText, next_in_series};
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::{DatedReason, Faults, Reasoned};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, advance, permit};
use crate::record::meetings::model::MeetingId;
use crate::record::meetings::store::statuses;
use crate::record::planning::{areas, plans};
use crate::record::restrictions::model::RestrictDraft;
use crate::record::{happened, meetings, planning, restrictions};

/// Drafts a decision.
pub fn draft(tx: &mut Tx<'_>, input: &DraftDecision) -> Result<Decision, ApiError> {
    rules::may_draft(tx.actor).map_err(Refusal::without_state)?;
    check_links(tx, None, input)?;
    let decision = Decision {
        id: DecisionId::new(tx.ids),
        area: tx.actor.area.clone(),
        reference: None,
        text: input.text.clone(),
        reasons: input.reasons.clone(),
        revision: 1,
        made_by: JsonText::new(&input.made_by)?,
        made_on: input.made_on,
        meeting_id: input.meeting_id.clone(),
        agenda_item_id: input.agenda_item_id.clone(),
        topic_id: input.topic_id.clone(),
        priority_ids: JsonText::new(&input.priority_ids)?,
        significant_public_interest: input.significant_public_interest,
        significant_public_interest_reason: input.significant_public_interest_reason.clone(),
        status: DecisionStatus::Draft,
        status_reason: None,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
        title: input.title.clone(),
        own_reference: input.own_reference.clone(),
        signed_on: input.signed_on,
        documents: JsonText::new(&input.documents)?,
        conflicts: input.conflicts.clone(),
        revoked_on: None,
    };
    tracked::create(tx, &decision, None, input)?;
    store::link_priorities(tx.conn, &decision)?;
    Ok(decision)
}

/// Changes a draft.
pub fn edit(tx: &mut Tx<'_>, id: &DecisionId, patch: &EditDecision) -> Result<Decision, ApiError> {
    let (decision, next) = begin(tx, id, Act::Edit)?;
    let edited = patch.apply_with(&decision, |patch, draft| {
        if !draft.significant_public_interest && patch.get("significant_public_interest_reason").is_none() {
            draft.significant_public_interest_reason = None;
        }
    })?;
    check_links(tx, decision.meeting_id.as_ref(), &edited.draft)?;
    let decision = decision.with(edited.draft)?;
    store::unlink_priorities(tx.conn, &decision)?;
    store::link_priorities(tx.conn, &decision)?;
    advance(tx, decision, Act::Edit, next, None, &edited.changes)
}

/// Deletes a draft.
pub fn delete(tx: &mut Tx<'_>, id: &DecisionId) -> Result<(), ApiError> {
    let (decision, _) = begin(tx, id, Act::Delete)?;
    let text = serde_json::json!({ "text": decision.text });
    store::unlink_priorities(tx.conn, &decision)?;
    tracked::remove(tx, &decision, &text)
}

/// Takes a decision: its words are now final, it gets its reference and the force sees it.
pub fn take(tx: &mut Tx<'_>, id: &DecisionId, input: &TakeDecision) -> Result<Decision, ApiError> {
    let (mut decision, next) = begin(tx, id, Act::Take)?;
    let made_by = input.made_by.clone().map_or_else(|| decision.made_by.get(), |maker| Ok(Some(maker)))?;
    let met = decision.meeting_id.as_ref().map(|meeting| meetings::references::meeting_day(tx.conn, meeting)).transpose()?;
    let made_on = rules::made_on(input.made_on, decision.made_on, met, tx.today);
    let mut faults = Faults::default();
    if decision.reasons.is_none() {
        faults.add("/reasons", "are required to take a decision: add them to the draft");
    }
    if made_by.is_none() {
        faults.add("/made_by", "is required to take a decision: add it here or to the draft");
    }
    if let Err(detail) = rules::check_day(made_on, met, tx.today) {
        faults.add("/made_on", detail);
    }
    meetings::references::check_meeting(tx.conn, &decision.area, decision.meeting_id.as_ref(), None, &mut faults)?;
    check_plans(tx, &decision, made_on, &mut faults)?;
    faults.finish()?;
    let number = next_in_series(tx.conn, &decision.area, "decision", made_on.year())?;
    let code = areas::store::code_of(tx.conn, &decision.area)?;
    decision.reference = Some(format!("{code}-{}-D{number:03}", made_on.year()));
    decision.made_by = JsonText::new(&made_by)?;
    decision.made_on = Some(made_on);
    restrictions::store::end(tx.conn, decision.id.as_str())?;
    advance(tx, decision, Act::Take, next, None, input)
}

/// Lets only named people read a draft.
pub fn restrict(tx: &mut Tx<'_>, id: &DecisionId, input: &RestrictDraft) -> Result<Decision, ApiError> {
    let (decision, _) = begin(tx, id, Act::Restrict)?;
    restrictions::acts::restrict(tx, decision, Side::Office, Act::Restrict, input)
}

/// Lets the whole body read a draft again.
pub fn unrestrict(tx: &mut Tx<'_>, id: &DecisionId, input: &Reasoned) -> Result<Decision, ApiError> {
    let (decision, _) = begin(tx, id, Act::Unrestrict)?;
    restrictions::acts::unrestrict(tx, decision, Act::Unrestrict, input)
}

/// Replaces the words of a taken decision; the earlier ones are kept as a revision.
pub fn correct(tx: &mut Tx<'_>, id: &DecisionId, input: &CorrectDecision) -> Result<Decision, ApiError> {
    let (mut decision, next) = begin(tx, id, Act::Correct)?;
    let (significant, interest) = input.interest(&decision)?;
    let before = DecisionRevision {
        decision_id: decision.id.clone(),
        revision: decision.revision,
        area: decision.area.clone(),
        text: std::mem::replace(&mut decision.text, input.text.clone()),
        reasons: decision.reasons.replace(input.reasons.clone()),
        significant_public_interest: std::mem::replace(&mut decision.significant_public_interest, significant),
        significant_public_interest_reason: std::mem::replace(&mut decision.significant_public_interest_reason, interest),
        reason: input.reason.clone(),
        replaced_by: tx.actor.name.clone(),
        replaced_at: tx.now,
    };
    store::keep_revision(tx.conn, &before)?;
    decision.revision += 1;
    advance(tx, decision, Act::Correct, next, Some(&input.reason), input)
}

/// Revokes a taken decision; the record of it stays.
pub fn revoke(tx: &mut Tx<'_>, id: &DecisionId, input: &DatedReason) -> Result<Decision, ApiError> {
    let (mut decision, next) = begin(tx, id, Act::Revoke)?;
    let made = decision.made_on.map(|day| (day, "the day it was made"));
    decision.revoked_on = Some(happened::day(tx.today, "/on", input.on, made)?);
    decision.status_reason = Some(input.reason.clone());
    advance(tx, decision, Act::Revoke, next, Some(&input.reason), input)
}

/// Takes back the revocation of a decision.
pub fn reinstate(tx: &mut Tx<'_>, id: &DecisionId, input: &Reasoned) -> Result<Decision, ApiError> {
    let (mut decision, next) = begin(tx, id, Act::Reinstate)?;
    let met = decision.meeting_id.as_ref().map(|meeting| meetings::references::meeting_day(tx.conn, meeting)).transpose()?;
    if let Some(Err(detail)) = decision.made_on.map(|day| rules::check_day(day, met, tx.today)) {
        return Err(ApiError::Conflict(format!(
            "the day on which this decision was made {detail}: give the meeting its day back"
        )));
    }
    decision.status_reason = None;
    decision.revoked_on = None;
    advance(tx, decision, Act::Reinstate, next, Some(&input.reason), input)
}

/// Gives the decisions of a meeting its new day, unless they were made on another than the one that it had `before`.
pub fn moved(tx: &mut Tx<'_>, meeting: &MeetingId, before: NaiveDate, now: NaiveDate) -> Result<(), ApiError> {
    for mut decision in store::made_at(tx.conn, meeting, before)? {
        decision.made_on = Some(now);
        let (status, how) = (decision.status, serde_json::json!({ "made_on": now }));
        tracked::change(tx, decision, Some(status.as_str()), "move", None, &how)?;
    }
    Ok(())
}

/// Adds a fault for each priority whose plan was not in force: the force sees decisions, but never a draft of a plan.
fn check_plans(tx: &mut Tx<'_>, decision: &Decision, made_on: NaiveDate, faults: &mut Faults) -> Result<(), ApiError> {
    let linked = planning::references::priorities(tx.conn, &decision.area, &decision.priority_ids.get()?)?;
    for (index, priority) in linked.iter().enumerate() {
        if !plans::rules::in_force(priority.status, priority.adopted_on, priority.superseded_on, made_on) {
            let detail = format!("the plan of this priority was not in force on {made_on}: adopt the plan, or edit the draft");
            faults.add(&format!("/priority_ids/{index}"), detail);
        }
    }
    Ok(())
}

/// Loads the decision if visible, decides the new status, then checks the precondition.
fn begin(tx: &mut Tx<'_>, id: &DecisionId, act: Act) -> Result<(Decision, DecisionStatus), ApiError> {
    let decision = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let at = statuses(tx.conn, decision.meeting_id.as_slice())?.into_values().next();
    let is_restricted = restrictions::store::is_restricted(tx.conn, &decision)?;
    let state = DecisionState { status: decision.status, at, is_restricted };
    let next = permit(tx, &decision, act, |act| rules::decide(act, state, tx.actor))?;
    Ok((decision, next))
}

/// Checks the links; `before` is the meeting that the draft had before.
fn check_links(tx: &mut Tx<'_>, before: Option<&MeetingId>, draft: &DraftDecision) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    let area = &tx.actor.area;
    planning::references::check_priorities(tx.conn, area, &draft.priority_ids, &mut faults)?;
    planning::references::check_topic(tx.conn, area, draft.topic_id.as_ref(), &mut faults)?;
    meetings::references::check_meeting(tx.conn, area, draft.meeting_id.as_ref(), draft.agenda_item_id.as_ref(), &mut faults)?;
    if before != draft.meeting_id.as_ref() {
        meetings::references::check_open(tx.conn, draft.meeting_id.as_ref(), &mut faults)?;
    }
    if draft.signed_on.is_some_and(|day| day > tx.today) {
        faults.add("/signed_on", "must not be in the future");
    }
    faults.finish()
}
