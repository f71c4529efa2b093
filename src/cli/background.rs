//! What a running instance does by itself: it forgets what is no longer needed.

use std::time::Duration;

use actix_web::web;
use chrono::TimeDelta;

use crate::http::app::App;
use crate::http::idempotency;
use crate::identity::auth::store as sessions;
use crate::record::evidence::attachments::strays;

const EVERY: Duration = Duration::from_secs(3600);
/// How long a session is kept after its last token has expired. Another instance's clock may be behind, and a session that is
/// not there any more must not be one that it still lets in.
const KEPT: TimeDelta = TimeDelta::hours(1);

/// Sweeps once an hour, for ever.
pub async fn sweep_hourly(app: web::Data<App>) {
    loop {
        let now = app.clock.now().naive_utc();
        let swept = app.db.write(move |conn| Ok((idempotency::sweep(conn, now)?, sessions::sweep(conn, now - KEPT)?))).await;
        match swept {
            Ok((keys, tokens)) => log::debug!("forgot {keys} idempotency keys, {tokens} sessions and refresh tokens"),
            Err(error) => log::warn!("the hourly sweep failed and will be tried again: {error}"),
        }
        match strays::sweep(&app).await {
            Ok(0) => {}
            Ok(files) => log::info!("removed {files} files of uploads that broke off or were deleted"),
            Err(error) => log::warn!("files without an attachment could not be removed and will be tried again: {error}"),
        }
        tokio::time::sleep(EVERY).await;
    }
}
