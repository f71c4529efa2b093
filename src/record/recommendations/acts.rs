//! The acts on recommendations, each as one unit of work: load what is visible, decide, check the version, save,
//! audit.

use chrono::NaiveDate;
use serde::Serialize;

use super::model::{
    AddRecommendation, Answer, AnswerRecommendation, ClaimRecommendation, EditRecommendation, ExtendRecommendation,
    Recommendation, RecommendationAct as Act, RecommendationExtension, RecommendationId, RecommendationStatus,
};
use super::rules::RecommendationState;
use super::{rules, store};
use crate::foundation::db::JsonText;
use crate::foundation::error::{ApiError, FieldError};
use crate::foundation::validate::{ActDay, DatedReason, Faults, ITEMS};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::actions;
use crate::record::actions::model::Hands;
use crate::record::audit::tracked::{self, permit};
use crate::record::happened;
use crate::record::happened::Follows;
use crate::record::recommendations::recommendation_sets::model::{RecommendationSet, RecommendationSetAct, RecommendationSetId};
use crate::record::recommendations::recommendation_sets::{rules as set_rules, state as set_state, store as sets};

/// Adds a recommendation to a set.
pub fn add(tx: &mut Tx<'_>, set_id: &RecommendationSetId, input: &AddRecommendation) -> Result<Recommendation, ApiError> {
    let set = visible_set(tx, set_id)?;
    let state = set_state::held(tx, &set)?;
    set_rules::decide(RecommendationSetAct::AddRecommendation, state, tx.actor)
        .map_err(|refusal| tracked::refuse(refusal, set.status.as_str(), &set_rules::allowed_acts(state, tx.actor)))?;
    let listed = store::listed_and_held(tx.conn, &set.area, set_id)?;
    let most = set_rules::most_listed(&set.counts.get()?, set.stated_total);
    if let Some(most) = most.filter(|most| listed >= i64::from(*most)) {
        let mut faults = Faults::default();
        faults.add(
            "",
            format!("the set counts {most} recommendations, and that many are already listed: correct its counts first"),
        );
        faults.finish()?;
    }
    let recommendation = Recommendation {
        id: RecommendationId::new(tx.ids),
        area: set.area,
        set_id: set.id,
        printed_number: input.printed_number.clone(),
        text: input.text.clone(),
        addressed_to: input.addressed_to,
        due_on: input.due_on,
        due_text: input.due_text.clone(),
        status: RecommendationStatus::Open,
        status_reason: None,
        claimed_by: None,
        evidence: None,
        times_rejected: 0,
        force_answer: JsonText::new(&None)?,
        body_answer: JsonText::new(&None)?,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
        extensions: JsonText::new(&Vec::new())?,
        escalations: JsonText::new(&Vec::new())?,
        escalated_on: None,
        hands: JsonText::new(&Hands::default())?,
        completed_on: None,
        ended_on: None,
    };
    tracked::create(tx, &recommendation, None, input)?;
    Ok(recommendation)
}

/// Edits an open recommendation.
pub fn edit(tx: &mut Tx<'_>, id: &RecommendationId, patch: &EditRecommendation) -> Result<Recommendation, ApiError> {
    let Begun { recommendation, set, next } = begin(tx, id, Act::Edit)?;
    let edited = patch.apply(&recommendation)?;
    let mut faults = Faults::default();
    if rules::moves_due_date(set.status, recommendation.due_on, edited.draft.due_on) {
        faults.add("/due_on", "is already set: ask the PCC to move it with the act extend");
    }
    let answered = recommendation.force_answer.get()?.is_some() || recommendation.body_answer.get()?.is_some();
    for pointer in rules::answered_words(set.status, answered, &recommendation, &edited.draft) {
        faults.add(pointer, "cannot be changed, because it has been answered");
    }
    faults.finish()?;
    advance(tx, recommendation.with(edited.draft)?, Act::Edit, next, None, &edited.changes)
}

/// Deletes a recommendation of a draft set.
pub fn delete(tx: &mut Tx<'_>, id: &RecommendationId) -> Result<(), ApiError> {
    let Begun { recommendation, .. } = begin(tx, id, Act::Delete)?;
    let text = serde_json::json!({ "text": recommendation.text });
    tracked::remove(tx, &recommendation, &text)
}

/// Answers a recommendation for the caller's side; the other side's answer stays as it is.
pub fn respond(tx: &mut Tx<'_>, id: &RecommendationId, input: &AnswerRecommendation) -> Result<Recommendation, ApiError> {
    let begun = begin(tx, id, Act::Respond)?;
    // Never a day from the force, which must not decide whether it answered in time.
    if input.given_on.is_some() && !tx.actor.role.is_body() {
        return Err(ApiError::Invalid(vec![FieldError::new("/given_on", "is given by the body only: omit it")]));
    }
    let by = tx.actor.name.clone();
    answered(tx, begun, input, Some(by))
}

