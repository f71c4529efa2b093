//! Exchanges as data: the stored record and the parsed inputs. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;
use crate::record::questions::responses::model::{Attribution, Speaker, attribution, points, speakers};

id_type!(
    /// The id of an exchange.
    ExchangeId
);

text_enum!(
    /// The status of an exchange.
    ExchangeStatus {
        Draft = "draft",
        Recorded = "recorded",
    }
);

text_enum!(
    /// The acts on an exchange; `allowed_acts` lists them in this order.
    ExchangeAct {
        Edit = "edit",
        Delete = "delete",
        Record = "record",
        Correct = "correct",
        Void = "void",
        Reinstate = "reinstate",
        Cite = "cite",
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
    /// Absent in a statement, which nobody asked for.
    pub challenge: Option<String>,
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
    /// The day its reply was returned with the question: from then on it does not answer it.
    pub returned_on: Option<NaiveDate>,
    pub returned_reason: Option<String>,
    /// The day it was declared void, because it was recorded in error.
    pub voided_on: Option<NaiveDate>,
    pub void_reason: Option<String>,
}

impl Exchange {
    /// True when it is recorded, and not void.
    pub fn stands(&self) -> bool {
        self.status == ExchangeStatus::Recorded && self.voided_on.is_none()
    }

    /// True when there was a reply, in words or in points.
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
    pub challenge: Option<String>,
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

/// The words of an exchange: the challenge, and the reply if there is one; or what was said unasked.
#[derive(Debug, Clone)]
pub struct Said {
    pub challenge: Option<String>,
    pub challenged_by: Option<String>,
    pub reply: Option<String>,
    pub points: Vec<String>,
    pub point_speakers: Vec<Option<u16>>,
    pub speakers: Vec<Speaker>,
    pub attribution: Option<Attribution>,
}

/// A new exchange, or a statement: something said that nobody asked. `meeting_id`, a `challenge` or a reply, and one of `topic_id`,
/// `question_id` and `agenda_item_id` are required.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "meeting_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "topic_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12",
    "challenge": "How can the work be planned with the figures there are?", "challenged_by": "PCC",
    "reply": "Each morning the cases are sorted by risk.", "speakers": [{"capacity": "ACC"}]
}))]
pub struct DraftExchange {
    pub meeting_id: MeetingId,
    /// Id of an agenda item of the meeting.
    pub agenda_item_id: Option<AgendaItemId>,
    /// The place in the meeting, 1 to 10,000. An exchange that is written down without one comes last.
    #[schema(minimum = 1, maximum = 10_000)]
    pub position: Option<i32>,
    /// Id of the topic; the default is that of the question.
    pub topic_id: Option<TopicId>,
    /// Id of the question it was about, if known; it must have been put.
    pub question_id: Option<QuestionId>,
    /// Challenge; omit it for a statement, whose words are the reply.
    pub challenge: Option<String>,
    /// Challenger, as named in the record ("PCC").
    pub challenged_by: Option<String>,
    /// Reply, or the words of a statement; omit it when there is none, or only points.
    pub reply: Option<String>,
    /// Points of a list in the reply.
    #[serde(default)]
    pub points: Vec<String>,
    /// Index of each point's speaker in `speakers`, from 0, or null, for a `split` reply if known.
    #[serde(default)]
    pub point_speakers: Vec<Option<u16>>,
    /// Speakers of the reply; empty for an unattributed reply.
    #[serde(default)]
    pub speakers: Vec<Speaker>,
    /// Attribution. By default `unattributed` without speakers, `single` with one, `joint` with several. Absent when there is
    /// no reply.
    pub attribution: Option<Attribution>,
}

merge_patch!(
    /// Change a draft exchange (JSON Merge Patch): absent members stay, `null` clears.
    /// New `speakers` without an `attribution` also reset the attribution.
    EditExchange of DraftExchange, such as {"reply": "Each morning the cases are sorted by risk.", "speakers": [{"capacity": "ACC"}]};
    Exchange {
        edited: meeting_id, agenda_item_id, topic_id, question_id, challenge, challenged_by, reply, attribution;
        as json: points, point_speakers, speakers;
        settled: position;
        not in the draft: id, area, revision, status, created_by, created_at, updated_at, version, returned_on, returned_reason, voided_on, void_reason;
    }
);

/// A correction of a recorded exchange, with its complete words. The earlier wording stays readable.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "challenge": "How can the work be planned with the figures there are?", "challenged_by": "PCC",
    "reply": "Each morning the cases are sorted by risk.", "speakers": [{"capacity": "ACC"}],
    "reason": "The reply was the ACC's."
}))]
pub struct CorrectExchange {
    /// Challenge; omit it for a statement.
    pub challenge: Option<String>,
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
    /// Checks every text and determines the attribution.
    fn checked(mut self, faults: &mut Faults) -> Self {
        self.challenge = faults.optional_prose("/challenge", self.challenge.as_deref());
        self.challenged_by = faults.optional_line("/challenged_by", self.challenged_by.as_deref());
        self.reply = faults.optional_prose("/reply", self.reply.as_deref());
        self.points = points(faults, &self.points);
        self.speakers = speakers(faults, self.speakers);
        let has_reply = self.reply.is_some() || !self.points.is_empty();
        match (&self.challenge, has_reply) {
            (None, false) => faults.add("/challenge", "is required without a reply: add what was asked, or what was said"),
            (None, true) if self.challenged_by.is_some() => {
                faults.add("/challenged_by", "is only for a challenge: remove it, or add the challenge");
            }
            (None, true) | (Some(_), _) => {}
        }
        if has_reply {
            self.attribution = Some(attribution(faults, self.attribution, self.speakers.len()));
        } else {
            if !self.speakers.is_empty() {
                faults.add("/speakers", "must be empty without a reply: add the reply or remove the speakers");
            }
            if self.attribution.is_some() {
                faults.add("/attribution", "must be absent without a reply: add the reply or remove the attribution");
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
            faults.add("/point_speakers", "is only for a split reply: remove it or change the attribution");
        }
        if self.point_speakers.len() != self.points.len() {
            faults.add("/point_speakers", "must have one entry for each point: use null for an unknown speaker");
        }
        for (index, speaker) in self.point_speakers.iter().enumerate() {
            if speaker.is_some_and(|place| usize::from(place) >= self.speakers.len()) {
                faults.add(&format!("/point_speakers/{index}"), "is not the index of a speaker: the first is 0");
            }
        }
    }
}

/// Takes the words out of an input, and puts them back once checked.
macro_rules! says {
    ($input:ident) => {
        impl $input {
            /// Returns the words of the exchange.
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
        if self.position.is_some_and(|position| !(1..=10_000).contains(&position)) {
            faults.add("/position", "must be a whole number from 1 to 10000");
        }
        if self.topic_id.is_none() && self.question_id.is_none() && self.agenda_item_id.is_none() {
            faults.add("/topic_id", "is required without question_id and agenda_item_id: add one of them");
        }
        let said = self.said().checked(faults);
        self.say(said);
        self
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
