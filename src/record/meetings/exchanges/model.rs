//! Exchanges as data: the stored record and the parsed inputs. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{Check, Faults, patch, present};
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;
use crate::record::questions::responses::model::{Attribution, Speaker, attribution, points, speakers};

id_type!(
    /// The id of an exchange.
    ExchangeId
);

text_enum!(
    /// What is happening with an exchange.
    ExchangeStatus {
        Draft = "draft",
        Recorded = "recorded",
    }
);

/// An exchange as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::exchanges, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Exchange {
    pub id: ExchangeId,
    pub area: String,
    pub meeting_id: MeetingId,
    pub agenda_item_id: Option<AgendaItemId>,
    pub position: i32,
    pub topic_id: Option<TopicId>,
    pub question_id: Option<QuestionId>,
    pub challenge: String,
    pub challenged_by: Option<String>,
    pub reply: Option<String>,
    pub points: JsonText<Vec<String>>,
    pub point_speakers: JsonText<Vec<Option<u16>>>,
    pub speakers: JsonText<Vec<Speaker>>,
    /// Absent when there is no reply.
    pub attribution: Option<Attribution>,
    pub revision: i32,
    pub status: ExchangeStatus,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
    /// The day its reply was returned with the question: from then on it answers nothing.
    pub returned_on: Option<NaiveDate>,
    pub returned_reason: Option<String>,
}

impl Exchange {
    /// Whether there was a reply, in words or in points.
    pub fn has_reply(&self) -> bool {
        self.attribution.is_some()
    }
}

/// An earlier wording of an exchange, kept when it was corrected.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::exchange_revisions)]
pub struct ExchangeRevision {
    pub exchange_id: ExchangeId,
    pub revision: i32,
    pub challenge: String,
    pub challenged_by: Option<String>,
    pub reply: Option<String>,
    pub points: JsonText<Vec<String>>,
    pub point_speakers: JsonText<Vec<Option<u16>>>,
    pub speakers: JsonText<Vec<Speaker>>,
    pub attribution: Option<Attribution>,
    pub reason: String,
    pub replaced_by: String,
    pub replaced_at: NaiveDateTime,
}

/// What was said: the challenge, and the reply if the record has one.
#[derive(Debug, Clone)]
pub struct Said {
    pub challenge: String,
    pub challenged_by: Option<String>,
    pub reply: Option<String>,
    pub points: Vec<String>,
    pub point_speakers: Vec<Option<u16>>,
    pub speakers: Vec<Speaker>,
    pub attribution: Option<Attribution>,
}

/// Write down an exchange. `challenge`, `meeting_id` and one of `topic_id` and `question_id` are required.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "meeting_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "topic_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12",
    "challenge": "How can the work be planned with the figures there are?", "challenged_by": "PCC",
    "reply": "Each morning the cases are sorted by risk.", "speakers": [{"capacity": "ACC"}]
}))]
pub struct DraftExchange {
    pub meeting_id: MeetingId,
    /// An item of the agenda of the meeting.
    pub agenda_item_id: Option<AgendaItemId>,
    /// Its place in the meeting, 1 to 10,000; the next one without it.
    pub position: Option<i32>,
    /// The subject; that of the question without it.
    pub topic_id: Option<TopicId>,
    /// The question it was about, where that is known; one that was put.
    pub question_id: Option<QuestionId>,
    pub challenge: String,
    /// Who challenged, as the record names them ("PCC").
    pub challenged_by: Option<String>,
    /// Absent when the record has none, or only points.
    pub reply: Option<String>,
    /// Points of a list that belongs to the reply.
    #[serde(default)]
    pub points: Vec<String>,
    /// For a reply that is `split`, where it is known: for each point the place of its speaker in `speakers`, from 0, or null.
    #[serde(default)]
    pub point_speakers: Vec<Option<u16>>,
    /// Who replied. A reply that names nobody has none.
    #[serde(default)]
    pub speakers: Vec<Speaker>,
    /// Without it: nobody is `unattributed`, one speaker `single`, several `joint`. Absent when there is no reply.
    pub attribution: Option<Attribution>,
}

/// Change a draft exchange (JSON Merge Patch): absent members stay, `null` clears.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reply": "Each morning the cases are sorted by risk.", "speakers": [{"capacity": "ACC"}]}))]
pub struct EditExchange {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub meeting_id: Option<MeetingId>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub agenda_item_id: Option<Option<AgendaItemId>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub position: Option<i32>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<Option<TopicId>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub question_id: Option<Option<QuestionId>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub challenge: Option<String>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub challenged_by: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub reply: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub points: Option<Vec<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub point_speakers: Option<Vec<Option<u16>>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub speakers: Option<Vec<Speaker>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub attribution: Option<Option<Attribution>>,
}

/// Correct a recorded exchange: all of what was said, as it should have been written. The earlier wording stays readable.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "challenge": "How can the work be planned with the figures there are?", "challenged_by": "PCC",
    "reply": "Each morning the cases are sorted by risk.", "speakers": [{"capacity": "ACC"}],
    "reason": "The reply was the ACC's."
}))]
pub struct CorrectExchange {
    pub challenge: String,
    pub challenged_by: Option<String>,
    pub reply: Option<String>,
    #[serde(default)]
    pub points: Vec<String>,
    #[serde(default)]
    pub point_speakers: Vec<Option<u16>>,
    #[serde(default)]
    pub speakers: Vec<Speaker>,
    pub attribution: Option<Attribution>,
    pub reason: String,
}

