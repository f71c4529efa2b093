//! Actions as data: the stored record and the parsed inputs. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actor::UserId;
use crate::day::{day, optional_day, present_day};
use crate::db::{JsonText, id_type, text_enum};
use crate::deadlines::model::{ChangeDeadline, DeadlineAct, Wanted};
use crate::error::ApiError;
use crate::input::{Faults, ITEMS, patch, present};
use crate::meetings::model::MeetingId;
use crate::plans::model::PriorityId;
use crate::questions::model::QuestionId;

id_type!(
    /// The id of an action.
    ActionId
);
id_type!(
    /// The id of an update on an action.
    UpdateId
);

text_enum!(
    /// What is happening with an action.
    ActionStatus {
        Open = "open",
        InProgress = "in_progress",
        ClaimedComplete = "claimed_complete",
        Accepted = "accepted",
        ClosedNotImplemented = "closed_not_implemented",
        Superseded = "superseded",
    }
);

text_enum!(
    /// Which side an action's owner, or an update's author, belongs to.
    OwnerSide {
        Force = "force",
        Body = "body",
    }
);

text_enum!(
    /// Whether an accepted action did what it was meant to.
    OutcomeCheck {
        Confirmed = "confirmed",
        Refuted = "refuted",
    }
);

/// An action as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::schema::actions, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Action {
    pub id: ActionId,
    pub area: String,
    pub reference: String,
    pub text: Option<String>,
    pub condition: Option<String>,
    pub owner: Option<String>,
    pub owner_side: Option<OwnerSide>,
    pub due_on: Option<NaiveDate>,
    pub due_text: Option<String>,
    pub priority_ids: JsonText<Vec<PriorityId>>,
    pub question_id: Option<QuestionId>,
    pub meeting_id: Option<MeetingId>,
    pub needs_review: bool,
    pub status: ActionStatus,
    pub status_reason: Option<String>,
    pub claimed_by: Option<UserId>,
    pub evidence: Option<String>,
    pub times_rejected: i32,
    pub times_reopened: i32,
    pub outcome_check: Option<OutcomeCheck>,
    pub superseded_by: Option<ActionId>,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// What somebody said about the progress of an action.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::schema::action_updates)]
pub struct ActionUpdate {
    pub id: UpdateId,
    pub area: String,
    pub action_id: ActionId,
    pub text: String,
    pub author: String,
    pub side: OwnerSide,
    pub created_at: NaiveDateTime,
}

/// Set an action. Text, owner or date may be missing, as records leave them out, but not text and owner both.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "Bring a plan of delivery with dates.", "owner": "CC", "owner_side": "force", "due_on": "2019-02-13", "due_text": "within two weeks"}))]
pub struct SetAction {
    pub text: Option<String>,
    /// Something the action must take account of.
    pub condition: Option<String>,
    /// As the record names the owner ("CC").
    pub owner: Option<String>,
    pub owner_side: Option<OwnerSide>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    /// The words of the record that the date comes from ("within two weeks"). Without `due_on` the date is read from them,
    /// counted from the day of the meeting or from today; words that are not understood stay words.
    pub due_text: Option<String>,
    #[serde(default)]
    pub priority_ids: Vec<PriorityId>,
    /// The question it comes from; it must have been put.
    pub question_id: Option<QuestionId>,
    pub meeting_id: Option<MeetingId>,
}

/// Change an action that is not done (JSON Merge Patch). A due date that is set is moved by `extend` only.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "Bring a plan of delivery with dates and an owner for each step."}))]
pub struct EditAction {
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub text: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub condition: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub owner: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub owner_side: Option<Option<OwnerSide>>,
    #[serde(default, deserialize_with = "present_day", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub due_on: Option<NaiveDate>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub due_text: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub priority_ids: Option<Vec<PriorityId>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub question_id: Option<Option<QuestionId>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub meeting_id: Option<Option<MeetingId>>,
}

/// Claim an action complete.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"evidence": "The plan was sent to the office on 12 February."}))]
pub struct ClaimAction {
    /// What shows that it is done.
    pub evidence: String,
}

/// Move the due date of an action to a later day.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"due_on": "2019-03-31", "reason": "The review it waits for ends in March."}))]
pub struct ExtendAction {
    #[serde(deserialize_with = "day")]
    pub due_on: NaiveDate,
    pub reason: String,
}

/// Say whether an accepted action did what it was meant to.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"result": "refuted", "reason": "Follow-up has not become better in three months."}))]
pub struct CheckOutcome {
    /// `refuted` reopens the action.
    pub result: OutcomeCheck,
    pub reason: String,
}

/// Replace an action by another.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"superseded_by": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "reason": "The wider review covers it."}))]
pub struct SupersedeAction {
    pub superseded_by: ActionId,
    pub reason: String,
}

