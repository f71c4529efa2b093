//! What the record knows of the publication of its files: whether an edition that the public can read names one. SQL only.

use std::collections::HashSet;

use diesel::prelude::*;

use super::model::AttachmentId;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{attachments, public_files};

/// Returns those of several attachments that an edition names which was published and is not withdrawn.
pub fn among(conn: &mut AnyConnection, ids: &[AttachmentId]) -> Result<HashSet<AttachmentId>, ApiError> {
    let named = public_files::table
        .filter(public_files::attachment_id.eq_any(ids.to_vec()))
        .filter(public_files::withdrawn.eq(false))
        .select(public_files::attachment_id);
    Ok(named.load(conn)?.into_iter().collect())
}

/// Returns true when such an edition names an attachment.
pub fn is_named(conn: &mut AnyConnection, id: &AttachmentId) -> Result<bool, ApiError> {
    Ok(!among(conn, std::slice::from_ref(id))?.is_empty())
}

/// Returns how many of several attachments of an area there still are. Their rows are locked until the transaction ends: a
/// deletion waits, and finds then that they are published.
pub fn hold(conn: &mut AnyConnection, area: &str, ids: &[AttachmentId]) -> Result<usize, ApiError> {
    if ids.is_empty() {
        return Ok(0);
    }
    let these = attachments::table.filter(attachments::area.eq(area)).filter(attachments::id.eq_any(ids.to_vec()));
    Ok(diesel::update(these).set(attachments::version.eq(attachments::version)).execute(conn)?)
}
