//! The acts that put right what was done to a recommendation by mistake, and its escalations.

use super::acts::{Begun, advance, begin};
use super::model::{Recommendation, RecommendationAct as Act, RecommendationId};
use crate::foundation::db::JsonText;
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::call::Tx;
use crate::record::escalations::acts as escalations;
use crate::record::escalations::acts::Kept;
use crate::record::escalations::model::Escalate;
use crate::record::model::TakenBack;

/// Takes back the claim that waits for its verdict. The trail has it, with its evidence.
pub fn take_back_claim(tx: &mut Tx<'_>, id: &RecommendationId, input: &Reasoned) -> Result<Recommendation, ApiError> {
    let Begun { mut recommendation, next, .. } = begin(tx, id, Act::TakeBackClaim)?;
    (recommendation.claimed_by, recommendation.evidence, recommendation.completed_on) = (None, None, None);
    advance(tx, recommendation, Act::TakeBackClaim, next, Some(&input.reason), input)
}

/// Takes back the rejection of the last claim, which waits for its verdict again and is not counted as rejected.
pub fn take_back_rejection(tx: &mut Tx<'_>, id: &RecommendationId, input: &Reasoned) -> Result<Recommendation, ApiError> {
    let Begun { mut recommendation, next, .. } = begin(tx, id, Act::TakeBackRejection)?;
    recommendation.times_rejected -= 1;
    advance(tx, recommendation, Act::TakeBackRejection, next, Some(&input.reason), input)
}

/// Opens a recommendation again that was verified or not accepted by mistake.
pub fn reopen(tx: &mut Tx<'_>, id: &RecommendationId, input: &Reasoned) -> Result<Recommendation, ApiError> {
    let Begun { recommendation, next, .. } = begin(tx, id, Act::Reopen)?;
    advance(tx, recommendation, Act::Reopen, next, Some(&input.reason), input)
}

/// Takes back the last extension that stands: the recommendation is due when it was before.
pub fn take_back_extension(tx: &mut Tx<'_>, id: &RecommendationId, input: &Reasoned) -> Result<Recommendation, ApiError> {
    let Begun { mut recommendation, next, .. } = begin(tx, id, Act::TakeBackExtension)?;
    let mut extensions = recommendation.extensions.get()?;
    if let Some(last) = extensions.iter_mut().rev().find(|one| one.taken_back.is_none()) {
        last.taken_back = Some(TakenBack { on: tx.today, reason: input.reason.clone() });
        recommendation.due_on = last.from;
    }
    recommendation.extensions = JsonText::new(&extensions)?;
    advance(tx, recommendation, Act::TakeBackExtension, next, Some(&input.reason), input)
}

/// Takes an overdue recommendation to a higher step.
pub fn escalate(tx: &mut Tx<'_>, id: &RecommendationId, input: &Escalate) -> Result<Recommendation, ApiError> {
    let Begun { mut recommendation, next, .. } = begin(tx, id, Act::Escalate)?;
    escalations::escalate(tx, kept(&mut recommendation), input)?;
    advance(tx, recommendation, Act::Escalate, next, Some(&input.reason), input)
}

/// Takes back the last escalation that stands.
pub fn take_back_escalation(tx: &mut Tx<'_>, id: &RecommendationId, input: &Reasoned) -> Result<Recommendation, ApiError> {
    let Begun { mut recommendation, next, .. } = begin(tx, id, Act::TakeBackEscalation)?;
    escalations::take_back(tx, kept(&mut recommendation), input)?;
    advance(tx, recommendation, Act::TakeBackEscalation, next, Some(&input.reason), input)
}

const fn kept(one: &mut Recommendation) -> Kept<'_> {
    Kept { due_on: one.due_on, all: &mut one.escalations, escalated_on: &mut one.escalated_on }
}
