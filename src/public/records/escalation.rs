//! A published escalation.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::links::{PublishedPerson, PublishedTakenBack};
use crate::record::escalations::model::EscalationStep;

/// The taking of something overdue to a higher step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedEscalation {
    /// Step to which it was taken.
    pub to: EscalationStep,
    /// Name of the step, where `to` does not say it.
    #[schema(example = "The joint audit committee")]
    pub name: Option<String>,
    /// Day it was escalated.
    #[schema(example = "2019-05-20")]
    pub on: NaiveDate,
    /// Person who escalated it.
    pub by: PublishedPerson,
    /// Reason it was escalated.
    #[schema(example = "Three months overdue, and no answer to two letters.")]
    pub reason: Option<String>,
    /// Set when it was taken back.
    pub taken_back: Option<PublishedTakenBack>,
}
