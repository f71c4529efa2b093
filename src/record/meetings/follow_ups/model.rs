//! Follow-up intentions as data: the stored record and the parsed inputs. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::dates::optional_day;
use crate::foundation::db::{id_type, text_enum};
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;

id_type!(
    /// The id of a follow-up intention.
    FollowUpId
);

text_enum!(
    /// What became of an intention.
    FollowUpStatus {
        Intended = "intended",
        /// See `taken_up_meeting_id` and `taken_up_question_id`.
        TakenUp = "taken_up",
        Dropped = "dropped",
    }
);

text_enum!(
    /// How the body means to come back to it.
    FollowUpHow {
        /// By correspondence, outside the timetable.
        Virtual = "virtual",
        Meeting = "meeting",
        Written = "written",
        /// It was not said.
        Unspecified = "unspecified",
    }
);

/// A follow-up intention as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::follow_ups, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct FollowUp {
    pub id: FollowUpId,
    pub area: String,
    pub text: String,
    pub how: FollowUpHow,
    pub stated_by: Option<String>,
    pub topic_id: Option<TopicId>,
    pub question_id: Option<QuestionId>,
    pub meeting_id: Option<MeetingId>,
    pub expected_on: Option<NaiveDate>,
    pub expected_text: Option<String>,
    pub status: FollowUpStatus,
    pub status_reason: Option<String>,
    pub taken_up_meeting_id: Option<MeetingId>,
    pub taken_up_question_id: Option<QuestionId>,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// Record an intention to come back to something.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "Digital forensics will probably be looked at again.", "how": "virtual", "stated_by": "PCC"}))]
pub struct StateFollowUp {
    pub text: String,
    #[serde(default = "unspecified")]
    pub how: FollowUpHow,
    /// Who said it, as the record names them ("PCC").
    pub stated_by: Option<String>,
    pub topic_id: Option<TopicId>,
    /// The question it was said about; it must have been put.
    pub question_id: Option<QuestionId>,
    /// The meeting it was said at; its record is not agreed yet.
    pub meeting_id: Option<MeetingId>,
    /// The day by which it is expected, if one was named.
    #[serde(default, deserialize_with = "optional_day")]
    pub expected_on: Option<NaiveDate>,
    /// The words it was expected with ("in the autumn").
    pub expected_text: Option<String>,
}

merge_patch!(
    /// Change an intention (JSON Merge Patch): absent members stay, `null` clears.
    EditFollowUp of StateFollowUp, such as {"expected_text": "in the autumn"};
    FollowUp {
        edited: text, how, stated_by, topic_id, question_id, meeting_id, expected_on, expected_text;
        not in the draft: id, area, status, status_reason, taken_up_meeting_id, taken_up_question_id, created_by, created_at,
            updated_at, version;
    }
);

fn unspecified() -> FollowUpHow {
    FollowUpHow::Unspecified
}

/// Say where an intention was taken up: at a later meeting, by a question that was put, or both.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"meeting_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11"}))]
pub struct TakeUp {
    pub meeting_id: Option<MeetingId>,
    pub question_id: Option<QuestionId>,
}

impl Check for StateFollowUp {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.prose("/text", &self.text);
        self.stated_by = faults.optional_line("/stated_by", self.stated_by.as_deref());
        self.expected_text = faults.optional_line("/expected_text", self.expected_text.as_deref());
        self
    }
}

impl Check for TakeUp {
    /// The same, or 422 when it names nothing.
    fn check(self, faults: &mut Faults) -> Self {
        if self.meeting_id.is_none() && self.question_id.is_none() {
            faults.add("/meeting_id", "name the meeting or the question with which it was taken up");
        }
        self
    }
}
