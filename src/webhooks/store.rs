//! All SQL about webhooks, their secrets and their deliveries. Decides nothing.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::{exists, max, min, not};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Attempt, Webhook};
use super::rules::{Scope, Verdict};
use crate::foundation::clock::Ids;
use crate::foundation::dates::optional_instant;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{actions, overdue_notices, webhook_deliveries, webhook_secrets, webhooks};
use crate::http::listing::{list_orders, narrow};
use crate::http::paging::{Page, Window};
use crate::record::actions::model::ActionId;
use crate::record::actions::rules::OUTSTANDING;
use crate::record::audit::tracked::tracked;
use crate::record::outbox::model::{Delivery, DeliveryId, DeliveryStatus, WebhookId, WebhookStatus};

tracked!(Webhook in webhooks as "webhook" with WebhookStatus);

list_orders!(
    /// The sort keys of the list of webhooks.
    WebhookSort of Webhook in webhooks {
        CreatedAt = "created_at" by id,
    }
);

list_orders!(
    /// The sort keys of the delivery log.
    DeliverySort of Delivery in webhook_deliveries {
        CreatedAt = "created_at" by id,
    }
);

/// Filters of the list of webhooks; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WebhookFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// Status; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<WebhookStatus>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
}

/// Filters of the delivery log; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeliveryFilter {
    /// Status; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<DeliveryStatus>,
    /// Event, such as `question.put` or `webhook.test`.
    pub event: Option<String>,
    /// Id of the message, as in its `webhook-id` header.
    pub message: Option<String>,
}

type Boxed = webhooks::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    webhooks::table.filter(webhooks::area.eq(scope.area.clone())).filter(webhooks::side.eq(scope.side)).into_boxed()
}

/// Returns the webhook, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &WebhookId) -> Result<Option<Webhook>, ApiError> {
    Ok(visible(scope).filter(webhooks::id.eq(id.clone())).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &WebhookFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, webhooks {
        area = area,
        status in status,
        updated_at since modified_since,
    });
    query
}

/// Returns one page of the webhooks in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &WebhookFilter,
    window: &Window<WebhookSort>,
) -> Result<Page<Webhook>, ApiError> {
    WebhookSort::page(conn, window, || filtered(scope, filter))
}

/// Returns the number of webhooks in `scope`.
pub fn count(conn: &mut AnyConnection, scope: &Scope) -> Result<i64, ApiError> {
    Ok(visible(scope).count().get_result(conn)?)
}

/// Returns the webhook of a delivery, for any caller.
pub fn of_delivery(conn: &mut AnyConnection, delivery: &Delivery) -> Result<Option<Webhook>, ApiError> {
    Ok(webhooks::table.filter(webhooks::id.eq(&delivery.webhook_id)).first(conn).optional()?)
}

/// Deletes the secrets and the log of a webhook.
pub fn clear(conn: &mut AnyConnection, webhook: &Webhook) -> Result<(), ApiError> {
    diesel::delete(webhook_secrets::table.filter(webhook_secrets::webhook_id.eq(&webhook.id))).execute(conn)?;
    diesel::delete(webhook_deliveries::table.filter(webhook_deliveries::webhook_id.eq(&webhook.id))).execute(conn)?;
    Ok(())
}

/// Makes `secret` the current one. The previous one also signs until `until`; older ones stop signing.
pub fn keep_secret(
    conn: &mut AnyConnection,
    ids: &Ids,
    webhook: &Webhook,
    secret: &str,
    until: NaiveDateTime,
) -> Result<(), ApiError> {
    let of_webhook = webhook_secrets::webhook_id.eq(&webhook.id);
    diesel::delete(webhook_secrets::table.filter(of_webhook).filter(webhook_secrets::expires_at.is_not_null())).execute(conn)?;
    diesel::update(webhook_secrets::table.filter(of_webhook)).set(webhook_secrets::expires_at.eq(until)).execute(conn)?;
    let row = (
        webhook_secrets::id.eq(ids.next()),
        webhook_secrets::area.eq(&webhook.area),
        webhook_secrets::webhook_id.eq(&webhook.id),
        webhook_secrets::secret.eq(secret),
    );
    diesel::insert_into(webhook_secrets::table).values(row).execute(conn)?;
    Ok(())
}

