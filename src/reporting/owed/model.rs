//! Meetings, decisions, publications and what is missing, as data. No I/O.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::record::meetings::model::{MeetingKind, MeetingStatus};
use crate::record::planning::areas::model::BodyKind;
pub use crate::record::published::model::{OwedParagraph, OwedSubject};
use crate::record::recommendations::recommendation_sets::model::{RecommendationSetId, ReportSource};
use crate::record::recommendations::report_responses::model::Copies;

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

/// A report that requires a response by a day.
#[derive(Debug, Clone)]
pub struct Reported {
    pub id: RecommendationSetId,
    pub area: String,
    /// The inspectors or the panel.
    pub source: ReportSource,
    pub title: String,
    /// Day of publication of the report.
    pub published_on: NaiveDate,
    /// The last of the 56 days, or the day that the panel has set.
    pub due_on: NaiveDate,
}

/// What has become of the response to a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Responded {
    /// Day on which the duty was met: it was published, or the panel had it.
    pub met_on: Option<NaiveDate>,
    /// Copies of what was published.
    pub copies: Copies,
}

/// The body that is in office.
#[derive(Debug, Clone)]
pub struct Holder {
    pub id: String,
    pub area: String,
    pub kind: BodyKind,
    pub name: String,
    pub valid_from: NaiveDate,
}

/// What the duties of the body itself hang on.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Day on which the plan in force was adopted.
    pub plan_from: Option<NaiveDate>,
    /// Day of publication of the latest PEEL report that is recorded.
    pub peel_on: Option<NaiveDate>,
    /// Days on which the body has published something under a paragraph.
    pub published: Vec<(OwedParagraph, NaiveDate)>,
}

/// A publication elsewhere that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    pub area: String,
    pub duty: OwedParagraph,
    pub subject_kind: OwedSubject,
    pub subject_id: String,
    pub published_on: NaiveDate,
    pub url: String,
}

/// The content of a published edition of a meeting's record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Missing members of date, time and place.
    pub notice_lacks: Vec<&'static str>,
    pub has_agenda: bool,
    /// True when it was prepared after the meeting was held, and tells what happened there or has a paper with the minutes.
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
    /// Day of the meeting, of the decision, or of the publication of the report; for the body the day from which it is owed.
    pub day: NaiveDate,
    /// Members or papers missing from the edition; empty when there is no edition. For copies, who has none.
    pub missing: Vec<&'static str>,
    /// Last day on time, by the standard; for a response the last of the 56 days, or the day that the panel has set.
    pub since: NaiveDate,
    /// Days late; 0 while on time.
    pub days_late: i64,
    /// True when the public may know that it exists.
    pub in_public: bool,
}

/// The number of publications owed under a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwedTally {
    /// Number not published.
    pub owed: i64,
    /// Number of these that are late.
    pub late: i64,
    /// Number of these still on time.
    pub in_time: i64,
}
