//! Question groups as data. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;
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
    /// The day the first question in it was put, from which its words are final.
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
    /// Context shared by its questions.
    pub context: Option<String>,
    pub meeting_id: Option<MeetingId>,
    pub agenda_item_id: Option<AgendaItemId>,
    /// The place among the groups of its meeting, from 1. A group that is added without one comes last.
    #[schema(minimum = 1, maximum = 1000)]
    pub position: Option<i32>,
}

merge_patch!(
    /// Change a question group (JSON Merge Patch): absent members stay, `null` clears.
    EditQuestionGroup of AddQuestionGroup, such as {"title": "Outcomes of the reviews of 2018"};
    QuestionGroup {
        edited: title, context, meeting_id, agenda_item_id;
        settled: position;
        not in the draft: id, area, first_put_on, created_at, updated_at, version;
    }
);

impl Check for AddQuestionGroup {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.title = faults.line("/title", &self.title);
        self.context = faults.optional_prose("/context", self.context.as_deref());
        if self.position.is_some_and(|position| !(1..=1000).contains(&position)) {
            faults.add("/position", "must be a whole number from 1 to 1000");
        }
        self
    }
}
