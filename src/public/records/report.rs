//! A published report from outside: its recommendations, their progress, and the response of the body.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::escalation::PublishedEscalation;
use super::file::PublishedFile;
use super::links::{PublishedLink, PublishedPerson, PublishedTakenBack};
use crate::record::recommendations::model::{AddressedTo, AnswerKind, RecommendationId, RecommendationStatus};
use crate::record::recommendations::progress_claims::model::Progress;
use crate::record::recommendations::recommendation_sets::model::{RecommendationSetId, ReportSource};
use crate::record::recommendations::report_responses::model::{Copies, RecipientKind};

/// The record of an edition about a report from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedReportRecord {
    /// The report.
    pub set: PublishedReport,
    /// Its recommendations, as far as they are recorded one by one.
    pub recommendations: Vec<PublishedRecommendation>,
    /// Progress, as far as it is known.
    pub progress: Progress,
    /// Comments of the body and the force, oldest first.
    pub comments: Vec<PublishedSetComment>,
    /// Response of the body; `null` until it is complete.
    pub response: Option<PublishedReportResponse>,
}

/// A report from outside with recommendations, such as one of the inspectorate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedReport {
    /// Permanent id.
    pub id: RecommendationSetId,
    /// Kind of author.
    pub source: Option<ReportSource>,
    /// Title of the report.
    #[schema(example = "Crime data integrity inspection")]
    pub title: Option<String>,
    /// Publisher of the report.
    #[schema(example = "HMICFRS")]
    pub published_by: Option<String>,
    /// Day the report was published.
    #[schema(example = "2018-11-20")]
    pub published_on: Option<NaiveDate>,
    /// Date of the report in the words of the source.
    #[schema(example = "November 2018")]
    pub published_text: Option<String>,
    /// Address of the report.
    #[schema(example = "https://www.example.org/report")]
    pub url: Option<String>,
    /// Summary of the report.
    #[schema(example = "Crimes are not always recorded on the day.")]
    pub summary: Option<String>,
    /// Number of recommendations; `null` when unknown.
    #[schema(example = 17)]
    pub total: Option<i32>,
    /// Numbers of recommendations by due date, where they are not listed one by one.
    pub counts: Vec<PublishedCount>,
    /// Note where the stated total and the list disagree.
    #[schema(example = "The report says 17, and lists 16.")]
    pub discrepancy_note: Option<String>,
    /// Topic of the report.
    pub topic: Option<PublishedLink>,
    /// Priorities that it concerns.
    pub priorities: Vec<PublishedLink>,
    /// Meeting at which it was brought up.
    pub meeting: Option<PublishedLink>,
    /// Question that it is about.
    pub question: Option<PublishedLink>,
    /// Day by which the force's comments are due.
    #[schema(example = "2018-12-20")]
    pub comments_due_on: Option<NaiveDate>,
    /// Last day for the response of the body (Police Act 1996, section 55).
    #[schema(example = "2019-01-15")]
    pub statutory_due_on: Option<NaiveDate>,
    /// Last day that the police and crime panel has set for the response to its report (Police Reform and Social Responsibility
    /// Act 2011, section 29(3)).
    #[serde(default)]
    #[schema(example = "2019-03-01")]
    pub response_due_on: Option<NaiveDate>,
    /// True for the inspectors' report on the effectiveness, efficiency and legitimacy of the force (PEEL).
    #[serde(default)]
    pub is_peel: bool,
    /// Files published with it.
    pub attachments: Vec<PublishedFile>,
}

/// A number of recommendations that are due on the same day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedCount {
    /// Number of recommendations.
    #[schema(example = 12)]
    pub count: Option<i32>,
    /// Day they are due.
    #[schema(example = "2018-12-31")]
    pub due_on: Option<NaiveDate>,
    /// Due date in the words of the source.
    #[schema(example = "before the end of the year")]
    pub text: Option<String>,
}

