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
    /// The status of an intention.
    FollowUpStatus {
        Intended = "intended",
        /// See `taken_up_meeting_id` and `taken_up_question_id`.
        TakenUp = "taken_up",
        Dropped = "dropped",
    }
);

text_enum!(
    /// The acts on an intention; `allowed_acts` lists them in this order.
    FollowUpAct {
        Edit = "edit",
        TakeUp = "take-up",
        Drop = "drop",
        Reopen = "reopen",
    }
);

text_enum!(
    /// The way the body means to return to the subject.
    FollowUpHow {
        /// By correspondence, outside the timetable.
        Virtual = "virtual",
        Meeting = "meeting",
        Written = "written",
        /// The way was not stated.
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

/// A new follow-up intention.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "Digital forensics will probably be looked at again.", "how": "virtual", "stated_by": "PCC"}))]
pub struct StateFollowUp {
    pub text: String,
    #[serde(default = "unspecified")]
    pub how: FollowUpHow,
    /// Person who stated it, as named in the record ("PCC").
    pub stated_by: Option<String>,
    pub topic_id: Option<TopicId>,
    /// Id of the question it was about; it must have been put.
    pub question_id: Option<QuestionId>,
    /// Id of the meeting it was stated at; its record must not be agreed yet.
    pub meeting_id: Option<MeetingId>,
    /// Day by which it is expected, if stated.
    #[serde(default, deserialize_with = "optional_day")]
    pub expected_on: Option<NaiveDate>,
    /// Expected time in the words of the record ("in the autumn").
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

/// The meeting or question that takes up an intention: a later meeting, a question that was put, or both.
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
    /// Checks that it names a meeting or a question, or returns 422.
    fn check(self, faults: &mut Faults) -> Self {
        if self.meeting_id.is_none() && self.question_id.is_none() {
            faults.add("/meeting_id", "is required without question_id: add one of them");
        }
        self
    }
}
