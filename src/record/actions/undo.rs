//! The acts that put right what was done to an action by mistake. Each has a reason and stays readable.

use super::model::history::{ActionReopening, ReopeningId};
use super::model::{Action, ActionAct as Act, ActionId, ActionStatus};
use super::store::history;
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::call::Tx;
use crate::record::actions::acts::{advance, begin};

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
    let (mut action, next) = begin(tx, id, Act::Reopen)?;
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

/// Declares an action void that was set in error.
pub fn void(tx: &mut Tx<'_>, id: &ActionId, input: &Reasoned) -> Result<Action, ApiError> {
    let (mut action, next) = begin(tx, id, Act::Void)?;
    action.voided_on = Some(tx.today);
    action.void_reason = Some(input.reason.clone());
    advance(tx, action, Act::Void, next, Some(&input.reason), input)
}
