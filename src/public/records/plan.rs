//! A published Police and Crime Plan and its priorities.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::links::PublishedLink;
use crate::record::planning::areas::model::BodyKind;
use crate::record::planning::plans::model::{PlanId, PriorityId};

/// The record of an edition of a plan: the plan and its priorities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedPlanRecord {
    /// The plan.
    pub plan: PublishedPlan,
    /// Priorities of the plan, in its order.
    pub priorities: Vec<PublishedPriority>,
}

/// An adopted Police and Crime Plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedPlan {
    /// Permanent id.
    pub id: PlanId,
    /// Title of the plan.
    #[schema(example = "Safer West Mercia Plan")]
    pub title: Option<String>,
    /// Summary of the plan.
    #[schema(example = "Four priorities for five years.")]
    pub summary: Option<String>,
    /// First day of its period.
    #[schema(example = "2016-11-01")]
    pub period_from: Option<NaiveDate>,
    /// Last day of its period.
    #[schema(example = "2021-03-31")]
    pub period_to: Option<NaiveDate>,
    /// Day it was adopted.
    #[schema(example = "2016-10-31")]
    pub adopted_on: Option<NaiveDate>,
    /// Day another plan took its place; `null` while it is in force.
    #[schema(example = "2021-11-01")]
    pub superseded_on: Option<NaiveDate>,
    /// Plan that took its place.
    pub superseded_by: Option<PublishedLink>,
    /// Body that adopted it.
    pub body: PublishedBody,
}

/// A body that holds a force to account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedBody {
    /// Kind of body.
    pub kind: BodyKind,
    /// Name of the body.
    #[schema(example = "West Mercia Police and Crime Commissioner")]
    pub name: Option<String>,
}

/// A priority of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedPriority {
    /// Permanent id.
    pub id: PriorityId,
    /// Position in the plan.
    #[schema(example = 1)]
    pub position: i32,
    /// Title of the priority.
    #[schema(example = "Putting victims and survivors first")]
    pub title: Option<String>,
    /// Description of the priority.
    #[schema(example = "Victims are heard, kept informed and helped.")]
    pub description: Option<String>,
}
