//! The record file, `answerable-record/1`, which offices write by hand for their meetings. docs/RECORD-FILE.md explains it to
//! its authors.
//!
//! A `key` is a name inside the file: other parts of the file refer to it, and it is not stored. A member that is not described
//! here is an error.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::format_evidence::{DataPoint, Finding, Measure, RatingScale, RecommendationSet};
use super::format_history::{ActionSource, Elsewhere, RejectedClaim, Update};
use super::format_spoken::{Decision, Exchange, FollowUp, Judgement, Matter, Paper, Part, QuestionGroup};
use super::words::{
    ActionStatus, AgendaItemKind, Attended, Attribution, BodyKind, MeetingKind, Mode, OwnerSide, Stage, TextFormat,
};
use crate::foundation::dates::{day, last_day_of, optional_day, optional_month, optional_year_or_month};
use crate::record::actions::model::{ActionId, Condition, Owner};
use crate::record::meetings::model::{AgendaItemId, AttendanceId, MeetingId};
use crate::record::questions::model::{Head, QuestionForm, QuestionId};
use crate::record::questions::responses::model::{ResponseId, Speaker};

/// The value of `format` that this code accepts.
pub const FORMAT: &str = "answerable-record/1";

/// A whole file.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordFile {
    /// Address of the JSON Schema of the format, by which editors complete and check the file.
    #[serde(rename = "$schema")]
    pub schema: Option<String>,
    /// Always `answerable-record/1`.
    pub format: String,
    /// `plain` (the default) or `html`, for every text of the file.
    #[serde(default)]
    pub text_format: TextFormat,
    pub area: Area,
    /// Body whose meetings these are.
    pub body: Body,
    /// The plan that the questions serve; omitted if they serve none.
    pub plan: Option<Plan>,
    /// Topics that records of this file are about.
    #[serde(default)]
    pub topics: Vec<Topic>,
    /// Scales that the ratings of this file are on.
    #[serde(default)]
    pub rating_scales: Vec<RatingScale>,
    #[serde(default)]
    pub measures: Vec<Measure>,
    /// Meetings, in the order of their days.
    #[serde(default)]
    pub meetings: Vec<Meeting>,
    /// Matters that continue from one meeting to another, each after the one it continues.
    #[serde(default)]
    pub matters: Vec<Matter>,
    /// Decisions that no meeting took.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// Publications elsewhere of what the body owes of itself (7A to 7C).
    #[serde(default)]
    pub published_elsewhere: Vec<Elsewhere>,
}

/// The police area. An existing one (same `slug`) is used unchanged.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileArea)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Slug of the area in addresses: `west-mercia`.
    pub slug: String,
    /// Two to six capital letters that begin every reference: `WM`.
    pub code: String,
    /// Name of the area: `West Mercia`.
    pub name: String,
    /// Name of the force: `West Mercia Police`.
    pub force_name: String,
}

/// The oversight body. An existing one (same `name`) is used unchanged.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileBody)]
#[serde(deny_unknown_fields)]
pub struct Body {
    pub kind: BodyKind,
    /// Name: `Police and Crime Commissioner for West Mercia`.
    pub name: String,
    /// First day of its term: `2012-11-22`.
    #[serde(deserialize_with = "day")]
    pub valid_from: NaiveDate,
    /// Last day of its term, if known.
    #[serde(default, deserialize_with = "optional_day")]
    pub valid_to: Option<NaiveDate>,
}

/// The Police and Crime Plan. An existing one (same title and period) is used unchanged.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFilePlan)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Title: `Safer West Mercia Plan`.
    pub title: String,
    pub summary: Option<String>,
    #[serde(deserialize_with = "day")]
    pub period_from: NaiveDate,
    #[serde(deserialize_with = "day")]
    pub period_to: NaiveDate,
    /// First day on which questions can serve it.
    #[serde(deserialize_with = "day")]
    pub adopted_on: NaiveDate,
    /// Priorities of the plan, in its order.
    pub priorities: Vec<Priority>,
}

/// One priority of the plan, in the order of the file. In an existing plan, the priority with this title.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFilePriority)]
#[serde(deny_unknown_fields)]
pub struct Priority {
    /// Key for `priorities` of questions and actions: `victims`.
    pub key: String,
    /// Title: `Putting victims and survivors first`.
    pub title: String,
    pub description: Option<String>,
}

/// A subject followed across meetings. An existing one (same title) is used unchanged.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileTopic)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Key for `topic` of questions: `digital-forensics`.
    pub key: String,
    /// Title: `Digital Forensics`.
    pub title: String,
    pub summary: Option<String>,
}

