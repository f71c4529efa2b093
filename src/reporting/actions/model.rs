//! Counts of actions as data. No I/O.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::record::actions::model::{ActionStatus, Ownership};
use crate::record::planning::plans::model::PriorityId;

/// The number of outstanding actions that are the same in everything the report counts.
#[derive(Debug, Clone, Queryable)]
pub struct Alike {
    pub status: ActionStatus,
    pub due_on: Option<NaiveDate>,
    pub needs_review: bool,
    pub times_reopened: i32,
    pub count: i64,
}

/// Outstanding actions grouped in two ways.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    /// Grouped by the day they were set.
    pub by_day: Vec<(NaiveDate, Alike)>,
    pub by_links: Vec<(Ownership, Vec<PriorityId>, Alike)>,
}

/// Numbers of actions; `definitions` explains each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ActionTally {
    pub standing: i64,
    pub open: i64,
    pub overdue: i64,
    pub claimed: i64,
    pub reopened: i64,
    pub needs_review: i64,
}

/// A band of days since an action was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    pub name: &'static str,
    pub from_days: i64,
    /// Last day; the last band is open.
    pub to_days: Option<i64>,
}
