//! A published exchange.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::file::PublishedFile;
use super::links::{PublishedLink, PublishedPerson, PublishedTakenBack};
use crate::record::meetings::exchanges::model::ExchangeId;
use crate::record::questions::responses::model::Attribution;

/// An exchange at a meeting: a challenge, and the reply to it; or a statement, which has no challenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedExchange {
    /// Permanent id.
    pub id: ExchangeId,
    /// Meeting at which it was said.
    pub meeting: PublishedLink,
    /// Agenda item under which it was said.
    pub agenda_item: Option<PublishedLink>,
    /// Position in the meeting.
    #[schema(example = 1)]
    pub position: i32,
    /// Day it was said; `null` if only the month of the meeting is known.
    #[schema(example = "2019-01-30")]
    pub said_on: Option<NaiveDate>,
    /// Topic of the exchange.
    pub topic: Option<PublishedLink>,
    /// Question that it is about.
    pub question: Option<PublishedLink>,
    /// Challenge; `null` in a statement, which nobody asked for.
    #[schema(example = "How sure are you of the figures?")]
    pub challenge: Option<String>,
    /// Person who challenged.
    pub challenged_by: Option<PublishedPerson>,
    /// Reply, or the words of a statement; `null` when there was none, or only points.
    #[schema(example = "They are counted by hand.")]
    pub reply: Option<String>,
    /// Points of the reply, if it is recorded as a list.
    pub points: Vec<Option<String>>,
    /// People who replied, or who made the statement.
    pub speakers: Vec<PublishedPerson>,
    /// Place of the speaker of each point in `speakers`, from 0, or `null`; empty when unknown.
    pub point_speakers: Vec<Option<u16>>,
    /// Relation of the speakers to the reply; `null` when there is no reply.
    pub attribution: Option<Attribution>,
    /// Day the reply was returned with the question: from then on it does not answer it.
    #[schema(example = "2019-02-06")]
    pub returned_on: Option<NaiveDate>,
    /// Reason it was returned.
    #[schema(example = "It gives no figures.")]
    pub returned_reason: Option<String>,
    /// Set when the exchange was declared void, because it was recorded in error: then its words are no longer published.
    pub void: Option<PublishedTakenBack>,
    /// Number of the wording, from 1.
    #[schema(example = 1)]
    pub revision: i32,
    /// Earlier wordings, oldest first, each with the reason for its correction.
    pub earlier_wordings: Vec<PublishedExchangeWording>,
    /// Files published with it.
    pub attachments: Vec<PublishedFile>,
}

impl PublishedExchange {
    /// Returns the words that it is listed by: the challenge, or what a statement says.
    pub fn first_words(&self) -> Option<&str> {
        let said = || self.reply.as_deref().or_else(|| self.points.iter().find_map(Option::as_deref));
        self.challenge.as_deref().or_else(said)
    }
}

/// An earlier wording of an exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedExchangeWording {
    /// Number of the wording, from 1.
    #[schema(example = 1)]
    pub revision: i32,
    /// Challenge at that time.
    #[schema(example = "How sure are you?")]
    pub challenge: Option<String>,
    /// Person who challenged, as recorded at that time.
    pub challenged_by: Option<PublishedPerson>,
    /// Reply at that time.
    #[schema(example = "They are counted.")]
    pub reply: Option<String>,
    /// Points of the reply at that time.
    pub points: Vec<Option<String>>,
    /// People who replied, as recorded at that time.
    pub speakers: Vec<PublishedPerson>,
    /// Place of the speaker of each point in `speakers`, from 0, or `null`; empty when unknown.
    pub point_speakers: Vec<Option<u16>>,
    /// Relation of the speakers to the reply.
    pub attribution: Option<Attribution>,
    /// Reason it was corrected.
    #[schema(example = "The speaker was missing.")]
    pub reason: Option<String>,
    /// Day it was replaced.
    #[schema(example = "2019-01-31")]
    pub replaced_on: Option<NaiveDate>,
}
