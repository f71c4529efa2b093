//! The evidence of a year as data. No I/O.

use chrono::NaiveDate;
use diesel::prelude::Queryable;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::foundation::input::from_text;
use crate::record::findings::model::{FindingId, FindingKind};
use crate::record::findings::rating_scales::model::{Grade, RatingCode};
use crate::record::planning::plans::model::{PlanId, PlanStatus, PriorityId};
use crate::record::questions::model::{Outcome, QuestionStatus};
use crate::record::recommendations::model::RecommendationTally;
use crate::reporting::answers::model::ByFate;

/// The form of a year, which completes the sentence "send ...".
pub const FINANCIAL_YEAR: &str = "a financial year: two consecutive years, such as 2018-19, from 1800-01 to 2198-99";

/// A financial year: 1 April to 31 March.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FinancialYear {
    /// 1 April.
    pub from: NaiveDate,
    /// 31 March.
    pub to: NaiveDate,
}

impl<'de> Deserialize<'de> for FinancialYear {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, FINANCIAL_YEAR, str::parse)
    }
}

/// A priority, and its plan with the dates it was in force.
#[derive(Debug, Clone, Queryable)]
pub struct PlannedPriority {
    pub priority_id: PriorityId,
    pub title: String,
    pub plan_id: PlanId,
    pub plan_title: String,
    pub status: PlanStatus,
    pub adopted_on: Option<NaiveDate>,
    pub superseded_on: Option<NaiveDate>,
}

/// A question that was put in the year, under a priority.
#[derive(Debug, Clone, Queryable)]
pub struct PutQuestion {
    pub priority_id: PriorityId,
    pub id: String,
    pub reference: Option<String>,
    pub put_on: Option<NaiveDate>,
    pub status: QuestionStatus,
    pub outcome: Option<Outcome>,
    pub replied_since: Option<NaiveDate>,
}

/// A confirmed finding of the year, under a priority.
#[derive(Debug, Clone, Queryable)]
pub struct Confirmed {
    pub priority_id: PriorityId,
    pub id: String,
    pub reference: Option<String>,
    pub kind: FindingKind,
    pub on: Option<NaiveDate>,
}

/// A confirmed finding with a rating, under a priority, and its day.
#[derive(Debug, Clone, Queryable)]
pub struct Rated {
    pub priority_id: PriorityId,
    pub id: FindingId,
    pub reference: Option<String>,
    pub performance_code: Option<RatingCode>,
    pub performance_label: Option<String>,
    pub plan_code: Option<RatingCode>,
    pub plan_label: Option<String>,
    pub on: Option<NaiveDate>,
}

/// Something under a priority, with its day.
#[derive(Debug, Clone, Queryable)]
pub struct Dated {
    pub priority_id: PriorityId,
    pub id: String,
    pub label: Option<String>,
    pub on: Option<NaiveDate>,
}

/// An action under a priority, and the day on which a claim that it is complete was accepted.
#[derive(Debug, Clone, Queryable)]
pub struct Accepted {
    pub priority_id: PriorityId,
    pub id: String,
    pub label: String,
    pub on: Option<NaiveDate>,
}

/// All data of a report, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    pub questions: Vec<PutQuestion>,
    pub findings: Vec<Confirmed>,
    /// Ratings up to the last day of the year, including those before it.
    pub ratings: Vec<Rated>,
    pub actions_set: Vec<Dated>,
    pub actions_accepted: Vec<Dated>,
    pub actions_overdue: Vec<Dated>,
    pub decisions: Vec<Dated>,
    pub recommendation_sets: Vec<Dated>,
    pub recommendations: Vec<(PriorityId, RecommendationTally)>,
}

/// A number of records, with references.
#[derive(Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counted {
    #[schema(example = 1)]
    pub count: i64,
    /// First 100 references, by date.
    pub references: Vec<Reference>,
    /// True when `references` is incomplete.
    pub truncated: bool,
}

/// A record that was counted.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reference {
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub id: String,
    /// Reference; for a set of recommendations its title.
    #[schema(example = "WM-2019-Q012")]
    pub label: Option<String>,
    /// Day that it was counted by.
    pub on: Option<NaiveDate>,
}

/// Questions of the year.
#[derive(Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnnualQuestions {
    pub put: Counted,
    pub by_fate: ByFate,
}