/// A recommendation of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedRecommendation {
    /// Permanent id.
    pub id: RecommendationId,
    /// Number as printed.
    #[schema(example = "4")]
    pub printed_number: Option<String>,
    /// Wording of the recommendation.
    #[schema(example = "Inspect every kennel twice a year.")]
    pub text: Option<String>,
    /// Addressee of the recommendation.
    pub addressed_to: Option<AddressedTo>,
    /// Day it is due.
    #[schema(example = "2019-03-31")]
    pub due_on: Option<NaiveDate>,
    /// Due date in the words of the source.
    #[schema(example = "immediately")]
    pub due_text: Option<String>,
    /// Extensions of the due date, oldest first.
    #[serde(default)]
    pub extensions: Vec<PublishedExtension>,
    /// Escalations to a higher step while it was overdue, oldest first.
    #[serde(default)]
    pub escalations: Vec<PublishedEscalation>,
    /// Status of the recommendation.
    pub status: RecommendationStatus,
    /// Reason for the status.
    #[schema(example = "The plan covers one site.")]
    pub status_reason: Option<String>,
    /// What shows that it is done, as claimed.
    #[schema(example = "The plan is in the force's library.")]
    pub evidence: Option<String>,
    /// Day on which it was complete, as the claim that stands says; `null` before that, or when it is not known.
    #[serde(default)]
    #[schema(example = "2018-12-20")]
    pub completed_on: Option<NaiveDate>,
    /// Day on which it was verified or not accepted; `null` before that, or when it is not known.
    #[serde(default)]
    #[schema(example = "2019-01-10")]
    pub ended_on: Option<NaiveDate>,
    /// Number of times a claim that it is done was rejected.
    #[schema(example = 0)]
    pub times_rejected: i32,
    /// Answer of the force; `null` until there is one.
    pub force_answer: Option<PublishedRecommendationAnswer>,
    /// Answer of the body; `null` until there is one.
    pub body_answer: Option<PublishedRecommendationAnswer>,
}

/// An extension of the due date of a recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedExtension {
    /// Day of the decision.
    #[schema(example = "2018-12-20")]
    pub on: NaiveDate,
    /// Day it was due before; `null` when there was none.
    #[schema(example = "2018-12-31")]
    pub from: Option<NaiveDate>,
    /// Day it is due after it.
    #[schema(example = "2019-03-31")]
    pub to: Option<NaiveDate>,
    /// Reason it was extended.
    #[schema(example = "The building work ends in March.")]
    pub reason: Option<String>,
    /// Set when it was taken back.
    pub taken_back: Option<PublishedTakenBack>,
}

/// One side's answer to a recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedRecommendationAnswer {
    /// Kind of answer.
    pub kind: AnswerKind,
    /// Wording of the answer.
    #[schema(example = "Every kennel is inspected twice a year from now on.")]
    pub text: Option<String>,
    /// Actions that carry it out.
    pub actions: Vec<PublishedLink>,
    /// Person who gave it.
    pub given_by: Option<PublishedPerson>,
    /// Day it was given.
    #[schema(example = "2019-01-14")]
    pub given_on: Option<NaiveDate>,
}

/// A comment of the force on a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedSetComment {
    /// Comment.
    #[schema(example = "The force has begun with the first three.")]
    pub text: Option<String>,
    /// Day it was made.
    #[schema(example = "2019-01-14")]
    pub on: NaiveDate,
    /// Person who made it.
    pub by: PublishedPerson,
    /// Office for which it was made, if its holder did not make it in person.
    #[schema(example = "Chief Constable")]
    pub on_behalf_of: Option<String>,
}

/// The response of the body to a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedReportResponse {
    /// Wording of the response.
    #[schema(example = "The recommendations are accepted.")]
    pub text: Option<String>,
    /// Day it was completed.
    #[schema(example = "2019-01-14")]
    pub completed_on: Option<NaiveDate>,
    /// Days on which copies of what was published went to the inspectors and the Secretary of State (Police Act 1996, section
    /// 55(6)), as far as they were known; `null` unless it responds to an inspection report.
    #[serde(default)]
    pub copies: Option<Copies>,
    /// Recipients of the response.
    pub sent_to: Vec<PublishedRecipient>,
}

/// A recipient of a response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedRecipient {
    /// Kind of recipient.
    #[serde(default)]
    pub to: Option<RecipientKind>,
    /// Name of the recipient.
    #[schema(example = "The Secretary of State")]
    pub name: Option<String>,
    /// Day it was sent.
    #[schema(example = "2019-01-15")]
    pub sent_on: Option<NaiveDate>,
}
