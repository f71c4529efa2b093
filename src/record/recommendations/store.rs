//! All SQL about recommendations. Decides nothing.

use chrono::NaiveDate;
use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{AddressedTo, Recommendation, RecommendationId, RecommendationStatus};
use super::rules;
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend, next_in_series};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{recommendation_sets, recommendations};
use crate::http::listing::{list_orders, narrow, search};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::deadlines::lateness;
use crate::record::deadlines::lateness::{Lateness, Limits, by_known_due, by_lateness};
use crate::record::deadlines::model::KnownDue;
use crate::record::model::RecommendationSetStatus;
use crate::record::recommendations::recommendation_sets::model::{RecommendationSetId, ReportSource};
use crate::record::recommendations::recommendation_sets::rules::Scope;

tracked!(Recommendation in recommendations as "recommendation" with RecommendationStatus);

list_orders!(
    /// The sort keys of the list of recommendations.
    RecommendationSort of Recommendation in recommendations {
        CreatedAt = "created_at" by id,
        UpdatedAt = "updated_at" by updated_at,
        DueOn = "due_on" by due_on or last,
    }
);

/// Filters of the list of recommendations; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RecommendationFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// Id of a set.
    pub set: Option<RecommendationSetId>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<RecommendationStatus>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub addressed_to: Vec<AddressedTo>,
    /// `true` for recommendations with an escalation that stands, `false` for the others.
    pub escalated: Option<bool>,
    /// `true` for late recommendations, `false` for the others.
    pub overdue: Option<bool>,
    /// State of the due date: a day, only words for one, or nothing.
    pub due: Option<KnownDue>,
    /// Lateness of what is awaited and has a due date.
    pub lateness: Option<Lateness>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_to: Option<NaiveDate>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<chrono::DateTime<chrono::Utc>>,
    /// Search words, all of which must occur in the text or the evidence.
    pub q: Option<String>,
}

type Boxed = recommendations::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter, as no other function does: records of a draft set are hidden with it.
fn visible(scope: &Scope) -> Boxed {
    let query = recommendations::table.filter(recommendations::area.eq(scope.area.clone())).into_boxed();
    if !scope.only_recorded {
        return query;
    }
    let drafts = recommendation_sets::table
        .filter(recommendation_sets::id.eq(recommendations::set_id))
        .filter(recommendation_sets::status.eq(RecommendationSetStatus::Draft));
    query.filter(not(exists(drafts)))
}

/// Returns the recommendation, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &RecommendationId) -> Result<Option<Recommendation>, ApiError> {
    Ok(visible(scope).filter(recommendations::id.eq(id.clone())).first(conn).optional()?)
}

/// Returns every recommendation of a set, in the order they were added.
pub fn of_set(conn: &mut AnyConnection, set: &RecommendationSetId) -> Result<Vec<Recommendation>, ApiError> {
    Ok(recommendations::table.filter(recommendations::set_id.eq(set)).order(recommendations::id.asc()).load(conn)?)
}

/// Facts of its set that the rules of a recommendation need.
type OfSet = (RecommendationSetStatus, ReportSource);

/// Returns the status and the source of each set of `ids`.
pub fn set_statuses(
    conn: &mut AnyConnection,
    ids: &[RecommendationSetId],
) -> Result<Vec<(RecommendationSetId, OfSet)>, ApiError> {
    let sets = recommendation_sets::table.filter(recommendation_sets::id.eq_any(ids.to_vec()));
    Ok(sets.select((recommendation_sets::id, (recommendation_sets::status, recommendation_sets::source))).load(conn)?)
}

/// Returns the numbers of recommendations of each set of `ids`, by status.
pub fn tallies(
    conn: &mut AnyConnection,
    ids: &[RecommendationSetId],
) -> Result<Vec<(RecommendationSetId, RecommendationStatus, i64)>, ApiError> {
    Ok(recommendations::table
        .filter(recommendations::set_id.eq_any(ids.to_vec()))
        .group_by((recommendations::set_id, recommendations::status))
        .select((recommendations::set_id, recommendations::status, count_star()))
        .load(conn)?)
}

/// Returns the number of late recommendations of each set of `ids`.
pub fn overdue(
    conn: &mut AnyConnection,
    ids: &[RecommendationSetId],
    today: NaiveDate,
) -> Result<Vec<(RecommendationSetId, i64)>, ApiError> {
    Ok(recommendations::table
        .filter(recommendations::set_id.eq_any(ids.to_vec()))
        .filter(recommendations::due_on.lt(today))
        .filter(recommendations::status.eq_any(rules::OUTSTANDING))
        .group_by(recommendations::set_id)
        .select((recommendations::set_id, count_star()))
        .load(conn)?)
}

/// Returns the number of listed recommendations of a set, and locks it until the transaction ends: other transactions that may
/// change that number, or its limit, wait here.
pub fn listed_and_held(conn: &mut AnyConnection, area: &str, set: &RecommendationSetId) -> Result<i64, ApiError> {
    // A counter's row is a lock in both databases; its value has no meaning.
    next_in_series(conn, area, &format!("recommendations of {set}"), 0)?;
    Ok(recommendations::table.filter(recommendations::set_id.eq(set)).count().get_result(conn)?)
}

fn filtered(scope: &Scope, filter: &RecommendationFilter, today: NaiveDate, limits: Option<(Limits, Lateness)>) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, recommendations {
        area = area,
        set_id = set,
        status in status,
        addressed_to in addressed_to,
        due_on >= due_from,
        due_on <= due_to,
        updated_at since modified_since,
    });
    query = match filter.escalated {
        Some(true) => query.filter(recommendations::escalated_on.is_not_null()),
        Some(false) => query.filter(recommendations::escalated_on.is_null()),
        None => query,
    };
    match filter.overdue {
        Some(true) => {
            query = query.filter(recommendations::due_on.lt(today)).filter(recommendations::status.eq_any(rules::OUTSTANDING));
        }
        Some(false) => {
            let on_time = recommendations::due_on.is_null().or(recommendations::due_on.ge(today).assume_not_null());
            query = query.filter(on_time.or(recommendations::status.ne_all(rules::OUTSTANDING)));
        }
        None => {}
    }
    by_known_due!(query, filter, recommendations);
    by_lateness!(query, limits, recommendations, recommendations::status.eq_any(rules::OUTSTANDING));
    search!(query, filter, recommendations::text, recommendations::evidence);
    query
}

/// Returns one page of the recommendations in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &RecommendationFilter,
    window: &Window<RecommendationSort>,
    today: NaiveDate,
) -> Result<Page<Recommendation>, ApiError> {
    let limits = lateness::asked(conn, &scope.area, today, filter.lateness)?;
    RecommendationSort::page(conn, window, || filtered(scope, filter, today, limits))
}
