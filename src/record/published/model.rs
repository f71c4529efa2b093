//! Editions as the record knows them: their kinds, their states, and what it reads of one. No I/O.

use serde::Deserialize;

use crate::foundation::db::text_enum;

text_enum!(
    /// The kind of a hold of publication.
    HoldKind {
        /// Before an election: what is necessary may be published all the same.
        PreElection = "pre_election",
        Other = "other",
    }
);

text_enum!(
    /// The subject of an edition.
    EditionKind {
        /// A meeting with its questions, answers, findings and actions.
        MeetingRecord = "meeting_record",
        /// One question and its outcome: holding to account outside the timetable.
        Question = "question",
        /// A single decision.
        Decision = "decision",
        Plan = "plan",
        /// The current actions of the area.
        ActionLog = "action_log",
        /// A report from outside, its recommendations and the body's response.
        RecommendationResponse = "recommendation_response",
    }
);

text_enum!(
    /// The status of an edition.
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
