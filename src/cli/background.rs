//! Housekeeping of a running instance: deletes data that is no longer needed.

use std::time::Duration;

use actix_web::web;
use chrono::TimeDelta;

use crate::http::app::App;
use crate::http::idempotency;
use crate::identity::auth::store as sessions;
use crate::record::evidence::attachments::strays;

const EVERY: Duration = Duration::from_secs(3600);
/// The time a session is kept after its last token has expired. Another instance's clock may be slow, and must not accept a
/// session that has been deleted here.
const KEPT: TimeDelta = TimeDelta::hours(1);

/// Sweeps once an hour, without end.
pub async fn sweep_hourly(app: web::Data<App>) {
    loop {
        let now = app.clock.now().naive_utc();
        let swept = app.db.write(move |conn| Ok((idempotency::sweep(conn, now)?, sessions::sweep(conn, now - KEPT)?))).await;
        match swept {
            Ok((keys, tokens)) => log::debug!("deleted {keys} idempotency keys, {tokens} sessions and refresh tokens"),
            Err(error) => log::warn!("the hourly sweep failed and will be tried again: {error}"),
        }
        match strays::sweep(&app).await {
            Ok(0) => {}
            Ok(files) => log::info!("removed {files} files of interrupted uploads and deleted attachments"),
            Err(error) => log::warn!("files without an attachment could not be removed; the next sweep will try again: {error}"),
        }
        tokio::time::sleep(EVERY).await;
    }
}
