//! Question groups as data. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::validate::{Check, Faults, patch, present};
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::questions::model::QuestionGroupId;

/// A question group as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::question_groups, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct QuestionGroup {
    pub id: QuestionGroupId,
    pub area: String,
    pub title: String,
    pub context: Option<String>,
    pub meeting_id: Option<MeetingId>,
    pub agenda_item_id: Option<AgendaItemId>,
    pub position: i32,
    /// The day the first question in it was put, on which its words became part of what was put.
    pub first_put_on: Option<NaiveDate>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// Add a question group.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Outcomes of the reviews", "context": "In August the aims were being held against the size of the teams.", "position": 2}))]
pub struct AddQuestionGroup {
    pub title: String,
    /// What all its questions have in common.
    pub context: Option<String>,
    pub meeting_id: Option<MeetingId>,
    pub agenda_item_id: Option<AgendaItemId>,
    /// Its place among the groups of its meeting, from 1; the next one without it.
    pub position: Option<i32>,
}

/// Change a question group (JSON Merge Patch): absent members stay, `null` clears.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Outcomes of the reviews of 2018"}))]
pub struct EditQuestionGroup {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub title: Option<String>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub context: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub meeting_id: Option<Option<MeetingId>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub agenda_item_id: Option<Option<AgendaItemId>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub position: Option<i32>,
}

fn check_position(faults: &mut Faults, position: Option<i32>) {
    if position.is_some_and(|position| !(1..=1000).contains(&position)) {
        faults.add("/position", "1 to 1000");
    }
}

impl Check for AddQuestionGroup {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.title = faults.line("/title", &self.title);
        self.context = faults.optional_prose("/context", self.context.as_deref());
        check_position(faults, self.position);
        self
    }
}

impl Check for EditQuestionGroup {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.title = self.title.map(|text| faults.line("/title", &text));
        self.context = self.context.map(|text| faults.optional_prose("/context", text.as_deref()));
        check_position(faults, self.position);
        self
    }
}
