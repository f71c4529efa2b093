//! The counts of the report, grouped by the database, from an index alone where possible. Decides nothing.

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Alike, Groups};
use super::rules::STANDING;
use crate::foundation::dates::optional_day;
use crate::foundation::db::{AnyConnection, JsonText, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{actions, priorities};
use crate::http::listing::narrow;
use crate::record::actions::model::{Ownership, Particulars};
use crate::record::actions::rules::Scope;
use crate::record::actions::store::by_shared_filters;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::plans::model::{PlanId, PriorityId};

/// Filters of the report; all must match.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ActionReportFilter {
    /// Id of a plan: actions under any of its priorities.
    pub plan: Option<PlanId>,
    pub priority: Option<PriorityId>,
    /// Id of a meeting: actions set at it, arising from it, or carried forward to it.
    pub meeting: Option<MeetingId>,
    /// Capacity or name of any owner, in any case.
    pub owner: Option<String>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_to: Option<NaiveDate>,
    /// Set on or after this day (`set_on`).
    #[serde(default, deserialize_with = "optional_day")]
    pub set_from: Option<NaiveDate>,
    /// Set on or before this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub set_to: Option<NaiveDate>,
}

/// Counts the outstanding actions in `$scope` that match `$filter`, grouped by `$key` and by everything that is counted.
///
/// A macro for the reason that `narrow!` is one: the type of a grouped query cannot be written generically over its columns.
macro_rules! alike_by {
    ($scope:expr, $filter:ident, $($key:expr),+) => {{
        let query = actions::table
            .group_by(($($key,)+ actions::status, actions::due_on, actions::needs_review, actions::times_reopened))
            .select((
                $($key,)+
                (actions::status, actions::due_on, actions::needs_review, actions::times_reopened, count_star()),
            ))
            .into_boxed::<MultiBackend>();
        let mut query = by_shared_filters!(query, $scope.area, $filter)
            .filter(actions::area.eq($scope.area.clone()))
            .filter(actions::voided_on.is_null())
            .filter(actions::status.eq_any(STANDING));
        narrow!(query, $filter, actions {
            set_on >= set_from,
            set_on <= set_to,
        });
        query
    }};
}

type Linked = (Option<String>, JsonText<Particulars>, JsonText<Vec<PriorityId>>, Alike);

/// Returns the outstanding actions in `scope` that match `filter`, grouped in two ways.
pub fn groups(conn: &mut AnyConnection, scope: &Scope, filter: &ActionReportFilter) -> Result<Groups, ApiError> {
    let by_day = alike_by!(scope, filter, actions::set_on).load::<(NaiveDate, Alike)>(conn)?;
    // Both in one query: reading the rows costs more than grouping them.
    let rows: Vec<Linked> = alike_by!(scope, filter, actions::owner, actions::particulars, actions::priority_ids).load(conn)?;
    let mut by_links = Vec::with_capacity(rows.len());
    for (printed, particulars, ids, alike) in rows {
        let ownership = Ownership { printed, side: None, listed: particulars.get()?.owners };
        by_links.push((ownership, ids.get()?, alike));
    }
    Ok(Groups { by_day, by_links })
}

/// Returns the priorities of an area with their titles.
pub fn titles(conn: &mut AnyConnection, area: &str) -> Result<Vec<(PriorityId, String)>, ApiError> {
    Ok(priorities::table.filter(priorities::area.eq(area)).select((priorities::id, priorities::title)).load(conn)?)
}
