//! A published deadline, with every move.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::links::PublishedPerson;
use crate::record::deadlines::model::EntryKind;

/// A due date and its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedDeadline {
    /// Day it is due now; `null` when there is none, or while the clock is stopped.
    #[schema(example = "2019-03-31")]
    pub due_on: Option<NaiveDate>,
    /// Day it was due at first; `null` when no day was set at first.
    #[schema(example = "2019-02-13")]
    pub first_due_on: Option<NaiveDate>,
    /// First due date in the words of the source.
    #[schema(example = "within two weeks")]
    pub first_due_text: Option<String>,
    /// Moves of the due date, oldest first.
    pub moves: Vec<PublishedMove>,
}

/// A move of a due date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedMove {
    /// Kind of move: extended, taken back, stopped, restarted, or set later than the record.
    pub kind: EntryKind,
    /// Day it was due before; `null` when there was none.
    #[schema(example = "2019-02-13")]
    pub from: Option<NaiveDate>,
    /// Day it is due after the move; `null` while the clock is stopped.
    #[schema(example = "2019-03-31")]
    pub to: Option<NaiveDate>,
    /// Day of the decision.
    #[schema(example = "2019-02-11")]
    pub on: NaiveDate,
    /// Person who decided it.
    pub by: PublishedPerson,
    /// Reason for the move.
    #[schema(example = "The review it waits for ends in March.")]
    pub reason: Option<String>,
    /// New date in the words of the source.
    #[schema(example = "by the end of March")]
    pub text: Option<String>,
}
