//! All SQL about priorities. Decides nothing.

use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::Priority;
use crate::foundation::dates::optional_instant;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    action_priorities, data_point_priorities, decision_priorities, finding_priorities, measure_priorities, plans, priorities,
    question_priorities, recommendation_set_priorities,
};
use crate::http::listing::{list_orders, narrow, search};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::planning::plans::model::{PlanId, PlanStatus, PriorityId};
use crate::record::planning::plans::rules::Scope;

tracked!(Priority in priorities as "priority");

list_orders!(
    /// The sort keys of the list of priorities.
    PrioritySort of Priority in priorities {
        CreatedAt = "created_at" by id,
    }
);

/// Narrows a boxed query to the records under the plan or the priority that a filter names:
/// `under!(query, filter, questions in question_priorities by question_id)`.
///
/// `questions` are the records, and `question_priorities` their links to priorities, by the column `question_id`. With `only priority`
/// before them, for a filter that names no plan.
#[doc(hidden)]
#[macro_export]
macro_rules! __under {
    ($query:ident, $filter:ident, $table:ident in $links:ident by $column:ident) => {
        $query = match &$filter.plan {
            Some(plan) => {
                let links = $links::table
                    .inner_join(
                        $crate::foundation::schema::priorities::table
                            .on($crate::foundation::schema::priorities::id.eq($links::priority_id)),
                    )
                    .filter($links::$column.eq($table::id))
                    .filter($crate::foundation::schema::priorities::plan_id.eq(plan.clone()));
                $query.filter(diesel::dsl::exists(links))
            }
            None => $query,
        };
        $crate::record::planning::priorities::store::under!($query, $filter, only priority, $table in $links by $column);
    };
    ($query:ident, $filter:ident, only priority, $table:ident in $links:ident by $column:ident) => {
        $query = match &$filter.priority {
            Some(priority) => {
                let links = $links::table
                    .filter($links::$column.eq($table::id))
                    .filter($links::priority_id.eq(priority.clone()));
                $query.filter(diesel::dsl::exists(links))
            }
            None => $query,
        };
    };
}
pub use __under as under;

/// Filters of the list of priorities; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PriorityFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    pub plan: Option<PlanId>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur in the title.
    pub q: Option<String>,
}

type Boxed = priorities::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter, as no other function does: a priority is as visible as its plan.
fn visible(scope: &Scope) -> Boxed {
    let query = priorities::table.filter(priorities::area.eq(scope.area.clone())).into_boxed();
    if scope.no_drafts {
        let adopted = plans::table.filter(plans::id.eq(priorities::plan_id)).filter(plans::status.ne(PlanStatus::Draft));
        query.filter(exists(adopted))
    } else {
        query
    }
}

/// Returns the priority, if `scope` includes it, and the status of its plan.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &PriorityId) -> Result<Option<(Priority, PlanStatus)>, ApiError> {
    let found: Option<Priority> = visible(scope).filter(priorities::id.eq(id.clone())).first(conn).optional()?;
    match found {
        None => Ok(None),
        Some(priority) => {
            let status = plan_status(conn, &priority.plan_id)?;
            Ok(Some((priority, status)))
        }
    }
}

/// Returns the status of a plan that a priority refers to.
pub fn plan_status(conn: &mut AnyConnection, id: &PlanId) -> Result<PlanStatus, ApiError> {
    Ok(plans::table.filter(plans::id.eq(id)).select(plans::status).first(conn)?)
}

/// Returns the priorities of several plans, in order, in one query.
pub fn of_plans(conn: &mut AnyConnection, ids: &[PlanId]) -> Result<Vec<Priority>, ApiError> {
    Ok(priorities::table
        .filter(priorities::plan_id.eq_any(ids.to_vec()))
        .order((priorities::plan_id.asc(), priorities::position.asc(), priorities::id.asc()))
        .load(conn)?)
}

fn filtered(scope: &Scope, filter: &PriorityFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, priorities {
        area = area,
        plan_id = plan,
        updated_at since modified_since,
    });
    search!(query, filter, priorities::title);
    query
}

/// Returns one page of the priorities in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &PriorityFilter,
    window: &Window<PrioritySort>,
) -> Result<Page<Priority>, ApiError> {
    PrioritySort::page(conn, window, || filtered(scope, filter))
}

/// Returns the position after the last priority of a plan.
pub fn next_position(conn: &mut AnyConnection, plan: &PlanId) -> Result<i32, ApiError> {
    let last: Option<i32> =
        priorities::table.filter(priorities::plan_id.eq(plan)).select(diesel::dsl::max(priorities::position)).first(conn)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Returns whether a question, an action or a decision is linked to a priority.
pub fn is_used(conn: &mut AnyConnection, id: &PriorityId) -> Result<bool, ApiError> {
    let questions: i64 = question_priorities::table.filter(question_priorities::priority_id.eq(id)).count().get_result(conn)?;
    let actions: i64 = action_priorities::table.filter(action_priorities::priority_id.eq(id)).count().get_result(conn)?;
    let decisions: i64 = decision_priorities::table.filter(decision_priorities::priority_id.eq(id)).count().get_result(conn)?;
    Ok(questions + actions + decisions > 0)
}

/// Returns whether a record of any kind is linked to a priority.
pub fn is_linked(conn: &mut AnyConnection, id: &PriorityId) -> Result<bool, ApiError> {
    use {
        data_point_priorities as figures, finding_priorities as findings, measure_priorities as measures,
        recommendation_set_priorities as sets,
    };
    let found: [i64; 4] = [
        findings::table.filter(findings::priority_id.eq(id)).count().get_result(conn)?,
        sets::table.filter(sets::priority_id.eq(id)).count().get_result(conn)?,
        figures::table.filter(figures::priority_id.eq(id)).count().get_result(conn)?,
        measures::table.filter(measures::priority_id.eq(id)).count().get_result(conn)?,
    ];
    Ok(found.iter().sum::<i64>() > 0 || is_used(conn, id)?)
}

/// Deletes the priorities of a plan.
pub fn delete_of_plan(conn: &mut AnyConnection, plan: &PlanId) -> Result<(), ApiError> {
    diesel::delete(priorities::table.filter(priorities::plan_id.eq(plan))).execute(conn)?;
    Ok(())
}
