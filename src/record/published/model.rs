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
    /// The duties in the register of what is owed: paragraphs of the Schedule to SI 2011/3050, and sections of Acts.
    OwedParagraph {
        /// Date, time and place of each public meeting.
        Notice = "5(a)",
        /// The agenda of each public meeting, and its papers.
        Agenda = "5(b)",
        /// The minutes of each public meeting, and of others at which matters of significant public interest are discussed.
        Minutes = "5(c)",
        /// A record of each decision of significant public interest.
        Decision = "5(d)",
        /// The force's contribution to the national priorities, and which of them apply in the area.
        Priorities = "7A",
        /// The most recent PEEL report of the inspectors, and their summary of the force's performance.
        Inspections = "7B",
        /// What is known of complaints about the force.
        Complaints = "7C",
        /// The response to each inspection report, with the comments of the chief officer (Police Act 1996 s.55(5A)).
        Response = "s.55(5A)",
        /// Copies of what was published of an inspection report, for the inspectors and the Secretary of State (Police Act 1996
        /// s.55(6)).
        Copies = "s.55(6)",
        /// The response to a report of the police and crime panel (Police Reform and Social Responsibility Act 2011 s.29(3)).
        PanelResponse = "s.29(3)",
    }
);

text_enum!(
    /// The kind of record that a duty is about.
    OwedSubject {
        Meeting = "meeting",
        Decision = "decision",
        RecommendationSet = "recommendation_set",
        Body = "body",
    }
);

text_enum!(
    /// The status of a publication elsewhere.
    ElsewhereStatus {
        Stands = "stands",
        /// It was noted by mistake, and counts for nothing.
        TakenBack = "taken_back",
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
