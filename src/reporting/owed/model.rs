//! Meetings, decisions, what is published of them and what is owed, as data. No I/O.

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
        /// The agenda of each public meeting, and the papers on it.
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
    /// What something is owed of.
    OwedSubject {
        Meeting = "meeting",
        Decision = "decision",
        RecommendationSet = "recommendation_set",
    }
);

/// A meeting, as far as the register is concerned.
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
    /// The papers that are on its agenda.
    pub papers: BTreeSet<String>,
}

/// A decision of significant public interest that was taken.
#[derive(Debug, Clone)]
pub struct Decided {
    pub id: String,
    pub area: String,
    pub reference: Option<String>,
    pub made_on: NaiveDate,
    /// It was made at a public meeting.
    pub in_public: bool,
}

/// A report to which a response must be published.
#[derive(Debug, Clone)]
pub struct Reported {
    pub id: RecommendationSetId,
    pub area: String,
    pub title: String,
    /// By the inspectors.
    pub published_on: NaiveDate,
    /// The last of the 56 days.
    pub statutory_due_on: NaiveDate,
}

/// What an edition of the record of a meeting tells the public.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Members of date, time and place that it does not have.
    pub notice_lacks: Vec<&'static str>,
    pub has_agenda: bool,
    /// It was prepared when the meeting had been held.
    pub has_minutes: bool,
    /// Ids of the papers it says where to find.
    pub papers: BTreeSet<String>,
    /// Ids of the decisions whose text it holds.
    pub decisions: BTreeSet<String>,
}

/// Something that must be published and is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    pub paragraph: OwedParagraph,
    pub subject_kind: OwedSubject,
    pub subject_id: String,
    pub area: String,
    /// What people call it: title or reference.
    pub name: Option<String>,
    pub meeting_kind: Option<MeetingKind>,
    /// The day of the meeting, the day the decision was made, or the day the report was published.
    pub day: NaiveDate,
    /// Members or papers that an edition lacks; empty where there is no edition.
    pub missing: Vec<&'static str>,
    /// The last day in time, by the standard; of a report the last of the 56 days.
    pub since: NaiveDate,
    /// 0 while it is in time.
    pub days_late: i64,
    /// Whether the public may learn that there is such a thing.
    pub in_public: bool,
}

/// How much is owed of a sub-paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwedTally {
    /// Not published.
    pub owed: i64,
    /// Of these, after the last day in time.
    pub late: i64,
    /// Of these, still in time.
    pub in_time: i64,
}
