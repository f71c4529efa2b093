//! The queries for the evidence of a year: one for each kind of record, regardless of the number of priorities. Decides nothing.
//!
//! Reads only what everybody in the area can see: questions that were put, findings that were confirmed, actions, decisions
//! that were taken and sets that were recorded.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamp};
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Accepted, Confirmed, Dated, Evidence, FinancialYear, PlannedPriority, PutQuestion, Rated};
use crate::foundation::clock::london_midnight;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    action_claims, action_priorities, actions, decision_priorities, decisions, finding_priorities, findings, plans, priorities,
    question_priorities, questions, recommendation_set_priorities as set_priorities, recommendation_sets, recommendations,
};
use crate::record::actions::model::ClaimVerdict;
use crate::record::actions::rules::OUTSTANDING;
use crate::record::findings::assurance::store::day_key;
use crate::record::findings::model::FindingStatus;
use crate::record::meetings::decisions::model::DecisionStatus;
use crate::record::model::RecommendationSetStatus;
use crate::record::planning::plans::model::{PlanStatus, PriorityId};
use crate::record::recommendations::model::{RecommendationStatus, RecommendationTally};

/// The year of the report.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AnnualFilter {
    /// Financial year, 1 April to 31 March; the default is the current one.
    #[param(value_type = Option<String>, pattern = "^[0-9]{4}-[0-9]{2}$", example = "2018-19")]
    pub year: Option<FinancialYear>,
}

/// The area, the year and the priorities.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    pub area: &'a str,
    pub priorities: Vec<PriorityId>,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// Returns the priorities of an area whose plans were adopted, in the order of their plans.
pub fn priorities(conn: &mut AnyConnection, area: &str) -> Result<Vec<PlannedPriority>, ApiError> {
    Ok(priorities::table
        .inner_join(plans::table.on(plans::id.eq(priorities::plan_id)))
        .filter(priorities::area.eq(area))
        .filter(plans::status.ne(PlanStatus::Draft))
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
        .load(conn)?)
}

/// Returns all data of a report.
pub fn evidence(conn: &mut AnyConnection, asked: &Asked<'_>) -> Result<Evidence, ApiError> {
    if asked.priorities.is_empty() {
        return Ok(Evidence::default());
    }
    Ok(Evidence {
        questions: questions(conn, asked)?,
        findings: findings(conn, asked)?,
        ratings: ratings(conn, asked)?,
        actions_set: actions_set(conn, asked)?,
        actions_accepted: actions_accepted(conn, asked)?,
        actions_overdue: actions_overdue(conn, asked)?,
        decisions: decisions(conn, asked)?,
        recommendation_sets: recommendation_sets(conn, asked)?,
        recommendations: recommendations(conn, asked)?,
    })
}

fn questions(conn: &mut AnyConnection, asked: &Asked<'_>) -> Result<Vec<PutQuestion>, ApiError> {
    use question_priorities as links;
    Ok(questions::table
        .inner_join(links::table.on(links::question_id.eq(questions::id)))
        .filter(questions::area.eq(asked.area))
        .filter(questions::put_on.ge(asked.from))
        .filter(questions::put_on.le(asked.to))
        .filter(links::priority_id.eq_any(&asked.priorities))
        .order((questions::put_on.asc(), questions::id.asc()))
        .select((
            links::priority_id,
            questions::id,
            questions::reference,
            questions::put_on,
            questions::status,
            questions::outcome,
            questions::replied_since,
        ))
        .load(conn)?)
}

fn findings(conn: &mut AnyConnection, asked: &Asked<'_>) -> Result<Vec<Confirmed>, ApiError> {
    use finding_priorities as links;
    Ok(findings::table
        .inner_join(links::table.on(links::finding_id.eq(findings::id)))
        .filter(findings::area.eq(asked.area))
        .filter(findings::status.eq(FindingStatus::Confirmed))
        .filter(links::priority_id.eq_any(&asked.priorities))
        .filter(day_key().ge(asked.from))
        .filter(day_key().le(asked.to))
        .order((day_key().asc(), findings::id.asc()))
        .select((links::priority_id, findings::id, findings::reference, findings::kind, day_key().nullable()))
        .load(conn)?)
}

fn ratings(conn: &mut AnyConnection, asked: &Asked<'_>) -> Result<Vec<Rated>, ApiError> {
    use finding_priorities as links;
    Ok(findings::table
        .inner_join(links::table.on(links::finding_id.eq(findings::id)))
        .filter(findings::area.eq(asked.area))
        .filter(findings::status.eq(FindingStatus::Confirmed))
        .filter(findings::performance_code.is_not_null().or(findings::plan_code.is_not_null()))
        .filter(links::priority_id.eq_any(&asked.priorities))
        .filter(day_key().le(asked.to))
        .order((day_key().asc(), findings::id.asc()))
        .select((
            links::priority_id,
            findings::id,
            findings::reference,
            findings::performance_code,
            findings::performance_label,
            findings::plan_code,
            findings::plan_label,
            day_key().nullable(),
        ))
        .load(conn)?)
}

fn actions_set(conn: &mut AnyConnection, asked: &Asked<'_>) -> Result<Vec<Dated>, ApiError> {
    use action_priorities as links;
    Ok(actions::table
        .inner_join(links::table.on(links::action_id.eq(actions::id)))
        .filter(actions::area.eq(asked.area))
        .filter(actions::voided_on.is_null())
        .filter(actions::set_on.ge(asked.from))
        .filter(actions::set_on.le(asked.to))
        .filter(links::priority_id.eq_any(&asked.priorities))
        .order((actions::set_on.asc(), actions::id.asc()))
        .select((links::priority_id, actions::id, actions::reference.nullable(), actions::set_on.nullable()))
        .load(conn)?)
}

