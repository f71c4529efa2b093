//! Topics as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::db::id_type;
use crate::foundation::validate::{Check, Faults, patch, present};

id_type!(
    /// The id of a topic.
    TopicId
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

/// Change a topic (JSON Merge Patch): absent members stay, `null` clears.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"summary": null}))]
pub struct EditTopic {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub title: Option<String>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub summary: Option<Option<String>>,
}

impl Check for AddTopic {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.title = faults.line("/title", &self.title);
        self.summary = faults.optional_prose("/summary", self.summary.as_deref());
        self
    }
}

impl Check for EditTopic {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.title = self.title.map(|text| faults.line("/title", &text));
        self.summary = self.summary.map(|text| faults.optional_prose("/summary", text.as_deref()));
        self
    }
}
