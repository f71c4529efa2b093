//! Audit entries as data.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::Value;

use crate::foundation::actor::Role;
use crate::foundation::db::{JsonText, id_type};

id_type!(
    /// The id of an audit entry.
    AuditId
);

/// One act on one record, as stored.
#[derive(Debug, Clone, Queryable)]
pub struct AuditEntry {
    pub id: AuditId,
    pub area: String,
    pub at: NaiveDateTime,
    pub actor_id: Option<String>,
    pub actor_name: String,
    pub actor_role: Role,
    pub resource: String,
    pub resource_id: String,
    pub act: String,
    pub from_status: Option<String>,
    pub to_status: Option<String>,
    pub reason: Option<String>,
    pub changes: JsonText<Value>,
    pub version: i32,
    pub request_id: String,
}
