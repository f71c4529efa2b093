//! The report on answers as data. No I/O.

use chrono::NaiveDate;
use diesel::prelude::Queryable;
use serde::Serialize;
use utoipa::ToSchema;

use crate::record::questions::model::{Outcome, QuestionStatus};

/// Questions that are alike in all that the report asks.
#[derive(Debug, Clone, Queryable)]
pub struct Alike {
    pub put_on: Option<NaiveDate>,
    pub status: QuestionStatus,
    pub outcome: Option<Outcome>,
    pub replied_since: Option<NaiveDate>,
    pub first_response_on: Option<NaiveDate>,
    pub final_response_on: Option<NaiveDate>,
    pub questions: i64,
}

/// What became of the questions that were put, how long answers took, how old the unanswered are.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct AnswersReport {
    /// The day in Europe/London on which ages were reckoned.
    pub as_of: NaiveDate,
    /// All questions of this report.
    #[schema(example = 20)]
    pub questions: i64,
    pub by_fate: ByFate,
    pub days_to_first_response: Spread,
    pub days_to_final_response: Spread,
    pub unanswered: Unanswered,
    pub definitions: AnswerDefinitions,
}

/// Questions by the state of their answers; together they are all of the report.
#[derive(Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ByFate {
    #[schema(example = 3)]
    pub awaiting: i64,
    pub holding: i64,
    #[schema(example = 4)]
    pub replied: i64,
    #[schema(example = 12)]
    pub answered: i64,
    pub part_answered: i64,
    pub not_answered: i64,
    pub declined: i64,
    pub withdrawn: i64,
    pub carried_forward: i64,
}

/// How many days something took. Without a question that has it, only `count` is there.
#[derive(Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Spread {
    /// Questions that were reckoned.
    #[schema(example = 17)]
    pub count: i64,
    /// To one decimal, halves up.
    #[schema(example = 12.4)]
    pub mean: Option<f64>,
    #[schema(example = 9)]
    pub median: Option<i64>,
    #[schema(example = 28)]
    pub p90: Option<i64>,
    #[schema(example = 61)]
    pub max: Option<i64>,
}

/// Questions for which an answer is awaited today.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Unanswered {
    #[schema(example = 2)]
    pub questions: i64,
    /// By days since they were put.
    pub by_age: Vec<AgeBand>,
}

/// Unanswered questions of an age.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AgeBand {
    #[schema(example = 15)]
    pub from_days: i64,
    /// The last day of the band; absent in the last one, which has no end.
    #[schema(example = 28)]
    pub to_days: Option<i64>,
    #[schema(example = 1)]
    pub questions: i64,
}

/// What the numbers mean, in words.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerDefinitions {
    pub questions: &'static str,
    pub fate: &'static str,
    pub first_response: &'static str,
    pub final_response: &'static str,
    pub days: &'static str,
    pub spread: &'static str,
    pub unanswered: &'static str,
}

impl Default for AnswerDefinitions {
    fn default() -> Self {
        Self {
            questions: "Questions that were put, by the day they were put; a question asked again at a later meeting counts \
                there as one of its own.",
            fate: "The state of the answer, as every question says it of itself. What the body judged is derived from the last \
                judgement of each part: answered when all were, declined when all were, not_answered when none was answered, \
                part_answered otherwise. withdrawn and carried_forward are acts of the body. replied: a response was \
                submitted, or a reply given at a meeting, and its judgement is not complete. holding: there are holding \
                responses only. awaiting: nothing that answers it is recorded, or what was is returned.",
            first_response: "The first response submitted by the force, or recorded for it, or the first reply at a meeting: a \
                holding response counts, and what was returned later.",
            final_response: "The last response or reply at a meeting that stands and is not a holding response. A question that \
                was returned has none until it is answered again.",
            days: "Whole days from the day the question was put to the day of the response, both in Europe/London; 0 is the \
                same day. What was said at a meeting counts from the day of the meeting, however late it was written down.",
            spread: "mean to one decimal, halves up; median and p90 by nearest rank: the smallest number of days within \
                which 50 % and 90 % of the questions had it.",
            unanswered: "Questions that are put or returned, whatever a judgement says of them; their age is the days since \
                they were put.",
        }
    }
}
