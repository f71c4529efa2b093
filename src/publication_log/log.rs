//! The publication log: every document that was published, in the order of commits. It is only ever added to.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::document::leaf_hash;
use crate::foundation::db::{AnyConnection, next_in_series, text_enum};
use crate::foundation::digest::sha256_hex;
use crate::foundation::error::ApiError;
use crate::foundation::schema::publication_log;

text_enum!(
    /// What a leaf of the publication log is.
    LeafKind {
        Edition = "edition",
        Withdrawal = "withdrawal",
    }
);

/// A leaf of the publication log as stored.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::publication_log)]
pub struct Leaf {
    /// From 0, without a gap.
    pub leaf: i32,
    pub area: String,
    pub kind: LeafKind,
    pub edition_id: String,
    pub edition_kind: String,
    pub subject_id: String,
    /// Canonical JSON.
    pub document: String,
    /// Of the document, in hexadecimal.
    pub sha256: String,
    /// In hexadecimal.
    pub leaf_hash: String,
    pub at: NaiveDateTime,
}

/// Where a document is in the log, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub leaf: i32,
    pub at: NaiveDateTime,
}

impl Leaf {
    /// Where it is.
    pub const fn place(&self) -> Place {
        Place { leaf: self.leaf, at: self.at }
    }
}

/// What a document is about, for the log.
pub struct About<'a> {
    pub area: &'a str,
    pub kind: LeafKind,
    pub edition_id: &'a str,
    pub edition_kind: &'a str,
    pub subject_id: &'a str,
}

/// Adds a document, in the transaction of its publication. On PostgreSQL two publications wait here for each other, so that the
/// numbers are those of the order of commits, without a gap.
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

/// The leaf of an edition, or of its withdrawal.
pub fn of_edition(conn: &mut AnyConnection, edition_id: &str, kind: LeafKind) -> Result<Option<Leaf>, ApiError> {
    let leaves = publication_log::table.filter(publication_log::edition_id.eq(edition_id)).filter(publication_log::kind.eq(kind));
    Ok(leaves.first(conn).optional()?)
}
