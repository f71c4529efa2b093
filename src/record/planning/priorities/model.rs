//! Priorities as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::validate::{Check, Faults, patch, present};
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
    /// Its place in the plan, from 1; the next one without it.
    pub position: Option<i32>,
}

/// Change a priority of a draft plan (JSON Merge Patch): absent members stay, `null` clears.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"position": 2}))]
pub struct EditPriority {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub title: Option<String>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub description: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub position: Option<i32>,
}

fn check_position(faults: &mut Faults, position: Option<i32>) {
    if position.is_some_and(|position| !(1..=1000).contains(&position)) {
        faults.add("/position", "1 to 1000");
    }
}

impl Check for AddPriority {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.title = faults.line("/title", &self.title);
        self.description = faults.optional_prose("/description", self.description.as_deref());
        check_position(faults, self.position);
        self
    }
}

impl Check for EditPriority {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.title = self.title.map(|text| faults.line("/title", &text));
        self.description = self.description.map(|text| faults.optional_prose("/description", text.as_deref()));
        check_position(faults, self.position);
        self
    }
}
