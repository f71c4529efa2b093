//! A published question, with what was answered, found and judged.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::action::PublishedAction;
use super::exchange::PublishedExchange;
use super::figure::PublishedFigure;
use super::links::{PublishedPriorityLink, PublishedSpeaker, PublishedTopic};
use crate::record::findings::model::{FindingId, FindingKind};
use crate::record::findings::rating_scales::model::RatingCode;
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::model::OwnerSide;
use crate::record::questions::answer::model::AnswerState;
use crate::record::questions::judgements::model::{JudgementId, Verdict};
use crate::record::questions::model::{
    Fate, Head, Outcome, QuestionForm, QuestionGroupId, QuestionId, QuestionPartId, QuestionStatus,
};
use crate::record::questions::responses::model::{Attribution, Mode, ResponseId, ResponseStatus};

/// The record of an edition of a question: the question, and the actions that follow from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedQuestionRecord {
    /// The question.
    pub question: PublishedQuestion,
    /// Actions that follow from it.
    pub actions: Vec<PublishedAction>,
}

/// A question that was put to the chief constable, with its answers and what the body makes of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedQuestion {
    /// Permanent id.
    pub id: QuestionId,
    /// Reference that people use.
    #[schema(example = "WM-2019-Q001")]
    pub reference: Option<String>,
    /// Form of the question.
    pub form: QuestionForm,
    /// Number as printed in the agenda.
    #[schema(example = "3a")]
    pub printed_number: Option<String>,
    /// Wording of the question.
    #[schema(example = "What has changed since the backlog was reported?")]
    pub text: Option<String>,
    /// Context statement: the stated reason for asking.
    #[schema(example = "In August the backlog was 865 devices.")]
    pub context: Option<String>,
    /// Person or office that asks.
    #[schema(example = "PCC")]
    pub asked_by: Option<String>,
    /// Day a question from the public was received.
    #[schema(example = "2019-01-14")]
    pub received_on: Option<NaiveDate>,
    /// Day it was put to the chief constable.
    #[schema(example = "2019-01-30")]
    pub put_on: Option<NaiveDate>,
    /// Day the answer is due.
    #[schema(example = "2019-02-13")]
    pub due_on: Option<NaiveDate>,
    /// Status of the question.
    pub status: QuestionStatus,
    /// Reason for the status, such as why it was withdrawn or carried forward.
    pub status_reason: Option<String>,
    /// Outcome of a closed question.
    pub outcome: Option<Outcome>,
    /// State of its answer.
    pub answer: PublishedAnswer,
    /// Number of the wording, from 1.
    #[schema(example = 1)]
    pub revision: i32,
    /// Earlier wordings, oldest first, each with the reason for its correction.
    pub earlier_wordings: Vec<PublishedWording>,
    /// Parts of the question, as printed; empty when it has none.
    pub parts: Vec<PublishedPart>,
    /// Matters for which the chief constable must in particular be held to account (Police Reform and Social Responsibility Act
    /// 2011, section 1(8)).
    #[serde(default)]
    pub heads: Vec<Head>,
    /// Id of the question that this one carries forward.
    pub brought_forward_from_id: Option<QuestionId>,
    /// Id of the question in which this one is carried forward.
    pub carried_forward_to_id: Option<QuestionId>,
    /// Priorities that it was asked under.
    pub priorities: Vec<PublishedPriorityLink>,
    /// Topic of the question.
    pub topic: Option<PublishedTopic>,
    /// Id of the meeting for which it was asked.
    pub meeting_id: Option<MeetingId>,
    /// Id of the agenda item under which it was asked.
    pub agenda_item_id: Option<AgendaItemId>,
    /// Id of the group in which it is printed.
    pub group_id: Option<QuestionGroupId>,
    /// Responses to it, oldest first.
    pub responses: Vec<PublishedResponse>,
    /// Exchanges about it at meetings, oldest first. In the record of a meeting only those at other meetings: those at this one are
    /// listed with the meeting.
    pub exchanges: Vec<PublishedExchange>,
    /// Findings of the body about it.
    pub findings: Vec<PublishedFinding>,
    /// Judgements of its answer, oldest first.
    pub judgements: Vec<PublishedJudgement>,
    /// Figures given in answer to it.
    pub data_points: Vec<PublishedFigure>,
}

/// What a question says of its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedAnswer {
    /// State of the answer.
    pub state: AnswerState,
    /// Day since which this is so.
    #[schema(example = "2019-01-30")]
    pub since: NaiveDate,
    /// Judgement of the body; `null` until there is one.
    pub judged: Option<PublishedJudged>,
}

/// The body's judgement of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedJudged {
    /// Outcome; for a question with parts it follows from the judgements of all of them.
    pub outcome: Verdict,
    /// Reason of the body.
    #[schema(example = "Figures were given for one month of three.")]
    pub reason: Option<String>,
    /// Day it was judged.
    #[schema(example = "2019-02-20")]
    pub on: Option<NaiveDate>,
    /// Office that judged it.
    pub by: PublishedJudge,
}

