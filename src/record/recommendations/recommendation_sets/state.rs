//! The state of a set, including the response to its report, for its rules and those of its recommendations.

use super::model::RecommendationSet;
use super::rules::SetState;
use crate::foundation::error::ApiError;
use crate::http::call::Tx;
use crate::record::recommendations;
use crate::record::recommendations::report_responses;

/// Returns the state of a set as far as the caller may know it: a draft response is visible to the body only.
pub fn of(tx: &mut Tx<'_>, set: &RecommendationSet) -> Result<SetState, ApiError> {
    let scope = report_responses::rules::scope(tx.actor);
    let responses = report_responses::store::of_sets(tx.conn, &scope, std::slice::from_ref(&set.id))?;
    Ok(SetState { status: set.status, response: responses.first().map(|response| response.status) })
}

/// Returns the state and locks it until the transaction ends: a simultaneous completion of the response waits, or was waited
/// for.
pub fn held(tx: &mut Tx<'_>, set: &RecommendationSet) -> Result<SetState, ApiError> {
    recommendations::store::listed_and_held(tx.conn, &set.area, &set.id)?;
    of(tx, set)
}
