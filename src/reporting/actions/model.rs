//! Counts of actions as data. No I/O.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::record::actions::model::{ActionStatus, Ownership};
use crate::record::planning::plans::model::PriorityId;

/// How many standing actions are the same in all that the report counts.
#[derive(Debug, Clone, Queryable)]
pub struct Alike {
    pub status: ActionStatus,
    pub due_on: Option<NaiveDate>,
    pub needs_review: bool,
    pub times_reopened: i32,
    pub count: i64,
}

/// Standing actions grouped in two ways.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    /// By the day they were set.
    pub by_day: Vec<(NaiveDate, Alike)>,
    pub by_links: Vec<(Ownership, Vec<PriorityId>, Alike)>,
}

/// Numbers of actions; `definitions` says what is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ActionTally {
    pub standing: i64,
    pub open: i64,
    pub overdue: i64,
    pub claimed: i64,
    pub reopened: i64,
    pub needs_review: i64,
}

/// A span of days since an action was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    pub name: &'static str,
    pub from_days: i64,
    /// The last one is open.
    pub to_days: Option<i64>,
}
