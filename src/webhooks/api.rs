//! Webhooks over HTTP: the views, the handlers, the routes.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::model::{AddWebhook, EditWebhook, Webhook, WebhookAct};
use super::store::{DeliveryFilter, DeliverySort, WebhookFilter, WebhookSort};
use super::targets::Policy;
use super::{acts, message, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{NoInput, Reasoned};
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed, Tx, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::http::query::Query;
use crate::record::outbox::model::{Delivery, DeliveryId, DeliveryStatus, WebhookEvent, WebhookId, WebhookStatus};

/// A webhook.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookView {
    pub id: WebhookId,
    #[schema(example = "west-mercia")]
    pub area: String,
    #[schema(example = "https://hooks.example.org/answerable")]
    pub url: String,
    pub description: Option<String>,
    pub events: Vec<WebhookEvent>,
    pub status: WebhookStatus,
    /// Reason it is disabled.
    #[schema(example = "the receiver answered 410 Gone")]
    pub status_reason: Option<String>,
    /// Secret that signs the messages. Present only in the responses to creation and rotation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    pub secret: Option<String>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "delete", "rotate-secret", "disable", "test", "replay"]))]
    pub allowed_acts: Vec<WebhookAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

/// One message to one webhook, and its delivery.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryView {
    pub id: DeliveryId,
    pub webhook_id: WebhookId,
    /// Value of the `webhook-id` header: the same for every attempt and replay of a message.
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub message_id: String,
    /// One of the events, or `webhook.test`.
    #[schema(example = "question.put")]
    pub event: String,
    /// Body of the message, with absolute links.
    #[schema(value_type = Object, example = json!({"type": "question.put", "timestamp": "2019-01-30T09:00:00Z", "data": {"id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "reference": "WM-2019-Q012", "links": {"self": "https://record.example.org/v1/questions/0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11"}}}))]
    pub payload: Value,
    pub status: DeliveryStatus,
    /// Number of attempts.
    #[schema(example = 1)]
    pub attempts: i32,
    /// Time of the next attempt, while pending.
    pub next_attempt_at: Option<DateTime<Utc>>,
    pub last_attempt_at: Option<DateTime<Utc>>,
    /// Status of the receiver's response to the last attempt.
    #[schema(example = 204)]
    pub response_status: Option<i32>,
    /// First 1000 characters of that response.
    pub response_excerpt: Option<String>,
    /// Reason there was no response, or there are no more attempts.
    #[schema(example = "no answer within 15 seconds")]
    pub error: Option<String>,
    /// Duration of the last attempt in milliseconds.
    #[schema(example = 120)]
    pub duration_ms: Option<i32>,
    pub delivered_at: Option<DateTime<Utc>>,
    /// Id of the delivery that this one repeats.
    pub replay_of: Option<DeliveryId>,
    pub created_at: DateTime<Utc>,
}

impl Versioned for WebhookView {
    fn version(&self) -> i32 {
        self.version
    }
}

impl Versioned for DeliveryView {
    fn version(&self) -> i32 {
        self.attempts + 1
    }
}

fn one_view(view: &View<'_>, webhook: Webhook, secret: Option<String>) -> Result<WebhookView, ApiError> {
    Ok(WebhookView {
        id: webhook.id,
        area: webhook.area,
        url: webhook.url,
        description: webhook.description,
        events: webhook.events.get()?,
        status: webhook.status,
        status_reason: webhook.status_reason,
        secret,
        allowed_acts: rules::allowed_acts(webhook.status, view.actor),
        created_at: webhook.created_at.and_utc(),
        updated_at: webhook.updated_at.and_utc(),
        version: webhook.version,
    })
}

/// Returns the view of a delivery by a service at `base`.
fn delivery_view(delivery: Delivery, base: &str) -> Result<DeliveryView, ApiError> {
    Ok(DeliveryView {
        id: delivery.id,
        webhook_id: delivery.webhook_id,
        message_id: delivery.message_id,
        event: delivery.event,
        payload: serde_json::to_value(message::sent(&delivery.payload, base)?)?,
        status: delivery.status,
        attempts: delivery.attempts,
        next_attempt_at: delivery.next_attempt_at.map(|at| at.and_utc()),
        last_attempt_at: delivery.last_attempt_at.map(|at| at.and_utc()),
        response_status: delivery.response_status,
        response_excerpt: delivery.response_excerpt,
        error: delivery.error,
        duration_ms: delivery.duration_ms,
        delivered_at: delivery.delivered_at.map(|at| at.and_utc()),
        replay_of: delivery.replay_of,
        created_at: delivery.created_at.and_utc(),
    })
}