/// Returns the secrets that sign at `now`, the current one first.
pub fn secrets(conn: &mut AnyConnection, webhook: &WebhookId, now: NaiveDateTime) -> Result<Vec<String>, ApiError> {
    let live = webhook_secrets::expires_at.is_null().or(webhook_secrets::expires_at.gt(now).assume_not_null());
    let of_webhook = webhook_secrets::table.filter(webhook_secrets::webhook_id.eq(webhook)).filter(live);
    Ok(of_webhook.order(webhook_secrets::id.desc()).select(webhook_secrets::secret).load(conn)?)
}

/// Returns a delivery of a webhook that the caller is known to see.
pub fn find_delivery(conn: &mut AnyConnection, webhook: &Webhook, id: &DeliveryId) -> Result<Option<Delivery>, ApiError> {
    let of_webhook = webhook_deliveries::table.filter(webhook_deliveries::webhook_id.eq(&webhook.id));
    Ok(of_webhook.filter(webhook_deliveries::id.eq(id)).first(conn).optional()?)
}

fn logged(webhook: &Webhook, filter: &DeliveryFilter) -> webhook_deliveries::BoxedQuery<'static, MultiBackend> {
    let mut query = webhook_deliveries::table
        .filter(webhook_deliveries::area.eq(webhook.area.clone()))
        .filter(webhook_deliveries::webhook_id.eq(webhook.id.clone()))
        .into_boxed();
    narrow!(query, filter, webhook_deliveries {
        status in status,
        event = event,
        message_id = message,
    });
    query
}

/// Returns one page of the delivery log of a webhook that the caller is known to see.
pub fn log(
    conn: &mut AnyConnection,
    webhook: &Webhook,
    filter: &DeliveryFilter,
    window: &Window<DeliverySort>,
) -> Result<Page<Delivery>, ApiError> {
    DeliverySort::page(conn, window, || logged(webhook, filter))
}

/// Returns due deliveries, longest due first, except those of webhooks in `busy`.
pub fn due(conn: &mut AnyConnection, now: NaiveDateTime, most: i64, busy: Vec<WebhookId>) -> Result<Vec<Delivery>, ApiError> {
    let mut waiting = webhook_deliveries::table
        .filter(webhook_deliveries::status.eq(DeliveryStatus::Pending))
        .filter(webhook_deliveries::next_attempt_at.le(now))
        .into_boxed::<MultiBackend>();
    if !busy.is_empty() {
        waiting = waiting.filter(webhook_deliveries::webhook_id.ne_all(busy));
    }
    Ok(waiting.order((webhook_deliveries::next_attempt_at.asc(), webhook_deliveries::id.asc())).limit(most).load(conn)?)
}

/// Claims a delivery for one attempt, until `until`; returns false when another process was faster. If the process dies, the
/// claim expires.
pub fn claim(
    conn: &mut AnyConnection,
    delivery: &mut Delivery,
    now: NaiveDateTime,
    until: NaiveDateTime,
) -> Result<bool, ApiError> {
    let as_it_was = webhook_deliveries::table
        .filter(webhook_deliveries::id.eq(&delivery.id))
        .filter(webhook_deliveries::status.eq(DeliveryStatus::Pending))
        .filter(webhook_deliveries::attempts.eq(delivery.attempts))
        .filter(webhook_deliveries::next_attempt_at.le(now));
    delivery.attempts += 1;
    delivery.first_attempt_at = delivery.first_attempt_at.or(Some(now));
    let taken = diesel::update(as_it_was)
        .set((
            webhook_deliveries::attempts.eq(delivery.attempts),
            webhook_deliveries::first_attempt_at.eq(delivery.first_attempt_at),
            webhook_deliveries::last_attempt_at.eq(now),
            webhook_deliveries::next_attempt_at.eq(until),
        ))
        .execute(conn)?;
    Ok(taken == 1)
}

