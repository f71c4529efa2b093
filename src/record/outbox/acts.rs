//! Messages that acts leave in the outbox, each in the transaction of the act that it tells of.

use chrono::NaiveDateTime;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::model::{Delivery, DeliveryId, DeliveryStatus, WebhookEvent, WebhookId};
use super::{rules, store};
use crate::foundation::clock::Ids;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::http::call::Tx;

/// The body of a message: the event and where to read the record, and none of its content.
#[derive(Serialize)]
struct Message<'a> {
    #[serde(rename = "type")]
    event: &'a str,
    timestamp: chrono::DateTime<chrono::Utc>,
    data: Value,
}

/// Records that an edition was published.
pub fn edition_published(tx: &mut Tx<'_>, id: &str) -> Result<(), ApiError> {
    edition(tx, WebhookEvent::EditionPublished, id)
}

/// Records that a published edition was withdrawn.
pub fn edition_withdrawn(tx: &mut Tx<'_>, id: &str) -> Result<(), ApiError> {
    edition(tx, WebhookEvent::EditionWithdrawn, id)
}

fn edition(tx: &mut Tx<'_>, event: WebhookEvent, id: &str) -> Result<(), ApiError> {
    let links = [("self", format!("/v1/editions/{id}")), ("public", format!("/public/v1/editions/{id}"))];
    let data = data(id, None, links);
    tell(tx.conn, tx.ids, tx.now, &tx.actor.area, event, data)
}

/// Records that a question was put.
pub fn question_put(tx: &mut Tx<'_>, id: &str, reference: Option<&str>) -> Result<(), ApiError> {
    let data = data(id, reference, [("self", format!("/v1/questions/{id}"))]);
    tell(tx.conn, tx.ids, tx.now, &tx.actor.area, WebhookEvent::QuestionPut, data)
}

/// Records that a response was submitted.
pub fn response_submitted(tx: &mut Tx<'_>, id: &str, question: &str) -> Result<(), ApiError> {
    let data = data(id, None, [("self", format!("/v1/responses/{id}")), ("question", format!("/v1/questions/{question}"))]);
    tell(tx.conn, tx.ids, tx.now, &tx.actor.area, WebhookEvent::ResponseSubmitted, data)
}

/// Records that a reply at a meeting was recorded, which answers a question like a response.
pub fn exchange_replied(tx: &mut Tx<'_>, id: &str, question: &str) -> Result<(), ApiError> {
    let data = data(id, None, [("self", format!("/v1/exchanges/{id}")), ("question", format!("/v1/questions/{question}"))]);
    tell(tx.conn, tx.ids, tx.now, &tx.actor.area, WebhookEvent::ResponseSubmitted, data)
}

/// Builds the data of a message about a record.
pub fn data<const N: usize>(id: &str, reference: Option<&str>, links: [(&str, String); N]) -> Value {
    let links: Map<String, Value> = links.into_iter().map(|(name, link)| (name.to_owned(), link.into())).collect();
    json!({ "id": id, "reference": reference, "links": links })
}

/// Queues `event` for every enabled webhook of the area that subscribes to it and may receive it.
pub fn tell(
    conn: &mut AnyConnection,
    ids: &Ids,
    now: NaiveDateTime,
    area: &str,
    event: WebhookEvent,
    data: Value,
) -> Result<(), ApiError> {
    let mut told = Vec::new();
    for webhook in store::enabled(conn, area)? {
        if rules::may_hear(webhook.side, event) && webhook.events.get()?.contains(&event) {
            told.push(webhook);
        }
    }
    if told.is_empty() {
        return Ok(());
    }
    let message_id = ids.next();
    let payload = payload(event.as_str(), now, data)?;
    for webhook in &told {
        let delivery = new_delivery(ids, (area, &webhook.id), &message_id, event.as_str(), payload.clone(), now);
        store::insert_delivery(conn, &delivery)?;
    }
    Ok(())
}

/// Serialises the body of a message as stored, with relative links.
pub fn payload(event: &str, now: NaiveDateTime, data: Value) -> Result<String, ApiError> {
    Ok(serde_json::to_string(&Message { event, timestamp: now.and_utc(), data })?)
}

/// Creates a delivery that is due at once.
pub fn new_delivery(
    ids: &Ids,
    (area, webhook_id): (&str, &WebhookId),
    message_id: &str,
    event: &str,
    payload: String,
    now: NaiveDateTime,
) -> Delivery {
    Delivery {
        id: DeliveryId::new(ids),
        area: area.to_owned(),
        webhook_id: webhook_id.clone(),
        message_id: message_id.to_owned(),
        event: event.to_owned(),
        payload,
        status: DeliveryStatus::Pending,
        attempts: 0,
        next_attempt_at: Some(now),
        first_attempt_at: None,
        last_attempt_at: None,
        response_status: None,
        response_excerpt: None,
        error: None,
        duration_ms: None,
        delivered_at: None,
        replay_of: None,
        created_at: now,
    }
}
