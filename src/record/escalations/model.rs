//! Escalations as data. No I/O.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::dates::optional_day;
use crate::foundation::db::text_enum;
use crate::foundation::validate::{Check, Faults};
use crate::record::model::TakenBack;

text_enum!(
    /// The higher step to which something overdue is taken.
    EscalationStep {
        PoliceAndCrimePanel = "police_and_crime_panel",
        /// The inspectors of constabulary.
        Hmicfrs = "hmicfrs",
        SecretaryOfState = "secretary_of_state",
        ChiefConstable = "chief_constable",
        /// Another one, which is named.
        Other = "other",
    }
);

/// The taking of something overdue to a higher step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Escalation {
    /// Step that it was taken to.
    pub to: EscalationStep,
    /// Name of the step, where `to` does not say it.
    #[schema(example = "The joint audit committee")]
    pub name: Option<String>,
    /// Reason it was escalated.
    #[schema(example = "Three months overdue, and no answer to two letters.")]
    pub reason: String,
    /// Day it was escalated.
    #[schema(example = "2019-05-20")]
    pub escalated_on: NaiveDate,
    /// Name of the person who escalated it.
    #[schema(example = "A. Commissioner")]
    pub escalated_by: String,
    /// Capacity of that person at the time.
    #[schema(example = "PCC")]
    pub capacity: Option<String>,
    /// Set when it was taken back.
    pub taken_back: Option<TakenBack>,
}

/// Escalate something that is overdue.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"to": "police_and_crime_panel", "reason": "Three months overdue, and no answer to two letters."}))]
pub struct Escalate {
    /// Step to take it to.
    pub to: EscalationStep,
    /// Name of the step, with `other`.
    pub name: Option<String>,
    pub reason: String,
    /// Day it was escalated; the default is today.
    #[serde(default, deserialize_with = "optional_day")]
    pub escalated_on: Option<NaiveDate>,
}

impl Check for Escalate {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.name = faults.optional_line("/name", self.name.as_deref());
        self.reason = faults.prose("/reason", &self.reason);
        match (self.to, &self.name) {
            (EscalationStep::Other, None) => faults.add("/name", "is required with other: name the step"),
            (
                EscalationStep::PoliceAndCrimePanel
                | EscalationStep::Hmicfrs
                | EscalationStep::SecretaryOfState
                | EscalationStep::ChiefConstable,
                Some(_),
            ) => {
                faults.add("/name", "is only for other: leave it out");
            }
            (EscalationStep::Other, Some(_))
            | (
                EscalationStep::PoliceAndCrimePanel
                | EscalationStep::Hmicfrs
                | EscalationStep::SecretaryOfState
                | EscalationStep::ChiefConstable,
                None,
            ) => {}
        }
        self
    }
}
