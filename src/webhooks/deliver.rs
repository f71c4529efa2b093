//! The delivery loop: claims due deliveries, sends them, records the results. Several processes can share one database: each
//! delivery is claimed for the time of one attempt, and an unfinished claim expires.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::web;
use chrono::TimeDelta;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::client::Outgoing;
use super::model::{Attempt, Webhook};
use super::rules::Verdict;
use super::targets::Policy;
use super::{acts, client, message, overdue, rules, signature, store};
use crate::foundation::error::ApiError;
use crate::http::app::App;
use crate::record::outbox::model::{Delivery, WebhookId, WebhookStatus};

const EVERY: Duration = Duration::from_secs(1);
/// Number of rounds between two checks for overdue actions, and between two sweeps of the log.
const LOOK_EVERY: u32 = 60;
const SWEEP_EVERY: u32 = 3600;

/// Maximum number of simultaneous attempts, in all and for one webhook: a receiver that hangs delays no other.
const AT_ONCE: usize = 16;
const EACH_AT_ONCE: usize = 4;

/// Duration of a claim: longer than the time limit of an attempt.
const CLAIM: TimeDelta = TimeDelta::seconds(20);

/// Attempts in progress in this process, by webhook.
type UnderWay = Arc<Mutex<HashMap<WebhookId, usize>>>;

/// A claimed delivery, with everything needed to send it.
struct Claimed {
    delivery: Delivery,
    webhook: Webhook,
    secrets: Vec<String>,
}

/// Delivers without end, checks for overdue actions once a minute, and sweeps the log once an hour. A failure is tried again.
pub async fn deliver_for_ever(app: web::Data<App>) {
    let (slots, under_way) = (Arc::new(Semaphore::new(AT_ONCE)), UnderWay::default());
    let mut round: u32 = 0;
    loop {
        if round.is_multiple_of(LOOK_EVERY) {
            warn_of(overdue::notice(&app).await.map(|_| ()));
        }
        if round.is_multiple_of(SWEEP_EVERY) {
            warn_of(sweep(&app).await.map(|_| ()));
        }
        match claim(&app, slots.available_permits(), &under_way).await {
            Ok(claimed) => {
                for one in claimed {
                    let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { return };
                    actix_web::rt::spawn(carry_out(app.clone(), one, Arc::clone(&under_way), slot));
                }
            }
            Err(error) => warn_of(Err(error)),
        }
        round = round.wrapping_add(1);
        tokio::time::sleep(EVERY).await;
    }
}

fn warn_of(result: Result<(), ApiError>) {
    if let Err(error) = result {
        log::warn!("webhooks could not be delivered and will be tried again: {error}");
    }
}

async fn carry_out(app: web::Data<App>, claimed: Claimed, under_way: UnderWay, slot: OwnedSemaphorePermit) {
    let id = claimed.webhook.id.clone();
    warn_of(deliver(&app, claimed).await);
    let mut under_way = under_way.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(attempts) = under_way.get_mut(&id) {
        *attempts = attempts.saturating_sub(1);
        if *attempts == 0 {
            under_way.remove(&id);
        }
    }
    drop(slot);
}

/// Delivers everything due now, one after the other, and returns the number of attempts.
pub async fn deliver_due(app: &web::Data<App>) -> Result<usize, ApiError> {
    let claimed = claim(app, AT_ONCE, &UnderWay::default()).await?;
    let attempts = claimed.len();
    for one in claimed {
        deliver(app, one).await?;
    }
    Ok(attempts)
}

/// Deletes old log entries and returns the number of deliveries deleted.
pub async fn sweep(app: &web::Data<App>) -> Result<usize, ApiError> {
    let now = app.clock.now().naive_utc();
    app.db.write(move |conn| store::sweep(conn, now - rules::KEPT, now)).await
}

async fn claim(app: &web::Data<App>, most: usize, under_way: &UnderWay) -> Result<Vec<Claimed>, ApiError> {
    if most == 0 {
        return Ok(Vec::new());
    }
    let mut counts = under_way.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let busy: Vec<WebhookId> = counts.iter().filter(|(_, count)| **count >= EACH_AT_ONCE).map(|(id, _)| id.clone()).collect();
    let now = app.clock.now().naive_utc();
    let rows = i64::try_from(most * EACH_AT_ONCE).unwrap_or(64);
    let mut due = app.db.read(move |conn| store::due(conn, now, rows, busy)).await?;
    due.retain(|delivery| {
        let count = counts.entry(delivery.webhook_id.clone()).or_default();
        *count += 1;
        *count <= EACH_AT_ONCE
    });
    due.truncate(most);
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let claimed = app
        .db
        .write(move |conn| {
            let mut claimed = Vec::new();
            for mut delivery in due {
                let Some(webhook) = store::of_delivery(conn, &delivery)? else { continue };
                if webhook.status == WebhookStatus::Disabled {
                    store::drop_pending(conn, &webhook.id, "the webhook was disabled")?;
                } else if store::claim(conn, &mut delivery, now, now + CLAIM)? {
                    let secrets = store::secrets(conn, &webhook.id, now)?;
                    claimed.push(Claimed { delivery, webhook, secrets });
                }
            }
            Ok(claimed)
        })
        .await?;
    let mut counts = under_way.lock().unwrap_or_else(PoisonError::into_inner);
    for one in &claimed {
        *counts.entry(one.webhook.id.clone()).or_default() += 1;
    }
    Ok(claimed)
}

/// Makes one attempt and applies its result.
async fn deliver(app: &web::Data<App>, claimed: Claimed) -> Result<(), ApiError> {
    let Claimed { delivery, webhook, secrets } = claimed;
    let timestamp = app.clock.now().timestamp();
    let body = serde_json::to_string(&message::sent(&delivery.payload, &app.public_url)?)?;
    let outgoing = Outgoing {
        url: webhook.url.clone(),
        signature: signature::header(&secrets, &delivery.message_id, timestamp, &body)?,
        message_id: delivery.message_id.clone(),
        timestamp,
        body,
    };
    let attempt = client::send(outgoing, Policy { allow_loopback: app.settings.webhooks_allow_loopback }).await?;
    settle(app, delivery, attempt).await
}

async fn settle(app: &web::Data<App>, delivery: Delivery, attempt: Attempt) -> Result<(), ApiError> {
    let (now, ids) = (app.clock.now().naive_utc(), app.ids.clone());
    let verdict = rules::judge(&attempt, delivery.attempts, now, random()?);
    app.db
        .write(move |conn| {
            if !store::finish(conn, &delivery, &attempt, verdict, now)? || verdict == Verdict::Delivered {
                return Ok(());
            }
            let Some(webhook) = store::of_delivery(conn, &delivery)? else { return Ok(()) };
            if webhook.status == WebhookStatus::Disabled {
                return Ok(());
            }
            if verdict == Verdict::Gone {
                return acts::give_up(conn, &ids, now, webhook, "the receiver responded with 410 Gone");
            }
            let since = store::failing_since(conn, &webhook.id, webhook.updated_at)?;
            if rules::is_given_up(since, now) {
                return acts::give_up(conn, &ids, now, webhook, "every attempt in five days has failed");
            }
            Ok(())
        })
        .await
}

fn random() -> Result<u8, ApiError> {
    let mut byte = [0_u8];
    aws_lc_rs::rand::fill(&mut byte).map_err(|_| ApiError::Internal("the random number generator failed".into()))?;
    let [byte] = byte;
    Ok(byte)
}
