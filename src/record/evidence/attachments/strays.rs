//! Files without an attachment, noted so that they are always removed in the end.
//!
//! A note is written before a file is begun and deleted in the transaction that creates its attachment. A removal of the file
//! condemns the note first; a condemned note can no longer become an attachment. So an upload with an unknown outcome, because
//! the database became unavailable at its commit, is either kept completely or removed completely.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::model::AttachmentId;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::stray_files;
use crate::http::app::App;

/// Longer than the maximum time of an upload.
const AGE: TimeDelta = TimeDelta::hours(1);
/// The maximum number removed in one sweep; the next sweep continues.
const SWEEP: i64 = 1000;

/// Notes a file that is about to be written, or that is to be removed (`condemned`).
pub fn note(
    conn: &mut AnyConnection,
    area: &str,
    id: &AttachmentId,
    condemned: bool,
    now: NaiveDateTime,
) -> Result<(), ApiError> {
    diesel::insert_into(stray_files::table)
        .values((
            stray_files::id.eq(id),
            stray_files::area.eq(area),
            stray_files::condemned.eq(condemned),
            stray_files::noted_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes the note of a file because its attachment now exists; returns false when the file was abandoned in the meantime.
pub fn claim(conn: &mut AnyConnection, id: &AttachmentId) -> Result<bool, ApiError> {
    let mine = stray_files::table.filter(stray_files::id.eq(id)).filter(stray_files::condemned.eq(false));
    Ok(diesel::delete(mine).execute(conn)? == 1)
}

fn condemn(conn: &mut AnyConnection, id: &AttachmentId) -> Result<bool, ApiError> {
    let stray = stray_files::table.filter(stray_files::id.eq(id));
    Ok(diesel::update(stray).set(stray_files::condemned.eq(true)).execute(conn)? == 1)
}

fn forget(conn: &mut AnyConnection, id: &AttachmentId) -> Result<(), ApiError> {
    diesel::delete(stray_files::table.filter(stray_files::id.eq(id))).execute(conn)?;
    Ok(())
}

fn to_sweep(conn: &mut AnyConnection, now: NaiveDateTime) -> Result<Vec<AttachmentId>, ApiError> {
    let old = stray_files::noted_at.lt(now - AGE).or(stray_files::condemned.eq(true));
    Ok(stray_files::table.filter(old).order(stray_files::id.asc()).limit(SWEEP).select(stray_files::id).load(conn)?)
}

/// Removes a file, unless it has an attachment by now.
pub async fn discard(app: &App, id: &AttachmentId) -> Result<(), ApiError> {
    let stray = id.clone();
    if !app.db.write(move |conn| condemn(conn, &stray)).await? {
        return Ok(());
    }
    app.files.remove(id.as_str()).await?;
    let stray = id.clone();
    app.db.write(move |conn| forget(conn, &stray)).await
}

/// Removes a file in the background: failures are left to the next sweep.
pub async fn discard_or_leave(app: &App, id: &AttachmentId) {
    if let Err(error) = discard(app, id).await {
        log::warn!("a file without an attachment is left to the hourly sweep: {error}");
    }
}

/// Removes the files of interrupted uploads and of interrupted removals; returns their number.
pub async fn sweep(app: &App) -> Result<usize, ApiError> {
    let now = app.clock.now().naive_utc();
    let strays = app.db.read(move |conn| to_sweep(conn, now)).await?;
    for id in &strays {
        discard(app, id).await?;
    }
    Ok(strays.len())
}
