//! Editions and changes, as the public reads them.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::foundation::db::text_enum;
use crate::http::paging::{Links, PageInfo};
use crate::public::model::{PublicEdition, PublicStatus};
use crate::record::published::model::EditionKind;

/// The public data of an edition.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicEditionView {
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12")]
    pub id: String,
    #[schema(example = "west-mercia")]
    pub area: String,
    /// Kind of edition.
    #[schema(value_type = EditionKind, example = "question")]
    pub kind: String,
    /// Id of the meeting, question, decision, plan or recommendation set; for an action log the slug of the area.
    pub subject_id: String,
    /// Number of the edition, from 1 for each subject.
    #[schema(example = 1)]
    pub number: i32,
    /// Title; `null` once it is withdrawn.
    #[schema(example = "WM-2019-Q001")]
    pub title: Option<String>,
    /// Significance of the change since the previous edition: `major` or `minor`.
    #[schema(example = "minor")]
    pub significance: Option<String>,
    /// Change since the previous edition; `null` once it is withdrawn.
    pub change_note: Option<String>,
    /// Reason why it was necessary to publish it before an election; `null` for any other, and once it is withdrawn.
    #[schema(example = "The law sets a day for it.")]
    pub necessary_reason: Option<String>,
    pub status: PublicStatus,
    pub published_at: DateTime<Utc>,
    pub superseded_by: Option<String>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Reason it was withdrawn.
    pub explanation: Option<String>,
    /// Number of its document in the publication log.
    #[schema(example = 17)]
    pub leaf: i32,
    /// Time it was published, superseded or withdrawn, whichever was last.
    pub updated_at: DateTime<Utc>,
    /// Address of its document; for a withdrawn edition, of the response in its place (410).
    #[schema(example = "/public/v1/editions/0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12")]
    pub url: String,
}

impl From<PublicEdition> for PublicEditionView {
    fn from(edition: PublicEdition) -> Self {
        Self {
            url: format!("/public/v1/editions/{}", edition.id),
            id: edition.id,
            area: edition.area,
            kind: edition.kind,
            subject_id: edition.subject_id,
            number: edition.number,
            title: edition.title,
            significance: edition.significance,
            change_note: edition.change_note,
            necessary_reason: edition.necessary_reason,
            status: edition.status,
            published_at: edition.published_at.and_utc(),
            superseded_by: edition.superseded_by,
            withdrawn_at: edition.withdrawn_at.map(|at| at.and_utc()),
            explanation: edition.explanation,
            leaf: edition.leaf,
            updated_at: edition.updated_at.and_utc(),
        }
    }
}

text_enum!(
    /// The kind of change to an edition.
    PublicChangeKind {
        Published = "published",
        /// A tombstone: delete your copies of it.
        Withdrawn = "withdrawn",
    }
);

/// A document that was added to the publication log.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicChange {
    /// Number in the log: from 0, without gaps, in commit order.
    #[schema(example = 17)]
    pub leaf: i32,
    pub change: PublicChangeKind,
    pub at: DateTime<Utc>,
    /// SHA-256(0x00 || document), in hexadecimal: the hash of the leaf in the tree of the log. If it differs from the one you
    /// have seen for this number, this is another log.
    pub leaf_hash: String,
    /// SHA-256 of the document, in hexadecimal.
    pub sha256: String,
    /// The edition as it is now; for one withdrawn since, the data that remains public.
    pub edition: PublicEditionView,
}

/// The documents added to the publication log after a number.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicChanges {
    pub data: Vec<PublicChange>,
    /// Links; `next` is present while there is more now.
    pub links: Links,
    pub page: PageInfo,
    /// Number to send as `after` to continue from here, now or later; `null` when there is nothing yet: ask without `after`
    /// again.
    #[schema(example = 17)]
    pub next_after: Option<i32>,
    /// Hash of the leaf `next_after`: send it as `leaf_hash` beside `after`, so that a log restored from an older backup is noticed.
    #[schema(example = "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4")]
    pub next_leaf_hash: Option<String>,
    pub licence: &'static str,
}
