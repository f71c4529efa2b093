//! Topics as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::db::{id_type, text_enum};
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;

id_type!(
    /// The id of a topic.
    TopicId
);

text_enum!(
    /// The acts on a topic; `allowed_acts` lists them in this order.
    TopicAct {
        Edit = "edit",
        Delete = "delete",
    }
);

/// A topic as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::topics, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Topic {
    pub id: TopicId,
    pub area: String,
    pub title: String,
    pub summary: Option<String>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// Add a topic.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Digital forensics", "summary": "Backlog, accreditation and the estate of the unit."}))]
pub struct AddTopic {
    pub title: String,
    pub summary: Option<String>,
}

merge_patch!(
    /// Change a topic (JSON Merge Patch): absent members stay, `null` clears.
    EditTopic of AddTopic, such as {"summary": null};
    Topic {
        edited: title, summary;
        not in the draft: id, area, created_at, updated_at, version;
    }
);

impl Check for AddTopic {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.title = faults.line("/title", &self.title);
        self.summary = faults.optional_prose("/summary", self.summary.as_deref());
        self
    }
}
