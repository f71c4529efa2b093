//! Decisions as data: the stored record and the parsed inputs. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::dates::optional_day;
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{Check, Faults, ITEMS};
use crate::http::merge_patch::merge_patch;
use crate::record::meetings::model::{AgendaItemId, MeetingId, check_interest};
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;

id_type!(
    /// The id of a decision.
    DecisionId
);

text_enum!(
    /// The status of a decision.
    DecisionStatus {
        Draft = "draft",
        Taken = "taken",
        Revoked = "revoked",
    }
);

text_enum!(
    /// The acts on a decision; `allowed_acts` lists them in this order.
    DecisionAct {
        Edit = "edit",
        Delete = "delete",
        Take = "take",
        Correct = "correct",
        Revoke = "revoke",
        Reinstate = "reinstate",
        Restrict = "restrict",
        Unrestrict = "unrestrict",
        Cite = "cite",
    }
);

/// The maker of a decision, in their capacity at the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Maker {
    #[schema(example = "J. Campion")]
    pub name: String,
    #[schema(example = "PCC")]
    pub capacity: String,
}

/// A document of a decision: the form, a report that it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionDocument {
    #[schema(example = "Decision form")]
    pub title: String,
    /// Address, `http` or `https`.
    #[schema(example = "https://www.example.org/decisions/0083.pdf")]
    pub url: String,
}

/// A decision as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::decisions, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Decision {
    pub id: DecisionId,
    pub area: String,
    pub reference: Option<String>,
    pub text: String,
    pub reasons: Option<String>,
    pub revision: i32,
    pub made_by: JsonText<Option<Maker>>,
    pub made_on: Option<NaiveDate>,
    pub meeting_id: Option<MeetingId>,
    pub agenda_item_id: Option<AgendaItemId>,
    pub topic_id: Option<TopicId>,
    pub priority_ids: JsonText<Vec<PriorityId>>,
    pub significant_public_interest: bool,
    pub significant_public_interest_reason: Option<String>,
    pub status: DecisionStatus,
    pub status_reason: Option<String>,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
    pub title: Option<String>,
    /// Reference under which the office keeps it, beside ours.
    pub own_reference: Option<String>,
    /// Day on which it was signed.
    pub signed_on: Option<NaiveDate>,
    pub documents: JsonText<Vec<DecisionDocument>>,
    /// Interests that were declared.
    pub conflicts: Option<String>,
    /// Day on which it was revoked.
    pub revoked_on: Option<NaiveDate>,
}

/// An earlier wording of a decision, kept when it was corrected.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::decision_revisions)]
pub struct DecisionRevision {
    pub decision_id: DecisionId,
    pub revision: i32,
    pub area: String,
    pub text: String,
    pub reasons: Option<String>,
    pub significant_public_interest: bool,
    pub significant_public_interest_reason: Option<String>,
    pub reason: String,
    pub replaced_by: String,
    pub replaced_at: NaiveDateTime,
}

/// Draft a decision. Only `text` is required; links must be in the caller's area.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "The estate of the unit gets a further £800,000.", "reasons": "Its power supply must not fail.", "made_by": {"name": "J. Campion", "capacity": "PCC"}}))]
pub struct DraftDecision {
    /// Text of the decision, at most 20,000 characters.
    pub text: String,
    /// Reasons; required when the decision is taken.
    pub reasons: Option<String>,
    /// Maker; required when the decision is taken.
    pub made_by: Option<Maker>,
    /// Day of the decision, if known; `take` may give another.
    #[serde(default, deserialize_with = "optional_day")]
    pub made_on: Option<NaiveDate>,
    /// Id of the meeting that takes it; decisions are also taken outside meetings.
    pub meeting_id: Option<MeetingId>,
    pub agenda_item_id: Option<AgendaItemId>,
    pub topic_id: Option<TopicId>,
    #[serde(default)]
    pub priority_ids: Vec<PriorityId>,
    /// True when a record of it is owed to the public (SI 2011/3050 Sch. para 5(d)).
    #[serde(default)]
    pub significant_public_interest: bool,
    /// Reason for the public interest; required with `significant_public_interest`, and only then.
    pub significant_public_interest_reason: Option<String>,
    /// Title, where decisions have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Reference under which the office keeps it. It gets ours as well when it is taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_reference: Option<String>,
    /// Day on which it was signed.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub signed_on: Option<NaiveDate>,
    /// Documents of the decision.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DecisionDocument>,
    /// Interests that were declared, in the words of the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflicts: Option<String>,
}

