//! A published exchange.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::links::{PublishedSpeaker, PublishedTopic};
use crate::record::meetings::exchanges::model::ExchangeId;
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::questions::model::QuestionId;
use crate::record::questions::responses::model::Attribution;

/// An exchange at a meeting: a challenge, and the reply to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedExchange {
    /// Permanent id.
    pub id: ExchangeId,
    /// Id of the meeting at which it was said.
    pub meeting_id: MeetingId,
    /// Day it was said.
    #[schema(example = "2019-01-30")]
    pub said_on: Option<NaiveDate>,
    /// Challenge.
    #[schema(example = "How sure are you of the figures?")]
    pub challenge: Option<String>,
    /// Person or office that challenged.
    #[schema(example = "PCC")]
    pub challenged_by: Option<String>,
    /// Reply; `null` when there was none.
    #[schema(example = "They are counted by hand.")]
    pub reply: Option<String>,
    /// Points of the reply, if it is recorded as a list.
    pub points: Vec<Option<String>>,
    /// People who replied.
    pub speakers: Vec<PublishedSpeaker>,
    /// Place of the speaker of each point in `speakers`, from 0, or `null`; empty when unknown.
    #[serde(default)]
    pub point_speakers: Vec<Option<u16>>,
    /// Relation of the speakers to the reply; `null` when there is no reply.
    pub attribution: Option<Attribution>,
    /// Day the reply was returned with the question: from then on it does not answer it.
    #[schema(example = "2019-02-06")]
    pub returned_on: Option<NaiveDate>,
    /// Reason it was returned.
    pub returned_reason: Option<String>,
    /// Topic of the exchange.
    pub topic: Option<PublishedTopic>,
    /// Id of the question that it is about.
    pub question_id: Option<QuestionId>,
    /// Id of the agenda item under which it was said.
    pub agenda_item_id: Option<AgendaItemId>,
    /// Position in the meeting.
    #[schema(example = 1)]
    pub position: i32,
}
