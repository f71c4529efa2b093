//! A published question, with what was answered, found and judged.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::action::PublishedAction;
use super::deadline::PublishedDeadline;
use super::escalation::PublishedEscalation;
use super::exchange::PublishedExchange;
use super::figure::PublishedFigure;
use super::file::PublishedFile;
use super::finding::PublishedFinding;
use super::links::{PublishedLink, PublishedPerson, PublishedTakenBack};
use super::response::PublishedResponse;
use crate::record::questions::answer::model::AnswerState;
use crate::record::questions::judgements::model::{JudgementId, Verdict};
use crate::record::questions::model::{Fate, Head, Outcome, QuestionForm, QuestionId, QuestionPartId, QuestionStatus};

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
    /// Person who asks.
    pub asked_by: Option<PublishedPerson>,
    /// Day a question from the public was received.
    #[schema(example = "2019-01-14")]
    pub received_on: Option<NaiveDate>,
    /// Day it was put to the chief constable.
    #[schema(example = "2019-01-30")]
    pub put_on: Option<NaiveDate>,
    /// Day the answer is due.
    #[schema(example = "2019-02-13")]
    pub due_on: Option<NaiveDate>,
    /// Day the answer is due, with every move.
    pub deadline: PublishedDeadline,
    /// Escalations to a higher step while its answer was overdue, oldest first.
    #[serde(default)]
    pub escalations: Vec<PublishedEscalation>,
    /// Status of the question.
    pub status: QuestionStatus,
    /// Reason for the status, such as why it was withdrawn or carried forward.
    #[schema(example = "The figures come in March.")]
    pub status_reason: Option<String>,
    /// Outcome, as the body judged it; `null` before that.
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
    pub heads: Vec<Head>,
    /// Question that this one carries forward.
    pub brought_forward_from: Option<PublishedLink>,
    /// Question in which this one is carried forward.
    pub carried_forward_to: Option<PublishedLink>,
    /// Priorities that it was asked under.
    pub priorities: Vec<PublishedLink>,
    /// Topic of the question.
    pub topic: Option<PublishedLink>,
    /// Meeting for which it was asked.
    pub meeting: Option<PublishedLink>,
    /// Agenda item under which it was asked.
    pub agenda_item: Option<PublishedLink>,
    /// Group in which it is printed.
    pub group: Option<PublishedLink>,
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
    /// Files published with it.
    pub attachments: Vec<PublishedFile>,
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
    /// Person who judged it.
    pub by: PublishedPerson,
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
    #[schema(example = "The backlog was 865 devices.")]
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
    /// Person who judged it.
    pub by: PublishedPerson,
    /// Number of the wording of the question that was judged.
    #[schema(example = 1)]
    pub question_revision: i32,
    /// Set when it was taken back: it no longer counts.
    pub taken_back: Option<PublishedTakenBack>,
}
