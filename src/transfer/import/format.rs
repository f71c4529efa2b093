//! The record file, `answerable-record/1`: what an office writes by hand for its meetings. docs/RECORD-FILE.md explains it
//! to the people who write it.
//!
//! A `key` is a name inside the file: other parts of the file refer to it, and it is not stored. A member that is not
//! described here is an error.

use chrono::NaiveDate;
use serde::Deserialize;

use super::format_evidence::{DataPoint, Finding, Measure, RatingScale, RecommendationSet};
use super::format_spoken::{Decision, Exchange, FollowUp, Judgement, Matter, Paper, Part, QuestionGroup};
use super::words::{AgendaItemKind, Attended, Attribution, BodyKind, MeetingKind, Mode, OwnerSide, Stage, TextFormat};
use crate::foundation::dates::{day, optional_day};
use crate::record::actions::model::{Condition, Owner};
use crate::record::questions::model::QuestionForm;
use crate::record::questions::responses::model::Speaker;

/// The value of `format` that this code reads.
pub const FORMAT: &str = "answerable-record/1";

/// A whole file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordFile {
    /// Always `answerable-record/1`.
    pub format: String,
    /// `plain` (without it) or `html`; for every text of the file.
    #[serde(default)]
    pub text_format: TextFormat,
    pub area: Area,
    pub body: Body,
    /// The plan that the questions serve; a file of meetings that serve none leaves it out.
    pub plan: Option<Plan>,
    #[serde(default)]
    pub topics: Vec<Topic>,
    #[serde(default)]
    pub rating_scales: Vec<RatingScale>,
    #[serde(default)]
    pub measures: Vec<Measure>,
    #[serde(default)]
    pub meetings: Vec<Meeting>,
    /// Matters that went from one meeting to another; each after the one it continues.
    #[serde(default)]
    pub matters: Vec<Matter>,
}

/// The police area. One that is there (same `slug`) is used as it is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Its name in addresses: `west-mercia`.
    pub slug: String,
    /// Two to six capital letters that begin every reference: `WM`.
    pub code: String,
    /// `West Mercia`.
    pub name: String,
    /// `West Mercia Police`.
    pub force_name: String,
}

/// The oversight body. One that is there (same `name`) is used as it is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    pub kind: BodyKind,
    /// `Police and Crime Commissioner for West Mercia`.
    pub name: String,
    /// The first day of its term: `2012-11-22`.
    #[serde(deserialize_with = "day")]
    pub valid_from: NaiveDate,
    /// The last day, when it is known.
    #[serde(default, deserialize_with = "optional_day")]
    pub valid_to: Option<NaiveDate>,
}

/// The Police and Crime Plan. One that is there (same title and period) is used as it is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// `Safer West Mercia Plan`.
    pub title: String,
    pub summary: Option<String>,
    #[serde(deserialize_with = "day")]
    pub period_from: NaiveDate,
    #[serde(deserialize_with = "day")]
    pub period_to: NaiveDate,
    /// From this day on questions can serve it.
    #[serde(deserialize_with = "day")]
    pub adopted_on: NaiveDate,
    pub priorities: Vec<Priority>,
}

/// One priority of the plan, in the order of the file. Of a plan that is there, the one with this title.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Priority {
    /// What questions and actions call it in `priorities`: `victims`.
    pub key: String,
    /// `Putting victims and survivors first`.
    pub title: String,
    pub description: Option<String>,
}

/// A subject followed across meetings. One that is there (same title) is used as it is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// What questions call it in `topic`: `digital-forensics`.
    pub key: String,
    /// `Digital Forensics`.
    pub title: String,
    pub summary: Option<String>,
}

/// A meeting with all that was recorded of it. One that is there and still `scheduled` (same kind, day and title) is
/// continued; one that was held is an error.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    pub kind: MeetingKind,
    /// `Monthly Assurance Meeting January 2019`.
    pub title: String,
    /// The day it is or was held.
    #[serde(deserialize_with = "day")]
    pub held_on: NaiveDate,
    /// Local time, 24 hours: `10:00`.
    pub starts_at: Option<String>,
    /// `Meeting Room 1.38, Hindlip`.
    pub venue: Option<String>,
    /// Whether the public may attend.
    pub is_public: bool,
    /// Who chairs it, by name.
    pub chair: Option<String>,
    /// Who takes the minutes; need not be in the attendance list.
    pub minute_taker: Option<String>,
    pub status: Stage,
    #[serde(default)]
    pub attendance: Vec<Attendance>,
    #[serde(default)]
    pub agenda: Vec<AgendaItem>,
    #[serde(default)]
    pub questions: Vec<Question>,
    #[serde(default)]
    pub actions: Vec<Action>,
    /// What other parts of the file call this meeting: `january-2019`.
    pub key: Option<String>,
    /// Local time, 24 hours, after `starts_at`.
    pub ends_at: Option<String>,
    /// Matters of significant public interest are discussed; needs the reason.
    #[serde(default)]
    pub significant_public_interest: bool,
    pub significant_public_interest_reason: Option<String>,
    /// The key of the meeting that this one names as the next.
    pub next_meeting: Option<String>,
    #[serde(default)]
    pub papers: Vec<Paper>,
    #[serde(default)]
    pub question_groups: Vec<QuestionGroup>,
    #[serde(default)]
    pub exchanges: Vec<Exchange>,
    #[serde(default)]
    pub findings: Vec<Finding>,
    #[serde(default)]
    pub decisions: Vec<Decision>,
    #[serde(default)]
    pub data_points: Vec<DataPoint>,
    #[serde(default)]
    pub recommendation_sets: Vec<RecommendationSet>,
    #[serde(default)]
    pub follow_ups: Vec<FollowUp>,
}

