//! The audit trail over HTTP: read only.

use actix_web::{HttpResponse, get, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::model::{AuditEntry, AuditId};
use super::store::{AuditFilter, AuditSort};
use super::{rules, store};
use crate::foundation::actor::Role;
use crate::foundation::error::ApiError;
use crate::http::call::{Call, Versioned};
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};

/// One act on one record.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditView {
    pub id: AuditId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub at: DateTime<Utc>,
    /// Id of the user; absent for an import by the operator.
    pub actor_id: Option<String>,
    pub actor_name: String,
    pub actor_role: Role,
    #[schema(example = "questions")]
    pub resource: String,
    pub resource_id: String,
    #[schema(example = "put")]
    pub act: String,
    #[schema(example = "draft")]
    pub from_status: Option<String>,
    #[schema(example = "put")]
    pub to_status: Option<String>,
    pub reason: Option<String>,
    /// Values that were set.
    #[schema(value_type = Object)]
    pub changes: Value,
    /// Version of the record after the act.
    #[schema(example = 2)]
    pub version: i32,
    pub request_id: String,
}

impl Versioned for AuditView {
    /// An entry never changes.
    fn version(&self) -> i32 {
        1
    }
}

fn one_view(entry: AuditEntry) -> Result<AuditView, ApiError> {
    Ok(AuditView {
        id: entry.id,
        area: entry.area,
        at: entry.at.and_utc(),
        actor_id: entry.actor_id,
        actor_name: entry.actor_name,
        actor_role: entry.actor_role,
        resource: entry.resource,
        resource_id: entry.resource_id,
        act: entry.act,
        from_status: entry.from_status,
        to_status: entry.to_status,
        reason: entry.reason,
        changes: entry.changes.get()?,
        version: entry.version,
        request_id: entry.request_id,
    })
}

/// List audit entries in chronological order.
///
/// The body sees its whole area except the force's acts on its own drafts; the force sees its own side's acts.
#[utoipa::path(tag = "audit", params(AuditFilter, PagesBy::<AuditSort>), responses((status = 200, body = Listing<AuditView>)))]
#[get("/audit")]
pub async fn list_audit_entries(call: Call, list: ListQuery<AuditFilter, AuditSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| rows.into_iter().map(one_view).collect())
    })
    .await
}

/// Read an audit entry.
#[utoipa::path(tag = "audit", params(("id" = AuditId, Path)), responses((status = 200, body = AuditView)))]
#[get("/audit/{id}")]
pub async fn get_audit_entry(call: Call, id: web::Path<AuditId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let entry = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        one_view(entry)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_audit_entries).service(get_audit_entry);
}