/// Records the answer of the caller's side as an old record tells it, with its day and who gave it.
pub fn respond_as_recorded(
    tx: &mut Tx<'_>,
    id: &RecommendationId,
    input: &AnswerRecommendation,
    by: Option<&str>,
) -> Result<Recommendation, ApiError> {
    let begun = begin(tx, id, Act::Respond)?;
    answered(tx, begun, input, by.map(str::to_owned))
}

fn answered(
    tx: &mut Tx<'_>,
    begun: Begun,
    input: &AnswerRecommendation,
    given_by: Option<String>,
) -> Result<Recommendation, ApiError> {
    let given_on = happened::day(tx.today, "/given_on", input.given_on, since_published(&begun.set))?;
    let Begun { mut recommendation, next, .. } = begun;
    check_actions(tx, input)?;
    let answer = Answer { kind: input.kind, text: input.text.clone(), action_ids: input.action_ids.clone(), given_by, given_on };
    let answer = JsonText::new(&Some(answer))?;
    if tx.actor.role.is_body() {
        recommendation.body_answer = answer;
    } else {
        recommendation.force_answer = answer;
    }
    advance(tx, recommendation, Act::Respond, next, None, input)
}

/// Returns what every event of a recommendation follows: the day its report was published.
fn since_published(set: &RecommendationSet) -> Follows {
    set.published_on.map(|day| (day, "the day the report was published"))
}

/// Claims a recommendation complete, with evidence.
pub fn claim(tx: &mut Tx<'_>, id: &RecommendationId, input: &ClaimRecommendation) -> Result<Recommendation, ApiError> {
    let begun = begin(tx, id, Act::Claim)?;
    let on = happened::day(tx.today, "/on", input.on, since_published(&begun.set))?;
    claimed(tx, begun, Some(&input.evidence), Some(on), input)
}

/// Claims a recommendation complete as an old record tells it, which may know neither the day nor the evidence.
pub fn claim_as_recorded(
    tx: &mut Tx<'_>,
    id: &RecommendationId,
    evidence: Option<&str>,
    on: Option<NaiveDate>,
) -> Result<Recommendation, ApiError> {
    let begun = begin(tx, id, Act::Claim)?;
    happened::day(tx.today, "/completed_on", on, since_published(&begun.set))?;
    claimed(tx, begun, evidence, on, &serde_json::json!({ "evidence": evidence, "on": on }))
}

fn claimed<C: Serialize>(
    tx: &mut Tx<'_>,
    begun: Begun,
    evidence: Option<&str>,
    on: Option<NaiveDate>,
    changes: &C,
) -> Result<Recommendation, ApiError> {
    let Begun { mut recommendation, next, .. } = begun;
    recommendation.claimed_by.clone_from(&tx.actor.user_id);
    let mut hands = recommendation.hands.get()?;
    hands.claim(tx.actor.user_id.as_ref());
    recommendation.hands = JsonText::new(&hands)?;
    recommendation.evidence = evidence.map(str::to_owned);
    recommendation.completed_on = on;
    advance(tx, recommendation, Act::Claim, next, None, changes)
}

/// Verifies a claim.
pub fn verify(tx: &mut Tx<'_>, id: &RecommendationId, input: &ActDay) -> Result<Recommendation, ApiError> {
    let begun = begin(tx, id, Act::Verify)?;
    let on = happened::day(tx.today, "/on", input.on, since_completed(&begun.recommendation))?;
    verified(tx, begun, Some(on), input)
}

/// Verifies a claim as an old record tells it, which may not know the day.
pub fn verify_as_recorded(tx: &mut Tx<'_>, id: &RecommendationId, on: Option<NaiveDate>) -> Result<Recommendation, ApiError> {
    let begun = begin(tx, id, Act::Verify)?;
    happened::day(tx.today, "/on", on, since_completed(&begun.recommendation))?;
    verified(tx, begun, on, &ActDay { on })
}

fn verified(tx: &mut Tx<'_>, begun: Begun, on: Option<NaiveDate>, changes: &ActDay) -> Result<Recommendation, ApiError> {
    let Begun { mut recommendation, next, .. } = begun;
    let mut hands = recommendation.hands.get()?;
    hands.accept(tx.actor.user_id.as_ref());
    recommendation.hands = JsonText::new(&hands)?;
    recommendation.ended_on = on;
    advance(tx, recommendation, Act::Verify, next, None, changes)
}

/// Returns what a verdict on a claim follows: the day on which it says that the recommendation was complete.
fn since_completed(one: &Recommendation) -> Follows {
    one.completed_on.map(|day| (day, "the day on which it was complete"))
}

/// Rejects a claim and counts the rejection.
pub fn reject(tx: &mut Tx<'_>, id: &RecommendationId, input: &DatedReason) -> Result<Recommendation, ApiError> {
    let Begun { mut recommendation, next, .. } = begin(tx, id, Act::Reject)?;
    happened::day(tx.today, "/on", input.on, since_completed(&recommendation))?;
    recommendation.times_rejected += 1;
    advance(tx, recommendation, Act::Reject, next, Some(&input.reason), input)
}

