//! The acts on webhooks, each as one unit of work: load if visible, decide, check the version, save, audit.
//!
//! The audit trail gets the host and the events only: the rest of a URL is often a secret of the receiver.

use serde_json::{Value, json};

use super::model::{AddWebhook, EditWebhook, TEST_EVENT, Webhook, WebhookAct as Act};
use super::targets::Policy;
use super::{rules, signature, store, targets};
use crate::foundation::actor::{Actor, Role, Side, TokenScope};
use crate::foundation::clock::{Ids, london_day};
use crate::foundation::db::{AnyConnection, JsonText};
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::{Faults, Reasoned};
use crate::http::call::Tx;
use crate::http::etag::Precondition;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, advance, permit};
use crate::record::outbox::model::{Delivery, DeliveryId, WebhookId, WebhookStatus};
use crate::record::outbox::{acts as outbox, store as waiting};

/// Adds a webhook and the secret that signs its messages.
pub fn add(tx: &mut Tx<'_>, input: &AddWebhook, policy: Policy) -> Result<(Webhook, String), ApiError> {
    rules::may_add(tx.actor).map_err(Refusal::without_state)?;
    let scope = rules::scope(tx.actor);
    let have = store::count(tx.conn, &scope)?;
    if usize::try_from(have).is_ok_and(|have| have >= rules::MOST) {
        return Err(ApiError::Conflict(format!("there are already {have} webhooks: delete one that is not needed")));
    }
    let webhook = Webhook {
        id: WebhookId::new(tx.ids),
        area: scope.area,
        side: scope.side,
        url: target(&input.url, policy)?,
        description: input.description.clone(),
        events: JsonText::new(&input.events)?,
        status: WebhookStatus::Enabled,
        status_reason: None,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    let changes = trail(&webhook)?;
    tracked::create(tx, &webhook, None, &changes)?;
    let secret = signature::new_secret()?;
    store::keep_secret(tx.conn, tx.ids, &webhook, &secret, tx.now)?;
    Ok((webhook, secret))
}

/// The URL in its normal form, or 422.
fn target(url: &str, policy: Policy) -> Result<String, ApiError> {
    let checked = targets::check_url(url, policy);
    let mut faults = Faults::default();
    if let Err(fault) = &checked {
        faults.add("/url", fault.clone());
    }
    faults.finish()?;
    checked.map(String::from).map_err(ApiError::Internal)
}

fn trail(webhook: &Webhook) -> Result<Value, ApiError> {
    let host = webhook.url.parse::<reqwest::Url>().ok().and_then(|url| url.host_str().map(str::to_owned));
    Ok(json!({ "host": host, "events": webhook.events.get()? }))
}

/// Edits the URL, description and events.
pub fn edit(tx: &mut Tx<'_>, id: &WebhookId, patch: &EditWebhook, policy: Policy) -> Result<Webhook, ApiError> {
    let (webhook, next) = begin(tx, id, Act::Edit)?;
    let mut draft = patch.apply(&webhook)?.draft;
    if patch.get("url").is_some() {
        draft.url = target(&draft.url, policy)?;
    }
    let webhook = webhook.with(draft)?;
    let changes = trail(&webhook)?;
    advance(tx, webhook, Act::Edit, next, None, &changes)
}

/// Deletes a webhook with its secrets and its log.
pub fn delete(tx: &mut Tx<'_>, id: &WebhookId) -> Result<(), ApiError> {
    let (webhook, _) = begin(tx, id, Act::Delete)?;
    store::clear(tx.conn, &webhook)?;
    let changes = trail(&webhook)?;
    tracked::remove(tx, &webhook, &changes)
}

/// Creates a new secret; the old one also signs for another day.
pub fn rotate_secret(tx: &mut Tx<'_>, id: &WebhookId) -> Result<(Webhook, String), ApiError> {
    let (webhook, next) = begin(tx, id, Act::RotateSecret)?;
    let secret = signature::new_secret()?;
    store::keep_secret(tx.conn, tx.ids, &webhook, &secret, tx.now + rules::OVERLAP)?;
    let webhook = advance(tx, webhook, Act::RotateSecret, next, None, &json!({}))?;
    Ok((webhook, secret))
}

/// Enables a disabled webhook, for events from now on.
pub fn enable(tx: &mut Tx<'_>, id: &WebhookId) -> Result<Webhook, ApiError> {
    let (mut webhook, next) = begin(tx, id, Act::Enable)?;
    webhook.status_reason = None;
    advance(tx, webhook, Act::Enable, next, None, &json!({}))
}

/// Disables a webhook: pending deliveries fail, and can be replayed once it is enabled again.
pub fn disable(tx: &mut Tx<'_>, id: &WebhookId, input: &Reasoned) -> Result<Webhook, ApiError> {
    let (webhook, _) = begin(tx, id, Act::Disable)?;
    stop(tx, webhook, &input.reason)
}

fn stop(tx: &mut Tx<'_>, mut webhook: Webhook, reason: &str) -> Result<Webhook, ApiError> {
    webhook.status_reason = Some(reason.to_owned());
    store::drop_pending(tx.conn, &webhook.id, "the webhook was disabled")?;
    advance(tx, webhook, Act::Disable, WebhookStatus::Disabled, Some(reason), &json!({}))
}

/// Disables a webhook whose receiver is gone, in the name of the service.
pub fn give_up(
    conn: &mut AnyConnection,
    ids: &Ids,
    now: chrono::NaiveDateTime,
    webhook: Webhook,
    reason: &str,
) -> Result<(), ApiError> {
    let actor = Actor {
        user_id: None,
        role: if webhook.side == Side::Force { Role::Force } else { Role::Opcc },
        area: webhook.area.clone(),
        scope: TokenScope::Write,
        capacity: None,
        name: "the service".into(),
    };
    let (today, precondition) = (london_day(now), Precondition::Any);
    let mut tx = Tx { conn, actor: &actor, now, today, ids, precondition: &precondition, request_id: "delivery of webhooks" };
    stop(&mut tx, webhook, reason).map(|_| ())
}

/// Sends a test message.
pub fn test(tx: &mut Tx<'_>, id: &WebhookId) -> Result<Delivery, ApiError> {
    let (webhook, _) = begin(tx, id, Act::Test)?;
    let data = outbox::data(webhook.id.as_str(), None, [("self", format!("/v1/webhooks/{}", webhook.id))]);
    let payload = outbox::payload(TEST_EVENT, tx.now, data)?;
    let message_id = tx.ids.next();
    let delivery = outbox::new_delivery(tx.ids, (&webhook.area, &webhook.id), &message_id, TEST_EVENT, payload, tx.now);
    waiting::insert_delivery(tx.conn, &delivery)?;
    tracked::note(tx, &webhook, Act::Test.as_str(), &json!({ "delivery_id": delivery.id }))?;
    Ok(delivery)
}

/// Sends a message again, with the same id, as a new delivery.
pub fn replay(tx: &mut Tx<'_>, id: &WebhookId, delivery: &DeliveryId) -> Result<Delivery, ApiError> {
    let webhook = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let earlier = store::find_delivery(tx.conn, &webhook, delivery)?.ok_or(ApiError::NotFound)?;
    rules::decide(Act::Replay, webhook.status, tx.actor).map_err(|refusal| refuse(refusal, &webhook, tx))?;
    let mut again = outbox::new_delivery(
        tx.ids,
        (&webhook.area, &webhook.id),
        &earlier.message_id,
        &earlier.event,
        earlier.payload.clone(),
        tx.now,
    );
    again.replay_of = Some(earlier.id);
    waiting::insert_delivery(tx.conn, &again)?;
    tracked::note(tx, &webhook, Act::Replay.as_str(), &json!({ "delivery_id": again.id, "replay_of": again.replay_of }))?;
    Ok(again)
}

/// Loads the webhook if visible, decides the new status, then checks the precondition.
fn begin(tx: &mut Tx<'_>, id: &WebhookId, act: Act) -> Result<(Webhook, WebhookStatus), ApiError> {
    let webhook = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let next = permit(tx, &webhook, act, |act| rules::decide(act, webhook.status, tx.actor))?;
    Ok((webhook, next))
}

fn refuse(refusal: Refusal, webhook: &Webhook, tx: &Tx<'_>) -> ApiError {
    tracked::refuse(refusal, webhook.status.as_str(), &rules::allowed_acts(webhook.status, tx.actor))
}
