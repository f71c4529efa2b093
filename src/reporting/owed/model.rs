//! Meetings, decisions, publications and what is missing, as data. No I/O.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::foundation::db::text_enum;
use crate::record::meetings::model::{MeetingKind, MeetingStatus};
use crate::record::recommendations::recommendation_sets::model::RecommendationSetId;

text_enum!(
    /// The sub-paragraphs of paragraph 5 of the Schedule to SI 2011/3050, and the duty of the Police Act 1996.
    OwedParagraph {
        /// Date, time and place of each public meeting.
        Notice = "5(a)",
        /// The agenda of each public meeting, and its papers.
        Agenda = "5(b)",
        /// The minutes of each public meeting, and of others at which matters of significant public interest are discussed.
        Minutes = "5(c)",
        /// A record of each decision of significant public interest.
        Decision = "5(d)",
        /// The response to each inspection report, with the comments of the chief officer (Police Act 1996 s.55(5A)).
        Response = "s.55(5A)",
    }
);

text_enum!(
    /// The kind of record that lacks its publication.
    OwedSubject {
        Meeting = "meeting",
        Decision = "decision",
        RecommendationSet = "recommendation_set",
    }
);

/// The data of a meeting that the register needs.
#[derive(Debug, Clone)]
pub struct Met {
    pub id: String,
    pub area: String,
    pub kind: MeetingKind,
    pub title: String,
    pub held_on: NaiveDate,
    pub is_public: bool,
    pub significant: bool,
    pub status: MeetingStatus,
    /// Papers on its agenda.
    pub papers: BTreeSet<String>,
}

/// A decision of significant public interest that was taken.
#[derive(Debug, Clone)]
pub struct Decided {
    pub id: String,
    pub area: String,
    pub reference: Option<String>,
    pub made_on: NaiveDate,
    /// True when it was made at a public meeting.
    pub in_public: bool,
}

/// A report that requires a published response.
#[derive(Debug, Clone)]
pub struct Reported {
    pub id: RecommendationSetId,
    pub area: String,
    pub title: String,
    /// Day of publication by the inspectors.
    pub published_on: NaiveDate,
    /// The last of the 56 days.
    pub statutory_due_on: NaiveDate,
}

/// The content of a published edition of a meeting's record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Missing members of date, time and place.
    pub notice_lacks: Vec<&'static str>,
    pub has_agenda: bool,
    /// True when it was prepared after the meeting was held.
    pub has_minutes: bool,
    /// Ids of the papers it links to.
    pub papers: BTreeSet<String>,
    /// Ids of the decisions whose text it contains.
    pub decisions: BTreeSet<String>,
}

/// A required publication that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    pub paragraph: OwedParagraph,
    pub subject_kind: OwedSubject,
    pub subject_id: String,
    pub area: String,
    /// Name that people use: title or reference.
    pub name: Option<String>,
    pub meeting_kind: Option<MeetingKind>,
    /// Day of the meeting, of the decision, or of the publication of the report.
    pub day: NaiveDate,
    /// Members or papers missing from the edition; empty when there is no edition.
    pub missing: Vec<&'static str>,
    /// Last day on time, by the standard; for a report the last of the 56 days.
    pub since: NaiveDate,
    /// Days late; 0 while on time.
    pub days_late: i64,
    /// True when the public may know that it exists.
    pub in_public: bool,
}

/// The number of publications owed under a sub-paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwedTally {
    /// Number not published.
    pub owed: i64,
    /// Number of these that are late.
    pub late: i64,
    /// Number of these still on time.
    pub in_time: i64,
}
