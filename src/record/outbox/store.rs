//! The SQL of the outbox: who listens, and what waits to be sent. Nothing here decides.

use diesel::prelude::*;

use super::model::{Delivery, Listener, WebhookStatus};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{webhook_deliveries, webhooks};

/// Returns the enabled webhooks of an area, of both sides.
pub fn enabled(conn: &mut AnyConnection, area: &str) -> Result<Vec<Listener>, ApiError> {
    let of_area = webhooks::table.filter(webhooks::area.eq(area)).filter(webhooks::status.eq(WebhookStatus::Enabled));
    Ok(of_area.order(webhooks::id.asc()).select(Listener::as_select()).load(conn)?)
}

/// Adds a delivery.
pub fn insert_delivery(conn: &mut AnyConnection, delivery: &Delivery) -> Result<(), ApiError> {
    diesel::insert_into(webhook_deliveries::table).values(delivery).execute(conn)?;
    Ok(())
}