merge_patch!(
    /// Change a draft decision (JSON Merge Patch, RFC 7396): absent members stay, `null` clears.
    /// `significant_public_interest_reason` is cleared when `significant_public_interest` becomes `false`.
    EditDecision of DraftDecision, such as {"reasons": "The power supply must not fail overnight."};
    Decision {
        edited: text, reasons, made_on, meeting_id, agenda_item_id, topic_id, significant_public_interest,
            significant_public_interest_reason, title, own_reference, signed_on, conflicts;
        as json: made_by, priority_ids, documents;
        not in the draft: id, area, reference, revision, status, status_reason, created_by, created_at, updated_at, version,
            revoked_on;
    }
);

/// Take a decision.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"made_on": "2019-01-30", "made_by": {"name": "J. Campion", "capacity": "PCC"}}))]
pub struct TakeDecision {
    /// Day it was made; the default is that of the draft, then that of its meeting, then today.
    #[serde(default, deserialize_with = "optional_day")]
    pub made_on: Option<NaiveDate>,
    /// Maker, in place of the one in the draft.
    pub made_by: Option<Maker>,
}

/// Correct a decision that was taken; the earlier wording stays readable.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "The estate of the unit gets a further £800,000 in 2018-19.", "reasons": "Its power supply must not fail.", "reason": "The year was missing."}))]
pub struct CorrectDecision {
    pub text: String,
    pub reasons: String,
    /// True when it is of significant public interest; unchanged by default.
    pub significant_public_interest: Option<bool>,
    /// Reason for the public interest; unchanged by default while the flag is unchanged.
    pub significant_public_interest_reason: Option<String>,
    /// Reason for the correction.
    pub reason: String,
}

const INTEREST: &str = "/significant_public_interest_reason";

fn maker(faults: &mut Faults, maker: Option<Maker>) -> Option<Maker> {
    maker.map(|maker| Maker {
        name: faults.line("/made_by/name", &maker.name),
        capacity: faults.line("/made_by/capacity", &maker.capacity),
    })
}

impl Check for DraftDecision {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.prose("/text", &self.text);
        self.reasons = faults.optional_prose("/reasons", self.reasons.as_deref());
        self.made_by = maker(faults, self.made_by);
        faults.at_most("/priority_ids", self.priority_ids.len(), ITEMS);
        let reason = self.significant_public_interest_reason.as_deref();
        self.significant_public_interest_reason = faults.optional_prose(INTEREST, reason);
        let reason = self.significant_public_interest_reason.as_deref();
        check_interest(faults, self.significant_public_interest, reason);
        self.title = faults.optional_line("/title", self.title.as_deref());
        self.own_reference = faults.optional_line("/own_reference", self.own_reference.as_deref());
        self.conflicts = faults.optional_prose("/conflicts", self.conflicts.as_deref());
        faults.at_most("/documents", self.documents.len(), ITEMS);
        for (index, document) in self.documents.iter_mut().enumerate().take(ITEMS) {
            document.title = faults.line(&format!("/documents/{index}/title"), &document.title);
            document.url = faults.address(&format!("/documents/{index}/url"), &document.url);
        }
        self
    }
}

impl Check for TakeDecision {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.made_by = maker(faults, self.made_by);
        self
    }
}

impl Check for CorrectDecision {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.prose("/text", &self.text);
        self.reasons = faults.prose("/reasons", &self.reasons);
        let interest = self.significant_public_interest_reason.as_deref();
        self.significant_public_interest_reason = faults.optional_prose(INTEREST, interest);
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}

impl CorrectDecision {
    /// Returns the public interest after correcting `decision`: flag and reason, or 422.
    pub fn interest(&self, decision: &Decision) -> Result<(bool, Option<String>), ApiError> {
        let significant = self.significant_public_interest.unwrap_or(decision.significant_public_interest);
        let kept = || decision.significant_public_interest_reason.clone().filter(|_| significant);
        let reason = self.significant_public_interest_reason.clone().or_else(kept);
        let mut faults = Faults::default();
        check_interest(&mut faults, significant, reason.as_deref());
        faults.finish().map(|()| (significant, reason))
    }
}
