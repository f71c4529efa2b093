//! A published response of the force.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::file::PublishedFile;
use super::links::PublishedPerson;
use crate::record::questions::responses::model::{Attribution, Mode, ResponseId, ResponseStatus};

/// A response of the force to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedResponse {
    /// Permanent id.
    pub id: ResponseId,
    /// Wording of the response.
    #[schema(example = "Between 865 and 893.")]
    pub text: Option<String>,
    /// Points of the response, if it is recorded as a list.
    pub points: Vec<Option<String>>,
    /// People who gave it.
    pub speakers: Vec<PublishedPerson>,
    /// Office for which it was given; `null` when the speakers are named.
    #[schema(example = "Chief Constable")]
    pub on_behalf_of: Option<String>,
    /// Relation of the speakers to the text.
    pub attribution: Option<Attribution>,
    /// Given in writing or at a meeting.
    pub mode: Option<Mode>,
    /// True for a holding response: it promises an answer and is none.
    pub holding: bool,
    /// Day it was given.
    #[schema(example = "2019-01-30")]
    pub given_on: Option<NaiveDate>,
    /// Number of the wording of the question that it answers.
    #[schema(example = 1)]
    pub question_revision: i32,
    /// Status of the response.
    pub status: ResponseStatus,
    /// Reason for the status, such as why it was returned.
    #[schema(example = "The figures for December are missing.")]
    pub status_reason: Option<String>,
    /// Number of the wording, from 1.
    #[schema(example = 1)]
    pub revision: i32,
    /// Earlier wordings, oldest first, each with the reason for its correction.
    pub earlier_wordings: Vec<PublishedResponseWording>,
    /// Files published with it.
    pub attachments: Vec<PublishedFile>,
}

/// An earlier wording of a response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedResponseWording {
    /// Number of the wording, from 1.
    #[schema(example = 1)]
    pub revision: i32,
    /// Wording at that time.
    #[schema(example = "About 870.")]
    pub text: Option<String>,
    /// Points at that time.
    pub points: Vec<Option<String>>,
    /// Reason it was corrected.
    #[schema(example = "The range is known now.")]
    pub reason: Option<String>,
    /// Day it was replaced.
    #[schema(example = "2019-01-31")]
    pub replaced_on: Option<NaiveDate>,
}