/// Ratings of a priority on a day; `null` when not rated by then.
#[derive(Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct RatingsOn {
    pub performance: Option<AnnualRating>,
    pub plan: Option<AnnualRating>,
}

/// A rating, and the finding it belongs to.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnnualRating {
    pub grade: Grade,
    pub finding_id: FindingId,
    #[schema(example = "WM-2019-F003")]
    pub reference: Option<String>,
    pub on: NaiveDate,
}

/// The ratings at both ends of the year.
#[derive(Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnnualRatings {
    pub at_start: RatingsOn,
    pub at_end: RatingsOn,
}

/// Actions of the year.
#[derive(Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnnualActions {
    pub set: Counted,
    pub accepted: Counted,
    pub overdue_at_end: Counted,
}

/// Recommendations from outside.
#[derive(Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnnualRecommendations {
    pub sets: Counted,
    /// Recommendations listed one by one in these sets, by their status today.
    pub listed: RecommendationTally,
}

/// The evidence under a priority.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnnualPriority {
    pub priority_id: PriorityId,
    #[schema(example = "Putting victims and survivors first")]
    pub title: String,
    pub plan_id: PlanId,
    #[schema(example = "Safer West Mercia Plan")]
    pub plan_title: String,
    /// First day of its plan, which may be before the year.
    pub in_force_from: Option<NaiveDate>,
    /// Last day of its plan; `null` while it is in force.
    pub in_force_to: Option<NaiveDate>,
    pub questions: AnnualQuestions,
    pub findings: Counted,
    pub commendations: Counted,
    pub ratings: AnnualRatings,
    pub actions: AnnualActions,
    pub decisions: Counted,
    pub recommendations: AnnualRecommendations,
}

/// The activity in a financial year under each priority of the plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnnualReport {
    #[schema(example = "2018-19")]
    pub year: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Day in Europe/London on which outcomes and statuses were read.
    pub as_of: NaiveDate,
    /// Priorities in the order of their plans, at most 100. A record linked to several priorities counts under each.
    pub priorities: Vec<AnnualPriority>,
    /// Number of priorities not shown.
    pub priorities_left_out: usize,
    pub definitions: AnnualDefinitions,
}

/// The definition of each figure, in words.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnnualDefinitions {
    pub year: &'static str,
    pub priorities: &'static str,
    pub questions: &'static str,
    pub findings: &'static str,
    pub commendations: &'static str,
    pub ratings: &'static str,
    pub actions_set: &'static str,
    pub actions_accepted: &'static str,
    pub actions_overdue_at_end: &'static str,
    pub decisions: &'static str,
    pub recommendations: &'static str,
}

/// The definition of each figure.
pub const DEFINITIONS: AnnualDefinitions = AnnualDefinitions {
    year: "the financial year of the annual report (s.12 of the Police Reform and Social Responsibility Act 2011): from 1 \
        April to 31 March, both of them, in Europe/London",
    priorities: "priorities of every plan in force on any day of the year: adopted by its last day, and not superseded on its \
        first day or before",
    questions: "questions put in the year, by the state of their answers on the day as_of: the fates are those of \
        the report on answers",
    findings: "findings of every kind that are confirmed by the day as_of and whose day is in the year: the day of the \
        meeting they belong to, or, without one or if it was cancelled, the day they were confirmed",
    commendations: "findings that are commendations",
    ratings: "for each judgement the latest rating, as recorded on the day as_of, of a confirmed finding whose day (as above) is \
        before the year (at_start), or up to its last day (at_end)",
    actions_set: "actions set in the year: by set_on, which is raised_on, otherwise the day of the meeting that set the action, \
        otherwise the day it was recorded",
    actions_accepted: "actions whose claim of completion was accepted in the year, each once, by the day of \
        the first acceptance; includes those reopened later",
    actions_overdue_at_end: "actions set by the last day of the year, due before it (by the due date recorded on the \
        day as_of, extensions included) and on that day open or in progress by the audit trail. An action recorded \
        after the year counts by its status on the day as_of",
    decisions: "decisions taken whose day (made_on) is in the year, including those revoked later",
    recommendations: "recorded sets of recommendations published in the year; a set without a known day of publication is in \
        no year",
};
