//! Priorities as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;
use crate::record::planning::plans::model::{PlanId, PriorityId};

/// A priority as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::priorities, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Priority {
    pub id: PriorityId,
    pub area: String,
    pub plan_id: PlanId,
    pub position: i32,
    pub title: String,
    pub description: Option<String>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// Add a priority to a draft plan.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"plan_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "title": "Putting victims and survivors first"}))]
pub struct AddPriority {
    pub plan_id: PlanId,
    pub title: String,
    pub description: Option<String>,
    /// The place in the plan, from 1. A priority that is added without one comes last.
    #[schema(minimum = 1, maximum = 1000)]
    pub position: Option<i32>,
}

merge_patch!(
    /// Change a priority of a draft plan (JSON Merge Patch): absent members stay, `null` clears.
    EditPriority of AddPriority, such as {"position": 2};
    Priority {
        edited: title, description;
        settled: position;
        fixed: plan_id;
        not in the draft: id, area, created_at, updated_at, version;
    }
);

impl Check for AddPriority {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.title = faults.line("/title", &self.title);
        self.description = faults.optional_prose("/description", self.description.as_deref());
        if self.position.is_some_and(|position| !(1..=1000).contains(&position)) {
            faults.add("/position", "must be a whole number from 1 to 1000");
        }
        self
    }
}
