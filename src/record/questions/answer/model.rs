//! The answer to a question as data. No I/O.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::foundation::db::text_enum;
use crate::record::model::OwnerSide;
use crate::record::questions::judgements::model::Verdict;

text_enum!(
    /// How far a question that was put has got.
    AnswerState {
        /// Nothing that answers it is recorded.
        Awaiting = "awaiting",
        /// There are holding responses only: an answer was announced.
        Holding = "holding",
        /// A response was submitted, or a reply was given at a meeting; the body has not judged it yet.
        Replied = "replied",
        /// Judged by the body, as the three that follow.
        Answered = "answered",
        PartAnswered = "part_answered",
        NotAnswered = "not_answered",
        Declined = "declined",
        /// Asked again at a later meeting.
        CarriedForward = "carried_forward",
        Withdrawn = "withdrawn",
    }
);

/// What is said of the answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuestionAnswer {
    pub state: AnswerState,
    /// The day since when this is so: the question was put, returned, replied to, judged, withdrawn or carried forward.
    #[schema(example = "2019-01-30")]
    pub since: NaiveDate,
    /// The judgement that stands, where `state` is one of the four that the body judges.
    pub judged: Option<Judged>,
}

/// How the body judged the answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Judged {
    /// Of a question with parts it follows from the judgements of all of them.
    pub outcome: Verdict,
    /// Of a question with parts the reason given with the part that was judged last; each part has its own in the judgements.
    #[schema(example = "Figures were given for one month of three.")]
    pub reason: String,
    #[schema(example = "2019-02-20")]
    pub on: NaiveDate,
    pub by: JudgedBy,
}

/// Who judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct JudgedBy {
    /// Not published: who of the office wrote it down is no part of the public record.
    pub name: Option<String>,
    /// What they are in the office, where that was known.
    #[schema(example = "PCC")]
    pub capacity: Option<String>,
    #[schema(example = "body")]
    pub side: OwnerSide,
}

/// A reply to a question: a response that was submitted, or an exchange with a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Of the response or the exchange.
    pub id: String,
    /// The day it was given.
    pub on: NaiveDate,
    /// It says that an answer will come.
    pub holding: bool,
    /// It was sent back, and counts as none.
    pub returned: bool,
}

/// The days that are kept on a question, as they follow from its replies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReplyDays {
    /// Of the first reply of any kind, also one that was returned later.
    pub first: Option<NaiveDate>,
    /// Of the last answer that stands.
    pub last: Option<NaiveDate>,
    /// Of the first answer that stands; while an answer is awaited, of the first holding response that does.
    pub since: Option<NaiveDate>,
}