/// Records the result of the attempt that `delivery` was claimed for, unless it has been claimed again since: it took too long.
pub fn finish(
    conn: &mut AnyConnection,
    delivery: &Delivery,
    attempt: &Attempt,
    verdict: Verdict,
    now: NaiveDateTime,
) -> Result<bool, ApiError> {
    let claimed = webhook_deliveries::table
        .filter(webhook_deliveries::id.eq(&delivery.id))
        .filter(webhook_deliveries::status.eq(DeliveryStatus::Pending))
        .filter(webhook_deliveries::attempts.eq(delivery.attempts));
    let next = if let Verdict::Again(at) = verdict { Some(at) } else { None };
    let delivered_at = (verdict == Verdict::Delivered).then_some(now);
    let changed = diesel::update(claimed)
        .set((
            webhook_deliveries::status.eq(verdict.status()),
            webhook_deliveries::next_attempt_at.eq(next),
            webhook_deliveries::response_status.eq(attempt.response_status.map(i32::from)),
            webhook_deliveries::response_excerpt.eq(&attempt.response_excerpt),
            webhook_deliveries::error.eq(&attempt.error),
            webhook_deliveries::duration_ms.eq(attempt.duration_ms),
            webhook_deliveries::delivered_at.eq(delivered_at),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Ends the pending deliveries of a webhook.
pub fn drop_pending(conn: &mut AnyConnection, webhook: &WebhookId, why: &str) -> Result<(), ApiError> {
    let waiting = webhook_deliveries::table
        .filter(webhook_deliveries::webhook_id.eq(webhook))
        .filter(webhook_deliveries::status.eq(DeliveryStatus::Pending));
    diesel::update(waiting)
        .set((
            webhook_deliveries::status.eq(DeliveryStatus::Failed),
            webhook_deliveries::next_attempt_at.eq(None::<NaiveDateTime>),
            webhook_deliveries::error.eq(why),
        ))
        .execute(conn)?;
    Ok(())
}

/// Returns the time since which a webhook has failed without a success, and since it was last enabled or changed (`after`).
pub fn failing_since(
    conn: &mut AnyConnection,
    webhook: &WebhookId,
    after: NaiveDateTime,
) -> Result<Option<NaiveDateTime>, ApiError> {
    let of_webhook = webhook_deliveries::table.filter(webhook_deliveries::webhook_id.eq(webhook));
    let success: Option<NaiveDateTime> = of_webhook
        .filter(webhook_deliveries::status.eq(DeliveryStatus::Delivered))
        .select(max(webhook_deliveries::delivered_at))
        .first(conn)?;
    let from = success.map_or(after, |success| success.max(after));
    Ok(of_webhook
        .filter(webhook_deliveries::status.ne(DeliveryStatus::Delivered))
        .filter(webhook_deliveries::first_attempt_at.ge(from))
        .select(min(webhook_deliveries::first_attempt_at))
        .first(conn)?)
}

/// Deletes finished deliveries from before `before`, and secrets that no longer sign; returns the number of deliveries.
pub fn sweep(conn: &mut AnyConnection, before: NaiveDateTime, now: NaiveDateTime) -> Result<usize, ApiError> {
    diesel::delete(webhook_secrets::table.filter(webhook_secrets::expires_at.le(now))).execute(conn)?;
    let old = webhook_deliveries::table
        .filter(webhook_deliveries::created_at.lt(before))
        .filter(webhook_deliveries::status.ne(DeliveryStatus::Pending));
    Ok(diesel::delete(old).execute(conn)?)
}

/// An outstanding action whose due date has passed: id, area, reference, due date.
pub type Late = (ActionId, String, String, Option<NaiveDate>);

/// Returns the late actions of all areas that were not notified yet, longest overdue first.
pub fn unnoticed(conn: &mut AnyConnection, today: NaiveDate, most: i64) -> Result<Vec<Late>, ApiError> {
    let noticed = overdue_notices::table
        .filter(overdue_notices::action_id.eq(actions::id))
        .filter(overdue_notices::due_on.nullable().eq(actions::due_on));
    Ok(actions::table
        .filter(actions::status.eq_any(OUTSTANDING))
        .filter(actions::voided_on.is_null())
        .filter(actions::due_on.lt(today))
        .filter(not(exists(noticed)))
        .order((actions::due_on.asc(), actions::id.asc()))
        .select((actions::id, actions::area, actions::reference, actions::due_on))
        .limit(most)
        .load(conn)?)
}

/// Records that this action missed this date, once: a second record is a conflict.
pub fn keep_notice(
    conn: &mut AnyConnection,
    action: &ActionId,
    due_on: NaiveDate,
    area: &str,
    now: NaiveDateTime,
) -> Result<(), ApiError> {
    let row = (
        overdue_notices::action_id.eq(action),
        overdue_notices::due_on.eq(due_on),
        overdue_notices::area.eq(area),
        overdue_notices::noticed_at.eq(now),
    );
    diesel::insert_into(overdue_notices::table).values(row).execute(conn)?;
    Ok(())
}
