//! A published meeting, with what was asked, said, decided and agreed at it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::action::PublishedAction;
use super::exchange::PublishedExchange;
use super::figure::PublishedFigure;
use super::links::{PublishedPriorityLink, PublishedTopic};
use super::question::{PublishedFinding, PublishedQuestion};
use crate::record::actions::model::ActionId;
use crate::record::meetings::agenda::model::AgendaItemKind;
use crate::record::meetings::attendance::model::Attended;
use crate::record::meetings::decisions::model::{DecisionId, DecisionStatus};
use crate::record::meetings::follow_ups::model::{FollowUpHow, FollowUpId, FollowUpStatus};
use crate::record::meetings::matters::model::{Direction, MatterId};
use crate::record::meetings::model::{AgendaItemId, AttendanceId, MeetingId, MeetingKind, MeetingStatus};
use crate::record::meetings::papers::model::{OwedBy, PaperId, PaperKind};
use crate::record::questions::model::{QuestionGroupId, QuestionId};

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
    /// Day of the meeting.
    #[schema(example = "2019-01-30")]
    pub held_on: Option<NaiveDate>,
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
    pub significant_public_interest_reason: Option<String>,
    /// Status of the meeting.
    pub status: MeetingStatus,
    /// Reason it was cancelled.
    #[schema(example = "Snow.")]
    pub cancelled_reason: Option<String>,
    /// Person or office that chaired it.
    #[schema(example = "PCC")]
    pub chair: Option<String>,
    /// Person or office that took the minutes.
    #[schema(example = "Policy Officer")]
    pub minute_taker: Option<String>,
    /// Next meeting, if it was announced.
    pub next_meeting: Option<PublishedNextMeeting>,
    /// People who attended, and apologies.
    pub attendance: Vec<PublishedAttendance>,
    /// Agenda of the meeting.
    pub agenda: Vec<PublishedAgendaItem>,
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
    pub context: Option<String>,
    /// Id of the agenda item under which it is printed.
    pub agenda_item_id: Option<AgendaItemId>,
}

/// The record of an edition of a decision that no meeting took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedDecisionRecord {
    /// The decision.
    pub decision: PublishedDecision,
}

/// A decision of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedDecision {
    /// Permanent id.
    pub id: DecisionId,
    /// Reference that people use.
    #[schema(example = "WM-2019-D001")]
    pub reference: Option<String>,
    /// Wording of the decision.
    #[schema(example = "The estate of the unit gets a further sum.")]
    pub text: Option<String>,
    /// Reasons for the decision.
    #[schema(example = "Its power supply must not fail.")]
    pub reasons: Option<String>,
    /// Maker of the decision; `null` when not recorded.
    pub made_by: Option<PublishedMaker>,
    /// Day it was made.
    #[schema(example = "2019-01-30")]
    pub made_on: Option<NaiveDate>,
    /// Id of the agenda item under which it was made.
    pub agenda_item_id: Option<AgendaItemId>,
    /// Topic of the decision.
    pub topic: Option<PublishedTopic>,
    /// Priorities that it serves.
    #[serde(default)]
    pub priorities: Vec<PublishedPriorityLink>,
    /// True for a decision of significant public interest (SI 2011/3050, Schedule, paragraph 5(d)).
    pub significant_public_interest: bool,
    /// Reason for that judgement.
    pub significant_public_interest_reason: Option<String>,
    /// Status of the decision.
    pub status: DecisionStatus,
    /// Reason for the status, such as why it was rescinded.
    pub status_reason: Option<String>,
}

/// The maker of a decision, in their capacity at the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedMaker {
    /// Name; `null` when it is not published.
    #[schema(example = "J. Campion")]
    pub name: Option<String>,
    /// Office or post.
    #[schema(example = "PCC")]
    pub capacity: Option<String>,
}

/// A stated intention to look at something again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedFollowUp {
    /// Permanent id.
    pub id: FollowUpId,
    /// Intention as stated.
    #[schema(example = "We may look at this again.")]
    pub text: Option<String>,
    /// Way in which it is to be looked at.
    pub how: Option<FollowUpHow>,
    /// Person or office that stated it.
    #[schema(example = "PCC")]
    pub stated_by: Option<String>,
    /// Topic of the follow-up.
    pub topic: Option<PublishedTopic>,
    /// Id of the question that it is about.
    pub question_id: Option<QuestionId>,
    /// Day by which it is expected.
    #[schema(example = "2019-03-26")]
    pub expected_on: Option<NaiveDate>,
    /// That day in the words of the source.
    #[schema(example = "in the spring")]
    pub expected_text: Option<String>,
    /// Status of the follow-up.
    pub status: FollowUpStatus,
    /// Reason for the status.
    pub status_reason: Option<String>,
    /// Id of the meeting that took it up.
    pub taken_up_meeting_id: Option<MeetingId>,
    /// Id of the question that took it up.
    pub taken_up_question_id: Option<QuestionId>,
}

/// A matter that is carried from one meeting to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedMatter {
    /// Permanent id.
    pub id: MatterId,
    /// Title of the matter.
    #[schema(example = "Victims")]
    pub title: Option<String>,
    /// Note on the matter.
    pub note: Option<String>,
    /// Direction, seen from this meeting.
    pub direction: Option<Direction>,
    /// Id of the earlier meeting.
    pub from_meeting_id: Option<MeetingId>,
    /// Earlier meeting in words, when it is not in the record.
    #[schema(example = "August 2018")]
    pub from_text: Option<String>,
    /// Id of the agenda item of the earlier meeting.
    pub from_agenda_item_id: Option<AgendaItemId>,
    /// Id of the later meeting.
    pub to_meeting_id: Option<MeetingId>,
    /// Id of the agenda item of the later meeting.
    pub to_agenda_item_id: Option<AgendaItemId>,
    /// Topic of the matter.
    pub topic: Option<PublishedTopic>,
    /// Id of the question that it is about.
    pub question_id: Option<QuestionId>,
    /// Id of the action that it is about.
    pub action_id: Option<ActionId>,
}

/// A paper of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedPaper {
    /// Permanent id.
    pub id: PaperId,
    /// Title of the paper.
    #[schema(example = "The backlog")]
    pub title: Option<String>,
    /// Kind of paper.
    pub kind: PaperKind,
    /// Address of the paper.
    #[schema(example = "https://www.example.org/backlog.pdf")]
    pub url: Option<String>,
    /// Day it was received.
    #[schema(example = "2019-01-28")]
    pub received_on: Option<NaiveDate>,
    /// Day it was due.
    #[schema(example = "2019-01-23")]
    pub due_on: Option<NaiveDate>,
    /// Side that owes it.
    pub owed_by: Option<OwedBy>,
    /// Person or office that owes it.
    #[schema(example = "DCC")]
    pub owner: Option<String>,
    /// Id of the agenda item that it belongs to.
    pub agenda_item_id: Option<AgendaItemId>,
}
