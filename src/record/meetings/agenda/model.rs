//! Agenda items as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::db::text_enum;
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;
use crate::record::meetings::model::{AgendaItemId, MeetingId};

text_enum!(
    /// The kind of an agenda item.
    AgendaItemKind {
        /// A matter from an earlier meeting.
        BroughtForward = "brought_forward",
        HoldingToAccount = "holding_to_account",
        Inspection = "inspection",
        /// Any other business.
        Aob = "aob",
        NextMeeting = "next_meeting",
        Other = "other",
    }
);

/// An agenda item as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::agenda_items, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct AgendaItem {
    pub id: AgendaItemId,
    pub area: String,
    pub meeting_id: MeetingId,
    pub parent_id: Option<AgendaItemId>,
    pub position: i32,
    pub printed_number: Option<String>,
    pub kind: AgendaItemKind,
    pub title: String,
    pub note: Option<String>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// Add an item to the agenda of a meeting.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"printed_number": "2.1", "kind": "holding_to_account", "title": "Digital forensics, demand and recruitment"}))]
pub struct AddAgendaItem {
    pub kind: AgendaItemKind,
    pub title: String,
    /// Number as printed in the agenda.
    pub printed_number: Option<String>,
    /// Id of the item above this one, in the same meeting; at most five levels.
    pub parent_id: Option<AgendaItemId>,
    /// The place among the items of its parent, from 1. An item that is added without one comes last.
    #[schema(minimum = 1, maximum = 1000)]
    pub position: Option<i32>,
    pub note: Option<String>,
}

merge_patch!(
    /// Change an agenda item (JSON Merge Patch): absent members stay, `null` clears.
    EditAgendaItem of AddAgendaItem, such as {"note": "Taken first."};
    AgendaItem {
        edited: kind, title, printed_number, parent_id, note;
        settled: position;
        not in the draft: id, area, meeting_id, created_at, updated_at, version;
    }
);

impl Check for AddAgendaItem {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.title = faults.line("/title", &self.title);
        self.printed_number = faults.optional_line("/printed_number", self.printed_number.as_deref());
        self.note = faults.optional_prose("/note", self.note.as_deref());
        if self.position.is_some_and(|position| !(1..=1000).contains(&position)) {
            faults.add("/position", "must be a whole number from 1 to 1000");
        }
        self
    }
}
