//! Findings, recommendations and figures in the record file.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::format_history::{Comment, RecommendationAnswer, ReportResponse};
use super::words::{AddressedTo, BetterWhen, Collected, FindingKind, RecommendationStatus, ReportSource, UnitKind};
use crate::foundation::dates::{day, optional_day};
use crate::record::evidence::data_points::figure::FigureValue;
use crate::record::evidence::data_points::model::DataPointId;
use crate::record::findings::model::FindingId;
use crate::record::findings::rating_scales::model::Grade;
use crate::record::questions::responses::model::Speaker;
use crate::record::recommendations::model::RecommendationId;
use crate::record::recommendations::progress_claims::model::{Asserter, Figure, ProgressClaimId};
use crate::record::recommendations::recommendation_sets::model::{DueCount, RecommendationSetId};

/// A rating scale. Added to the body of the file.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileRatingScale)]
#[serde(deny_unknown_fields)]
pub struct RatingScale {
    /// Key for `scale` of the file's ratings.
    pub key: String,
    pub name: String,
    /// Grades, in their order.
    pub grades: Vec<Grade>,
}

/// A measure, so that figures of different meetings can be compared.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileMeasure)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Key for `measure` of the file's data points.
    pub key: String,
    pub name: String,
    pub definition: String,
    pub unit: String,
    pub unit_kind: UnitKind,
    pub direction: BetterWhen,
    pub numerator: Option<String>,
    pub denominator: Option<String>,
    /// Key of a topic of this file.
    pub topic: Option<String>,
    /// Keys of priorities of the plan.
    #[serde(default)]
    pub priorities: Vec<String>,
}

/// A conclusion of the body. `shared_on` shares it with the force, `confirmed_on` also confirms it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileFinding)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<FindingId>,
    pub kind: FindingKind,
    pub text: String,
    /// Person who acknowledged the failing; only with kind `acknowledged_failing`.
    pub acknowledged_by: Option<String>,
    /// Keys of priorities of the plan.
    #[serde(default)]
    pub priorities: Vec<String>,
    /// Key of a topic of this file.
    pub topic: Option<String>,
    /// Key of a question of this file.
    pub question: Option<String>,
    /// Key of an agenda item of the meeting.
    pub agenda_item: Option<String>,
    /// Ratings in the order they were given.
    #[serde(default)]
    pub ratings: Vec<Rating>,
    /// Day on which the force was shown it.
    #[serde(default, deserialize_with = "optional_day")]
    pub shared_on: Option<NaiveDate>,
    /// Last day of the force's time to comment; the default is 14 days after `shared_on`.
    #[serde(default, deserialize_with = "optional_day")]
    pub comment_due_on: Option<NaiveDate>,
    /// Words of the record for that day, read from `shared_on`.
    pub comment_due_text: Option<String>,
    /// Day of confirmation, after the force's time to comment.
    #[serde(default, deserialize_with = "optional_day")]
    pub confirmed_on: Option<NaiveDate>,
    /// Comments of the force, in order.
    #[serde(default)]
    pub comments: Vec<Comment>,
    /// Key for `sources` of actions.
    pub key: Option<String>,
}

/// A rating of a finding: of performance now, of the plan to improve, or of both.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileRating)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    pub performance: Option<Rated>,
    pub plan: Option<Rated>,
    pub reason: String,
    /// Day of the rating; the default is the day of the meeting.
    #[serde(default, deserialize_with = "optional_day")]
    pub rated_on: Option<NaiveDate>,
}

/// A grade of a scale.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileRated)]
#[serde(deny_unknown_fields)]
pub struct Rated {
    /// Key of a rating scale.
    pub scale: String,
    /// Label as printed in the scale.
    pub label: String,
}

