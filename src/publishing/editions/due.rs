//! Publishes approved editions at their scheduled time, also after a restart.

use std::collections::HashMap;
use std::time::Duration;

use actix_web::web;
use chrono::NaiveDateTime;

use super::model::{Edition, EditionId};
use super::store::{AT_A_TIME, Approval};
use super::{acts, store};
use crate::foundation::actor::{Actor, Role, TokenScope};
use crate::foundation::clock::london_day;
use crate::foundation::db::{AnyConnection, Beside, hold_area};
use crate::foundation::error::ApiError;
use crate::http::app::App;
use crate::http::call::Tx;
use crate::http::etag::Precondition;
use crate::record::published::model::EditionStatus;

const EVERY: Duration = Duration::from_secs(1);

/// Checks once a second, without end. An edition that could not be published is tried again, and logged once.
pub async fn publish_when_due(app: web::Data<App>) {
    let mut kept = KeptBack::default();
    loop {
        match look(&app, &mut kept).await {
            Ok(0) => {}
            Ok(editions) => log::info!("published {editions} scheduled editions"),
            Err(error) => log::warn!("scheduled editions could not be read and will be tried again: {error}"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// The editions that are due but not published, with the logged reasons: only a new reason is logged.
#[derive(Debug, Default)]
pub struct KeptBack(HashMap<EditionId, String>);

impl KeptBack {
    fn say(&mut self, id: &EditionId, why: String) {
        if self.0.get(id) != Some(&why) {
            log::warn!("edition {id} is due but not published: {why}");
            self.0.insert(id.clone(), why);
        }
    }

    /// Returns the reason an edition is kept back.
    pub fn why(&self, id: &str) -> Option<&str> {
        self.0.iter().find(|(kept, _)| kept.as_str() == id).map(|(_, why)| why.as_str())
    }
}

/// Checks once.
pub async fn publish(app: &web::Data<App>) -> Result<usize, ApiError> {
    look(app, &mut KeptBack::default()).await
}

/// Publishes due editions, each in a transaction of its own, and returns their number. An edition under a hold waits, and so
/// does one whose approval is no longer valid. An edition that cannot be published delays no other.
pub async fn look(app: &web::Data<App>, kept: &mut KeptBack) -> Result<usize, ApiError> {
    let now = app.clock.now().naive_utc();
    let (mut done, mut skipped) = (0, 0);
    loop {
        let due = app.db.read(move |conn| store::due(conn, now, skipped)).await?;
        let last = due.len() < AT_A_TIME;
        for edition in due {
            let id = edition.id.clone();
            match publish_one(app, edition, now).await {
                Ok(None) => {
                    kept.0.remove(&id);
                    done += 1;
                    continue;
                }
                Ok(Some(why)) => kept.say(&id, why.to_owned()),
                // Another instance was faster.
                Err(ApiError::Conflict(_)) if !is_waiting(app, &id).await? => continue,
                Err(error) => kept.say(&id, error.to_string()),
            }
            skipped += 1;
        }
        if last {
            return Ok(done);
        }
    }
}

async fn is_waiting(app: &web::Data<App>, id: &EditionId) -> Result<bool, ApiError> {
    let id = id.clone();
    app.db.read(move |conn| store::is_waiting(conn, &id)).await
}

/// Publishes one edition, or returns the reason it must wait.
async fn publish_one(app: &web::Data<App>, edition: Edition, now: NaiveDateTime) -> Result<Option<&'static str>, ApiError> {
    let (ids, today) = (app.ids.clone(), london_day(now));
    let work = move |conn: &mut AnyConnection| {
        hold_area(conn, &edition.area, Beside::Nothing)?;
        if store::held_until(conn, &edition.area, today, edition.necessary_reason.is_some())?.is_some() {
            return Ok(Some("publication is on hold"));
        }
        match store::approval(conn, &edition)? {
            Approval::Stands => {}
            Approval::Revoked => return Ok(Some("it was approved under a delegation that has been revoked")),
            Approval::Left => return Ok(Some("the approver's account is deactivated")),
        }
        let Some(name) = edition.approved_by_name.clone() else {
            return Ok(Some("nobody is named as having approved it"));
        };
        let role = if edition.delegation_id.is_some() { Role::Opcc } else { Role::Pcc };
        let actor = Actor {
            user_id: edition.approved_by.clone(),
            role,
            area: edition.area.clone(),
            scope: TokenScope::Write,
            capacity: None,
            name,
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
        Ok(None)
    };
    app.db.write(work).await
}
