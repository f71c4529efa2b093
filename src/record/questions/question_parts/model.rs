//! Parts of questions as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;
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
    /// The current judgement; earlier ones are in the table of judgements.
    pub fate: Option<Fate>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

impl QuestionPart {
    /// Returns the name that people use, for messages.
    pub fn name(&self) -> String {
        self.printed_number.as_ref().map_or_else(|| format!("part {}", self.position), |number| format!("part {number:?}"))
    }
}

/// The members of a part that can be edited: those of a new part, and its place.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlacedPart {
    /// The number as printed on the paper; text, because papers repeat and skip numbers.
    pub printed_number: Option<String>,
    pub text: String,
    /// Its place among the parts, 1 to 1000.
    #[schema(minimum = 1, maximum = 1000)]
    pub position: i32,
}

merge_patch!(
    /// Change a part of a draft question (JSON Merge Patch): absent members stay, `null` clears.
    EditQuestionPart of PlacedPart, such as {"text": "Who may refer victims to the team?", "position": 2};
    QuestionPart {
        edited: printed_number, text, position;
        not in the draft: id, area, question_id, fate, created_at, updated_at, version;
    }
);

impl Check for PlacedPart {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.printed_number = faults.optional_line("/printed_number", self.printed_number.as_deref());
        self.text = faults.prose("/text", &self.text);
        if !(1..=1000).contains(&self.position) {
            faults.add("/position", "must be a whole number from 1 to 1000");
        }
        self
    }
}
