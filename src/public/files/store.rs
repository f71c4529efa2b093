//! All SQL about published files. Decides nothing.

use diesel::prelude::*;

use super::model::{Found, PublicFile};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{public_files, publication_log};
use crate::publication_log::log::{Leaf, LeafKind};
use crate::record::evidence::attachments::model::AttachmentId;

/// Returns what is noted of an edition: the attachments that it names.
pub fn of_edition(conn: &mut AnyConnection, edition_id: &str) -> Result<Vec<AttachmentId>, ApiError> {
    let of = public_files::table.filter(public_files::edition_id.eq(edition_id));
    Ok(of.select(public_files::attachment_id).load(conn)?)
}

/// Adds a file.
pub fn add(conn: &mut AnyConnection, file: &PublicFile) -> Result<(), ApiError> {
    diesel::insert_into(public_files::table).values(file).execute(conn)?;
    Ok(())
}

/// Marks the files of an edition as withdrawn, and erases their titles: one may be the reason for the withdrawal.
pub fn withdraw(conn: &mut AnyConnection, edition_id: &str) -> Result<(), ApiError> {
    let change = (public_files::withdrawn.eq(true), public_files::title.eq(None::<String>));
    diesel::update(public_files::table.filter(public_files::edition_id.eq(edition_id))).set(change).execute(conn)?;
    Ok(())
}

/// Deletes what can be rebuilt from the log, in one area or in all: the files of editions that are not withdrawn.
pub fn clear(conn: &mut AnyConnection, area: Option<&str>) -> Result<(), ApiError> {
    let open = public_files::table.filter(public_files::withdrawn.eq(false));
    match area {
        Some(area) => diesel::delete(open.filter(public_files::area.eq(area))).execute(conn)?,
        None => diesel::delete(open).execute(conn)?,
    };
    Ok(())
}

/// Returns what is at the address of a file: as the newest edition names it that is not withdrawn, or else the last withdrawal.
pub fn find(conn: &mut AnyConnection, sha256: &str) -> Result<Option<Found>, ApiError> {
    let these = || public_files::table.filter(public_files::sha256.eq(sha256));
    let open = these().filter(public_files::withdrawn.eq(false));
    let newest = open.order((public_files::leaf.desc(), public_files::attachment_id.asc())).first(conn).optional()?;
    if let Some(file) = newest {
        return Ok(Some(Found::File(file)));
    }
    let editions: Vec<String> = these().select(public_files::edition_id).load(conn)?;
    let withdrawals = publication_log::table
        .filter(publication_log::edition_id.eq_any(editions))
        .filter(publication_log::kind.eq(LeafKind::Withdrawal));
    let last: Option<Leaf> = withdrawals.order(publication_log::leaf.desc()).first(conn).optional()?;
    Ok(last.map(Found::Withdrawn))
}

/// Returns the SHA-256 of every file that is or was published, each once.
pub fn all(conn: &mut AnyConnection) -> Result<Vec<String>, ApiError> {
    let all = public_files::table.select(public_files::sha256).distinct();
    Ok(all.order(public_files::sha256.asc()).load(conn)?)
}
