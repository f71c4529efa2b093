//! Response shapes of what happened to an action: claims, checks of the outcome, reopenings.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::history::ActionReopening;
use super::model::{ActionCheck, ActionClaim, ActionStatus, ClaimVerdict, OutcomeCheck};
use crate::record::model::OwnerSide;

/// A claim that an action is complete.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimView {
    /// Evidence that it is complete; `null` when an old record has none.
    #[schema(example = "The plan was sent to the office on 12 February.")]
    pub evidence: Option<String>,
    /// Name of the claimant.
    pub claimed_by: String,
    pub side: OwnerSide,
    pub claimed_at: DateTime<Utc>,
    /// Day of the claim; `null` when it is not known. `claimed_at` is when it was recorded.
    #[schema(example = "2019-02-12")]
    pub claimed_on: Option<NaiveDate>,
    /// Verdict; `null` until the PCC has judged it.
    pub verdict: Option<ClaimVerdict>,
    /// Reason for the rejection.
    pub reason: Option<String>,
    pub judged_by: Option<String>,
    pub judged_at: Option<DateTime<Utc>>,
    /// Day of the verdict; `null` before that, or when it is not known. `judged_at` is when it was recorded.
    #[schema(example = "2019-02-20")]
    pub judged_on: Option<NaiveDate>,
    /// Day its side took it back.
    #[schema(example = "2019-02-13")]
    pub taken_back_on: Option<NaiveDate>,
    /// Reason it was taken back.
    #[schema(example = "It was the claim for another action.")]
    pub taken_back_reason: Option<String>,
}

/// An outcome check of an accepted action.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CheckView {
    pub result: OutcomeCheck,
    pub reason: String,
    pub checked_by: String,
    pub checked_at: DateTime<Utc>,
    /// Day it was taken back, because it was made by mistake.
    #[schema(example = "2019-05-21")]
    pub taken_back_on: Option<NaiveDate>,
    /// Reason it was taken back.
    #[schema(example = "It was the check of another action.")]
    pub taken_back_reason: Option<String>,
    /// Day of the check; `checked_at` is when it was recorded.
    #[schema(example = "2019-05-20")]
    pub checked_on: Option<NaiveDate>,
}

/// The opening again of an action that had ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReopeningView {
    /// Status in which it was.
    pub from_status: ActionStatus,
    /// Reason it was opened again.
    #[schema(example = "It was accepted by mistake.")]
    pub reason: String,
    /// Name of the person who did it.
    #[schema(example = "A. Commissioner")]
    pub reopened_by: String,
    /// Day it was opened again.
    #[schema(example = "2019-02-14")]
    pub reopened_on: NaiveDate,
}

/// Builds the view of a claim.
pub fn claim_view(claim: ActionClaim) -> ClaimView {
    ClaimView {
        evidence: claim.evidence(),
        claimed_by: claim.claimed_by,
        side: claim.side,
        claimed_at: claim.claimed_at.and_utc(),
        claimed_on: claim.claimed_on,
        verdict: claim.verdict,
        reason: claim.verdict_reason,
        judged_by: claim.judged_by,
        judged_at: claim.judged_at.map(|at| at.and_utc()),
        judged_on: claim.judged_on,
        taken_back_on: claim.taken_back_on,
        taken_back_reason: claim.taken_back_reason,
    }
}

/// Builds the view of an outcome check.
pub fn check_view(check: ActionCheck) -> CheckView {
    let ActionCheck { result, reason, checked_by, checked_on, taken_back_on, taken_back_reason, .. } = check;
    CheckView { result, reason, checked_by, checked_at: check.checked_at.and_utc(), checked_on, taken_back_on, taken_back_reason }
}

/// Builds the view of a reopening.
pub fn reopening_view(one: ActionReopening) -> ReopeningView {
    ReopeningView { from_status: one.from_status, reason: one.reason, reopened_by: one.reopened_by, reopened_on: one.reopened_on }
}
