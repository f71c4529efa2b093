//! Editions as data: the stored record and the parsed inputs. No I/O.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::dates::optional_instant;
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;
use crate::publication_log::document::Withheld;
use crate::record::published::model::{EditionKind, EditionStatus};

id_type!(
    /// The id of an edition.
    EditionId
);

text_enum!(
    /// The acts on an edition; `allowed_acts` lists them in this order.
    EditionAct {
        Edit = "edit",
        Delete = "delete",
        Refresh = "refresh",
        Approve = "approve",
        Recall = "recall",
        MarkNecessary = "mark-necessary",
        Publish = "publish",
        Withdraw = "withdraw",
        EraseWithheld = "erase-withheld",
    }
);

text_enum!(
    /// The significance of a change to a published record.
    Significance {
        /// The change affects what a reader would conclude.
        Major = "major",
        /// The change does not.
        Minor = "minor",
    }
);

/// Something the approver should know about a record before publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EditionWarning)]
pub struct Warning {
    /// JSON Pointer into the record.
    #[schema(example = "/attendance/4")]
    pub pointer: String,
    #[schema(example = "present_and_apologies")]
    pub code: String,
    #[schema(example = "is present and in the apologies")]
    pub detail: String,
}

/// An edition that the public can read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicEdition {
    pub edition_id: EditionId,
    /// Number of the edition, from 1 for each subject.
    #[schema(example = 1)]
    pub number: i32,
}

/// An edition as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::editions, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Edition {
    pub id: EditionId,
    pub area: String,
    pub kind: EditionKind,
    pub subject_id: String,
    /// 0 until it is published.
    pub number: i32,
    pub title: String,
    pub record: JsonText<Value>,
    pub withheld: JsonText<Vec<Withheld>>,
    pub source_sha256: String,
    pub warnings: JsonText<Vec<Warning>>,
    pub significance: Option<Significance>,
    pub change_note: Option<String>,
    pub status: EditionStatus,
    pub publish_at: Option<NaiveDateTime>,
    pub approved_by: Option<UserId>,
    pub approved_by_name: Option<String>,
    pub approved_at: Option<NaiveDateTime>,
    pub delegation_id: Option<String>,
    pub published_at: Option<NaiveDateTime>,
    pub superseded_by: Option<EditionId>,
    pub withdrawn_at: Option<NaiveDateTime>,
    pub explanation: Option<String>,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
    pub necessary_reason: Option<String>,
}

/// A new edition of the current record.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "meeting_record", "subject_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11"}))]
pub struct PrepareEdition {
    pub kind: EditionKind,
    /// Id of the meeting, question, decision, plan or recommendation set; for an action log the slug of the area.
    pub subject_id: String,
    /// Significance of the change. Required when an edition of the subject is already published.
    pub significance: Option<Significance>,
    /// Change since the previous edition, for the public. Required when an edition of the subject is already published.
    pub change_note: Option<String>,
}

merge_patch!(
    /// Change what is said of the change (JSON Merge Patch): absent members stay, `null` clears.
    EditEdition of PrepareEdition, such as {"change_note": "The number of cases is corrected."};
    Edition {
        edited: significance, change_note;
        fixed: kind, subject_id;
        not in the draft: id, area, number, title, record, withheld, source_sha256, warnings, status, publish_at, approved_by,
            approved_by_name, approved_at, delegation_id, published_at, superseded_by, withdrawn_at, explanation, created_by,
            created_at, updated_at, version, necessary_reason;
    }
);

/// The approval of an edition.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"despite_warnings": "The owner was away; the action is right."}))]
pub struct ApproveEdition {
    /// Reason to publish despite warnings; required when there are any.
    pub despite_warnings: Option<String>,
}

/// The publication of an approved edition.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"publish_at": "2019-02-15T12:00:00Z"}))]
pub struct PublishEdition {
    /// Time of publication. Omit it to publish now.
    #[serde(default, deserialize_with = "optional_instant")]
    pub publish_at: Option<DateTime<Utc>>,
}

impl Check for PublishEdition {}

/// The withdrawal of an edition.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"explanation": "It named a person who should not be named; a new edition follows."}))]
pub struct WithdrawEdition {
    /// Explanation for the public, which takes the edition's place.
    pub explanation: String,
}

impl Check for PrepareEdition {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.subject_id = faults.line("/subject_id", &self.subject_id);
        self.change_note = faults.optional_prose("/change_note", self.change_note.as_deref());
        self
    }
}

impl Check for ApproveEdition {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.despite_warnings = faults.optional_prose("/despite_warnings", self.despite_warnings.as_deref());
        self
    }
}

impl Check for WithdrawEdition {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.explanation = faults.prose("/explanation", &self.explanation);
        self
    }
}
