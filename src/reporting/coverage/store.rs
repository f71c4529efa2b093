//! The queries of the report on coverage. Decides nothing.
//!
//! Only questions that were put count, which everybody in the area can see.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::{count_star, max};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Listed, Put, Span};
use crate::foundation::dates::optional_day;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{plans, priorities, question_heads as heads, question_priorities as links, questions};
use crate::record::planning::plans::model::{PlanId, PlanStatus, PriorityId};
use crate::record::planning::plans::rules::Scope;
use crate::record::questions::model::Head;

/// Filters of the report.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CoverageFilter {
    /// Id of a plan, in force or not; the default is the plan in force on the day `on`.
    pub plan: Option<PlanId>,
    /// Length of the window in months, 1 to 120.
    #[param(minimum = 1, maximum = 120, default = 6)]
    pub months: Option<u16>,
    /// Last day of the window; the default is today.
    #[serde(default, deserialize_with = "optional_day")]
    pub on: Option<NaiveDate>,
}

/// Returns the priorities in `scope`, of one plan or of all adopted ones, in the order of their plans.
pub fn priorities(conn: &mut AnyConnection, scope: &Scope, plan: Option<&PlanId>) -> Result<Vec<Listed>, ApiError> {
    let mut query = priorities::table
        .inner_join(plans::table.on(plans::id.eq(priorities::plan_id)))
        .filter(priorities::area.eq(scope.area.clone()))
        .select((
            priorities::id,
            priorities::title,
            plans::id,
            plans::title,
            plans::status,
            plans::adopted_on,
            plans::superseded_on,
        ))
        .order((plans::adopted_on.asc(), plans::id.asc(), priorities::position.asc(), priorities::id.asc()))
        .into_boxed::<MultiBackend>();
    if scope.no_drafts || plan.is_none() {
        query = query.filter(plans::status.ne(PlanStatus::Draft));
    }
    if let Some(plan) = plan {
        query = query.filter(plans::id.eq(plan.clone()));
    }
    Ok(query.load(conn)?)
}

/// Returns the questions put in the window, by priority.
///
/// The index `questions_put_days` contains the days with the ids for the links.
pub fn by_priority(conn: &mut AnyConnection, area: &str, span: Span) -> Result<HashMap<PriorityId, Put>, ApiError> {
    let rows: Vec<(PriorityId, Option<NaiveDate>, i64)> = questions::table
        .inner_join(links::table.on(links::question_id.eq(questions::id)))
        .filter(questions::area.eq(area))
        .filter(questions::put_on.ge(span.from))
        .filter(questions::put_on.le(span.to))
        .group_by(links::priority_id)
        .select((links::priority_id, max(questions::put_on), count_star()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(priority, last_on, questions)| (priority, Put { last_on, questions })).collect())
}

/// Returns the last day before `day` on which each of `ids` was asked about.
pub fn last_by_priority(
    conn: &mut AnyConnection,
    ids: &[PriorityId],
    day: NaiveDate,
) -> Result<HashMap<PriorityId, NaiveDate>, ApiError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(PriorityId, Option<NaiveDate>)> = links::table
        .inner_join(questions::table.on(questions::id.eq(links::question_id)))
        .filter(links::priority_id.eq_any(ids.to_vec()))
        .filter(questions::put_on.lt(day))
        .group_by(links::priority_id)
        .select((links::priority_id, max(questions::put_on)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(priority, last)| Some((priority, last?))).collect())
}

/// Returns the questions put in the window, by head.
pub fn by_head(conn: &mut AnyConnection, area: &str, span: Span) -> Result<HashMap<Head, Put>, ApiError> {
    let rows: Vec<(Head, Option<NaiveDate>, i64)> = questions::table
        .inner_join(heads::table.on(heads::question_id.eq(questions::id)))
        .filter(questions::area.eq(area))
        .filter(questions::put_on.ge(span.from))
        .filter(questions::put_on.le(span.to))
        .group_by(heads::head)
        .select((heads::head, max(questions::put_on), count_star()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(head, last_on, questions)| (head, Put { last_on, questions })).collect())
}

/// Returns the last day before `day` on which each of `wanted` was asked about.
pub fn last_by_head(
    conn: &mut AnyConnection,
    area: &str,
    wanted: &[Head],
    day: NaiveDate,
) -> Result<HashMap<Head, NaiveDate>, ApiError> {
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Head, Option<NaiveDate>)> = heads::table
        .inner_join(questions::table.on(questions::id.eq(heads::question_id)))
        .filter(heads::area.eq(area))
        .filter(heads::head.eq_any(wanted.to_vec()))
        .filter(questions::put_on.lt(day))
        .group_by(heads::head)
        .select((heads::head, max(questions::put_on)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(head, last)| Some((head, last?))).collect())
}
