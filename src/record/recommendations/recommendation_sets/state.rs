//! How far a set has come, the response to its report included: what its rules and those of its recommendations ask.

use super::model::RecommendationSet;
use super::rules::SetState;
use crate::foundation::error::ApiError;
use crate::http::call::Tx;
use crate::record::recommendations;
use crate::record::recommendations::report_responses;

/// The state of a set as the caller may know it: a response in draft is the body's.
pub fn of(tx: &mut Tx<'_>, set: &RecommendationSet) -> Result<SetState, ApiError> {
    let scope = report_responses::rules::scope(tx.actor);
    let responses = report_responses::store::of_sets(tx.conn, &scope, std::slice::from_ref(&set.id))?;
    Ok(SetState { status: set.status, response: responses.first().map(|response| response.status) })
}

/// The same, to the end of the transaction: whoever completes the response at this moment waits, or was waited for.
pub fn held(tx: &mut Tx<'_>, set: &RecommendationSet) -> Result<SetState, ApiError> {
    recommendations::store::listed_and_held(tx.conn, &set.area, &set.id)?;
    of(tx, set)
}
