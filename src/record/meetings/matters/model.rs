//! Matters as data: the stored record and the parsed inputs. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::db::{id_type, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::{Drafted, merge_patch};
use crate::record::actions::model::ActionId;
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;

id_type!(
    /// The id of a matter.
    MatterId
);

text_enum!(
    /// The direction of a matter, as seen from a meeting.
    Direction {
        /// To the meeting, from an earlier one.
        BroughtForward = "brought_forward",
        /// From the meeting, to a later one.
        CarriedForward = "carried_forward",
    }
);

text_enum!(
    /// The acts on a matter; `allowed_acts` lists them in this order.
    MatterAct {
        Edit = "edit",
        Delete = "delete",
        CarryForward = "carry-forward",
        TakeBackCarryForward = "take-back-carry-forward",
    }
);

/// A matter as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::matters, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Matter {
    pub id: MatterId,
    pub area: String,
    pub title: String,
    pub note: Option<String>,
    pub from_meeting_id: Option<MeetingId>,
    pub from_text: Option<String>,
    pub from_agenda_item_id: Option<AgendaItemId>,
    pub to_meeting_id: Option<MeetingId>,
    pub to_agenda_item_id: Option<AgendaItemId>,
    pub topic_id: Option<TopicId>,
    pub question_id: Option<QuestionId>,
    pub action_id: Option<ActionId>,
    /// True when the record of the earlier meeting, while it was open, included the matter.
    pub recorded_at_source: bool,
    pub continues: Option<MatterId>,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

impl Matter {
    /// Returns the direction as seen from `meeting`.
    pub fn direction(&self, meeting: &MeetingId) -> Direction {
        if self.to_meeting_id.as_ref() == Some(meeting) { Direction::BroughtForward } else { Direction::CarriedForward }
    }
}

/// A new matter, brought forward to a meeting or carried forward from it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Integrated victim management", "from_text": "August 2018", "to_meeting_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11"}))]
pub struct AddMatter {
    pub title: String,
    pub note: Option<String>,
    /// Id of the earlier meeting; required without `from_text`.
    pub from_meeting_id: Option<MeetingId>,
    /// Origin in the words of the record ("August 2018"), for a meeting that is not in the record.
    pub from_text: Option<String>,
    pub from_agenda_item_id: Option<AgendaItemId>,
    /// Id of the later meeting; absent while unknown.
    pub to_meeting_id: Option<MeetingId>,
    pub to_agenda_item_id: Option<AgendaItemId>,
    pub topic_id: Option<TopicId>,
    /// Id of a question that the matter is about; it must have been put.
    pub question_id: Option<QuestionId>,
    pub action_id: Option<ActionId>,
    /// Id of the matter that this one continues.
    pub continues: Option<MatterId>,
}

merge_patch!(
    /// Change a matter (JSON Merge Patch): absent members stay, `null` clears.
    EditMatter of AddMatter, such as {"note": "The update was to cover the whole force."};
    Matter {
        edited: title, note, from_meeting_id, from_text, from_agenda_item_id, to_meeting_id, to_agenda_item_id, topic_id,
            question_id, action_id, continues;
        not in the draft: id, area, recorded_at_source, created_by, created_at, updated_at, version;
    }
);

/// The later meeting of a matter, if it was unknown.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"to_meeting_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11"}))]
pub struct CarryMatterForward {
    pub to_meeting_id: MeetingId,
    pub to_agenda_item_id: Option<AgendaItemId>,
}

impl Check for CarryMatterForward {}

impl Check for AddMatter {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.title = faults.line("/title", &self.title);
        self.note = faults.optional_prose("/note", self.note.as_deref());
        self.from_text = faults.optional_line("/from_text", self.from_text.as_deref());
        if self.from_meeting_id.is_none() && self.from_text.is_none() {
            faults.add("/from_meeting_id", "is required without from_text: add one of them");
        }
        if self.from_meeting_id.is_none() && self.to_meeting_id.is_none() {
            faults.add("/to_meeting_id", "is required without from_meeting_id: add at least one of them");
        }
        if self.from_meeting_id.is_some() && self.from_meeting_id == self.to_meeting_id {
            faults.add("/to_meeting_id", "must be another meeting than from_meeting_id");
        }
        if self.from_meeting_id.is_none() && self.from_agenda_item_id.is_some() {
            faults.add("/from_agenda_item_id", "needs from_meeting_id: add it");
        }
        if self.to_meeting_id.is_none() && self.to_agenda_item_id.is_some() {
            faults.add("/to_agenda_item_id", "needs to_meeting_id: add it");
        }
        self
    }
}

impl CarryMatterForward {
    /// Returns `matter` with its later meeting, checked as if it were recorded now.
    pub fn apply(&self, matter: &Matter) -> Result<AddMatter, ApiError> {
        let Self { to_meeting_id, to_agenda_item_id } = self.clone();
        AddMatter { to_meeting_id: Some(to_meeting_id), to_agenda_item_id, ..matter.draft()? }.parse()
    }
}
