//! All SQL about claims of progress. Decides nothing.

use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{ProgressClaim, ProgressClaimId, ProgressClaimStatus};
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{progress_claims, recommendation_sets};
use crate::http::listing::list_orders;
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::model::RecommendationSetStatus;
use crate::record::recommendations::recommendation_sets::model::RecommendationSetId;
use crate::record::recommendations::recommendation_sets::rules::Scope;

tracked!(ProgressClaim in progress_claims as "claim of progress" with ProgressClaimStatus);

list_orders!(
    /// The sort keys of the claims about a set.
    ProgressClaimSort of ProgressClaim in progress_claims {
        CreatedAt = "created_at" by id,
        AssertedOn = "asserted_on" by asserted_on,
    }
);

/// Filters of the claims about a set; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProgressClaimFilter {
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<ProgressClaimStatus>,
}

type Boxed = progress_claims::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter, as no other function does: records of a draft set are hidden with it.
fn visible(scope: &Scope) -> Boxed {
    let query = progress_claims::table.filter(progress_claims::area.eq(scope.area.clone())).into_boxed();
    if !scope.only_recorded {
        return query;
    }
    let drafts = recommendation_sets::table
        .filter(recommendation_sets::id.eq(progress_claims::set_id))
        .filter(recommendation_sets::status.eq(RecommendationSetStatus::Draft));
    query.filter(diesel::dsl::not(diesel::dsl::exists(drafts)))
}

/// Returns the claim, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &ProgressClaimId) -> Result<Option<ProgressClaim>, ApiError> {
    Ok(visible(scope).filter(progress_claims::id.eq(id.clone())).first(conn).optional()?)
}

/// Returns the claims about the sets of `ids` that have not been refuted, latest first, in one query.
pub fn standing(conn: &mut AnyConnection, ids: &[RecommendationSetId]) -> Result<Vec<ProgressClaim>, ApiError> {
    Ok(progress_claims::table
        .filter(progress_claims::set_id.eq_any(ids.to_vec()))
        .filter(progress_claims::status.ne(ProgressClaimStatus::Refuted))
        .order((progress_claims::asserted_on.desc(), progress_claims::id.desc()))
        .load(conn)?)
}

/// Returns one page of the claims about a set in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    set: &RecommendationSetId,
    filter: &ProgressClaimFilter,
    window: &Window<ProgressClaimSort>,
) -> Result<Page<ProgressClaim>, ApiError> {
    let of_set = || {
        let query = visible(scope).filter(progress_claims::set_id.eq(set.clone()));
        if filter.status.is_empty() { query } else { query.filter(progress_claims::status.eq_any(filter.status.clone())) }
    };
    ProgressClaimSort::page(conn, window, of_set)
}
