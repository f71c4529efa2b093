//! What happened to an action, as stored: each row is written once; only a claim gets its verdict later.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::record::{ActionId, OutcomeCheck};
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

text_enum!(
    /// What the PCC said to a claim.
    ClaimVerdict {
        Accepted = "accepted",
        Rejected = "rejected",
    }
);

/// What somebody said about the progress of an action.
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
}

/// A claim that an action is complete, and the verdict on it once there is one. People are kept by name, as they were called.
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
}

/// A check whether an accepted action worked.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::action_checks)]
pub struct ActionCheck {
    pub id: CheckId,
    pub area: String,
    pub action_id: ActionId,
    pub result: OutcomeCheck,
    pub reason: String,
    pub checked_by: String,
    pub checked_at: NaiveDateTime,
}

/// A later meeting at which an action stood again.
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

/// The same as read, with the day of the meeting.
#[derive(Debug, Clone, Queryable)]
pub struct Standing {
    pub meeting_id: MeetingId,
    pub held_on: NaiveDate,
    pub note: Option<String>,
    pub recorded_by: String,
}
