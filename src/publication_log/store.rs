//! Every SQL statement about the publication log as a tree. Only `publication_log` is read.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::foundation::db::AnyConnection;
use crate::foundation::digest::unhex;
use crate::foundation::error::ApiError;
use crate::foundation::schema::publication_log;
use crate::publication_log::log::{Leaf, LeafKind};

use super::tree::Hash;

/// The number of hashes read by one statement, so that none runs long.
const CHUNK: i64 = 10_000;

/// Returns the leaf hashes from the leaf `from` on.
pub fn hashes_from(conn: &mut AnyConnection, from: usize) -> Result<Vec<Hash>, ApiError> {
    let mut hashes = Vec::new();
    loop {
        let next = number(from + hashes.len())?;
        let rows: Vec<(i32, String)> = publication_log::table
            .filter(publication_log::leaf.ge(next))
            .order(publication_log::leaf)
            .limit(CHUNK)
            .select((publication_log::leaf, publication_log::leaf_hash))
            .load(conn)?;
        if rows.is_empty() {
            return Ok(hashes);
        }
        for ((leaf, hash), expected) in rows.into_iter().zip(next..) {
            if leaf != expected {
                return Err(ApiError::Internal(format!("leaf {expected} of the publication log is missing")));
            }
            let hash =
                unhex(&hash).ok_or_else(|| ApiError::Internal(format!("leaf {leaf} of the publication log has no hash")))?;
            hashes.push(hash);
        }
    }
}

/// Returns one leaf.
pub fn leaf(conn: &mut AnyConnection, leaf: usize) -> Result<Option<Leaf>, ApiError> {
    let Ok(leaf) = i32::try_from(leaf) else { return Ok(None) };
    Ok(publication_log::table.find(leaf).first(conn).optional()?)
}

/// Returns the leaf of an edition's withdrawal and the time it was added, if it was withdrawn.
pub fn withdrawal(conn: &mut AnyConnection, edition_id: &str) -> Result<Option<(i32, NaiveDateTime)>, ApiError> {
    let leaves = publication_log::table
        .filter(publication_log::edition_id.eq(edition_id))
        .filter(publication_log::kind.eq(LeafKind::Withdrawal));
    Ok(leaves.select((publication_log::leaf, publication_log::at)).first(conn).optional()?)
}

/// Returns the ids of the editions in the log, in its order.
pub fn edition_ids(conn: &mut AnyConnection) -> Result<Vec<String>, ApiError> {
    let editions = publication_log::table.filter(publication_log::kind.eq(LeafKind::Edition));
    Ok(editions.order(publication_log::leaf).select(publication_log::edition_id).load(conn)?)
}

fn number(leaf: usize) -> Result<i32, ApiError> {
    i32::try_from(leaf).map_err(|_| ApiError::Internal("the publication log has more leaves than its numbering allows".into()))
}
