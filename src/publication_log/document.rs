//! Published documents: an edition, or its withdrawal. They are canonical JSON (RFC 8785) and never change.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use crate::foundation::db::text_enum;
use crate::foundation::digest;
use crate::foundation::error::ApiError;
use crate::record::published::model::EditionKind;

/// The licence of everything published here.
pub const LICENCE: &str = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/";

/// The schema of the documents that this version writes and reads. Within a version members are added, never renamed or removed; a
/// document of another schema is passed on as it is, and its record is not read.
pub const SCHEMA: &str = "answerable/published/2";

/// Content withheld from the public, with the reason. The words themselves are in no document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Withheld {
    /// JSON Pointer into `record`: the text with a gap, or the member that is `null`.
    #[schema(example = "/questions/3/responses/0/text")]
    pub pointer: String,
    /// A section of the Freedom of Information Act 2000, or `operational`, or `junior_staff`.
    #[schema(example = "foia_s40")]
    pub reason: String,
    /// The reason in words.
    #[schema(example = "Personal information (Freedom of Information Act 2000, section 40)")]
    pub reason_text: String,
    /// True when all of the member is withheld, not only some words of it.
    pub whole: bool,
    /// Number of words withheld.
    #[schema(example = 2)]
    pub words: i64,
    /// Date on which the redaction is reviewed.
    pub review_on: Option<NaiveDate>,
    /// `sha256:` and SHA-256(salt || value) in hexadecimal. It proves that a later release is what was withheld.
    #[schema(example = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub commitment: String,
}

/// Content that was withheld from an earlier edition and appears in this one. With its salt it can be checked against the
/// commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Released {
    /// Id of the edition it was withheld from.
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub edition_id: String,
    /// JSON Pointer into `record` of that edition, as in its `withheld`.
    #[schema(example = "/questions/3/responses/0/text")]
    pub pointer: String,
    /// Salt of the commitment, which is `sha256:` and SHA-256(salt || value) in hexadecimal, both as UTF-8.
    #[schema(example = "fJ7vR0b6n1oW3yq2mZ8kQ4tXc5sLhUdA9eGiPpKxYwE")]
    pub salt: String,
    #[schema(example = "the north")]
    pub value: String,
}

/// The change since the previous edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Change {
    /// `major` or `minor`.
    #[schema(example = "minor")]
    pub significance: String,
    #[schema(example = "The number of cases is corrected.")]
    pub note: String,
}

impl EditionDocument {
    /// Returns the kind as this version knows it. A document of a later version may be of another one, of which nothing can be shown.
    pub fn edition_kind(&self) -> Result<EditionKind, ApiError> {
        self.kind.parse().map_err(|error| ApiError::Internal(format!("the kind of the edition {}: {error}", self.id)))
    }
}

text_enum!(
    /// Type of a document that publishes.
    EditionType { Edition = "edition" }
);

text_enum!(
    /// Type of a document that withdraws.
    WithdrawalType { Withdrawal = "withdrawal" }
);

/// A published edition. Whoever passes it on takes its record as it is, also one with members of a later version.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct EditionDocument<R = Value> {
    /// Version of the members of this document.
    #[serde(default)]
    #[schema(example = "answerable/published/2")]
    pub schema: String,
    /// Type of the document: an edition.
    #[serde(rename = "type")]
    #[schema(value_type = EditionType, example = "edition")]
    pub document: String,
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub id: String,
    /// Kind of edition, on which the members of its record depend.
    #[schema(value_type = EditionKind, example = "meeting_record")]
    pub kind: String,
    #[schema(example = "west-mercia")]
    pub area: String,
    #[schema(example = "West Mercia")]
    pub area_name: String,
    /// Id of the meeting, question, decision, plan or recommendation set; for an action log the slug of the area.
    pub subject_id: String,
    /// Number of the edition, from 1 for each subject.
    #[schema(example = 1)]
    pub number: i32,
    #[schema(example = "Monthly Assurance Meeting January 2019")]
    pub title: String,
    /// Licence for its use.
    #[schema(example = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/")]
    pub licence: String,
    /// 256 random bits. They are deleted when the edition is withdrawn, so that its hash, which stays in the log, cannot
    /// confirm a guess at its words.
    #[serde(default)]
    #[schema(example = "Zk0x1v0yB3l2Q8mF0b6cK2n9r4tYw7uE5sA1dG3hJ0k")]
    pub nonce: String,
    pub published_at: DateTime<Utc>,
    /// Id of the edition that this one replaces.
    pub supersedes: Option<String>,
    pub change: Option<Change>,
    /// Reason why it was necessary to publish it before an election; absent for any other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "The law sets a day for it.")]
    pub necessary_reason: Option<String>,
    /// The record itself. Its members depend on `kind`.
    pub record: R,
    pub withheld: Vec<Withheld>,
    /// Content withheld from earlier editions and now released; absent when there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub released: Vec<Released>,
}

/// The withdrawal of an edition. The edition is no longer served; this document takes its place.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WithdrawalDocument {
    /// Version of the members of this document.
    #[serde(default)]
    #[schema(example = "answerable/published/2")]
    pub schema: String,
    /// Type of the document: the withdrawal of an edition.
    #[serde(rename = "type")]
    #[schema(value_type = WithdrawalType, example = "withdrawal")]
    pub document: String,
    /// Id of the withdrawn edition.
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub id: String,
    /// Kind of the edition.
    #[schema(value_type = EditionKind, example = "meeting_record")]
    pub kind: String,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub subject_id: String,
    #[schema(example = 1)]
    pub number: i32,
    /// Licence for its use.
    #[schema(example = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/")]
    pub licence: String,
    pub published_at: DateTime<Utc>,
    pub withdrawn_at: DateTime<Utc>,
    #[schema(example = "It named a person who should not be named; a new edition follows.")]
    pub explanation: String,
    /// SHA-256 of the withdrawn document, in hexadecimal.
    pub withdrawn_sha256: String,
}

/// Serialises a document as canonical JSON (RFC 8785).
pub fn canonical<T: Serialize>(document: &T) -> Result<String, ApiError> {
    serde_jcs::to_string(document).map_err(|error| ApiError::Internal(format!("canonical JSON: {error}")))
}

/// Returns the hash of a leaf of the publication log: SHA-256(0x00 || document) (RFC 9162 section 2.1.1), in hexadecimal.
pub fn leaf_hash(document: &str) -> String {
    let mut hash = Sha256::new();
    hash.update([0]);
    hash.update(document.as_bytes());
    digest::hex(&hash.finalize())
}