fn actions_accepted(conn: &mut AnyConnection, asked: &Asked<'_>) -> Result<Vec<Dated>, ApiError> {
    use action_priorities as links;
    let rows: Vec<Accepted> = action_claims::table
        .inner_join(actions::table.on(actions::id.eq(action_claims::action_id)))
        .inner_join(links::table.on(links::action_id.eq(action_claims::action_id)))
        .filter(action_claims::area.eq(asked.area))
        .filter(actions::voided_on.is_null())
        .filter(action_claims::verdict.eq(ClaimVerdict::Accepted))
        .filter(action_claims::judged_on.ge(asked.from))
        .filter(action_claims::judged_on.le(asked.to))
        .filter(links::priority_id.eq_any(&asked.priorities))
        .order((action_claims::judged_on.asc(), action_claims::id.asc()))
        .select((links::priority_id, actions::id, actions::reference, action_claims::judged_on))
        .load(conn)?;
    // An action accepted, refuted and accepted again in one year counts once.
    let mut known = HashSet::new();
    let first = rows.into_iter().filter(|row| known.insert((row.priority_id.clone(), row.id.clone())));
    let dated = first.map(|row| Dated { priority_id: row.priority_id, id: row.id, label: Some(row.label), on: row.on });
    Ok(dated.collect())
}

/// Returns overdue actions. Their status at the end of the year is looked up in the audit trail last, for the few that remain.
fn actions_overdue(conn: &mut AnyConnection, asked: &Asked<'_>) -> Result<Vec<Dated>, ApiError> {
    use action_priorities as links;
    let end = london_midnight(asked.to.succ_opt().unwrap_or(asked.to));
    let status_then = sql::<Text>(
        "coalesce((SELECT a.to_status FROM audit a WHERE a.resource_id = actions.id AND a.resource = 'actions' AND a.at < ",
    )
    .bind::<Timestamp, _>(end)
    .sql(" ORDER BY a.id DESC LIMIT 1), actions.status)");
    let outstanding: Vec<&str> = OUTSTANDING.iter().map(|status| status.as_str()).collect();
    Ok(actions::table
        .inner_join(links::table.on(links::action_id.eq(actions::id)))
        .filter(actions::area.eq(asked.area))
        .filter(actions::voided_on.is_null())
        .filter(links::priority_id.eq_any(&asked.priorities))
        .filter(actions::set_on.le(asked.to))
        .filter(actions::due_on.lt(asked.to))
        .filter(status_then.eq_any(outstanding))
        .order((actions::due_on.asc(), actions::id.asc()))
        .select((links::priority_id, actions::id, actions::reference.nullable(), actions::due_on))
        .load(conn)?)
}

fn decisions(conn: &mut AnyConnection, asked: &Asked<'_>) -> Result<Vec<Dated>, ApiError> {
    use decision_priorities as links;
    Ok(decisions::table
        .inner_join(links::table.on(links::decision_id.eq(decisions::id)))
        .filter(decisions::area.eq(asked.area))
        .filter(decisions::status.ne(DecisionStatus::Draft))
        .filter(decisions::made_on.ge(asked.from))
        .filter(decisions::made_on.le(asked.to))
        .filter(links::priority_id.eq_any(&asked.priorities))
        .order((decisions::made_on.asc(), decisions::id.asc()))
        .select((links::priority_id, decisions::id, decisions::reference, decisions::made_on))
        .load(conn)?)
}

fn recommendation_sets(conn: &mut AnyConnection, asked: &Asked<'_>) -> Result<Vec<Dated>, ApiError> {
    use recommendation_sets as sets;
    Ok(sets::table
        .inner_join(set_priorities::table.on(set_priorities::set_id.eq(sets::id)))
        .filter(sets::area.eq(asked.area))
        .filter(sets::status.eq(RecommendationSetStatus::Recorded))
        .filter(sets::published_on.ge(asked.from))
        .filter(sets::published_on.le(asked.to))
        .filter(set_priorities::priority_id.eq_any(&asked.priorities))
        .order((sets::published_on.asc(), sets::id.asc()))
        .select((set_priorities::priority_id, sets::id, sets::title.nullable(), sets::published_on))
        .load(conn)?)
}

fn recommendations(conn: &mut AnyConnection, asked: &Asked<'_>) -> Result<Vec<(PriorityId, RecommendationTally)>, ApiError> {
    use recommendation_sets as sets;
    let rows: Vec<(PriorityId, RecommendationStatus, i64)> = sets::table
        .inner_join(set_priorities::table.on(set_priorities::set_id.eq(sets::id)))
        .inner_join(recommendations::table.on(recommendations::set_id.eq(sets::id)))
        .filter(sets::area.eq(asked.area))
        .filter(sets::status.eq(RecommendationSetStatus::Recorded))
        .filter(sets::published_on.ge(asked.from))
        .filter(sets::published_on.le(asked.to))
        .filter(set_priorities::priority_id.eq_any(&asked.priorities))
        .group_by((set_priorities::priority_id, recommendations::status))
        .select((set_priorities::priority_id, recommendations::status, count_star()))
        .load(conn)?;
    let mut tallies: BTreeMap<PriorityId, RecommendationTally> = BTreeMap::new();
    for (priority, status, number) in rows {
        tallies.entry(priority).or_default().add(status, i32::try_from(number).unwrap_or(i32::MAX));
    }
    Ok(tallies.into_iter().collect())
}
