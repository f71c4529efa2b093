//! The counts of the report: grouped by the database, from an index where only the index is needed. Nothing here decides.

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
use crate::record::actions::model::{Ownership, Particulars};
use crate::record::actions::rules::Scope;
use crate::record::actions::store::narrow;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::plans::model::{PlanId, PriorityId};

/// Which actions are counted; all given filters must hold.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ActionReportFilter {
    /// Actions under any priority of this plan.
    pub plan: Option<PlanId>,
    pub priority: Option<PriorityId>,
    /// Actions set at this meeting, come from it, or stood there again.
    pub meeting: Option<MeetingId>,
    /// The capacity or the name of any of its owners, in any case.
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

/// Counts the standing actions that `$scope` sees and `$filter` keeps, grouped by `$key` and by all that is counted.
///
/// A macro for the reason `keyset!` is one: the type of a grouped query cannot be written generically over its columns.
macro_rules! alike_by {
    ($scope:expr, $filter:expr, $($key:expr),+) => {{
        let query = actions::table
            .group_by(($($key,)+ actions::status, actions::due_on, actions::needs_review, actions::times_reopened))
            .select((
                $($key,)+
                (actions::status, actions::due_on, actions::needs_review, actions::times_reopened, count_star()),
            ))
            .into_boxed::<MultiBackend>();
        let mut query = narrow!(query, $scope.area, $filter)
            .filter(actions::area.eq($scope.area.clone()))
            .filter(actions::status.eq_any(STANDING));
        if let Some(day) = $filter.set_from {
            query = query.filter(actions::set_on.ge(day));
        }
        if let Some(day) = $filter.set_to {
            query = query.filter(actions::set_on.le(day));
        }
        query
    }};
}

type Linked = (Option<String>, JsonText<Particulars>, JsonText<Vec<PriorityId>>, Alike);

/// The standing actions that `scope` sees and `filter` keeps, grouped in two ways.
pub fn groups(conn: &mut AnyConnection, scope: &Scope, filter: &ActionReportFilter) -> Result<Groups, ApiError> {
    let by_day = alike_by!(scope, filter, actions::set_on).load::<(NaiveDate, Alike)>(conn)?;
    // Both at once: what costs is to look at the rows, not to tell them apart.
    let rows: Vec<Linked> = alike_by!(scope, filter, actions::owner, actions::particulars, actions::priority_ids).load(conn)?;
    let mut by_links = Vec::with_capacity(rows.len());
    for (printed, particulars, ids, alike) in rows {
        let ownership = Ownership { printed, side: None, listed: particulars.get()?.owners };
        by_links.push((ownership, ids.get()?, alike));
    }
    Ok(Groups { by_day, by_links })
}

/// The priorities of an area with their titles.
pub fn titles(conn: &mut AnyConnection, area: &str) -> Result<Vec<(PriorityId, String)>, ApiError> {
    Ok(priorities::table.filter(priorities::area.eq(area)).select((priorities::id, priorities::title)).load(conn)?)
}
