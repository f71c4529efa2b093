//! The acts on publication holds, each as one unit of work.

use super::model::{HoldStatus, PublicationHold, PublicationHoldAct as Act, PublicationHoldId, SetHold};
use super::{rules, store};
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::{Faults, Reasoned};
use crate::http::call::Tx;
use crate::record::audit::tracked::{self, advance, permit};

/// Creates a hold.
pub fn set(tx: &mut Tx<'_>, input: &SetHold) -> Result<PublicationHold, ApiError> {
    rules::may_hold(tx.actor).map_err(Refusal::without_state)?;
    let mut faults = Faults::default();
    if input.to_on < tx.today {
        faults.add("/to_on", "must be today or later");
    }
    faults.finish()?;
    let hold = PublicationHold {
        id: PublicationHoldId::new(tx.ids),
        area: tx.actor.area.clone(),
        reason: input.reason.clone(),
        from_on: input.from_on,
        to_on: input.to_on,
        status: HoldStatus::Active,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
        ended_reason: None,
        kind: input.kind,
        explanation: input.explanation.clone(),
    };
    tracked::create(tx, &hold, Some(&input.reason), input)?;
    Ok(hold)
}

/// Ends a hold before its last day.
pub fn end(tx: &mut Tx<'_>, id: &PublicationHoldId, input: &Reasoned) -> Result<PublicationHold, ApiError> {
    let mut hold = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let next = permit(tx, &hold, Act::End, |act| rules::decide(act, hold.status, tx.actor))?;
    hold.ended_reason = Some(input.reason.clone());
    advance(tx, hold, Act::End, next, Some(&input.reason), input)
}