/// A meeting with its whole record. An existing one that is still `scheduled` (same kind, day and title) is continued; an
/// existing one that was held is an error.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileMeeting)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<MeetingId>,
    pub kind: MeetingKind,
    /// Title: `Monthly Assurance Meeting January 2019`.
    pub title: String,
    /// Day of the meeting; required unless only its month is known.
    #[serde(default, deserialize_with = "optional_day")]
    pub held_on: Option<NaiveDate>,
    /// Month of a past meeting whose day is not known, in place of `held_on`: `2018-11`.
    #[serde(default, deserialize_with = "optional_month")]
    #[schema(pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    pub held_in: Option<String>,
    /// Start in local time, 24 hours: `10:00`.
    pub starts_at: Option<String>,
    /// Place: `Meeting Room 1.38, Hindlip`.
    pub venue: Option<String>,
    /// True when the public may attend.
    pub is_public: bool,
    /// Name of the chair.
    pub chair: Option<String>,
    /// Name of the minute taker, who need not be in the attendance list.
    pub minute_taker: Option<String>,
    pub status: Stage,
    /// Day on which the record was agreed, if known.
    #[serde(default, deserialize_with = "optional_day")]
    pub agreed_on: Option<NaiveDate>,
    /// People who were there, and who sent apologies.
    #[serde(default)]
    pub attendance: Vec<Attendance>,
    /// Agenda items, in their order.
    #[serde(default)]
    pub agenda: Vec<AgendaItem>,
    /// Questions put at the meeting, or for it.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// Actions that were set at the meeting.
    #[serde(default)]
    pub actions: Vec<Action>,
    /// Key of this meeting for other parts of the file: `january-2019`.
    pub key: Option<String>,
    /// End in local time, 24 hours, after `starts_at`.
    pub ends_at: Option<String>,
    /// True when matters of significant public interest are discussed; the reason is then required.
    #[serde(default)]
    pub significant_public_interest: bool,
    pub significant_public_interest_reason: Option<String>,
    /// Key of the next meeting.
    pub next_meeting: Option<String>,
    /// Papers of the meeting.
    #[serde(default)]
    pub papers: Vec<Paper>,
    /// Groups in which questions were asked.
    #[serde(default)]
    pub question_groups: Vec<QuestionGroup>,
    /// Exchanges, in the order in which they were said.
    #[serde(default)]
    pub exchanges: Vec<Exchange>,
    /// Findings about what was said.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// Decisions that were taken at the meeting.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// Figures that were stated at the meeting.
    #[serde(default)]
    pub data_points: Vec<DataPoint>,
    /// Outside reports that the meeting discussed.
    #[serde(default)]
    pub recommendation_sets: Vec<RecommendationSet>,
    /// Intentions that were stated for later.
    #[serde(default)]
    pub follow_ups: Vec<FollowUp>,
    /// Publications of the notice, the agenda or the minutes outside this service.
    #[serde(default)]
    pub published_elsewhere: Vec<Elsewhere>,
}

impl Meeting {
    /// Returns its day, or the last day of its month.
    pub fn ordered_by(&self) -> Option<NaiveDate> {
        self.held_on.or_else(|| self.held_in.as_deref().and_then(last_day_of))
    }
}

/// One person at a meeting, or absent from it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileAttendance)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<AttendanceId>,
    pub name: String,
    /// Capacity of the person at this meeting: `PCC`, `CC`, `ACC`, `Policy Officer`.
    pub capacity: String,
    pub attended: Attended,
    /// True to publish the name, false to withhold it; by default the capacity decides.
    pub publish_name: Option<bool>,
}

/// An agenda item, with the items below it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileAgendaItem)]
#[serde(deny_unknown_fields)]
pub struct AgendaItem {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<AgendaItemId>,
    /// Key for `agenda_item` of this meeting's questions: `performance`.
    pub key: Option<String>,
    /// Number as printed, `2.1`; printed agendas repeat numbers and leave them out.
    pub printed_number: Option<String>,
    pub kind: AgendaItemKind,
    pub title: String,
    /// Other statements or notes under it.
    pub note: Option<String>,
    /// Items under this one.
    #[serde(default)]
    #[schema(no_recursion)]
    pub items: Vec<AgendaItem>,
}

/// A question or a request to the force.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileQuestion)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<QuestionId>,
    /// Key for `question` of the file's actions: `ivm-direction`.
    pub key: Option<String>,
    pub form: QuestionForm,
    pub text: String,
    /// Background for the reader; not part of the question.
    pub context: Option<String>,
    /// Number as printed: `2`.
    pub printed_number: Option<String>,
    /// Key of a topic.
    pub topic: Option<String>,
    /// Key of an agenda item of this meeting.
    pub agenda_item: Option<String>,
    /// Keys of priorities of the plan.
    #[serde(default)]
    pub priorities: Vec<String>,
    /// Heads of accountability that it serves.
    #[serde(default)]
    pub heads: Vec<Head>,
    /// Person who asks, as named in the record: `PCC`.
    pub asked_by: Option<String>,
    /// Day it was put to the force. Without it the question stays a draft.
    #[serde(default, deserialize_with = "optional_day")]
    pub put_on: Option<NaiveDate>,
    /// Day by which an answer is due.
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    /// Due date in words, read from the day it was put: `by Fri 9th Dec`.
    pub due_text: Option<String>,
    /// Recorded answers; empty when the record has none.
    #[serde(default)]
    pub responses: Vec<Response>,
    /// Key of a question group of this meeting.
    pub group: Option<String>,
    /// Day a question from the public was received.
    #[serde(default, deserialize_with = "optional_day")]
    pub received_on: Option<NaiveDate>,
    /// Numbered parts, in their order.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// Judgement of the answer by the body; in a question with parts, each part has its own.
    pub judgement: Option<Judgement>,
}

