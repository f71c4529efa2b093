//! A published meeting, with what was asked, said, decided and agreed at it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::action::PublishedAction;
use super::around::{PublishedFollowUp, PublishedMatter, PublishedPaper};
use super::decision::PublishedDecision;
use super::exchange::PublishedExchange;
use super::figure::PublishedFigure;
use super::file::PublishedFile;
use super::finding::PublishedFinding;
use super::links::{PersonSide, PublishedLink, PublishedPerson};
use super::plan::PublishedBody;
use super::question::PublishedQuestion;
use crate::record::meetings::agenda::model::AgendaItemKind;
use crate::record::meetings::attendance::model::Attended;
use crate::record::meetings::model::{AgendaItemId, AttendanceId, MeetingId, MeetingKind, MeetingStatus, MinutesStatus};
use crate::record::questions::model::QuestionGroupId;

/// The record of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedMeetingRecord {
    /// The meeting itself.
    pub meeting: PublishedMeeting,
    /// Groups in which questions are printed.
    pub groups: Vec<PublishedGroup>,
    /// Questions put for the meeting, in the order of the agenda.
    pub questions: Vec<PublishedQuestion>,
    /// Exchanges at the meeting, in order.
    pub exchanges: Vec<PublishedExchange>,
    /// Findings of the meeting outside its questions.
    pub findings: Vec<PublishedFinding>,
    /// Actions set at the meeting or for its questions.
    pub actions: Vec<PublishedAction>,
    /// Decisions taken at the meeting.
    pub decisions: Vec<PublishedDecision>,
    /// Intentions stated at the meeting to look at something again.
    pub follow_ups: Vec<PublishedFollowUp>,
    /// Matters brought forward to the meeting or carried forward from it.
    pub matters: Vec<PublishedMatter>,
    /// Figures given at the meeting outside its questions.
    pub data_points: Vec<PublishedFigure>,
    /// Papers of the meeting.
    pub papers: Vec<PublishedPaper>,
}

/// A meeting at which the force is held to account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedMeeting {
    /// Permanent id.
    pub id: MeetingId,
    /// Kind of meeting.
    pub kind: MeetingKind,
    /// Title of the meeting.
    #[schema(example = "Monthly Assurance Meeting January 2019")]
    pub title: Option<String>,
    /// Day of the meeting; `null` if only its month is known.
    #[schema(example = "2019-01-30")]
    pub held_on: Option<NaiveDate>,
    /// Month of the meeting, if its day is not known.
    #[schema(example = "2018-11")]
    pub held_in: Option<String>,
    /// Start, London time (HH:MM).
    #[schema(example = "10:00")]
    pub starts_at: Option<String>,
    /// End, London time (HH:MM).
    #[schema(example = "12:00")]
    pub ends_at: Option<String>,
    /// Place of the meeting.
    #[schema(example = "Hindlip")]
    pub venue: Option<String>,
    /// True when the public may attend.
    pub is_public: bool,
    /// True when matters of significant public interest are discussed (SI 2011/3050, Schedule, paragraph 5).
    pub significant_public_interest: bool,
    /// Reason for that judgement.
    #[schema(example = "The backlog of the unit was much reported.")]
    pub significant_public_interest_reason: Option<String>,
    /// Status of the meeting.
    pub status: MeetingStatus,
    /// State of its minutes, which this record is: a draft until the body agrees the record. `null` before the meeting was held.
    #[serde(default)]
    pub minutes: Option<MinutesStatus>,
    /// Reason it was cancelled.
    #[schema(example = "Snow.")]
    pub cancelled_reason: Option<String>,
    /// Reason it takes place after all, once it was cancelled.
    #[schema(example = "The snow has melted.")]
    pub reinstated_reason: Option<String>,
    /// Day the record of the meeting was agreed; `null` while it is a draft.
    #[schema(example = "2019-03-26")]
    pub agreed_on: Option<NaiveDate>,
    /// Person who agreed it.
    pub agreed_by: Option<PublishedPerson>,
    /// Body that held the force to account at it.
    pub body: PublishedBody,
    /// Person who chaired it.
    pub chair: Option<PublishedPerson>,
    /// Person who took the minutes.
    pub minute_taker: Option<PublishedPerson>,
    /// Next meeting, if it was announced.
    pub next_meeting: Option<PublishedNextMeeting>,
    /// People who attended, and apologies.
    pub attendance: Vec<PublishedAttendance>,
    /// Agenda of the meeting.
    pub agenda: Vec<PublishedAgendaItem>,
    /// Files published with it.
    pub attachments: Vec<PublishedFile>,
}

/// A meeting that was announced as the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedNextMeeting {
    /// Permanent id.
    pub id: MeetingId,
    /// Title of the meeting.
    #[schema(example = "Child vulnerability")]
    pub title: Option<String>,
    /// Day of the meeting.
    #[schema(example = "2019-03-26")]
    pub held_on: Option<NaiveDate>,
    /// Month of the meeting, if its day is not known.
    #[schema(example = "2018-11")]
    pub held_in: Option<String>,
    /// Start, London time (HH:MM).
    #[schema(example = "10:00")]
    pub starts_at: Option<String>,
    /// Place of the meeting.
    #[schema(example = "Hindlip")]
    pub venue: Option<String>,
    /// True when the public may attend.
    pub is_public: bool,
}

/// A line of the attendance of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedAttendance {
    /// Permanent id.
    pub id: AttendanceId,
    /// Name; `null` when it is not published.
    #[schema(example = "Anthony Bangham")]
    pub name: Option<String>,
    /// Office or post.
    #[schema(example = "CC")]
    pub capacity: Option<String>,
    /// Side of the person.
    pub side: PersonSide,
    /// Present, or apologies.
    pub attended: Option<Attended>,
}

/// An item of an agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedAgendaItem {
    /// Permanent id.
    pub id: AgendaItemId,
    /// Number as printed.
    #[schema(example = "2.1")]
    pub printed_number: Option<String>,
    /// Kind of item.
    pub kind: AgendaItemKind,
    /// Title of the item.
    #[schema(example = "Demand")]
    pub title: Option<String>,
    /// Note on the item.
    #[schema(example = "Brought forward from November 2018.")]
    pub note: Option<String>,
    /// Items below it.
    #[schema(no_recursion)]
    pub items: Vec<PublishedAgendaItem>,
}

/// A group of questions with a common introduction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedGroup {
    /// Permanent id.
    pub id: QuestionGroupId,
    /// Title of the group.
    #[schema(example = "Outcomes")]
    pub title: Option<String>,
    /// Context statement of the group.
    #[schema(example = "In August the plan had no measures.")]
    pub context: Option<String>,
    /// Agenda item under which it is printed.
    pub agenda_item: Option<PublishedLink>,
}