/// Say how an action is going.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "The first draft of the plan is with the deputy."}))]
pub struct AddUpdate {
    pub text: String,
}

impl SetAction {
    /// The same with every text checked and normalised, or 422.
    pub fn parse(mut self) -> Result<Self, ApiError> {
        let mut faults = Faults::default();
        self.text = faults.optional_prose("/text", self.text.as_deref());
        self.condition = faults.optional_prose("/condition", self.condition.as_deref());
        self.owner = faults.optional_line("/owner", self.owner.as_deref());
        self.due_text = faults.optional_line("/due_text", self.due_text.as_deref());
        faults.at_most("/priority_ids", self.priority_ids.len(), ITEMS);
        if self.text.is_none() && self.owner.is_none() {
            faults.add("/text", "give a text or an owner: an action with neither says nothing");
        }
        faults.finish().map(|()| self)
    }

    /// The date that is asked for: a day, words that one is read from, or both.
    pub fn wanted_date(&self) -> Wanted {
        Wanted { due_on: self.due_on, due_text: self.due_text.clone(), due_rule: None }
    }

    /// Whether something is missing that somebody must look into. Nothing is invented for it.
    pub fn needs_review(&self) -> bool {
        self.text.is_none() || self.owner.is_none() || (self.due_on.is_none() && self.due_text.is_none())
    }
}

impl EditAction {
    /// Checks the texts that are there.
    pub fn parse(mut self) -> Result<Self, ApiError> {
        let mut faults = Faults::default();
        self.text = self.text.map(|text| faults.optional_prose("/text", text.as_deref()));
        self.condition = self.condition.map(|text| faults.optional_prose("/condition", text.as_deref()));
        self.owner = self.owner.map(|text| faults.optional_line("/owner", text.as_deref()));
        self.due_text = self.due_text.map(|text| faults.optional_line("/due_text", text.as_deref()));
        faults.at_most("/priority_ids", self.priority_ids.as_ref().map_or(0, Vec::len), ITEMS);
        faults.finish().map(|()| self)
    }

    /// The action that this change makes of `action`, as if it were set now.
    pub fn apply(self, action: &Action) -> Result<SetAction, ApiError> {
        SetAction {
            text: self.text.unwrap_or_else(|| action.text.clone()),
            condition: self.condition.unwrap_or_else(|| action.condition.clone()),
            owner: self.owner.unwrap_or_else(|| action.owner.clone()),
            owner_side: self.owner_side.unwrap_or(action.owner_side),
            due_on: self.due_on.or(action.due_on),
            due_text: self.due_text.unwrap_or_else(|| action.due_text.clone()),
            priority_ids: self.priority_ids.map_or_else(|| action.priority_ids.get(), Ok)?,
            question_id: self.question_id.unwrap_or_else(|| action.question_id.clone()),
            meeting_id: self.meeting_id.unwrap_or_else(|| action.meeting_id.clone()),
        }
        .parse()
    }
}

impl ClaimAction {
    /// The same with its text checked, or 422.
    pub fn parse(mut self) -> Result<Self, ApiError> {
        let mut faults = Faults::default();
        self.evidence = faults.prose("/evidence", &self.evidence);
        faults.finish().map(|()| self)
    }
}

impl ExtendAction {
    /// The same as a change of the deadline.
    pub fn as_change(&self) -> ChangeDeadline {
        let (kind, reason, due_on) = (DeadlineAct::Extend, self.reason.clone(), Some(self.due_on));
        ChangeDeadline { kind, reason, on: None, due_on, due_text: None, due_rule: None }
    }

    /// The same with its text checked, or 422.
    pub fn parse(mut self) -> Result<Self, ApiError> {
        let mut faults = Faults::default();
        self.reason = faults.prose("/reason", &self.reason);
        faults.finish().map(|()| self)
    }
}

impl CheckOutcome {
    /// The same with its text checked, or 422.
    pub fn parse(mut self) -> Result<Self, ApiError> {
        let mut faults = Faults::default();
        self.reason = faults.prose("/reason", &self.reason);
        faults.finish().map(|()| self)
    }
}

impl SupersedeAction {
    /// The same with its text checked, or 422.
    pub fn parse(mut self) -> Result<Self, ApiError> {
        let mut faults = Faults::default();
        self.reason = faults.prose("/reason", &self.reason);
        faults.finish().map(|()| self)
    }
}

impl AddUpdate {
    /// The same with its text checked, or 422.
    pub fn parse(mut self) -> Result<Self, ApiError> {
        let mut faults = Faults::default();
        self.text = faults.prose("/text", &self.text);
        faults.finish().map(|()| self)
    }
}
