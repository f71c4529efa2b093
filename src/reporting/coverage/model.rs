//! The report on coverage as data. No I/O.

use chrono::NaiveDate;
use diesel::prelude::Queryable;
use serde::Serialize;
use utoipa::ToSchema;

use crate::record::planning::plans::model::{PlanId, PlanStatus, PriorityId};
use crate::record::questions::model::Head;

/// A priority and its plan.
#[derive(Debug, Clone, Queryable)]
pub struct Listed {
    pub priority_id: PriorityId,
    pub title: String,
    pub plan_id: PlanId,
    pub plan_title: String,
    pub status: PlanStatus,
    pub adopted_on: Option<NaiveDate>,
    pub superseded_on: Option<NaiveDate>,
}

/// The first and last day of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// Questions put under a subject: the latest day, and the number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Put {
    pub last_on: Option<NaiveDate>,
    pub questions: i64,
}

/// The latest questions about a subject.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Asked {
    /// True when no question about it was put in the window.
    pub not_asked: bool,
    /// Last day on which a question about it was put, even before the window; `null` when never.
    #[schema(example = "2019-01-30")]
    pub last_on: Option<NaiveDate>,
    /// Days from that day to the day `on`.
    #[schema(example = 151)]
    pub days_since: Option<i64>,
    /// Number of questions about it put in the window.
    #[schema(example = 4)]
    pub questions: i64,
}

/// A priority and the latest questions about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PriorityCoverage {
    pub priority_id: PriorityId,
    #[schema(example = "Putting victims and survivors first")]
    pub title: String,
    pub plan_id: PlanId,
    #[schema(example = "Safer West Mercia Plan")]
    pub plan_title: String,
    pub asked: Asked,
}

/// A head of accountability and the latest questions about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeadCoverage {
    pub head: Head,
    /// Its paragraph in the Police Reform and Social Responsibility Act 2011, for the last body in office in the window; `null` where it
    /// could not be confirmed.
    #[schema(example = "s.1(8)(f)")]
    pub paragraph: Option<String>,
    /// First day on which it counts; `null` where it could not be confirmed.
    #[schema(example = "2012-11-22")]
    pub from: Option<NaiveDate>,
    /// Subject of the head, in the words of this service.
    #[schema(example = "Value for money: how far the chief constable complies with s.35.")]
    pub about: &'static str,
    pub asked: Asked,
}

/// The subjects asked about, and not asked about, in a number of months.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverageReport {
    /// Last day of the window.
    pub on: NaiveDate,
    #[schema(example = 6)]
    pub months: u16,
    /// First day of the window.
    pub from: NaiveDate,
    /// Priorities in the order of their plans, at most 200.
    pub priorities: Vec<PriorityCoverage>,
    /// Number of priorities not shown.
    pub priorities_left_out: usize,
    /// Heads that counted in the window, in the order of the Act; none when no body was in office.
    pub heads: Vec<HeadCoverage>,
    pub definitions: CoverageDefinitions,
}

/// The definition of each figure, in words.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverageDefinitions {
    pub window: &'static str,
    pub priorities: &'static str,
    pub heads: &'static str,
    pub questions: &'static str,
    pub last_on: &'static str,
    pub not_asked: &'static str,
}

/// The definition of each figure.
pub const DEFINITIONS: CoverageDefinitions = CoverageDefinitions {
    window: "the days from `from` to `on`, both included: `from` is the day after the one `months` calendar months before \
        `on`, or after the last day of that month if it has no such day",
    priorities: "with plan=, those of that plan; otherwise those of every plan in force on the day `on`: adopted by then, and \
        not superseded on it or before",
    heads: "the matters for which the body must in particular hold the chief constable to account: s.1(8) of the Police Reform and Social \
        Responsibility Act 2011, s.3(8) for the Mayor's Office for Policing and Crime. A head is listed when it counted on a day of the \
        window for the body in office; a question is about the heads that its author gave it",
    questions: "questions by the day they were put, whatever their outcome, including those withdrawn later. A \
        question asked again at a later meeting counts there as a separate question; one about several priorities or heads counts \
        under each",
    last_on: "the last day, up to the day `on`, on which a question about it was put; later days are ignored",
    not_asked: "no question about it was put in the window",
};
