//! Writing and reading the audit trail.

use diesel::prelude::*;
use serde::Serialize;

use crate::error::ApiError;
use crate::http::call::Tx;
use crate::schema::audit;

/// One act on one record, as the slice that carried it out tells it.
pub struct Entry<'a, C: Serialize> {
    /// The collection: `questions`, `responses`, ...
    pub resource: &'static str,
    pub resource_id: &'a str,
    /// The act's name as in `allowed_acts`, or `create`, `edit`, `delete`.
    pub act: &'static str,
    pub from_status: Option<&'static str>,
    pub to_status: Option<&'static str>,
    pub reason: Option<&'a str>,
    /// What was set, as JSON.
    pub changes: &'a C,
    /// The version of the record after the act.
    pub version: i32,
}

/// Adds an entry in the transaction of its act.
pub fn record<C: Serialize>(tx: &mut Tx<'_>, entry: &Entry<'_, C>) -> Result<(), ApiError> {
    diesel::insert_into(audit::table)
        .values((
            audit::id.eq(tx.ids.next()),
            audit::area.eq(&tx.actor.area),
            audit::at.eq(tx.now),
            audit::actor_id.eq(tx.actor.user_id.as_ref().map(|id| id.as_str())),
            audit::actor_name.eq(&tx.actor.name),
            audit::actor_role.eq(tx.actor.role.as_str()),
            audit::resource.eq(entry.resource),
            audit::resource_id.eq(entry.resource_id),
            audit::act.eq(entry.act),
            audit::from_status.eq(entry.from_status),
            audit::to_status.eq(entry.to_status),
            audit::reason.eq(entry.reason),
            audit::changes.eq(serde_json::to_string(entry.changes)?),
            audit::version.eq(entry.version),
            audit::request_id.eq(tx.request_id),
        ))
        .execute(tx.conn)?;
    Ok(())
}
