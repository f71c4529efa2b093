//! The published records with the edition they come from.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::public::records::{
    PublishedAction, PublishedDecision, PublishedExchange, PublishedFigure, PublishedFile, PublishedFinding, PublishedFollowUp,
    PublishedGroup, PublishedLink, PublishedMatter, PublishedMeasure, PublishedMeeting, PublishedPaper, PublishedPlan,
    PublishedPriority, PublishedQuestion, PublishedRecommendation, PublishedReport, PublishedReportResponse, PublishedSetComment,
};
use crate::publication_log::document::Withheld;
use crate::record::published::model::EditionKind;
use crate::record::recommendations::progress_claims::model::Progress;

/// The edition that a record comes from.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicEditionLink {
    /// Permanent id of the edition.
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12")]
    pub id: String,
    /// Kind of edition.
    pub kind: EditionKind,
    /// Number of the edition, from 1 for each subject.
    #[schema(example = 1)]
    pub number: i32,
    /// Time it was published.
    pub published_at: DateTime<Utc>,
    /// Address of its document.
    #[schema(example = "/public/v1/editions/0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12")]
    pub url: String,
}

/// Where a published record comes from, and on what terms.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicOrigin {
    /// Slug of the police area.
    #[schema(example = "west-mercia")]
    pub area: String,
    /// Edition that it comes from.
    pub edition: PublicEditionLink,
    /// Content withheld from the public, with pointers into this record.
    pub withheld: Vec<Withheld>,
    /// Licence for its use; only on its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/")]
    pub licence: Option<String>,
}

/// A meeting from the newest edition of its record. On its own it also has the rest of the record.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicMeeting {
    #[serde(flatten)]
    pub meeting: PublishedMeeting,
    #[serde(flatten)]
    pub origin: PublicOrigin,
    /// Groups in which questions are printed; only on its own, like all that follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<PublishedGroup>>,
    /// Questions put for the meeting, in the order of the agenda.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub questions: Option<Vec<PublishedQuestion>>,
    /// Exchanges at the meeting, in order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchanges: Option<Vec<PublishedExchange>>,
    /// Findings of the meeting outside its questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<PublishedFinding>>,
    /// Actions set at the meeting or for its questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<PublishedAction>>,
    /// Decisions taken at the meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decisions: Option<Vec<PublishedDecision>>,
    /// Intentions stated at the meeting to look at something again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<Vec<PublishedFollowUp>>,
    /// Matters brought forward to the meeting or carried forward from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matters: Option<Vec<PublishedMatter>>,
    /// Figures given at the meeting outside its questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_points: Option<Vec<PublishedFigure>>,
    /// Papers of the meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub papers: Option<Vec<PublishedPaper>>,
}

/// A question from the newest edition that contains it, with all exchanges about it. On its own it also has the actions that
/// followed from it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicQuestion {
    #[serde(flatten)]
    pub question: PublishedQuestion,
    #[serde(flatten)]
    pub origin: PublicOrigin,
    /// Actions that followed from it; only on its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<PublishedAction>>,
}

/// An action from the newest edition that contains it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicAction {
    #[serde(flatten)]
    pub action: PublishedAction,
    #[serde(flatten)]
    pub origin: PublicOrigin,
}

/// An exchange at a meeting, from the newest edition that contains it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicExchange {
    #[serde(flatten)]
    pub exchange: PublishedExchange,
    #[serde(flatten)]
    pub origin: PublicOrigin,
}

/// A finding from the newest edition that contains it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicFinding {
    #[serde(flatten)]
    pub finding: PublishedFinding,
    #[serde(flatten)]
    pub origin: PublicOrigin,
}

/// A decision from the newest edition that contains it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicDecision {
    #[serde(flatten)]
    pub decision: PublishedDecision,
    #[serde(flatten)]
    pub origin: PublicOrigin,
}

/// A figure given as evidence, from the newest edition that contains it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicFigure {
    #[serde(flatten)]
    pub figure: PublishedFigure,
    #[serde(flatten)]
    pub origin: PublicOrigin,
}

/// A measure, from the newest edition with a figure of it. On its own it also has the series of its figures.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicMeasure {
    #[serde(flatten)]
    pub measure: PublishedMeasure,
    #[serde(flatten)]
    pub origin: PublicOrigin,
}

/// A priority of a published plan.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicPriority {
    #[serde(flatten)]
    pub priority: PublishedPriority,
    #[serde(flatten)]
    pub origin: PublicOrigin,
    /// Plan that it belongs to.
    pub plan: PublishedLink,
}

/// A published plan. On its own it also has its priorities.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicPlan {
    #[serde(flatten)]
    pub plan: PublishedPlan,
    #[serde(flatten)]
    pub origin: PublicOrigin,
    /// Priorities of the plan, in its order; only on its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priorities: Option<Vec<PublishedPriority>>,
}

/// A topic that is followed across meetings, from the newest edition that contains it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicTopic {
    #[serde(flatten)]
    pub topic: PublishedLink,
    #[serde(flatten)]
    pub origin: PublicOrigin,
}

/// A file that is published with a record, from the newest edition that contains it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicFile {
    #[serde(flatten)]
    pub file: PublishedFile,
    #[serde(flatten)]
    pub origin: PublicOrigin,
    /// Record that cites it.
    pub cited_by: Option<PublishedLink>,
}

/// A report from outside with recommendations, as published by the body. On its own it also has its recommendations, their claimed
/// progress, the comments, and the response of the body.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicRecommendationSet {
    #[serde(flatten)]
    pub set: PublishedReport,
    #[serde(flatten)]
    pub origin: PublicOrigin,
    /// Its recommendations, as far as they are recorded one by one; only on its own, like all that follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommendations: Option<Vec<PublishedRecommendation>>,
    /// Progress, as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<Progress>,
    /// Comments of the body and the force, oldest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comments: Option<Vec<PublishedSetComment>>,
    /// Response of the body, once it is complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<PublishedReportResponse>,
}
