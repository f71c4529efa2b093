//! Priorities over HTTP: the view, the handlers, the routes.

use std::collections::HashMap;

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{AddPriority, EditPriority, Priority};
use super::store::{PriorityFilter, PrioritySort};
use super::{acts, store};
use crate::foundation::error::ApiError;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::record::planning::plans::model::{Plan, PlanId, PlanStatus, PriorityAct, PriorityId};
use crate::record::planning::plans::rules;

/// A priority as visible to the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct PriorityView {
    pub id: PriorityId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub plan_id: PlanId,
    /// Status of its plan. The priority can be changed while that is `draft`.
    pub plan_status: PlanStatus,
    #[schema(example = 1)]
    pub position: i32,
    #[schema(example = "Putting victims and survivors first")]
    pub title: String,
    pub description: Option<String>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "delete"]))]
    pub allowed_acts: Vec<PriorityAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for PriorityView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds the view of a priority whose plan is in `plan_status`.
pub fn one_view(view: &View<'_>, priority: Priority, plan_status: PlanStatus) -> PriorityView {
    PriorityView {
        id: priority.id,
        area: priority.area,
        plan_id: priority.plan_id,
        plan_status,
        position: priority.position,
        title: priority.title,
        description: priority.description,
        allowed_acts: rules::allowed_acts_on_priority(plan_status, view.actor),
        created_at: priority.created_at.and_utc(),
        updated_at: priority.updated_at.and_utc(),
        version: priority.version,
    }
}

/// Returns the priorities of several plans in one query, for `include=priorities`.
pub fn of_plans(view: &mut View<'_>, plans: &[Plan]) -> Result<HashMap<PlanId, Vec<PriorityView>>, ApiError> {
    let statuses: HashMap<PlanId, PlanStatus> = plans.iter().map(|plan| (plan.id.clone(), plan.status)).collect();
    let ids: Vec<PlanId> = statuses.keys().cloned().collect();
    let mut by_plan: HashMap<PlanId, Vec<PriorityView>> = HashMap::new();
    for priority in store::of_plans(view.conn, &ids)? {
        let Some(status) = statuses.get(&priority.plan_id) else { continue };
        by_plan.entry(priority.plan_id.clone()).or_default().push(one_view(view, priority, *status));
    }
    Ok(by_plan)
}

/// List priorities.
///
/// The force sees the priorities of adopted plans.
#[utoipa::path(tag = "plans", params(PriorityFilter, PagesBy::<PrioritySort>), responses((status = 200, body = Listing<PriorityView>)))]
#[get("/priorities")]
pub async fn list_priorities(call: Call, list: ListQuery<PriorityFilter, PrioritySort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| {
            let mut statuses: HashMap<PlanId, PlanStatus> = HashMap::new();
            let mut views = Vec::with_capacity(rows.len());
            for priority in rows {
                let status = match statuses.get(&priority.plan_id) {
                    Some(status) => *status,
                    None => store::plan_status(view.conn, &priority.plan_id)?,
                };
                statuses.insert(priority.plan_id.clone(), status);
                views.push(one_view(view, priority, status));
            }
            Ok(views)
        })
    })
    .await
}

/// Add a priority to a draft plan.
///
/// By the PCC or the office.
#[utoipa::path(tag = "plans", request_body = AddPriority, responses((status = 201, body = PriorityView)))]
#[post("/priorities")]
pub async fn add_priority(call: Call, body: JsonBody<AddPriority>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let (priority, status) = acts::add(tx, &input)?;
        Ok(Changed::created(format!("/v1/priorities/{}", priority.id), one_view(&tx.view(), priority, status)))
    })
    .await
}

/// Read a priority.
#[utoipa::path(tag = "plans", params(("id" = PriorityId, Path)), responses((status = 200, body = PriorityView)))]
#[get("/priorities/{id}")]
pub async fn get_priority(call: Call, id: web::Path<PriorityId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let (priority, status) = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        Ok(one_view(view, priority, status))
    })
    .await
}

/// Change a priority of a draft plan.
///
/// JSON Merge Patch: absent members stay, `null` clears.
#[utoipa::path(
    tag = "plans", params(("id" = PriorityId, Path), IfMatchHeader),
    request_body(content = EditPriority, content_type = "application/merge-patch+json"),
    responses((status = 200, body = PriorityView))
)]
#[patch("/priorities/{id}")]
pub async fn edit_priority(
    call: Call,
    id: web::Path<PriorityId>,
    body: JsonBody<EditPriority>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let (priority, status) = acts::edit(tx, &id, &input)?;
        Ok(Changed::updated(one_view(&tx.view(), priority, status)))
    })
    .await
}

/// Delete a priority of a draft plan.
#[utoipa::path(tag = "plans", params(("id" = PriorityId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/priorities/{id}")]
pub async fn delete_priority(call: Call, id: web::Path<PriorityId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<PriorityView>::Deleted)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_priorities).service(add_priority).service(get_priority).service(edit_priority).service(delete_priority);
}