/// One person at a meeting, or missing from it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    pub name: String,
    /// What the person is at this meeting: `PCC`, `CC`, `ACC`, `Policy Officer`.
    pub capacity: String,
    pub attended: Attended,
    /// Whether the name is published; without it the capacity decides.
    pub publish_name: Option<bool>,
}

/// An item of the agenda, with the items below it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgendaItem {
    /// What the questions of this meeting call it in `agenda_item`: `performance`.
    pub key: Option<String>,
    /// As printed, `2.1`; papers repeat numbers and leave them out.
    pub printed_number: Option<String>,
    pub kind: AgendaItemKind,
    pub title: String,
    /// What else was said or noted under it.
    pub note: Option<String>,
    #[serde(default)]
    pub items: Vec<AgendaItem>,
}

/// A question or a request to the force.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What the actions of the file call it in `question`: `ivm-direction`.
    pub key: Option<String>,
    pub form: QuestionForm,
    pub text: String,
    /// What the reader must know to understand it; not part of what is asked.
    pub context: Option<String>,
    /// As printed: `2`.
    pub printed_number: Option<String>,
    /// The key of a topic.
    pub topic: Option<String>,
    /// The key of an item on the agenda of this meeting.
    pub agenda_item: Option<String>,
    /// Keys of priorities of the plan.
    #[serde(default)]
    pub priorities: Vec<String>,
    /// Who asks, as the record names them: `PCC`.
    pub asked_by: Option<String>,
    /// The day it was put to the force; without it the question stays a draft.
    #[serde(default, deserialize_with = "optional_day")]
    pub put_on: Option<NaiveDate>,
    /// The day by which an answer is due.
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    /// The recorded answers; none when the record holds none.
    #[serde(default)]
    pub responses: Vec<Response>,
    /// The key of a question group of this meeting.
    pub group: Option<String>,
    /// The day a question of the public came in.
    #[serde(default, deserialize_with = "optional_day")]
    pub received_on: Option<NaiveDate>,
    #[serde(default)]
    pub parts: Vec<Part>,
    /// How it was answered in the opinion of the body; of a question with parts, each part has its own.
    pub judgement: Option<Judgement>,
}

/// An answer of the force, recorded by the office.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    pub text: String,
    /// The points of an answer that was recorded as a list.
    #[serde(default)]
    pub points: Vec<String>,
    /// Who gave it: none when `unattributed`, one when `single`, two or more when `joint` or `split`.
    #[serde(default)]
    pub speakers: Vec<Speaker>,
    pub attribution: Attribution,
    pub mode: Mode,
    /// The day a written answer was given: that of the meeting without it.
    #[serde(default, deserialize_with = "optional_day")]
    pub given_on: Option<NaiveDate>,
    /// An answer that says that the answer will come.
    #[serde(default)]
    pub holding: bool,
    /// Whether the answer is final; `false` keeps it as a draft.
    #[serde(default = "yes")]
    pub submitted: bool,
}

/// Something to be done. Text or owner must be there; what else is missing is missing, and the action is flagged for review.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    pub text: Option<String>,
    /// What must be kept in mind or hold when it is done.
    pub condition: Option<String>,
    /// As the record names the owner: `CC`.
    pub owner: Option<String>,
    pub owner_side: Option<OwnerSide>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    /// How the record gives the date: `within two weeks`.
    pub due_text: Option<String>,
    /// Keys of priorities of the plan.
    #[serde(default)]
    pub priorities: Vec<String>,
    /// The key of the question it came from.
    pub question: Option<String>,
    /// What matters and later actions of the file call it.
    pub key: Option<String>,
    /// In place of `condition`, when there are several.
    #[serde(default)]
    pub conditions: Vec<Condition>,
    /// In place of `owner` and `owner_side`, when there are several; beside `owner`, which then has the words of the record.
    #[serde(default)]
    pub owners: Vec<Owner>,
    /// The day it was first raised, where that was before this meeting.
    #[serde(default, deserialize_with = "optional_day")]
    pub raised_on: Option<NaiveDate>,
    /// The words of the record for that day.
    pub raised_text: Option<String>,
    /// The key of the earlier action of the file that this one continues.
    pub continues: Option<String>,
    /// Later meetings at which it stood again, in their order.
    #[serde(default)]
    pub stood_again: Vec<StoodAgain>,
}

/// A later meeting at which an action stood again.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoodAgain {
    /// The key of a meeting.
    pub meeting: String,
    /// What was reported there.
    pub note: Option<String>,
}

fn yes() -> bool {
    true
}
