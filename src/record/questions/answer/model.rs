//! The answer to a question as data. No I/O.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::foundation::db::text_enum;
use crate::record::model::OwnerSide;
use crate::record::questions::judgements::model::Verdict;

text_enum!(
    /// The state of the answer to a question that was put.
    AnswerState {
        /// No answer is recorded.
        Awaiting = "awaiting",
        /// There are holding responses only: an answer was promised.
        Holding = "holding",
        /// A response was submitted, or a reply was given at a meeting, and the body has not judged it yet.
        Replied = "replied",
        /// Judged by the body, like the next three.
        Answered = "answered",
        PartAnswered = "part_answered",
        NotAnswered = "not_answered",
        Declined = "declined",
        /// Carried forward to a later meeting.
        CarriedForward = "carried_forward",
        Withdrawn = "withdrawn",
    }
);

/// The state of the answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuestionAnswer {
    pub state: AnswerState,
    /// Day since which this is so: the question was put, returned, replied to, judged, withdrawn or carried forward.
    #[schema(example = "2019-01-30")]
    pub since: NaiveDate,
    /// Current judgement, if `state` is one of the four that the body judges.
    pub judged: Option<Judged>,
}

/// The body's judgement of the answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Judged {
    /// Outcome; for a question with parts it is derived from the judgements of all of them.
    pub outcome: Verdict,
    /// Reason; for a question with parts, that of the latest judgement. Each part has its own in the judgements.
    #[schema(example = "Figures were given for one month of three.")]
    pub reason: String,
    #[schema(example = "2019-02-20")]
    pub on: NaiveDate,
    pub by: JudgedBy,
}

/// The author of a judgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct JudgedBy {
    /// Name, which is not published: the author in the office is not part of the public record.
    pub name: Option<String>,
    /// Capacity in the office, if known.
    #[schema(example = "PCC")]
    pub capacity: Option<String>,
    #[schema(example = "body")]
    pub side: OwnerSide,
}

/// A reply to a question: a submitted response, or an exchange with a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Id of the response or the exchange.
    pub id: String,
    /// Day it was given.
    pub on: NaiveDate,
    /// True for a holding response.
    pub holding: bool,
    /// True when it was returned, so that it does not count.
    pub returned: bool,
}

/// The days stored with a question, as derived from its replies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReplyDays {
    /// Day of the first reply of any kind, including those returned later.
    pub first: Option<NaiveDate>,
    /// Day of the latest valid answer.
    pub last: Option<NaiveDate>,
    /// Day of the first valid answer; while an answer is awaited, of the first valid holding response.
    pub since: Option<NaiveDate>,
}