impl Said {
    /// The same with every text checked and the attribution settled.
    fn checked(mut self, faults: &mut Faults) -> Self {
        self.challenge = faults.prose("/challenge", &self.challenge);
        self.challenged_by = faults.optional_line("/challenged_by", self.challenged_by.as_deref());
        self.reply = faults.optional_prose("/reply", self.reply.as_deref());
        self.points = points(faults, &self.points);
        self.speakers = speakers(faults, self.speakers);
        if self.reply.is_some() || !self.points.is_empty() {
            self.attribution = Some(attribution(faults, self.attribution, self.speakers.len()));
        } else {
            if !self.speakers.is_empty() {
                faults.add("/speakers", "there is no reply for them to have spoken");
            }
            if self.attribution.is_some() {
                faults.add("/attribution", "there is no reply to attribute");
            }
        }
        self.check_point_speakers(faults);
        self
    }

    fn check_point_speakers(&self, faults: &mut Faults) {
        if self.point_speakers.is_empty() {
            return;
        }
        if self.attribution != Some(Attribution::Split) {
            faults.add("/point_speakers", "only a reply that is split has points of different speakers");
        }
        if self.point_speakers.len() != self.points.len() {
            faults.add("/point_speakers", "as many as there are points: null where the speaker of one is not known");
        }
        for (index, speaker) in self.point_speakers.iter().enumerate() {
            if speaker.is_some_and(|place| usize::from(place) >= self.speakers.len()) {
                faults.add(&format!("/point_speakers/{index}"), "there is no speaker at this place; the first is 0");
            }
        }
    }
}

/// Takes what was said out of an input, and puts it back when it is checked.
macro_rules! says {
    ($input:ident) => {
        impl $input {
            /// What was said.
            pub fn said(&self) -> Said {
                Said {
                    challenge: self.challenge.clone(),
                    challenged_by: self.challenged_by.clone(),
                    reply: self.reply.clone(),
                    points: self.points.clone(),
                    point_speakers: self.point_speakers.clone(),
                    speakers: self.speakers.clone(),
                    attribution: self.attribution,
                }
            }

            fn say(&mut self, said: Said) {
                let Said { challenge, challenged_by, reply, points, point_speakers, speakers, attribution } = said;
                (self.challenge, self.challenged_by, self.reply) = (challenge, challenged_by, reply);
                (self.points, self.point_speakers) = (points, point_speakers);
                (self.speakers, self.attribution) = (speakers, attribution);
            }
        }
    };
}
says!(DraftExchange);
says!(CorrectExchange);

impl Check for DraftExchange {
    fn check(mut self, faults: &mut Faults) -> Self {
        check_position(faults, self.position);
        if self.topic_id.is_none() && self.question_id.is_none() {
            faults.add("/topic_id", "name the topic, or the question it was about");
        }
        let said = self.said().checked(faults);
        self.say(said);
        self
    }
}

impl Check for EditExchange {
    /// Checks the values that are there; whether they fit together is known once they meet the draft.
    fn check(mut self, faults: &mut Faults) -> Self {
        check_position(faults, self.position);
        self.challenge = self.challenge.map(|text| faults.prose("/challenge", &text));
        self.challenged_by = self.challenged_by.map(|text| faults.optional_line("/challenged_by", text.as_deref()));
        self.reply = self.reply.map(|text| faults.optional_prose("/reply", text.as_deref()));
        self.points = self.points.map(|list| points(faults, &list));
        self.speakers = self.speakers.map(|list| speakers(faults, list));
        self
    }
}

impl EditExchange {
    /// The draft that this change makes of `exchange`, checked as a new one.
    pub fn apply(self, exchange: &Exchange) -> Result<DraftExchange, ApiError> {
        let reply = self.reply.unwrap_or_else(|| exchange.reply.clone());
        let points = self.points.map_or_else(|| exchange.points.get(), Ok)?;
        // Other speakers without a word on attribution settle it anew; otherwise the stored one stays.
        let is_kept = self.speakers.is_none() && (reply.is_some() || !points.is_empty());
        let kept = if is_kept { exchange.attribution } else { None };
        DraftExchange {
            meeting_id: self.meeting_id.unwrap_or_else(|| exchange.meeting_id.clone()),
            agenda_item_id: self.agenda_item_id.unwrap_or_else(|| exchange.agenda_item_id.clone()),
            position: Some(self.position.unwrap_or(exchange.position)),
            topic_id: self.topic_id.unwrap_or_else(|| exchange.topic_id.clone()),
            question_id: self.question_id.unwrap_or_else(|| exchange.question_id.clone()),
            challenge: self.challenge.unwrap_or_else(|| exchange.challenge.clone()),
            challenged_by: self.challenged_by.unwrap_or_else(|| exchange.challenged_by.clone()),
            reply,
            points,
            point_speakers: self.point_speakers.map_or_else(|| exchange.point_speakers.get(), Ok)?,
            speakers: self.speakers.map_or_else(|| exchange.speakers.get(), Ok)?,
            attribution: self.attribution.unwrap_or(kept),
        }
        .parse()
    }
}

impl Check for CorrectExchange {
    fn check(mut self, faults: &mut Faults) -> Self {
        let said = self.said().checked(faults);
        self.say(said);
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}

fn check_position(faults: &mut Faults, position: Option<i32>) {
    if position.is_some_and(|position| !(1..=10_000).contains(&position)) {
        faults.add("/position", "1 to 10000");
    }
}
