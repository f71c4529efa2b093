//! The history of an action, as stored: each row is written once; only a claim gets its verdict later.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;

use super::record::{ActionId, ActionStatus, OutcomeCheck};
use crate::foundation::db::{id_type, text_enum};
use crate::record::meetings::model::MeetingId;
use crate::record::model::OwnerSide;

id_type!(
    /// The id of an update on an action.
    UpdateId
);
id_type!(
    /// The id of a claim that an action is complete.
    ClaimId
);
id_type!(
    /// The id of a check of an action's outcome.
    CheckId
);
id_type!(
    /// The id of the opening again of an action.
    ReopeningId
);

text_enum!(
    /// The PCC's verdict on a claim.
    ClaimVerdict {
        Accepted = "accepted",
        Rejected = "rejected",
    }
);

/// An update on the progress of an action.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::action_updates)]
pub struct ActionUpdate {
    pub id: UpdateId,
    pub area: String,
    pub action_id: ActionId,
    pub text: String,
    pub author: String,
    pub side: OwnerSide,
    pub created_at: NaiveDateTime,
    /// Day on which it was reported; none if it is not known.
    pub said_on: Option<NaiveDate>,
}

/// A claim that an action is complete, and its verdict once there is one. People are stored by their name at the time.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::action_claims, treat_none_as_default_value = false)]
pub struct ActionClaim {
    pub id: ClaimId,
    pub area: String,
    pub action_id: ActionId,
    pub claimed_by: String,
    pub side: OwnerSide,
    pub claimed_at: NaiveDateTime,
    pub evidence: String,
    pub verdict: Option<ClaimVerdict>,
    pub verdict_reason: Option<String>,
    pub judged_by: Option<String>,
    pub judged_at: Option<NaiveDateTime>,
    /// Capacity of the claimant at the time.
    pub capacity: Option<String>,
    /// Capacity of the judge at the time.
    pub judged_capacity: Option<String>,
    /// Day its side took it back, before there was a verdict.
    pub taken_back_on: Option<NaiveDate>,
    pub taken_back_reason: Option<String>,
    /// Day of the claim; none if it is not known.
    pub claimed_on: Option<NaiveDate>,
    /// Day of the verdict; none if there is none, or its day is not known.
    pub judged_on: Option<NaiveDate>,
}

impl ActionClaim {
    /// Returns its evidence. An old record may tell only that the work was done.
    pub fn evidence(&self) -> Option<String> {
        Some(self.evidence.clone()).filter(|evidence| !evidence.is_empty())
    }
}

/// Content of a claim.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Completion {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claimed_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_in: Option<String>,
}

/// The opening again of an action that had ended.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::action_reopenings, treat_none_as_default_value = false)]
pub struct ActionReopening {
    pub id: ReopeningId,
    pub area: String,
    pub action_id: ActionId,
    pub from_status: ActionStatus,
    pub reason: String,
    pub reopened_by: String,
    /// Capacity at the time.
    pub capacity: Option<String>,
    pub reopened_on: NaiveDate,
    pub created_at: NaiveDateTime,
}

/// An outcome check of an accepted action.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::action_checks, treat_none_as_default_value = false)]
pub struct ActionCheck {
    pub id: CheckId,
    pub area: String,
    pub action_id: ActionId,
    pub result: OutcomeCheck,
    pub reason: String,
    pub checked_by: String,
    pub checked_at: NaiveDateTime,
    /// Capacity at the time.
    pub capacity: Option<String>,
    /// Day it was taken back.
    pub taken_back_on: Option<NaiveDate>,
    pub taken_back_reason: Option<String>,
    /// Day of the check.
    pub checked_on: Option<NaiveDate>,
}

/// A later meeting that an action was carried forward to.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = crate::foundation::schema::action_meetings, treat_none_as_default_value = false)]
pub struct ActionMeeting {
    pub action_id: ActionId,
    pub meeting_id: MeetingId,
    pub area: String,
    pub note: Option<String>,
    pub recorded_by: String,
    pub recorded_at: NaiveDateTime,
}

/// A carrying forward as read, with the day of the meeting.
#[derive(Debug, Clone, Queryable)]
pub struct Standing {
    pub meeting_id: MeetingId,
    pub held_on: NaiveDate,
    pub note: Option<String>,
    pub recorded_by: String,
}
