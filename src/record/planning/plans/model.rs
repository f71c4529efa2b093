//! Plans as data, and the ids of plans and priorities. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::dates::{day, optional_day};
use crate::foundation::db::{id_type, text_enum};
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;
use crate::record::planning::areas::model::BodyId;

id_type!(
    /// The id of a plan.
    PlanId
);
id_type!(
    /// The id of a priority.
    PriorityId
);

text_enum!(
    /// The status of a plan.
    PlanStatus {
        Draft = "draft",
        Adopted = "adopted",
        Superseded = "superseded",
    }
);

text_enum!(
    /// The acts on a plan; `allowed_acts` lists them in this order.
    PlanAct {
        Edit = "edit",
        Delete = "delete",
        Adopt = "adopt",
        Unadopt = "unadopt",
        Supersede = "supersede",
        Reinstate = "reinstate",
    }
);

text_enum!(
    /// The acts on a priority; `allowed_acts` lists them in this order.
    PriorityAct {
        Edit = "edit",
        Delete = "delete",
    }
);

/// A plan as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::plans, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Plan {
    pub id: PlanId,
    pub area: String,
    pub body_id: BodyId,
    pub title: String,
    pub summary: Option<String>,
    pub period_from: NaiveDate,
    pub period_to: NaiveDate,
    pub status: PlanStatus,
    pub adopted_on: Option<NaiveDate>,
    pub superseded_on: Option<NaiveDate>,
    pub superseded_by: Option<PlanId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// Draft a plan.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Safer West Mercia Plan", "body_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "period_from": "2016-11-01", "period_to": "2021-03-31"}))]
pub struct DraftPlan {
    /// Id of the body that makes the plan.
    pub body_id: BodyId,
    pub title: String,
    pub summary: Option<String>,
    #[serde(deserialize_with = "day")]
    pub period_from: NaiveDate,
    #[serde(deserialize_with = "day")]
    pub period_to: NaiveDate,
}

merge_patch!(
    /// Change a draft plan (JSON Merge Patch): absent members stay, `null` clears.
    EditPlan of DraftPlan, such as {"period_to": "2021-05-05"};
    Plan {
        edited: body_id, title, summary, period_from, period_to;
        not in the draft: id, area, status, adopted_on, superseded_on, superseded_by, created_at, updated_at, version;
    }
);

/// Adopt a plan.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"adopted_on": "2016-11-01"}))]
pub struct AdoptPlan {
    /// Day of adoption; the default is today.
    #[serde(default, deserialize_with = "optional_day")]
    pub adopted_on: Option<NaiveDate>,
}

impl Check for AdoptPlan {}

/// A replacement of an adopted plan by another adopted one.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"superseded_by": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "superseded_on": "2021-11-01", "reason": "A new plan after the election."}))]
pub struct SupersedePlan {
    pub superseded_by: PlanId,
    /// First day on which the other plan is in force; the default is today.
    #[serde(default, deserialize_with = "optional_day")]
    pub superseded_on: Option<NaiveDate>,
    pub reason: String,
}

impl Check for DraftPlan {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.title = faults.line("/title", &self.title);
        self.summary = faults.optional_prose("/summary", self.summary.as_deref());
        if self.period_to < self.period_from {
            faults.add("/period_to", "must be on or after period_from");
        }
        self
    }
}

impl Check for SupersedePlan {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}
