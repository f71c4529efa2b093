//! Finds actions whose due date has passed, and sends an event once for every missed date, also across restarts.

use actix_web::web;
use chrono::NaiveDateTime;

use super::store;
use crate::foundation::clock::{Ids, london_day};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::http::app::App;
use crate::record::outbox::acts as outbox;
use crate::record::outbox::model::WebhookEvent;

/// Maximum number of actions in one transaction.
const AT_ONCE: i64 = 100;

/// Records actions that became overdue since the last check, and returns their number. An action is late from the day after its
/// due date.
pub async fn notice(app: &web::Data<App>) -> Result<usize, ApiError> {
    let now = app.clock.now().naive_utc();
    let mut noticed = 0;
    loop {
        let seen = app.db.read(move |conn| store::unnoticed(conn, london_day(now), 1)).await?;
        if seen.is_empty() {
            return Ok(noticed);
        }
        let ids = app.ids.clone();
        match app.db.write(move |conn| notice_some(conn, &ids, now)).await {
            Ok(0) => return Ok(noticed),
            Ok(some) => noticed += some,
            // Another instance was faster.
            Err(ApiError::Conflict(_)) => return Ok(noticed),
            Err(error) => return Err(error),
        }
    }
}

fn notice_some(conn: &mut AnyConnection, ids: &Ids, now: NaiveDateTime) -> Result<usize, ApiError> {
    let late = store::unnoticed(conn, london_day(now), AT_ONCE)?;
    for (id, area, reference, due_on) in &late {
        let Some(due_on) = due_on else { continue };
        store::keep_notice(conn, id, *due_on, area, now)?;
        let data = outbox::data(id.as_str(), Some(reference), [("self", format!("/v1/actions/{id}"))]);
        outbox::tell(conn, ids, now, area, WebhookEvent::ActionBecameOverdue, data)?;
    }
    Ok(late.len())
}