/// The office that judged an answer. Who typed it is not published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedJudge {
    /// Always `null`: the author in the office is not part of the public record.
    pub name: Option<String>,
    /// Capacity in the office, if known.
    #[schema(example = "PCC")]
    pub capacity: Option<String>,
    /// Side that judged it.
    pub side: OwnerSide,
}

/// An earlier wording of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedWording {
    /// Number of the wording, from 1.
    #[schema(example = 1)]
    pub revision: i32,
    /// Wording at that time.
    #[schema(example = "How many devices wait?")]
    pub text: Option<String>,
    /// Context statement at that time.
    pub context: Option<String>,
    /// Reason it was corrected.
    #[schema(example = "The day was missing.")]
    pub reason: Option<String>,
    /// Day it was replaced.
    #[schema(example = "2019-01-31")]
    pub replaced_on: Option<NaiveDate>,
}

/// A part of a question, with its own outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedPart {
    /// Permanent id.
    pub id: QuestionPartId,
    /// Number as printed.
    #[schema(example = "1")]
    pub printed_number: Option<String>,
    /// Wording of the part.
    #[schema(example = "In the north?")]
    pub text: Option<String>,
    /// Current judgement of its answer; `null` until there is one.
    pub outcome: Option<Fate>,
}

/// A response of the force to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedResponse {
    /// Permanent id.
    pub id: ResponseId,
    /// Wording of the response.
    #[schema(example = "Between 865 and 893.")]
    pub text: Option<String>,
    /// Points of the response, if it is recorded as a list.
    pub points: Vec<Option<String>>,
    /// People who gave it.
    pub speakers: Vec<PublishedSpeaker>,
    /// Relation of the speakers to the text.
    pub attribution: Option<Attribution>,
    /// Given in writing or at a meeting.
    pub mode: Option<Mode>,
    /// True for a holding response: it promises an answer and is none.
    pub holding: bool,
    /// Day it was given.
    #[schema(example = "2019-01-30")]
    pub given_on: Option<NaiveDate>,
    /// Number of the wording of the question that it answers.
    #[schema(example = 1)]
    pub question_revision: i32,
    /// Status of the response.
    pub status: ResponseStatus,
    /// Reason for the status, such as why it was returned.
    #[schema(example = "The figures for December are missing.")]
    pub status_reason: Option<String>,
}

/// A judgement of the answer to a question, or to one of its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedJudgement {
    /// Permanent id.
    pub id: JudgementId,
    /// Id of the part that was judged; `null` when the question has none.
    pub part_id: Option<QuestionPartId>,
    /// Outcome.
    pub outcome: Fate,
    /// Reason of the body.
    #[schema(example = "As heard.")]
    pub reason: Option<String>,
    /// Day it was judged.
    #[schema(example = "2019-02-20")]
    pub on: Option<NaiveDate>,
}

/// A finding that the body has confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedFinding {
    /// Permanent id.
    pub id: FindingId,
    /// Reference that people use.
    #[schema(example = "WM-2019-F001")]
    pub reference: Option<String>,
    /// Kind of the finding.
    pub kind: FindingKind,
    /// Wording of the finding.
    #[schema(example = "No plan has dates.")]
    pub text: Option<String>,
    /// Person or office that acknowledged it at the meeting.
    #[schema(example = "CC")]
    pub acknowledged_by: Option<String>,
    /// Rating of performance; `null` when it was not rated.
    pub performance: Option<PublishedRating>,
    /// Rating of the plan for improvement; `null` when it was not rated.
    pub plan: Option<PublishedRating>,
    /// Priorities that it is about.
    pub priorities: Vec<PublishedPriorityLink>,
    /// Topic of the finding.
    pub topic: Option<PublishedTopic>,
    /// Comments of the force, oldest first.
    pub comments: Vec<PublishedComment>,
    /// Day it was confirmed.
    #[schema(example = "2019-02-20")]
    pub confirmed_on: Option<NaiveDate>,
    /// Id of the question that it is about.
    pub question_id: Option<QuestionId>,
    /// Id of the meeting at which it was made.
    pub meeting_id: Option<MeetingId>,
    /// Id of the agenda item under which it was made.
    pub agenda_item_id: Option<AgendaItemId>,
}

/// A rating on the scale of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedRating {
    /// Place on the scale.
    pub code: Option<RatingCode>,
    /// Name that the body gives to it.
    #[schema(example = "Requires improvement")]
    pub label: Option<String>,
}

/// A comment of the force on a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedComment {
    /// Comment; `null` when the force states that it has none.
    #[schema(example = "Dates will follow in March.")]
    pub text: Option<String>,
    /// True when the force states that it has no comment.
    pub no_comment: bool,
    /// True when it came after the day on which comments were due.
    pub late: bool,
}
