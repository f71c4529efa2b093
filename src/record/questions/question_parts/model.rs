//! Parts of questions as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::validate::{Check, Faults, patch, present};
use crate::record::questions::model::{Fate, QuestionId, QuestionPartId};

/// A part of a question as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::question_parts, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct QuestionPart {
    pub id: QuestionPartId,
    pub area: String,
    pub question_id: QuestionId,
    pub position: i32,
    pub printed_number: Option<String>,
    pub text: String,
    /// The present judgement; the earlier ones are in the table of judgements.
    pub fate: Option<Fate>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

impl QuestionPart {
    /// What people call it, for messages.
    pub fn name(&self) -> String {
        self.printed_number.as_ref().map_or_else(|| format!("part {}", self.position), |number| format!("part {number:?}"))
    }
}

/// Change a part of a draft question (JSON Merge Patch): absent members stay, `null` clears.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "Who may refer victims to the team?", "position": 2}))]
pub struct EditQuestionPart {
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub printed_number: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub text: Option<String>,
    /// Its place among the parts, 1 to 1000.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub position: Option<i32>,
}

impl Check for EditQuestionPart {
    /// Checks the values that are there.
    fn check(mut self, faults: &mut Faults) -> Self {
        self.printed_number = self.printed_number.map(|text| faults.optional_line("/printed_number", text.as_deref()));
        self.text = self.text.map(|text| faults.prose("/text", &text));
        if self.position.is_some_and(|position| !(1..=1000).contains(&position)) {
            faults.add("/position", "1 to 1000");
        }
        self
    }
}
