//! The acts that put right what was done to an action by mistake. Each has a reason and stays readable.

use super::model::history::{ActionReopening, ReopeningId};
use super::model::{Action, ActionAct as Act, ActionId, ActionStatus, OutcomeCheck, TakeBackCarryForward};
use super::rules::ActionState;
use super::store::history;
use super::{references, rules, store};
use crate::foundation::error::{ApiError, FieldError, Refusal};
use crate::foundation::validate::{Faults, Reasoned};
use crate::http::call::Tx;
use crate::record::actions::acts::{advance, begin};
use crate::record::escalations::acts as escalations;
use crate::record::escalations::acts::Kept;
use crate::record::escalations::model::Escalate;

/// Takes back the claim that waits for its verdict.
pub fn take_back_claim(tx: &mut Tx<'_>, id: &ActionId, input: &Reasoned) -> Result<Action, ApiError> {
    let (mut action, next) = begin(tx, id, Act::TakeBackClaim)?;
    action.claimed_by = None;
    action.evidence = None;
    (action.completed_on, action.completed_in) = (None, None);
    history::take_back_claim(tx, &action.id, &input.reason)?;
    advance(tx, action, Act::TakeBackClaim, next, Some(&input.reason), input)
}

/// Opens an action again that had ended.
pub fn reopen(tx: &mut Tx<'_>, id: &ActionId, input: &Reasoned) -> Result<Action, ApiError> {
    let (action, next) = begin(tx, id, Act::Reopen)?;
    open_again(tx, action, next, input)
}

fn open_again(tx: &mut Tx<'_>, mut action: Action, next: ActionStatus, input: &Reasoned) -> Result<Action, ApiError> {
    if action.status == ActionStatus::Accepted {
        action.times_reopened += 1;
    }
    (action.superseded_by, action.outcome_check, action.claimed_by) = (None, None, None);
    action.unend();
    let reopening = ActionReopening {
        id: ReopeningId::new(tx.ids),
        area: action.area.clone(),
        action_id: action.id.clone(),
        from_status: action.status,
        reason: input.reason.clone(),
        reopened_by: tx.actor.name.clone(),
        capacity: tx.actor.capacity.clone(),
        reopened_on: tx.today,
        created_at: tx.now,
    };
    history::insert_reopening(tx.conn, &reopening)?;
    advance(tx, action, Act::Reopen, next, Some(&input.reason), input)
}

/// Declares an action void that was set in error. What it took the place of is open again, because nothing else takes it.
pub fn void(tx: &mut Tx<'_>, id: &ActionId, input: &Reasoned) -> Result<Action, ApiError> {
    let (mut action, next) = begin(tx, id, Act::Void)?;
    let scope = rules::scope(tx.actor);
    for id in store::superseded_by(tx.conn, &scope, &action.id)? {
        if let Some(earlier) = store::find(tx.conn, &scope, &id)?
            && let Ok(next) = rules::decide(Act::Reopen, &ActionState::of(&earlier, tx.today)?, tx.actor)
        {
            open_again(tx, earlier, next, input)?;
        }
    }
    action.voided_on = Some(tx.today);
    action.void_reason = Some(input.reason.clone());
    advance(tx, action, Act::Void, next, Some(&input.reason), input)
}

/// Takes back that an action was declared void: it is where it was.
pub fn reinstate(tx: &mut Tx<'_>, id: &ActionId, input: &Reasoned) -> Result<Action, ApiError> {
    let (mut action, next) = begin(tx, id, Act::Reinstate)?;
    let mut faults = Faults::default();
    let sources = store::sources(tx.conn, &action.id)?;
    references::check_sources(tx.conn, &action.area, &sources, &mut faults)?;
    if faults.finish().is_err() {
        let detail = "what this action came from was taken back since: share or put it again first";
        return Err(ApiError::Conflict(detail.into()));
    }
    (action.voided_on, action.void_reason) = (None, None);
    let action = advance(tx, action, Act::Reinstate, next, Some(&input.reason), input)?;
    let Some(other) = &action.superseded_by else { return Ok(action) };
    match store::find(tx.conn, &rules::scope(tx.actor), other)? {
        // What was to take its place was declared void in the meantime.
        Some(other) if other.voided_on.is_some() => {
            let next =
                rules::decide(Act::Reopen, &ActionState::of(&action, tx.today)?, tx.actor).map_err(Refusal::without_state)?;
            open_again(tx, action, next, input)
        }
        Some(_) | None => Ok(action),
    }
}

/// Takes back the rejection of the last claim, which waits for its verdict again and is not counted as rejected.
pub fn take_back_rejection(tx: &mut Tx<'_>, id: &ActionId, input: &Reasoned) -> Result<Action, ApiError> {
    let (mut action, next) = begin(tx, id, Act::TakeBackRejection)?;
    action.times_rejected -= 1;
    history::take_back_verdict(tx, &action.id)?;
    advance(tx, action, Act::TakeBackRejection, next, Some(&input.reason), input)
}

/// Takes back the last outcome check: the action is accepted, as before it, and an earlier check of the same claim stands.
pub fn take_back_check(tx: &mut Tx<'_>, id: &ActionId, input: &Reasoned) -> Result<Action, ApiError> {
    let (mut action, next) = begin(tx, id, Act::TakeBackCheck)?;
    if action.outcome_check == Some(OutcomeCheck::Refuted) {
        action.times_reopened -= 1;
    }
    action.outcome_check = history::take_back_check(tx, &action.id, &input.reason)?;
    advance(tx, action, Act::TakeBackCheck, next, Some(&input.reason), input)
}

/// Takes back that an action was carried forward to a meeting. The trail has it, with the reason.
pub fn take_back_carry_forward(tx: &mut Tx<'_>, id: &ActionId, input: &TakeBackCarryForward) -> Result<Action, ApiError> {
    let (action, next) = begin(tx, id, Act::TakeBackCarryForward)?;
    if !history::delete_standing(tx.conn, &action.id, &input.meeting_id)? {
        let detail = "is not a meeting to which this action was carried forward";
        return Err(ApiError::Invalid(vec![FieldError::new("/meeting_id", detail)]));
    }
    advance(tx, action, Act::TakeBackCarryForward, next, Some(&input.reason), input)
}

/// Takes an overdue action to a higher step.
pub fn escalate(tx: &mut Tx<'_>, id: &ActionId, input: &Escalate) -> Result<Action, ApiError> {
    let (mut action, next) = begin(tx, id, Act::Escalate)?;
    escalations::escalate(tx, kept(&mut action), input)?;
    advance(tx, action, Act::Escalate, next, Some(&input.reason), input)
}

/// Takes back the last escalation that stands.
pub fn take_back_escalation(tx: &mut Tx<'_>, id: &ActionId, input: &Reasoned) -> Result<Action, ApiError> {
    let (mut action, next) = begin(tx, id, Act::TakeBackEscalation)?;
    escalations::take_back(tx, kept(&mut action), input)?;
    advance(tx, action, Act::TakeBackEscalation, next, Some(&input.reason), input)
}

const fn kept(action: &mut Action) -> Kept<'_> {
    Kept { due_on: action.due_on, all: &mut action.escalations, escalated_on: &mut action.escalated_on }
}
