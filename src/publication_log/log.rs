//! The publication log: every published document, in commit order. Append-only.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::document::leaf_hash;
use crate::foundation::db::{AnyConnection, next_in_series, text_enum};
use crate::foundation::digest::sha256_hex;
use crate::foundation::error::ApiError;
use crate::foundation::schema::publication_log;

text_enum!(
    /// The kind of a leaf of the publication log.
    LeafKind {
        Edition = "edition",
        Withdrawal = "withdrawal",
    }
);

/// A stored leaf of the publication log.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::publication_log)]
pub struct Leaf {
    /// The number of the leaf, from 0 without gaps.
    pub leaf: i32,
    pub area: String,
    pub kind: LeafKind,
    pub edition_id: String,
    pub edition_kind: String,
    pub subject_id: String,
    /// The document as canonical JSON.
    pub document: String,
    /// SHA-256 of the document, in hexadecimal.
    pub sha256: String,
    /// The leaf hash, in hexadecimal.
    pub leaf_hash: String,
    pub at: NaiveDateTime,
}

/// The position of a document in the log, and the time it was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub leaf: i32,
    pub at: NaiveDateTime,
}

impl Leaf {
    /// Returns the position of the leaf.
    pub const fn place(&self) -> Place {
        Place { leaf: self.leaf, at: self.at }
    }
}

/// The subject of a document, for the log.
pub struct About<'a> {
    pub area: &'a str,
    pub kind: LeafKind,
    pub edition_id: &'a str,
    pub edition_kind: &'a str,
    pub subject_id: &'a str,
}

/// Appends a document, in the transaction of its publication. On PostgreSQL two publications wait here for each other, so that
/// numbers follow commit order without gaps.
pub fn append(conn: &mut AnyConnection, about: &About<'_>, document: String, at: NaiveDateTime) -> Result<Leaf, ApiError> {
    let next = next_in_series(conn, "", "publication log", 0)?;
    let leaf = Leaf {
        leaf: next - 1,
        area: about.area.to_owned(),
        kind: about.kind,
        edition_id: about.edition_id.to_owned(),
        edition_kind: about.edition_kind.to_owned(),
        subject_id: about.subject_id.to_owned(),
        sha256: sha256_hex(document.as_bytes()),
        leaf_hash: leaf_hash(&document),
        document,
        at,
    };
    diesel::insert_into(publication_log::table).values(&leaf).execute(conn)?;
    Ok(leaf)
}

/// Returns the leaf of an edition, or of its withdrawal.
pub fn of_edition(conn: &mut AnyConnection, edition_id: &str, kind: LeafKind) -> Result<Option<Leaf>, ApiError> {
    let leaves = publication_log::table.filter(publication_log::edition_id.eq(edition_id)).filter(publication_log::kind.eq(kind));
    Ok(leaves.first(conn).optional()?)
}
