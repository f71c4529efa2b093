//! The report on actions over HTTP.

use std::collections::BTreeMap;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{ActionTally, Groups};
use super::rules::BANDS;
use super::store::ActionReportFilter;
use super::{rules, store};
use crate::foundation::error::ApiError;
use crate::http::call::{Call, View};
use crate::http::mount::ServiceConfig;
use crate::http::query::Query;
use crate::record::actions::rules::scope;
use crate::record::planning::plans::model::PriorityId;

/// Maximum number of owners or priorities in a report.
const ROWS: usize = 200;

/// Counts of outstanding actions that match the filters. An action with several owners or priorities is counted under each.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionsReport {
    /// Day in Europe/London on which `overdue` and ages are calculated.
    pub as_of: NaiveDate,
    pub definitions: ActionDefinitions,
    pub total: ActionTally,
    /// Owners with most outstanding actions first, at most 200.
    pub by_owner: Vec<OwnerTally>,
    /// Number of owners not shown.
    pub owners_left_out: usize,
    /// Priorities with most outstanding actions first, at most 200.
    pub by_priority: Vec<PriorityTally>,
    /// Number of priorities not shown.
    pub priorities_left_out: usize,
    pub by_age: Vec<AgeTally>,
}

/// The definition of each figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionDefinitions {
    pub standing: &'static str,
    pub open: &'static str,
    pub overdue: &'static str,
    pub claimed: &'static str,
    pub reopened: &'static str,
    pub needs_review: &'static str,
    pub owner: &'static str,
    pub priority: &'static str,
    pub age: &'static str,
}

const DEFINITIONS: ActionDefinitions = ActionDefinitions {
    standing: "actions with status open, in_progress or claimed_complete: open and claimed together",
    open: "actions with status open or in_progress",
    overdue: "open actions with a due date before the day as_of; an action without a due date is never overdue",
    claimed: "actions with status claimed_complete: claimed complete, and neither accepted nor rejected yet",
    reopened: "standing actions reopened at least once because an outcome check found that they had not worked",
    needs_review: "standing actions whose record lacks the text, the owner or the due date",
    owner: "the capacity of each owner, in any case, or the name of one without a capacity; null when no owner is known",
    priority: "each priority the action is linked to; null when there is none",
    age: "days from set_on to the day as_of; set_on is raised_on, otherwise the day of the meeting that set the action, otherwise the day it was recorded",
};

/// Counts for an owner.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnerTally {
    #[schema(example = "CC")]
    pub owner: Option<String>,
    pub counts: ActionTally,
}

/// Counts for a priority.
#[derive(Debug, Serialize, ToSchema)]
pub struct PriorityTally {
    pub priority_id: Option<PriorityId>,
    #[schema(example = "Putting victims and survivors first")]
    pub title: Option<String>,
    pub counts: ActionTally,
}

/// Counts for an age band.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgeTally {
    #[schema(example = "29-91")]
    pub band: &'static str,
    pub from_days: i64,
    /// Last day of the band; `null` for the last band, which is open.
    pub to_days: Option<i64>,
    pub counts: ActionTally,
}

/// Builds the report for the caller.
pub fn report(view: &mut View<'_>, filter: &ActionReportFilter) -> Result<ActionsReport, ApiError> {
    let scope = scope(view.actor);
    let groups = store::groups(view.conn, &scope, filter)?;
    let titles = store::titles(view.conn, &scope.area)?;
    let mut total = ActionTally::default();
    for (_, alike) in &groups.by_day {
        total.add(alike, view.today);
    }
    let mut by_owner = by_owner(&groups, view.today);
    let mut by_priority = by_priority(&groups, &titles.into_iter().collect(), view.today);
    let left_out = |rows: usize| rows.saturating_sub(ROWS);
    let (owners_left_out, priorities_left_out) = (left_out(by_owner.len()), left_out(by_priority.len()));
    by_owner.truncate(ROWS);
    by_priority.truncate(ROWS);
    let by_age = by_age(&groups, view.today);
    Ok(ActionsReport {
        as_of: view.today,
        definitions: DEFINITIONS,
        total,
        by_owner,
        owners_left_out,
        by_priority,
        priorities_left_out,
        by_age,
    })
}

fn by_owner(groups: &Groups, today: NaiveDate) -> Vec<OwnerTally> {
    let mut tallies: BTreeMap<Option<String>, OwnerTally> = BTreeMap::new();
    for (ownership, _, alike) in &groups.by_links {
        for key in rules::owner_keys(ownership) {
            let (key, owner) = key.unzip();
            let row = tallies.entry(key).or_insert_with(|| OwnerTally { owner, counts: ActionTally::default() });
            row.counts.add(alike, today);
        }
    }
    let mut rows: Vec<OwnerTally> = tallies.into_values().collect();
    // Stable sort: owners with equal counts stay in the order of their names.
    rows.sort_by_key(|row| std::cmp::Reverse(row.counts.standing));
    rows
}

fn by_priority(groups: &Groups, titles: &BTreeMap<PriorityId, String>, today: NaiveDate) -> Vec<PriorityTally> {
    let mut tallies: BTreeMap<Option<&PriorityId>, ActionTally> = BTreeMap::new();
    for (_, ids, alike) in &groups.by_links {
        for id in ids {
            tallies.entry(Some(id)).or_default().add(alike, today);
        }
        if ids.is_empty() {
            tallies.entry(None).or_default().add(alike, today);
        }
    }
    let row = |(id, counts): (Option<&PriorityId>, ActionTally)| PriorityTally {
        priority_id: id.cloned(),
        title: id.and_then(|id| titles.get(id)).cloned(),
        counts,
    };
    let mut rows: Vec<PriorityTally> = tallies.into_iter().map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.counts.standing));
    rows
}

fn by_age(groups: &Groups, today: NaiveDate) -> Vec<AgeTally> {
    let row = |band| {
        let mut counts = ActionTally::default();
        for (_, alike) in groups.by_day.iter().filter(|(set_on, _)| rules::is_in(band, *set_on, today)) {
            counts.add(alike, today);
        }
        AgeTally { band: band.name, from_days: band.from_days, to_days: band.to_days, counts }
    };
    BANDS.into_iter().map(row).collect()
}

/// Report on actions.
///
/// Counts outstanding, overdue, claimed and reopened actions by owner, by priority and by age.
#[utoipa::path(tag = "reports", params(ActionReportFilter), responses((status = 200, body = ActionsReport)))]
#[get("/reports/actions")]
pub async fn get_actions_report(call: Call, query: Query<ActionReportFilter>) -> Result<HttpResponse, ApiError> {
    let report = call.read_with(move |view| report(view, &query.0)).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "private, no-store")).json(report))
}

/// Mounts the report.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_actions_report);
}
