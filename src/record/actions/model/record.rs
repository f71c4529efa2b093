//! An action as stored.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::owners::{Owner, Ownership};
use crate::foundation::actor::UserId;
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::error::ApiError;
use crate::record::escalations::model::Escalation;
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::model::OwnerSide;
use crate::record::planning::plans::model::PriorityId;
use crate::record::questions::model::QuestionId;

id_type!(
    /// The id of an action.
    ActionId
);
id_type!(
    /// The id of an action's source, of any kind.
    SourceId
);

text_enum!(
    /// The status of an action.
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
    /// The acts on an action, and what can be added to it; `allowed_acts` lists them in this order.
    ActionAct {
        Edit = "edit",
        Update = "update",
        Start = "start",
        Claim = "claim",
        TakeBackClaim = "take-back-claim",
        Accept = "accept",
        Reject = "reject",
        TakeBackRejection = "take-back-rejection",
        Extend = "extend",
        CarryForward = "carry-forward",
        TakeBackCarryForward = "take-back-carry-forward",
        CloseNotImplemented = "close-not-implemented",
        CheckOutcome = "check-outcome",
        TakeBackCheck = "take-back-check",
        Supersede = "supersede",
        Reopen = "reopen",
        Void = "void",
        Reinstate = "reinstate",
        Escalate = "escalate",
        TakeBackEscalation = "take-back-escalation",
        Cite = "cite",
    }
);

text_enum!(
    /// The result of an outcome check: did the action work.
    OutcomeCheck {
        Confirmed = "confirmed",
        Refuted = "refuted",
    }
);

text_enum!(
    /// The kind of an action's source; `references::check_sources` decides which records of each kind are valid.
    SourceKind {
        Question = "question",
        Response = "response",
        Finding = "finding",
        Recommendation = "recommendation",
        Decision = "decision",
        Meeting = "meeting",
        /// An earlier action that this one continues.
        Action = "action",
    }
);

/// An action as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::actions, treat_none_as_null = true, treat_none_as_default_value = false)]
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
    pub particulars: JsonText<Particulars>,
    pub hands: JsonText<Hands>,
    pub times_extended: i32,
    /// Day it was first raised, as far as known: see `acts::set_on`.
    pub set_on: NaiveDate,
    /// Day it was declared void, because it was set in error.
    pub voided_on: Option<NaiveDate>,
    pub void_reason: Option<String>,
    /// Item of the agenda under which its meeting set it.
    pub agenda_item_id: Option<AgendaItemId>,
    pub escalations: JsonText<Vec<Escalation>>,
    /// Day of the last escalation that stands.
    pub escalated_on: Option<NaiveDate>,
    /// Day on which the work was done, as the last claim says; none if it is not known. See `completed`.
    pub completed_on: Option<NaiveDate>,
    /// Year or month of that day, if the record has no more: `2022`, `2022-12`.
    pub completed_in: Option<String>,
    /// Day on which it was last accepted, closed or superseded; none if it is not known. See `ended`.
    pub ended_on: Option<NaiveDate>,
    /// Reference under which the office keeps it, beside ours.
    pub own_reference: Option<String>,
}

impl Action {
    /// Returns the day on which the work was done, or only its year or month, while the claim that says so stands. A rejection and a
    /// refuted outcome leave it in the row, because both can be taken back.
    pub fn completed(&self) -> (Option<NaiveDate>, Option<String>) {
        match self.status {
            ActionStatus::ClaimedComplete | ActionStatus::Accepted => (self.completed_on, self.completed_in.clone()),
            ActionStatus::Open | ActionStatus::InProgress | ActionStatus::ClosedNotImplemented | ActionStatus::Superseded => {
                (None, None)
            }
        }
    }

    /// Returns the day on which it ended, while that counts.
    pub const fn ended(&self) -> Option<NaiveDate> {
        match self.status {
            ActionStatus::Accepted | ActionStatus::ClosedNotImplemented | ActionStatus::Superseded => self.ended_on,
            ActionStatus::Open | ActionStatus::InProgress | ActionStatus::ClaimedComplete => None,
        }
    }

    /// Takes away the days of an end that counts no more; the claims and the audit trail keep them.
    pub fn unend(&mut self) {
        (self.completed_on, self.completed_in, self.ended_on) = (None, None, None);
    }

    /// Returns its owners, in both forms.
    pub fn ownership(&self) -> Result<Ownership, ApiError> {
        Ok(Ownership { printed: self.owner.clone(), side: self.owner_side, listed: self.particulars.get()?.owners })
    }
}

/// Everybody who ever claimed a record complete, and everybody who ever accepted or verified a claim: nobody may be in both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hands {
    pub claimed: Vec<UserId>,
    pub accepted: Vec<UserId>,
}

impl Hands {
    /// Remembers who claims.
    pub fn claim(&mut self, user: Option<&UserId>) {
        remember(&mut self.claimed, user);
    }

    /// Remembers who accepts.
    pub fn accept(&mut self, user: Option<&UserId>) {
        remember(&mut self.accepted, user);
    }
}

fn remember(users: &mut Vec<UserId>, user: Option<&UserId>) {
    if let Some(user) = user.filter(|user| !users.contains(user)) {
        users.push(user.clone());
    }
}

/// Data that is read only together with the action: no list is filtered or sorted by it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Particulars {
    /// Owners, if listed; a single owner in the short form is in the columns.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<Owner>,
    /// Conditions after the first, which is a column.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub further_conditions: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raised_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raised_text: Option<String>,
    /// Colour or label that was reported for its state, as printed; its status does not follow from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rag: Option<String>,
    /// Day of that report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rag_on: Option<NaiveDate>,
}

/// A source of an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "response", "id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11"}))]
pub struct Source {
    pub kind: SourceKind,
    pub id: SourceId,
}