/// An answer of the force, recorded by the office.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileResponse)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<ResponseId>,
    pub text: String,
    /// Points of an answer that was recorded as a list.
    #[serde(default)]
    pub points: Vec<String>,
    /// Speakers: none for `unattributed`, one for `single`, two or more for `joint` or `split`.
    #[serde(default)]
    pub speakers: Vec<Speaker>,
    pub attribution: Attribution,
    pub mode: Mode,
    /// Day it was given; the default is the day of the meeting.
    #[serde(default, deserialize_with = "optional_day")]
    pub given_on: Option<NaiveDate>,
    /// True for a holding response, which promises an answer.
    #[serde(default)]
    pub holding: bool,
    /// True for a final answer; `false` keeps it as a draft.
    #[serde(default = "yes")]
    pub submitted: bool,
}

/// An action. Text or owner is required; anything else may be missing, and the action is then flagged for review.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileAction)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<ActionId>,
    pub text: Option<String>,
    /// A condition on the action.
    pub condition: Option<String>,
    /// Owner, as named in the record: `CC`.
    pub owner: Option<String>,
    pub owner_side: Option<OwnerSide>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    /// Due date in the words of the record: `within two weeks`.
    pub due_text: Option<String>,
    /// Keys of priorities of the plan.
    #[serde(default)]
    pub priorities: Vec<String>,
    /// Key of the question it arises from.
    pub question: Option<String>,
    /// Key for matters and later actions of the file.
    pub key: Option<String>,
    /// Several conditions, in place of `condition`.
    #[serde(default)]
    pub conditions: Vec<Condition>,
    /// Several owners, in place of `owner` and `owner_side`. If `owner` is given too, it has the words of the record.
    #[serde(default)]
    pub owners: Vec<Owner>,
    /// Day it was first raised, if before this meeting.
    #[serde(default, deserialize_with = "optional_day")]
    pub raised_on: Option<NaiveDate>,
    /// Words of the record for that day.
    pub raised_text: Option<String>,
    /// Key of the earlier action of the file that this one continues.
    pub continues: Option<String>,
    /// Later meetings that it was carried forward to, in order.
    #[serde(default)]
    pub stood_again: Vec<StoodAgain>,
    /// Reference under which the office keeps it.
    #[serde(alias = "reference")]
    pub own_reference: Option<String>,
    /// Key of an agenda item of this meeting.
    pub agenda_item: Option<String>,
    /// Colour or label reported for its state, as printed: `Amber`.
    pub rag: Option<String>,
    /// Day of that report; the default is the day of the meeting.
    #[serde(default, deserialize_with = "optional_day")]
    pub rag_on: Option<NaiveDate>,
    /// Further records of the file that it came from.
    #[serde(default)]
    pub sources: Vec<ActionSource>,
    /// Key of the earlier action of the file that this one replaced.
    pub supersedes: Option<String>,
    /// Status; `open` by default.
    pub status: Option<ActionStatus>,
    /// Reason for which it was closed or superseded.
    pub status_reason: Option<String>,
    /// Evidence that it is complete.
    pub evidence: Option<String>,
    /// Day of the claim that it is complete; the default is `completed_on`.
    #[serde(default, deserialize_with = "optional_day")]
    pub claimed_on: Option<NaiveDate>,
    /// Day on which the work was done.
    #[serde(default, deserialize_with = "optional_day")]
    pub completed_on: Option<NaiveDate>,
    /// Year or month in which it was done, if the record has no more: `2022`, `2022-12`.
    #[serde(default, deserialize_with = "optional_year_or_month")]
    #[schema(example = "2022-12", pattern = "^[0-9]{4}(-(0[1-9]|1[0-2]))?$")]
    pub completed_in: Option<String>,
    /// Day on which it was accepted (the default is that of the claim), closed as not implemented, or superseded.
    #[serde(default, deserialize_with = "optional_day")]
    pub ended_on: Option<NaiveDate>,
    /// Claims that were rejected before.
    #[serde(default)]
    pub rejected_claims: Vec<RejectedClaim>,
    /// Updates since it was set, in order.
    #[serde(default)]
    pub updates: Vec<Update>,
}

/// A later meeting that an action was carried forward to.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileStoodAgain)]
#[serde(deny_unknown_fields)]
pub struct StoodAgain {
    /// Key of a meeting.
    pub meeting: String,
    /// Progress reported there.
    pub note: Option<String>,
}

fn yes() -> bool {
    true
}
