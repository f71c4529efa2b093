//! The acts on claims of progress, each as one unit of work: load what is visible, decide, check the version, save,
//! audit.

use serde::Serialize;

use super::model::{
    AssertProgress, Asserter, ProgressClaim, ProgressClaimAct as Act, ProgressClaimId, ProgressClaimStatus, Resolution,
    ResolveProgress,
};
use super::rules::{ClaimState, Counted, Weighed};
use super::{rules, store};
use crate::foundation::actor::Side;
use crate::foundation::actor::reader::Reader;
use crate::foundation::db::JsonText;
use crate::foundation::error::ApiError;
use crate::foundation::validate::{Faults, Reasoned};
use crate::http::call::Tx;
use crate::record::audit::tracked::{self, permit};
use crate::record::questions::responses;
use crate::record::recommendations::recommendation_sets::model::{RecommendationSet, RecommendationSetAct, RecommendationSetId};
use crate::record::recommendations::recommendation_sets::{rules as set_rules, state as set_state, store as sets};
use crate::record::{meetings, questions};

/// Adds a progress claim, by the force or as recorded by the office.
pub fn assert(tx: &mut Tx<'_>, set_id: &RecommendationSetId, input: &AssertProgress) -> Result<ProgressClaim, ApiError> {
    let set = visible_set(tx, set_id)?;
    let state = set_state::of(tx, &set)?;
    set_rules::decide(RecommendationSetAct::ClaimProgress, state, tx.actor)
        .map_err(|refusal| tracked::refuse(refusal, set.status.as_str(), &set_rules::allowed_acts(state, tx.actor)))?;
    let side = tx.actor.role.side();
    let asserted_on = input.asserted_on.unwrap_or(tx.today);
    let mut faults = Faults::default();
    if asserted_on > tx.today {
        faults.add("/asserted_on", "must not be in the future");
    } else if set.published_on.is_some_and(|published| asserted_on < published) {
        faults.add("/asserted_on", "must be on or after the day the report was published");
    }
    let counts = set.counts.get()?;
    let counted = Counted { counts: &counts, stated_total: set.stated_total };
    if let Some((pointer, detail)) = rules::figure_fault(input.figure, counted, asserted_on) {
        faults.add(pointer, detail);
    }
    if side == Side::Office && input.asserted_by.is_none() {
        faults.add("/asserted_by", "is required from the office, which records the words of others");
    }
    check_links(tx, input, &mut faults)?;
    faults.finish()?;
    let speaks = || Asserter { name: Some(tx.actor.name.clone()), capacity: tx.actor.capacity.clone() };
    let claim = ProgressClaim {
        id: ProgressClaimId::new(tx.ids),
        area: set.area,
        set_id: set.id,
        side,
        text: input.text.clone(),
        asserted_by: JsonText::new(&input.asserted_by.clone().unwrap_or_else(speaks))?,
        asserted_on,
        question_id: input.question_id.clone(),
        response_id: input.response_id.clone(),
        meeting_id: input.meeting_id.clone(),
        figure: JsonText::new(&input.figure)?,
        resolution: JsonText::new(&None)?,
        status: ProgressClaimStatus::Asserted,
        status_reason: None,
        recorded_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    tracked::create(tx, &claim, None, input)?;
    Ok(claim)
}

/// Resolves the total of a figure; a later resolution replaces an earlier one, and the audit trail keeps both.
pub fn resolve(tx: &mut Tx<'_>, id: &ProgressClaimId, input: &ResolveProgress) -> Result<ProgressClaim, ApiError> {
    let Begun { mut claim, weighed, next } = begin(tx, id, Act::Resolve)?;
    let mut faults = Faults::default();
    if !weighed.readings.iter().any(|reading| reading.of == input.of) {
        let ways: Vec<String> = weighed.readings.iter().map(|reading| reading.of.to_string()).collect();
        faults.add("/of", format!("is not a reading of this claim: use {}", ways.join(" or ")));
    }
    faults.finish()?;
    let resolution =
        Resolution { of: input.of, reason: input.reason.clone(), resolved_by: tx.actor.name.clone(), resolved_on: tx.today };
    claim.resolution = JsonText::new(&Some(resolution))?;
    advance(tx, claim, Act::Resolve, next, &input.reason, input)
}

/// Verifies a claim.
pub fn verify(tx: &mut Tx<'_>, id: &ProgressClaimId, input: &Reasoned) -> Result<ProgressClaim, ApiError> {
    let Begun { claim, next, .. } = begin(tx, id, Act::Verify)?;
    advance(tx, claim, Act::Verify, next, &input.reason, input)
}

/// Refutes a claim, which no longer counts towards progress.
pub fn refute(tx: &mut Tx<'_>, id: &ProgressClaimId, input: &Reasoned) -> Result<ProgressClaim, ApiError> {
    let Begun { claim, next, .. } = begin(tx, id, Act::Refute)?;
    advance(tx, claim, Act::Refute, next, &input.reason, input)
}

/// Takes back the verdict on a claim, which is asserted again.
pub fn reopen(tx: &mut Tx<'_>, id: &ProgressClaimId, input: &Reasoned) -> Result<ProgressClaim, ApiError> {
    let Begun { claim, next, .. } = begin(tx, id, Act::Reopen)?;
    advance(tx, claim, Act::Reopen, next, &input.reason, input)
}

/// Compares a claim's figure with the set's counts.
pub fn weigh(set: &RecommendationSet, claim: &ProgressClaim) -> Result<Weighed, ApiError> {
    let counts = set.counts.get()?;
    let counted = Counted { counts: &counts, stated_total: set.stated_total };
    let resolved = claim.resolution.get()?.map(|resolution| resolution.of);
    let verified = claim.status == ProgressClaimStatus::Verified;
    Ok(Weighed::new(claim.figure.get()?, counted, claim.asserted_on, resolved, verified))
}

/// The facts that the rules need of a claim.
pub fn state_of(claim: &ProgressClaim, weighed: &Weighed) -> ClaimState {
    ClaimState {
        status: claim.status,
        readings: weighed.readings.len(),
        ambiguous: weighed.ambiguous(),
        recorded_by: claim.recorded_by.clone(),
    }
}

/// A claim on which an act has begun, its readings, and the resulting status.
struct Begun {
    claim: ProgressClaim,
    weighed: Weighed,
    next: ProgressClaimStatus,
}

/// Loads the claim if visible, decides the new status, then checks the precondition.
fn begin(tx: &mut Tx<'_>, id: &ProgressClaimId, act: Act) -> Result<Begun, ApiError> {
    let claim = store::find(tx.conn, &set_rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let set = visible_set(tx, &claim.set_id)?;
    let weighed = weigh(&set, &claim)?;
    let state = state_of(&claim, &weighed);
    let next = permit(tx, &claim, act, |act| rules::decide(act, &state, tx.actor))?;
    Ok(Begun { claim, weighed, next })
}

fn visible_set(tx: &mut Tx<'_>, id: &RecommendationSetId) -> Result<RecommendationSet, ApiError> {
    sets::find(tx.conn, &set_rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)
}

fn check_links(tx: &mut Tx<'_>, input: &AssertProgress, faults: &mut Faults) -> Result<(), ApiError> {
    let area = &tx.actor.area;
    meetings::references::check_meeting(tx.conn, area, input.meeting_id.as_ref(), None, faults)?;
    questions::references::check_question_put(tx.conn, tx.actor, input.question_id.as_ref(), faults)?;
    let Some(response) = &input.response_id else { return Ok(()) };
    // Everybody sees the claim, so the response must be one that both sides see, which a draft is not.
    for drafts_of in [Side::Force, Side::Office] {
        let scope = responses::rules::Scope { area: area.clone(), drafts_of, reader: Reader::of(tx.actor) };
        if responses::store::find(tx.conn, &scope, response)?.is_none() {
            faults.add("/response_id", "is not the id of a submitted response");
            break;
        }
    }
    Ok(())
}

fn advance<C: Serialize>(
    tx: &mut Tx<'_>,
    mut claim: ProgressClaim,
    act: Act,
    next: ProgressClaimStatus,
    reason: &str,
    changes: &C,
) -> Result<ProgressClaim, ApiError> {
    if claim.status != next {
        claim.status_reason = Some(reason.to_owned());
    }
    tracked::advance(tx, claim, act, next, Some(reason), changes)
}