fn created_delivery(delivery: Delivery, base: &str) -> Result<Changed<DeliveryView>, ApiError> {
    let place = format!("/v1/webhooks/{}/deliveries/{}", delivery.webhook_id, delivery.id);
    Ok(Changed::created(place, delivery_view(delivery, base)?))
}

fn updated(tx: &mut Tx<'_>, webhook: Webhook, secret: Option<String>) -> Result<Changed<WebhookView>, ApiError> {
    one_view(&tx.view(), webhook, secret).map(Changed::updated)
}

fn find(view: &mut View<'_>, id: &WebhookId) -> Result<Webhook, ApiError> {
    store::find(view.conn, &rules::scope(view.actor), id)?.ok_or(ApiError::NotFound)
}

fn policy(call: &Call) -> Policy {
    Policy { allow_loopback: call.app.settings.webhooks_allow_loopback }
}

/// Parameters of one webhook.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WebhookQuery {
    /// Members to return, separated by commas. `id` is always included.
    #[serde(default)]
    #[param(style = Form, explode = false, nullable = false)]
    pub fields: Vec<String>,
}

/// List webhooks.
///
/// Each side, the body and the force, sees its own webhooks.
#[utoipa::path(tag = "webhooks", params(WebhookFilter, PagesBy::<WebhookSort>), responses((status = 200, body = Listing<WebhookView>)))]
#[get("/webhooks")]
pub async fn list_webhooks(call: Call, list: ListQuery<WebhookFilter, WebhookSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| rows.into_iter().map(|webhook| one_view(view, webhook, None)).collect())
    })
    .await
}

/// Add a webhook.
///
/// By anybody who may write, for their own side. The response contains the secret that signs messages, this once only.
#[utoipa::path(tag = "webhooks", request_body = AddWebhook, responses((status = 201, body = WebhookView)))]
#[post("/webhooks")]
pub async fn add_webhook(call: Call, body: JsonBody<AddWebhook>) -> Result<HttpResponse, ApiError> {
    let (input, policy) = (body.value, policy(&call));
    call.write(&body.fingerprint, move |tx| {
        let (webhook, secret) = acts::add(tx, &input, policy)?;
        let place = format!("/v1/webhooks/{}", webhook.id);
        Ok(Changed::created(place, one_view(&tx.view(), webhook, Some(secret))?))
    })
    .await
}

/// Read a webhook.
#[utoipa::path(tag = "webhooks", params(("id" = WebhookId, Path), WebhookQuery), responses((status = 200, body = WebhookView)))]
#[get("/webhooks/{id}")]
pub async fn get_webhook(call: Call, id: web::Path<WebhookId>, query: Query<WebhookQuery>) -> Result<HttpResponse, ApiError> {
    call.item(&query.0.fields, move |view| {
        let webhook = find(view, &id)?;
        one_view(view, webhook, None)
    })
    .await
}

/// Edit a webhook.
///
/// JSON Merge Patch: absent members stay, `null` clears.
#[utoipa::path(
    tag = "webhooks", params(("id" = WebhookId, Path), IfMatchHeader),
    request_body(content = EditWebhook, content_type = "application/merge-patch+json"),
    responses((status = 200, body = WebhookView))
)]
#[patch("/webhooks/{id}")]
pub async fn edit_webhook(call: Call, id: web::Path<WebhookId>, body: JsonBody<EditWebhook>) -> Result<HttpResponse, ApiError> {
    let (input, policy) = (body.value, policy(&call));
    call.write(&body.fingerprint, move |tx| {
        let webhook = acts::edit(tx, &id, &input, policy)?;
        updated(tx, webhook, None)
    })
    .await
}

/// Delete a webhook, with its secrets and its delivery log.
#[utoipa::path(tag = "webhooks", params(("id" = WebhookId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/webhooks/{id}")]
pub async fn delete_webhook(call: Call, id: web::Path<WebhookId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<WebhookView>::Deleted)
    })
    .await
}

/// Rotate the secret of a webhook.
///
/// The response contains the new secret, this once only. For 24 hours messages carry two signatures, by the new secret and by
/// the previous one.
#[utoipa::path(
    tag = "webhooks", params(("id" = WebhookId, Path), IfMatchHeader), request_body(content = Option<NoInput>),
    responses((status = 200, body = WebhookView))
)]
#[post("/webhooks/{id}/rotate-secret")]
pub async fn rotate_webhook_secret(
    call: Call,
    id: web::Path<WebhookId>,
    body: OptionalJsonBody<NoInput>,
) -> Result<HttpResponse, ApiError> {
    call.write(&body.fingerprint, move |tx| {
        let (webhook, secret) = acts::rotate_secret(tx, &id)?;
        updated(tx, webhook, Some(secret))
    })
    .await
}

