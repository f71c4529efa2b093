//! The report on deadlines as data. No I/O.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::foundation::db::text_enum;
use crate::record::questions::model::QuestionForm;

text_enum!(
    /// The kind of record that is due.
    DueKind {
        Question = "question",
        Action = "action",
        Paper = "paper",
        Recommendation = "recommendation",
    }
);

text_enum!(
    /// The reason a record is not counted.
    LeftOutReason {
        /// It has no due date: none was set, its words lead to no day, or its clock is stopped.
        WithoutDay = "without_day",
        /// It ended without the event that was due: withdrawn, carried forward, superseded, cancelled or not accepted.
        Ended = "ended",
        /// It was done, and the record does not say when.
        DayUnknown = "day_unknown",
    }
);

/// Fate of a record that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Done on this day.
    On(NaiveDate),
    /// Still awaited.
    Awaited,
    /// Ended without the event that was due.
    Ended,
    /// Done on a day that is not known.
    Sometime,
}

/// Records that are the same in everything the report counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alike {
    pub kind: DueKind,
    /// Form of a question.
    pub form: Option<QuestionForm>,
    pub due_on: Option<NaiveDate>,
    pub done: Done,
    pub count: i64,
}

/// The period of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// What was due and done in time, by the month of the due date.
#[derive(Debug, Serialize, ToSchema)]
pub struct InTimeReport {
    /// Day in Europe/London on which `outstanding` and `overdue` are counted.
    #[schema(example = "2019-03-31")]
    pub as_of: NaiveDate,
    /// First due date that is counted.
    #[schema(example = "2018-04-01")]
    pub from: NaiveDate,
    /// Last due date that is counted.
    #[schema(example = "2019-03-31")]
    pub to: NaiveDate,
    pub definitions: InTimeDefinitions,
    /// Records of all kinds.
    pub total: InTimeTally,
    pub by_kind: Vec<InTimeOfKind>,
    /// Questions, by their form.
    pub by_form: Vec<InTimeOfForm>,
    /// Records that are not counted, and why.
    pub left_out: Vec<LeftOut>,
}

/// Numbers of records that were due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, ToSchema)]
pub struct InTimeTally {
    /// Records due: the sum of `in_time`, `late` and `outstanding`.
    #[schema(example = 20)]
    pub due: i64,
    #[schema(example = 15)]
    pub in_time: i64,
    /// Records done after their due date.
    #[schema(example = 3)]
    pub late: i64,
    /// Records that are still awaited.
    #[schema(example = 2)]
    pub outstanding: i64,
    /// Records among the outstanding ones whose due date has passed.
    #[schema(example = 1)]
    pub overdue: i64,
    /// Share in per cent, to one decimal, halves rounded up; `null` when nothing has fallen due.
    #[schema(example = 78.9)]
    pub in_time_percent: Option<f64>,
    /// Median of the days by which the late ones were late; `null` without any.
    #[schema(example = 6)]
    pub median_days_late: Option<i64>,
}

/// Numbers for a month.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct InTimeMonth {
    /// Month of the due dates.
    #[schema(example = "2019-02")]
    pub month: String,
    pub counts: InTimeTally,
}

/// Numbers for a kind of record.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct InTimeOfKind {
    pub kind: DueKind,
    pub counts: InTimeTally,
    /// Every month of the period, in order.
    pub months: Vec<InTimeMonth>,
}

/// Numbers for a form of question.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct InTimeOfForm {
    pub form: QuestionForm,
    pub counts: InTimeTally,
    /// Every month of the period, in order.
    pub months: Vec<InTimeMonth>,
}

/// A number of records that are not counted.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeftOut {
    pub kind: DueKind,
    pub reason: LeftOutReason,
    #[schema(example = 4)]
    pub count: i64,
}

/// The definition of each figure, in words.
#[derive(Debug, Serialize, ToSchema)]
pub struct InTimeDefinitions {
    pub due: &'static str,
    pub done: &'static str,
    pub in_time: &'static str,
    pub outstanding: &'static str,
    pub percent: &'static str,
    pub left_out: &'static str,
}

/// The definitions.
pub const DEFINITIONS: InTimeDefinitions = InTimeDefinitions {
    due: "Questions that were put, actions, papers and recorded recommendations whose due date is in the period, by the month of \
        that date. The due date is the one that applies now: every stop of the clock and every extension has moved it.",
    done: "A question is done on the day of its first valid answer, other than a holding response; one that was returned is awaited \
        again. An action or a recommendation is done on the day of the claim that stands, accepted or not yet judged. A paper is done \
        on the day it was received.",
    in_time: "in_time: done on or before the due date. late: done after it. median_days_late: the median, by nearest rank, of the \
        days between the due date and the day it was done, among the late ones.",
    outstanding: "Still awaited on the day as_of; overdue are those among them whose due date has passed.",
    percent: "in_time_percent: in_time, of in_time, late and overdue together; what is outstanding and not yet due does not count.",
    left_out: "ended: the due date is in the period, and the record ended without the event: withdrawn, carried forward, superseded, \
        not implemented, not accepted, or its meeting was cancelled. day_unknown: done, and the record does not say when. \
        without_day: records of any time without a due date, because none was set, its words lead to no day, or its clock is stopped.",
};
