//! Recommendations as data. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::dates::{day, optional_day};
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::validate::{Check, Faults, ITEMS};
use crate::http::merge_patch::merge_patch;
use crate::record::actions::model::{ActionId, Hands};
use crate::record::escalations::model::Escalation;
use crate::record::model::TakenBack;
use crate::record::recommendations::recommendation_sets::model::RecommendationSetId;

id_type!(
    /// The id of a recommendation.
    RecommendationId
);

text_enum!(
    /// The addressee of a recommendation.
    AddressedTo {
        Force = "force",
        Body = "body",
        Both = "both",
    }
);

text_enum!(
    /// The status of a recommendation.
    RecommendationStatus {
        Open = "open",
        ClaimedComplete = "claimed_complete",
        Verified = "verified",
        /// It will not be acted on, for a stated reason.
        NotAccepted = "not_accepted",
    }
);

text_enum!(
    /// The acts on a recommendation; `allowed_acts` lists them in this order.
    RecommendationAct {
        Edit = "edit",
        Delete = "delete",
        Respond = "respond",
        Claim = "claim",
        TakeBackClaim = "take-back-claim",
        Verify = "verify",
        Reject = "reject",
        TakeBackRejection = "take-back-rejection",
        NotAccept = "not-accept",
        Reopen = "reopen",
        Extend = "extend",
        TakeBackExtension = "take-back-extension",
        Escalate = "escalate",
        TakeBackEscalation = "take-back-escalation",
    }
);

text_enum!(
    /// The kind of an answer to a recommendation (Police Act 1996 s.55: the action taken or proposed, or why there is none).
    AnswerKind {
        /// Action, where the record does not say whether it was taken or proposed.
        Action = "action",
        ActionTaken = "action_taken",
        ActionProposed = "action_proposed",
        NoAction = "no_action",
    }
);

/// One side's answer to a recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Answer {
    pub kind: AnswerKind,
    #[schema(example = "Every kennel is inspected twice a year from now on.")]
    pub text: String,
    /// Ids of the actions that carry it out.
    pub action_ids: Vec<ActionId>,
    /// Person who gave it; `null` when an old record does not say.
    #[schema(example = "A. Officer")]
    pub given_by: Option<String>,
    #[schema(example = "2019-01-14")]
    pub given_on: NaiveDate,
}

/// An extension of the due date of a recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecommendationExtension {
    /// Day of the decision.
    #[schema(example = "2018-12-20")]
    pub on: NaiveDate,
    /// Day it was due before; `null` when there was none.
    #[schema(example = "2018-12-31")]
    pub from: Option<NaiveDate>,
    /// Day it is due after it.
    #[schema(example = "2019-03-31")]
    pub to: NaiveDate,
    /// Reason it was extended.
    #[schema(example = "The building work ends in March.")]
    pub reason: String,
    /// Set when it was taken back.
    pub taken_back: Option<TakenBack>,
}

/// A recommendation as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::recommendations, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Recommendation {
    pub id: RecommendationId,
    pub area: String,
    pub set_id: RecommendationSetId,
    pub printed_number: Option<String>,
    pub text: String,
    pub addressed_to: AddressedTo,
    pub due_on: Option<NaiveDate>,
    pub due_text: Option<String>,
    pub status: RecommendationStatus,
    pub status_reason: Option<String>,
    pub claimed_by: Option<UserId>,
    pub evidence: Option<String>,
    pub times_rejected: i32,
    pub force_answer: JsonText<Option<Answer>>,
    pub body_answer: JsonText<Option<Answer>>,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
    pub extensions: JsonText<Vec<RecommendationExtension>>,
    pub escalations: JsonText<Vec<Escalation>>,
    /// Day of the last escalation that stands.
    pub escalated_on: Option<NaiveDate>,
    pub hands: JsonText<Hands>,
    /// Day on which it was complete, as the last claim says; none if it is not known. See `completed`.
    pub completed_on: Option<NaiveDate>,
    /// Day on which it was last verified or not accepted; none if it is not known. See `ended`.
    pub ended_on: Option<NaiveDate>,
}

