//! Files that no attachment stands for, noted so that they are removed whatever happens.
//!
//! A note is written before a file is begun and goes in the transaction that makes its attachment. Who wants to remove the file
//! condemns the note first; a condemned note can no longer turn into an attachment. So an upload whose outcome is not known,
//! because the database went away at its commit, is either kept whole or removed whole.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::model::AttachmentId;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::stray_files;
use crate::http::app::App;

/// Longer than any upload may take.
const AGE: TimeDelta = TimeDelta::hours(1);
/// How many are removed in one sweep; the next one goes on.
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

/// Takes the note of a file away because its attachment is there now; false when the file was given up meanwhile.
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

/// Removes a file, unless an attachment has come to stand for it.
pub async fn discard(app: &App, id: &AttachmentId) -> Result<(), ApiError> {
    let stray = id.clone();
    if !app.db.write(move |conn| condemn(conn, &stray)).await? {
        return Ok(());
    }
    app.files.remove(id.as_str()).await?;
    let stray = id.clone();
    app.db.write(move |conn| forget(conn, &stray)).await
}

/// The same where nobody waits for it: what fails is left to the next sweep.
pub async fn discard_or_leave(app: &App, id: &AttachmentId) {
    if let Err(error) = discard(app, id).await {
        log::warn!("a file without an attachment is left to the hourly sweep: {error}");
    }
}

/// Removes the files of uploads that broke off, and those whose removal did; how many.
pub async fn sweep(app: &App) -> Result<usize, ApiError> {
    let now = app.clock.now().naive_utc();
    let strays = app.db.read(move |conn| to_sweep(conn, now)).await?;
    for id in &strays {
        discard(app, id).await?;
    }
    Ok(strays.len())
}
