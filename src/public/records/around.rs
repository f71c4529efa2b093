//! What belongs to a published meeting beside its questions: follow-ups, matters and papers.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::file::PublishedFile;
use super::links::{PublishedLink, PublishedPerson};
use crate::record::meetings::follow_ups::model::{FollowUpHow, FollowUpId, FollowUpStatus};
use crate::record::meetings::matters::model::{Direction, MatterId};
use crate::record::meetings::papers::model::{OwedBy, PaperId, PaperKind};

/// A stated intention to look at something again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedFollowUp {
    /// Permanent id.
    pub id: FollowUpId,
    /// Intention as stated.
    #[schema(example = "We may look at this again.")]
    pub text: Option<String>,
    /// Way in which it is to be looked at.
    pub how: Option<FollowUpHow>,
    /// Person who stated it.
    pub stated_by: Option<PublishedPerson>,
    /// Topic of the follow-up.
    pub topic: Option<PublishedLink>,
    /// Question that it is about.
    pub question: Option<PublishedLink>,
    /// Day by which it is expected.
    #[schema(example = "2019-03-26")]
    pub expected_on: Option<NaiveDate>,
    /// That day in the words of the source.
    #[schema(example = "in the spring")]
    pub expected_text: Option<String>,
    /// Status of the follow-up.
    pub status: FollowUpStatus,
    /// Reason for the status.
    #[schema(example = "The report came in March.")]
    pub status_reason: Option<String>,
    /// Meeting that took it up.
    pub taken_up_meeting: Option<PublishedLink>,
    /// Question that took it up.
    pub taken_up_question: Option<PublishedLink>,
}

/// A matter that is carried from one meeting to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedMatter {
    /// Permanent id.
    pub id: MatterId,
    /// Title of the matter.
    #[schema(example = "Victims")]
    pub title: Option<String>,
    /// Note on the matter.
    #[schema(example = "To be looked at again in three months.")]
    pub note: Option<String>,
    /// Direction, seen from this meeting.
    pub direction: Option<Direction>,
    /// Earlier meeting.
    pub from_meeting: Option<PublishedLink>,
    /// Earlier meeting in words, when it is not in the record.
    #[schema(example = "August 2018")]
    pub from_text: Option<String>,
    /// Agenda item of the earlier meeting.
    pub from_agenda_item: Option<PublishedLink>,
    /// Later meeting.
    pub to_meeting: Option<PublishedLink>,
    /// Agenda item of the later meeting.
    pub to_agenda_item: Option<PublishedLink>,
    /// Topic of the matter.
    pub topic: Option<PublishedLink>,
    /// Question that it is about.
    pub question: Option<PublishedLink>,
    /// Action that it is about.
    pub action: Option<PublishedLink>,
}

/// A paper of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedPaper {
    /// Permanent id.
    pub id: PaperId,
    /// Title of the paper.
    #[schema(example = "The backlog")]
    pub title: Option<String>,
    /// Kind of paper.
    pub kind: PaperKind,
    /// Address of the paper.
    #[schema(example = "https://www.example.org/backlog.pdf")]
    pub url: Option<String>,
    /// Day it was received.
    #[schema(example = "2019-01-28")]
    pub received_on: Option<NaiveDate>,
    /// Day it was due.
    #[schema(example = "2019-01-23")]
    pub due_on: Option<NaiveDate>,
    /// Side that owes it.
    pub owed_by: Option<OwedBy>,
    /// Person who owes it.
    pub owner: Option<PublishedPerson>,
    /// Agenda item that it belongs to.
    pub agenda_item: Option<PublishedLink>,
    /// Files of the paper.
    pub attachments: Vec<PublishedFile>,
}
