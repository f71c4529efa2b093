//! The report on answers as data. No I/O.

use chrono::NaiveDate;
use diesel::prelude::Queryable;
use serde::Serialize;
use utoipa::ToSchema;

use crate::record::questions::model::{Outcome, QuestionStatus};

/// Questions that are the same in everything the report counts.
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

/// The state of the questions that were put, the time to answer, and the age of the unanswered.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct AnswersReport {
    /// Day in Europe/London on which ages are calculated.
    pub as_of: NaiveDate,
    /// Number of questions in this report.
    #[schema(example = 20)]
    pub questions: i64,
    pub by_fate: ByFate,
    pub days_to_first_response: Spread,
    pub days_to_final_response: Spread,
    pub unanswered: Unanswered,
    pub definitions: AnswerDefinitions,
}

/// Questions by the state of their answers; together they are all questions of the report.
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

/// A distribution of days. Without any questions only `count` is present.
#[derive(Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Spread {
    /// Number of questions measured.
    #[schema(example = 17)]
    pub count: i64,
    /// Mean to one decimal, halves rounded up.
    #[schema(example = 12.4)]
    pub mean: Option<f64>,
    #[schema(example = 9)]
    pub median: Option<i64>,
    #[schema(example = 28)]
    pub p90: Option<i64>,
    #[schema(example = 61)]
    pub max: Option<i64>,
}

/// Questions that await an answer today.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Unanswered {
    #[schema(example = 2)]
    pub questions: i64,
    /// Questions by days since they were put.
    pub by_age: Vec<AgeBand>,
}

/// Unanswered questions in an age band.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AgeBand {
    #[schema(example = 15)]
    pub from_days: i64,
    /// Last day of the band; absent in the last one, which has no end.
    #[schema(example = 28)]
    pub to_days: Option<i64>,
    #[schema(example = 1)]
    pub questions: i64,
}

/// The definition of each number, in words.
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
                there as a separate question.",
            fate: "The state of the answer, as in each question. The body's judgement is derived from the latest \
                judgement of each part: answered when all were, declined when all were, not_answered when none was answered, \
                part_answered otherwise. withdrawn and carried_forward are acts of the body. replied: a response was \
                submitted, or a reply given at a meeting, and its judgement is not complete. holding: there are holding \
                responses only. awaiting: no answer is recorded, or it was returned.",
            first_response: "The first response submitted by the force, or recorded for it, or the first reply at a meeting: holding \
                responses count, and so do responses returned later.",
            final_response: "The latest valid response or reply at a meeting that is not a holding response. A question that \
                was returned has none until it is answered again.",
            days: "Whole days from the day the question was put to the day of the response, both in Europe/London; 0 is the \
                same day. A reply at a meeting counts from the day of the meeting, however late it was recorded.",
            spread: "mean to one decimal, halves rounded up; median and p90 by nearest rank: the smallest number of days within \
                which 50 % and 90 % of the questions had it.",
            unanswered: "Questions that are put or returned, regardless of any judgement; their age is the days since \
                they were put.",
        }
    }
}
