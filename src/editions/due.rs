//! Publishes approved editions when their time has come, also after a restart.

use std::time::Duration;

use actix_web::web;

use super::acts;
use super::model::EditionStatus;
use super::store;
use crate::actor::{Actor, Role, TokenScope};
use crate::app::App;
use crate::clock::london_day;
use crate::error::ApiError;
use crate::http::call::Tx;
use crate::http::etag::Precondition;

const EVERY: Duration = Duration::from_secs(1);

/// Looks once a second, for ever. A failure is tried again.
pub async fn publish_when_due(app: web::Data<App>) {
    loop {
        match publish(&app).await {
            Ok(0) => {}
            Ok(editions) => log::info!("published {editions} editions whose time had come"),
            Err(error) => log::warn!("editions that are due could not be published and will be tried again: {error}"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Publishes what is due, each edition in a transaction of its own; how many there were. An edition under a hold waits, and
/// so does one whose approval was under a delegation that is revoked.
pub async fn publish(app: &web::Data<App>) -> Result<usize, ApiError> {
    let now = app.clock.now().naive_utc();
    let due = app.db.read(move |conn| store::due(conn, now)).await?;
    let mut done = 0;
    for edition in due {
        let (ids, today) = (app.ids.clone(), london_day(now));
        let published = app
            .db
            .write(move |conn| {
                if store::held_until(conn, &edition.area, today)?.is_some() || !store::approval_stands(conn, &edition)? {
                    return Ok(false);
                }
                let actor = Actor {
                    user_id: edition.approved_by.clone(),
                    role: Role::Pcc,
                    area: edition.area.clone(),
                    scope: TokenScope::Write,
                    capacity: None,
                    name: edition.approved_by_name.clone().unwrap_or_default(),
                };
                let mut tx = Tx {
                    conn,
                    actor: &actor,
                    now,
                    today,
                    ids: &ids,
                    precondition: &Precondition::Any,
                    request_id: "publication at its time",
                };
                let at = serde_json::json!({ "publish_at": edition.publish_at.map(|at| at.and_utc()) });
                acts::make_public(&mut tx, edition, EditionStatus::Published, &at)?;
                Ok(true)
            })
            .await;
        match published {
            Ok(true) => done += 1,
            Ok(false) => {}
            // Another instance was faster.
            Err(ApiError::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}
