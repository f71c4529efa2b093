//! Editions as the record knows them: their kinds, their states, and what it reads of one. No I/O.

use serde::Deserialize;

use crate::foundation::db::text_enum;

text_enum!(
    /// What an edition is of.
    EditionKind {
        /// A meeting with all that was asked, answered, found and agreed at it.
        MeetingRecord = "meeting_record",
        /// One question and what became of it: holding to account outside the timetable.
        Question = "question",
        /// A decision that was taken, by itself.
        Decision = "decision",
        Plan = "plan",
        /// The actions of the area as they stand.
        ActionLog = "action_log",
        /// A report from outside, its recommendations and the response to it.
        RecommendationResponse = "recommendation_response",
    }
);

text_enum!(
    /// What is happening with an edition.
    EditionStatus {
        Prepared = "prepared",
        Approved = "approved",
        Published = "published",
        Superseded = "superseded",
        Withdrawn = "withdrawn",
    }
);

/// A published report as the record reads it: only the words of the body's response.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PublishedReport {
    pub response: Option<PublishedResponse>,
}

/// The body's response to a report as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PublishedResponse {
    /// Absent where it is withheld.
    pub text: Option<String>,
}
