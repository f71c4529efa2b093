//! A published decision of the body.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::file::PublishedFile;
use super::links::{PublishedLink, PublishedPerson};
use crate::record::meetings::decisions::model::{DecisionId, DecisionStatus};

/// The record of an edition of a decision that no meeting took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedDecisionRecord {
    /// The decision.
    pub decision: PublishedDecision,
}

/// A decision of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedDecision {
    /// Permanent id.
    pub id: DecisionId,
    /// Reference that people use.
    #[schema(example = "WM-2019-D001")]
    pub reference: Option<String>,
    /// Reference under which the office keeps it.
    #[serde(default)]
    #[schema(example = "XPCC-0083")]
    pub own_reference: Option<String>,
    /// Title, where decisions have one.
    #[serde(default)]
    #[schema(example = "Revenue outturn 2018-19")]
    pub title: Option<String>,
    /// Wording of the decision.
    #[schema(example = "The estate of the unit gets a further sum.")]
    pub text: Option<String>,
    /// Reasons for the decision.
    #[schema(example = "Its power supply must not fail.")]
    pub reasons: Option<String>,
    /// Person who made it; `null` when not recorded.
    pub made_by: Option<PublishedPerson>,
    /// Day it was made.
    #[schema(example = "2019-01-30")]
    pub made_on: Option<NaiveDate>,
    /// Day on which it was signed.
    #[serde(default)]
    #[schema(example = "2019-02-01")]
    pub signed_on: Option<NaiveDate>,
    /// Documents of the decision.
    #[serde(default)]
    pub documents: Vec<PublishedDocument>,
    /// Interests that were declared, in the words of the source.
    #[serde(default)]
    #[schema(example = "None.")]
    pub conflicts: Option<String>,
    /// Meeting at which it was made.
    pub meeting: Option<PublishedLink>,
    /// Agenda item under which it was made.
    pub agenda_item: Option<PublishedLink>,
    /// Topic of the decision.
    pub topic: Option<PublishedLink>,
    /// Priorities that it serves.
    pub priorities: Vec<PublishedLink>,
    /// True for a decision of significant public interest (SI 2011/3050, Schedule, paragraph 5(d)).
    pub significant_public_interest: bool,
    /// Reason for that judgement.
    #[schema(example = "It commits a large sum.")]
    pub significant_public_interest_reason: Option<String>,
    /// Status of the decision.
    pub status: DecisionStatus,
    /// Reason for the status, such as why it was rescinded.
    #[schema(example = "A later decision takes its place.")]
    pub status_reason: Option<String>,
    /// Day on which it was revoked.
    #[serde(default)]
    #[schema(example = "2019-03-01")]
    pub revoked_on: Option<NaiveDate>,
    /// Number of the wording, from 1.
    #[schema(example = 1)]
    pub revision: i32,
    /// Earlier wordings, oldest first, each with the reason for its correction.
    pub earlier_wordings: Vec<PublishedDecisionWording>,
    /// Files published with it.
    pub attachments: Vec<PublishedFile>,
}

/// A document of a decision, where the body has published it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedDocument {
    /// Title of the document.
    #[schema(example = "Decision form")]
    pub title: Option<String>,
    /// Address of the document.
    #[schema(example = "https://www.example.org/decisions/0083.pdf")]
    pub url: Option<String>,
}

/// An earlier wording of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedDecisionWording {
    /// Number of the wording, from 1.
    #[schema(example = 1)]
    pub revision: i32,
    /// Wording at that time.
    #[schema(example = "The unit gets a further sum.")]
    pub text: Option<String>,
    /// Reasons at that time.
    pub reasons: Option<String>,
    /// True when it was of significant public interest, as judged at that time.
    pub significant_public_interest: bool,
    /// Reason for that judgement.
    pub significant_public_interest_reason: Option<String>,
    /// Reason it was corrected.
    #[schema(example = "The purpose was missing.")]
    pub reason: Option<String>,
    /// Day it was replaced.
    #[schema(example = "2019-01-31")]
    pub replaced_on: Option<NaiveDate>,
}