impl Recommendation {
    /// Returns the day on which it was complete, while the claim that says so stands. A rejection leaves it in the row, because it can
    /// be taken back.
    pub const fn completed(&self) -> Option<NaiveDate> {
        match self.status {
            RecommendationStatus::ClaimedComplete | RecommendationStatus::Verified => self.completed_on,
            RecommendationStatus::Open | RecommendationStatus::NotAccepted => None,
        }
    }

    /// Returns the day on which it ended, while that counts.
    pub const fn ended(&self) -> Option<NaiveDate> {
        match self.status {
            RecommendationStatus::Verified | RecommendationStatus::NotAccepted => self.ended_on,
            RecommendationStatus::Open | RecommendationStatus::ClaimedComplete => None,
        }
    }
}

/// Numbers of a set's recommendations by status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecommendationTally {
    pub open: i32,
    pub claimed_complete: i32,
    pub verified: i32,
    pub not_accepted: i32,
}

impl RecommendationTally {
    /// Adds `number` recommendations in a status.
    pub fn add(&mut self, status: RecommendationStatus, number: i32) {
        match status {
            RecommendationStatus::Open => self.open += number,
            RecommendationStatus::ClaimedComplete => self.claimed_complete += number,
            RecommendationStatus::Verified => self.verified += number,
            RecommendationStatus::NotAccepted => self.not_accepted += number,
        }
    }

    /// Returns the number listed.
    pub const fn listed(self) -> i32 {
        self.open + self.claimed_complete + self.verified + self.not_accepted
    }

    /// Returns the number done, including claims.
    pub const fn done(self) -> i32 {
        self.claimed_complete + self.verified
    }
}

/// A new recommendation of a set, whose counts limit their number.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"printed_number": "3", "text": "Inspect every kennel twice a year.", "addressed_to": "force", "due_on": "2018-12-31"}))]
pub struct AddRecommendation {
    /// Number as printed ("3a"). It is text, because reports repeat and skip numbers.
    pub printed_number: Option<String>,
    pub text: String,
    pub addressed_to: AddressedTo,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    /// Due date in the words of the report; no date is derived from them.
    pub due_text: Option<String>,
}

merge_patch!(
    /// Change an open recommendation (JSON Merge Patch): absent members stay, `null` clears.
    /// Once the set is recorded and there is a `due_on`, it is moved with the act `extend`.
    EditRecommendation of AddRecommendation, such as {"printed_number": "3a"};
    Recommendation {
        edited: printed_number, text, addressed_to, due_on, due_text;
        not in the draft: id, area, set_id, status, status_reason, claimed_by, evidence, times_rejected, force_answer,
            body_answer, created_by, created_at, updated_at, version, extensions, escalations, escalated_on,
            hands, completed_on, ended_on;
    }
);

/// A claim that a recommendation is complete.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"evidence": "The inspection log of December, sent to the office."}))]
pub struct ClaimRecommendation {
    /// Evidence that it is complete.
    pub evidence: String,
    /// Day on which it was complete; the default is today. Lateness goes by it.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

/// An answer to a recommendation for the caller's own side; replaces that side's earlier answer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "action_proposed", "text": "A vet will visit the kennels each quarter.", "action_ids": []}))]
pub struct AnswerRecommendation {
    pub kind: AnswerKind,
    /// Action taken or proposed, or the reason for none.
    pub text: String,
    #[serde(default)]
    pub action_ids: Vec<ActionId>,
    /// Day on which it was given; the default is today. Only the body gives an earlier one.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub given_on: Option<NaiveDate>,
}

/// A new, later due date of a recommendation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"due_on": "2019-03-31", "reason": "The building work ends in March."}))]
pub struct ExtendRecommendation {
    #[serde(deserialize_with = "day")]
    pub due_on: NaiveDate,
    pub reason: String,
    /// Day of the decision; the default is today.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

impl Check for AddRecommendation {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.printed_number = faults.optional_line("/printed_number", self.printed_number.as_deref());
        self.text = faults.prose("/text", &self.text);
        self.due_text = faults.optional_line("/due_text", self.due_text.as_deref());
        self
    }
}

impl Check for ClaimRecommendation {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.evidence = faults.prose("/evidence", &self.evidence);
        self
    }
}

impl Check for AnswerRecommendation {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.prose("/text", &self.text);
        faults.at_most("/action_ids", self.action_ids.len(), ITEMS);
        self
    }
}

impl Check for ExtendRecommendation {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}