/// Enable a webhook.
///
/// It receives events from now on. Missed messages that were logged can be replayed.
#[utoipa::path(
    tag = "webhooks", params(("id" = WebhookId, Path), IfMatchHeader), request_body(content = Option<NoInput>),
    responses((status = 200, body = WebhookView))
)]
#[post("/webhooks/{id}/enable")]
pub async fn enable_webhook(
    call: Call,
    id: web::Path<WebhookId>,
    body: OptionalJsonBody<NoInput>,
) -> Result<HttpResponse, ApiError> {
    call.write(&body.fingerprint, move |tx| {
        let webhook = acts::enable(tx, &id)?;
        updated(tx, webhook, None)
    })
    .await
}

/// Disable a webhook.
///
/// Pending deliveries fail. The service itself disables a webhook whose receiver responds with 410, or fails for five days.
#[utoipa::path(
    tag = "webhooks", params(("id" = WebhookId, Path), IfMatchHeader), request_body = Reasoned,
    responses((status = 200, body = WebhookView))
)]
#[post("/webhooks/{id}/disable")]
pub async fn disable_webhook(call: Call, id: web::Path<WebhookId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let webhook = acts::disable(tx, &id, &input)?;
        updated(tx, webhook, None)
    })
    .await
}

/// Send a test message.
///
/// Sends the event `webhook.test`. The created delivery shows the result.
#[utoipa::path(
    tag = "webhooks", params(("id" = WebhookId, Path), IfMatchHeader), request_body(content = Option<NoInput>),
    responses((status = 201, body = DeliveryView))
)]
#[post("/webhooks/{id}/test")]
pub async fn test_webhook(
    call: Call,
    id: web::Path<WebhookId>,
    body: OptionalJsonBody<NoInput>,
) -> Result<HttpResponse, ApiError> {
    let base = call.app.public_url.clone();
    call.write(&body.fingerprint, move |tx| created_delivery(acts::test(tx, &id)?, &base)).await
}

/// List the deliveries of a webhook.
///
/// Deliveries are kept for 90 days.
#[utoipa::path(
    tag = "webhooks", params(("id" = WebhookId, Path), DeliveryFilter, PagesBy::<DeliverySort>),
    responses((status = 200, body = Listing<DeliveryView>))
)]
#[get("/webhooks/{id}/deliveries")]
pub async fn list_deliveries(
    call: Call,
    id: web::Path<WebhookId>,
    list: ListQuery<DeliveryFilter, DeliverySort>,
) -> Result<HttpResponse, ApiError> {
    let base = call.app.public_url.clone();
    call.list(list, move |view, list| {
        let webhook = find(view, &id)?;
        let page = store::log(view.conn, &webhook, &list.filter, &list.window)?;
        page.try_map(|rows| rows.into_iter().map(|row| delivery_view(row, &base)).collect())
    })
    .await
}

/// Read a delivery.
#[utoipa::path(
    tag = "webhooks", params(("id" = WebhookId, Path), ("delivery" = DeliveryId, Path)),
    responses((status = 200, body = DeliveryView))
)]
#[get("/webhooks/{id}/deliveries/{delivery}")]
pub async fn get_delivery(call: Call, path: web::Path<(WebhookId, DeliveryId)>) -> Result<HttpResponse, ApiError> {
    let (id, delivery) = path.into_inner();
    let base = call.app.public_url.clone();
    call.item(&[], move |view| {
        let webhook = find(view, &id)?;
        delivery_view(store::find_delivery(view.conn, &webhook, &delivery)?.ok_or(ApiError::NotFound)?, &base)
    })
    .await
}

/// Replay a delivery.
///
/// Sends the same message with the same `webhook-id`, as a new delivery, so that a receiver can detect the repeat.
#[utoipa::path(
    tag = "webhooks", params(("id" = WebhookId, Path), ("delivery" = DeliveryId, Path)), request_body(content = Option<NoInput>),
    responses((status = 201, body = DeliveryView))
)]
#[post("/webhooks/{id}/deliveries/{delivery}/replay")]
pub async fn replay_delivery(
    call: Call,
    path: web::Path<(WebhookId, DeliveryId)>,
    body: OptionalJsonBody<NoInput>,
) -> Result<HttpResponse, ApiError> {
    let (id, delivery) = path.into_inner();
    let base = call.app.public_url.clone();
    call.write(&body.fingerprint, move |tx| created_delivery(acts::replay(tx, &id, &delivery)?, &base)).await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_webhooks)
        .service(add_webhook)
        .service(get_webhook)
        .service(edit_webhook)
        .service(delete_webhook)
        .service(rotate_webhook_secret)
        .service(enable_webhook)
        .service(disable_webhook)
        .service(test_webhook)
        .service(list_deliveries)
        .service(get_delivery)
        .service(replay_delivery);
}