/// A figure given at the meeting.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileDataPoint)]
#[serde(deny_unknown_fields)]
pub struct DataPoint {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<DataPointId>,
    /// Key of a measure.
    pub measure: Option<String>,
    pub label: String,
    /// Unit of a figure without a measure.
    pub unit: Option<String>,
    pub value: FigureValue,
    /// Condition for the figure to come true.
    pub conditional_on: Option<String>,
    #[serde(default, deserialize_with = "optional_day")]
    pub period_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "optional_day")]
    pub period_to: Option<NaiveDate>,
    /// Period in words, if it has no dates.
    pub period_text: Option<String>,
    #[serde(default, deserialize_with = "optional_day")]
    pub as_of: Option<NaiveDate>,
    #[serde(default = "unknown")]
    pub collected: Collected,
    pub caveat: Option<String>,
    #[serde(default)]
    pub said_by: Vec<Speaker>,
    /// The figure in the words of the source.
    pub as_stated: Option<String>,
    /// Key of a question of this file.
    pub question: Option<String>,
    /// Key of a topic of this file.
    pub topic: Option<String>,
    /// Keys of priorities of the plan.
    #[serde(default)]
    pub priorities: Vec<String>,
}

fn unknown() -> Collected {
    Collected::Unknown
}

/// The recommendations of one report, listed or known only by number.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileRecommendationSet)]
#[serde(deny_unknown_fields)]
pub struct RecommendationSet {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<RecommendationSetId>,
    pub source: ReportSource,
    pub title: String,
    pub published_by: String,
    #[serde(default, deserialize_with = "optional_day")]
    pub published_on: Option<NaiveDate>,
    /// Words of the record for the date of publication, if it gives none.
    pub published_text: Option<String>,
    /// Address, `http` or `https`.
    pub url: Option<String>,
    pub summary: Option<String>,
    /// Key of a topic of this file.
    pub topic: Option<String>,
    /// Keys of priorities of the plan.
    #[serde(default)]
    pub priorities: Vec<String>,
    /// Key of a question of this file.
    pub question: Option<String>,
    #[serde(default)]
    pub counts: Vec<DueCount>,
    pub stated_total: Option<i32>,
    pub discrepancy_note: Option<String>,
    #[serde(default, deserialize_with = "optional_day")]
    pub comments_due_on: Option<NaiveDate>,
    /// Last day that the panel has set for the response to its report.
    #[serde(default, deserialize_with = "optional_day")]
    pub response_due_on: Option<NaiveDate>,
    /// True for a PEEL report of the inspectors.
    #[serde(default)]
    pub is_peel: bool,
    /// Recommendations that are listed one by one.
    #[serde(default)]
    pub recommendations: Vec<Recommendation>,
    /// Progress claims.
    #[serde(default)]
    pub claims: Vec<ProgressClaim>,
    /// Comments of the chief officer.
    #[serde(default)]
    pub comments: Vec<Comment>,
    /// Response of the body to the report.
    pub response: Option<ReportResponse>,
}

/// A recommendation with a known text.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileRecommendation)]
#[serde(deny_unknown_fields)]
pub struct Recommendation {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<RecommendationId>,
    pub printed_number: Option<String>,
    pub text: String,
    pub addressed_to: AddressedTo,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    pub due_text: Option<String>,
    /// Key for `sources` of actions.
    pub key: Option<String>,
    /// Status; `open` by default.
    pub status: Option<RecommendationStatus>,
    /// Reason for which it is not accepted.
    pub status_reason: Option<String>,
    /// Evidence that it is complete.
    pub evidence: Option<String>,
    /// Day on which it was complete.
    #[serde(default, deserialize_with = "optional_day")]
    pub completed_on: Option<NaiveDate>,
    /// Day on which it was verified (the default is `completed_on`), or on which the body said that it is not accepted.
    #[serde(default, deserialize_with = "optional_day")]
    pub ended_on: Option<NaiveDate>,
    /// Answer of the force to the recommendation.
    pub force_answer: Option<RecommendationAnswer>,
    pub body_answer: Option<RecommendationAnswer>,
}

/// A claim about the progress of a set.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileProgressClaim)]
#[serde(deny_unknown_fields)]
pub struct ProgressClaim {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<ProgressClaimId>,
    pub text: String,
    pub asserted_by: Asserter,
    #[serde(deserialize_with = "day")]
    pub asserted_on: NaiveDate,
    /// Key of a question of this file.
    pub question: Option<String>,
    #[serde(default)]
    pub figure: Figure,
}