/// Records that a recommendation is not accepted.
pub fn not_accept(tx: &mut Tx<'_>, id: &RecommendationId, input: &DatedReason) -> Result<Recommendation, ApiError> {
    let begun = begin(tx, id, Act::NotAccept)?;
    let on = happened::day(tx.today, "/on", input.on, since_published(&begun.set))?;
    let Begun { mut recommendation, next, .. } = begun;
    recommendation.ended_on = Some(on);
    advance(tx, recommendation, Act::NotAccept, next, Some(&input.reason), input)
}

/// Records that a recommendation is not accepted as an old record tells it, which may not know the day.
pub fn not_accept_as_recorded(
    tx: &mut Tx<'_>,
    id: &RecommendationId,
    reason: &str,
    on: Option<NaiveDate>,
) -> Result<Recommendation, ApiError> {
    let begun = begin(tx, id, Act::NotAccept)?;
    happened::day(tx.today, "/on", on, since_published(&begun.set))?;
    let Begun { mut recommendation, next, .. } = begun;
    recommendation.ended_on = on;
    let input = DatedReason { reason: reason.to_owned(), on };
    advance(tx, recommendation, Act::NotAccept, next, Some(reason), &input)
}

/// Moves the due date to a later day, or sets one that was missing.
pub fn extend(tx: &mut Tx<'_>, id: &RecommendationId, input: &ExtendRecommendation) -> Result<Recommendation, ApiError> {
    let Begun { mut recommendation, set, next } = begin(tx, id, Act::Extend)?;
    let on = happened::day(tx.today, "/on", input.on, since_published(&set))?;
    let mut faults = Faults::default();
    if let Some(due) = recommendation.due_on.filter(|due| input.due_on <= *due) {
        faults.add("/due_on", format!("must be later than the current due date, {due}"));
    }
    faults.finish()?;
    let mut extensions = recommendation.extensions.get()?;
    if extensions.len() >= ITEMS {
        return Err(ApiError::Conflict(format!("there are already {ITEMS} extensions, the maximum")));
    }
    let (from, reason) = (recommendation.due_on, input.reason.clone());
    extensions.push(RecommendationExtension { on, from, to: input.due_on, reason, taken_back: None });
    recommendation.extensions = JsonText::new(&extensions)?;
    recommendation.due_on = Some(input.due_on);
    advance(tx, recommendation, Act::Extend, next, Some(&input.reason), input)
}

/// A recommendation on which an act has begun, its set, and the resulting status.
pub(super) struct Begun {
    pub recommendation: Recommendation,
    pub set: RecommendationSet,
    pub next: RecommendationStatus,
}

/// Loads the recommendation if visible, decides the new status, then checks the precondition.
pub(super) fn begin(tx: &mut Tx<'_>, id: &RecommendationId, act: Act) -> Result<Begun, ApiError> {
    let found = store::find(tx.conn, &set_rules::scope(tx.actor), id)?;
    let recommendation = found.ok_or(ApiError::NotFound)?;
    let set = visible_set(tx, &recommendation.set_id)?;
    let state = match act {
        Act::Edit | Act::Delete | Act::Respond | Act::Reopen => set_state::held(tx, &set)?,
        Act::Claim
        | Act::TakeBackClaim
        | Act::Verify
        | Act::Reject
        | Act::TakeBackRejection
        | Act::NotAccept
        | Act::Extend
        | Act::TakeBackExtension
        | Act::Escalate
        | Act::TakeBackEscalation => set_state::of(tx, &set)?,
    };
    let state = RecommendationState::of(state, &recommendation, tx.today)?;
    let next = permit(tx, &recommendation, act, |act| rules::decide(act, &state, tx.actor))?;
    Ok(Begun { recommendation, set, next })
}

fn visible_set(tx: &mut Tx<'_>, id: &RecommendationSetId) -> Result<RecommendationSet, ApiError> {
    sets::find(tx.conn, &set_rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)
}

fn check_actions(tx: &mut Tx<'_>, input: &AnswerRecommendation) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    let scope = actions::rules::scope(tx.actor);
    for (index, id) in input.action_ids.iter().enumerate() {
        let pointer = format!("/action_ids/{index}");
        if actions::store::find(tx.conn, &scope, id)?.is_none() {
            faults.add(&pointer, "is not the id of an action in this area");
        }
        if input.action_ids.iter().take(index).any(|earlier| earlier == id) {
            faults.add(&pointer, "is listed more than once");
        }
    }
    faults.finish()
}

pub(super) fn advance<C: Serialize>(
    tx: &mut Tx<'_>,
    mut recommendation: Recommendation,
    act: Act,
    next: RecommendationStatus,
    reason: Option<&str>,
    changes: &C,
) -> Result<Recommendation, ApiError> {
    if recommendation.status != next {
        recommendation.status_reason = reason.map(str::to_owned);
    }
    tracked::advance(tx, recommendation, act, next, reason, changes)
}
