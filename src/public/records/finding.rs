//! A published finding, with its ratings and the comments of the force.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::file::PublishedFile;
use super::links::{PublishedLink, PublishedPerson};
use crate::record::findings::model::{Agreement, FindingId, FindingKind};
use crate::record::findings::rating_scales::model::RatingCode;

/// A finding that the body has confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedFinding {
    /// Permanent id.
    pub id: FindingId,
    /// Reference that people use.
    #[schema(example = "WM-2019-F001")]
    pub reference: Option<String>,
    /// Kind of the finding.
    pub kind: FindingKind,
    /// Wording of the finding.
    #[schema(example = "No plan has dates.")]
    pub text: Option<String>,
    /// Person who acknowledged it at the meeting.
    pub acknowledged_by: Option<PublishedPerson>,
    /// Rating of performance; `null` when it was not rated.
    pub performance: Option<PublishedRating>,
    /// Rating of the plan for improvement; `null` when it was not rated.
    pub plan: Option<PublishedRating>,
    /// Ratings since it was shared, oldest first, each with its reason; the last one stands.
    pub ratings: Vec<PublishedRatingGiven>,
    /// Priorities that it is about.
    pub priorities: Vec<PublishedLink>,
    /// Topic of the finding.
    pub topic: Option<PublishedLink>,
    /// Day it was shared with the force.
    #[schema(example = "2019-02-06")]
    pub shared_on: Option<NaiveDate>,
    /// Day by which the force's comments were due.
    #[schema(example = "2019-02-18")]
    pub comments_due_on: Option<NaiveDate>,
    /// Comments of the force, oldest first.
    pub comments: Vec<PublishedComment>,
    /// Day it was confirmed.
    #[schema(example = "2019-02-20")]
    pub confirmed_on: Option<NaiveDate>,
    /// Question that it is about.
    pub question: Option<PublishedLink>,
    /// Meeting at which it was made.
    pub meeting: Option<PublishedLink>,
    /// Agenda item under which it was made.
    pub agenda_item: Option<PublishedLink>,
    /// Actions that follow from it.
    pub actions: Vec<PublishedLink>,
    /// Files published with it.
    pub attachments: Vec<PublishedFile>,
}

/// A rating on the scale of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedRating {
    /// Place on the scale.
    pub code: Option<RatingCode>,
    /// Name that the body gives to it.
    #[schema(example = "Requires improvement")]
    pub label: Option<String>,
}

/// A rating of a finding, as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedRatingGiven {
    /// Rating of performance; `null` when it was not rated.
    pub performance: Option<PublishedRating>,
    /// Rating of the plan for improvement; `null` when it was not rated.
    pub plan: Option<PublishedRating>,
    /// Reason for the rating.
    #[schema(example = "The backlog grew, and the plan has no dates.")]
    pub reason: Option<String>,
    /// Day it was given.
    #[schema(example = "2019-02-06")]
    pub on: NaiveDate,
    /// Person who gave it.
    pub by: PublishedPerson,
}

/// A comment of the force on a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedComment {
    /// Comment; `null` when the force states that it has none.
    #[schema(example = "Dates will follow in March.")]
    pub text: Option<String>,
    /// True when the force states that it has no comment.
    pub no_comment: bool,
    /// Whether the force agrees with the finding; `null` when it did not say.
    #[serde(default)]
    pub agrees: Option<Agreement>,
    /// True when the finding was corrected after it: the comment is about earlier words.
    #[serde(default)]
    pub on_earlier_words: bool,
    /// True when it came after the day on which comments were due.
    pub late: bool,
    /// Day it was made.
    #[schema(example = "2019-02-15")]
    pub on: NaiveDate,
    /// Person who made it.
    pub by: PublishedPerson,
    /// Office for which it was made, if its holder did not make it in person.
    #[schema(example = "Chief Constable")]
    pub on_behalf_of: Option<String>,
}
