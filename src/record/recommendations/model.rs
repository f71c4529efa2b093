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
use crate::record::actions::model::ActionId;
use crate::record::recommendations::recommendation_sets::model::RecommendationSetId;

id_type!(
    /// The id of a recommendation.
    RecommendationId
);

text_enum!(
    /// Who is to act on a recommendation.
    AddressedTo {
        Force = "force",
        Body = "body",
        Both = "both",
    }
);

text_enum!(
    /// What is happening with a recommendation.
    RecommendationStatus {
        Open = "open",
        ClaimedComplete = "claimed_complete",
        Verified = "verified",
        /// It will not be acted on, for a reason.
        NotAccepted = "not_accepted",
    }
);

text_enum!(
    /// What an answer to a recommendation tells of (Police Act 1996 s.55: the action taken or proposed, or why there is none).
    AnswerKind {
        ActionTaken = "action_taken",
        ActionProposed = "action_proposed",
        NoAction = "no_action",
    }
);

/// What one side says about a recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Answer {
    pub kind: AnswerKind,
    #[schema(example = "Every kennel is inspected twice a year from now on.")]
    pub text: String,
    /// The actions that carry it out.
    pub action_ids: Vec<ActionId>,
    pub given_by: String,
    #[schema(example = "2019-01-14")]
    pub given_on: NaiveDate,
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
}

/// How many recommendations of a set are in which status.
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

    /// How many are listed.
    pub const fn listed(self) -> i32 {
        self.open + self.claimed_complete + self.verified + self.not_accepted
    }

    /// How many are done, as far as anybody claims.
    pub const fn done(self) -> i32 {
        self.claimed_complete + self.verified
    }
}

/// Add a recommendation to a set: never more of them than the set counts.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"printed_number": "3", "text": "Inspect every kennel twice a year.", "addressed_to": "force", "due_on": "2018-12-31"}))]
pub struct AddRecommendation {
    /// The number as printed ("3a"); text, because reports repeat and skip numbers.
    pub printed_number: Option<String>,
    pub text: String,
    pub addressed_to: AddressedTo,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    /// The words of the report for the due date; no day is worked out from them.
    pub due_text: Option<String>,
}

merge_patch!(
    /// Change an open recommendation (JSON Merge Patch): absent members stay, `null` clears.
    /// Once the set is recorded and there is a `due_on`, it is moved with the act `extend`.
    EditRecommendation of AddRecommendation, such as {"printed_number": "3a"};
    Recommendation {
        edited: printed_number, text, addressed_to, due_on, due_text;
        not in the draft: id, area, set_id, status, status_reason, claimed_by, evidence, times_rejected, force_answer,
            body_answer, created_by, created_at, updated_at, version;
    }
);

/// Claim a recommendation complete.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"evidence": "The inspection log of December, sent to the office."}))]
pub struct ClaimRecommendation {
    /// What shows that it is done.
    pub evidence: String,
}

/// Answer a recommendation for one's own side; replaces that side's earlier answer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "action_proposed", "text": "A vet will visit the kennels each quarter.", "action_ids": []}))]
pub struct AnswerRecommendation {
    pub kind: AnswerKind,
    /// The action taken or proposed, or the reason for none.
    pub text: String,
    #[serde(default)]
    pub action_ids: Vec<ActionId>,
}

/// Move the due date of a recommendation to a later day.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"due_on": "2019-03-31", "reason": "The building work ends in March."}))]
pub struct ExtendRecommendation {
    #[serde(deserialize_with = "day")]
    pub due_on: NaiveDate,
    pub reason: String,
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
