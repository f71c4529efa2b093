//! Plans over HTTP: the view, the handlers, the routes.

use std::collections::HashMap;

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{AdoptPlan, DraftPlan, EditPlan, Plan, PlanAct, PlanId, PlanStatus, SupersedePlan};
use super::store::{PlanFilter, PlanInclude, PlanSort};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed, Tx, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::http::query::{Query, listed};
use crate::record::planning::areas::model::BodyId;
use crate::record::planning::priorities::api::PriorityView;

/// A plan as visible to the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanView {
    pub id: PlanId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub body_id: BodyId,
    #[schema(example = "Safer West Mercia Plan")]
    pub title: String,
    pub summary: Option<String>,
    pub period_from: NaiveDate,
    pub period_to: NaiveDate,
    pub status: PlanStatus,
    pub adopted_on: Option<NaiveDate>,
    /// First day on which its replacement is in force.
    pub superseded_on: Option<NaiveDate>,
    pub superseded_by: Option<PlanId>,
    /// Priorities, with `include=priorities`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priorities: Option<Vec<PriorityView>>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["supersede"]))]
    pub allowed_acts: Vec<PlanAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 2)]
    pub version: i32,
}

impl Versioned for PlanView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn one_view(view: &View<'_>, plan: Plan) -> PlanView {
    PlanView {
        id: plan.id,
        area: plan.area,
        body_id: plan.body_id,
        title: plan.title,
        summary: plan.summary,
        period_from: plan.period_from,
        period_to: plan.period_to,
        status: plan.status,
        adopted_on: plan.adopted_on,
        superseded_on: plan.superseded_on,
        superseded_by: plan.superseded_by,
        priorities: None,
        allowed_acts: rules::allowed_acts(plan.status, view.actor),
        created_at: plan.created_at.and_utc(),
        updated_at: plan.updated_at.and_utc(),
        version: plan.version,
    }
}

/// Builds views of records, with their priorities if wanted. A page takes as many queries as one record.
pub fn views(view: &mut View<'_>, plans: Vec<Plan>, with_priorities: bool) -> Result<Vec<PlanView>, ApiError> {
    let mut embedded =
        if with_priorities { crate::record::planning::priorities::api::of_plans(view, &plans)? } else { HashMap::default() };
    Ok(plans
        .into_iter()
        .map(|plan| {
            let mut plan = one_view(view, plan);
            if with_priorities {
                plan.priorities = Some(embedded.remove(&plan.id).unwrap_or_default());
            }
            plan
        })
        .collect())
}

fn updated(tx: &mut Tx<'_>, plan: Plan) -> Changed<PlanView> {
    Changed::updated(one_view(&tx.view(), plan))
}

/// Parameters of one plan.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PlanQuery {
    /// Records to embed in a plan, separated by commas.
    #[serde(default, deserialize_with = "listed")]
    #[param(style = Form, explode = false, nullable = false)]
    pub include: Vec<PlanInclude>,
    /// Members to return, separated by commas. `id` is always included.
    #[serde(default)]
    #[param(style = Form, explode = false, nullable = false)]
    pub fields: Vec<String>,
}

/// List plans.
///
/// The force sees plans from their adoption on.
#[utoipa::path(tag = "plans", params(PlanFilter, PagesBy::<PlanSort>), responses((status = 200, body = Listing<PlanView>)))]
#[get("/plans")]
pub async fn list_plans(call: Call, list: ListQuery<PlanFilter, PlanSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| views(view, rows, list.filter.include.contains(&PlanInclude::Priorities)))
    })
    .await
}

/// Draft a plan.
///
/// By the PCC or the office.
#[utoipa::path(tag = "plans", request_body = DraftPlan, responses((status = 201, body = PlanView)))]
#[post("/plans")]
pub async fn draft_plan(call: Call, body: JsonBody<DraftPlan>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let plan = acts::draft(tx, &input)?;
        Ok(Changed::created(format!("/v1/plans/{}", plan.id), one_view(&tx.view(), plan)))
    })
    .await
}

/// Read a plan.
#[utoipa::path(tag = "plans", params(("id" = PlanId, Path), PlanQuery), responses((status = 200, body = PlanView)))]
#[get("/plans/{id}")]
pub async fn get_plan(call: Call, id: web::Path<PlanId>, query: Query<PlanQuery>) -> Result<HttpResponse, ApiError> {
    let with_priorities = query.0.include.contains(&PlanInclude::Priorities);
    call.item(&query.0.fields, move |view| {
        let plan = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        views(view, vec![plan], with_priorities)?.pop().ok_or(ApiError::NotFound)
    })
    .await
}

/// Change a draft plan.
///
/// JSON Merge Patch: absent members stay, `null` clears.
#[utoipa::path(
    tag = "plans", params(("id" = PlanId, Path), IfMatchHeader),
    request_body(content = EditPlan, content_type = "application/merge-patch+json"),
    responses((status = 200, body = PlanView))
)]
#[patch("/plans/{id}")]
pub async fn edit_plan(call: Call, id: web::Path<PlanId>, body: JsonBody<EditPlan>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let plan = acts::edit(tx, &id, &input)?;
        Ok(updated(tx, plan))
    })
    .await
}

/// Delete a draft plan, with its priorities.
#[utoipa::path(tag = "plans", params(("id" = PlanId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/plans/{id}")]
pub async fn delete_plan(call: Call, id: web::Path<PlanId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<PlanView>::Deleted)
    })
    .await
}

/// Adopt a plan.
///
/// By the PCC. The plan needs at least one priority, and cannot change afterwards.
#[utoipa::path(
    tag = "plans", params(("id" = PlanId, Path), IfMatchHeader),
    request_body(content = Option<AdoptPlan>), responses((status = 200, body = PlanView))
)]
#[post("/plans/{id}/adopt")]
pub async fn adopt_plan(call: Call, id: web::Path<PlanId>, body: OptionalJsonBody<AdoptPlan>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let plan = acts::adopt(tx, &id, &input)?;
        Ok(updated(tx, plan))
    })
    .await
}

/// Supersede an adopted plan.
///
/// By the PCC. Questions stay linked to the priorities of the plan that was in force when they were put.
#[utoipa::path(
    tag = "plans", params(("id" = PlanId, Path), IfMatchHeader),
    request_body = SupersedePlan, responses((status = 200, body = PlanView))
)]
#[post("/plans/{id}/supersede")]
pub async fn supersede_plan(call: Call, id: web::Path<PlanId>, body: JsonBody<SupersedePlan>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let plan = acts::supersede(tx, &id, &input)?;
        Ok(updated(tx, plan))
    })
    .await
}

/// Take back that a plan was adopted.
///
/// By the PCC, with the reason, while no record is linked to its priorities and no edition of it is public. It is a draft again.
#[utoipa::path(
    tag = "plans", params(("id" = PlanId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = PlanView))
)]
#[post("/plans/{id}/unadopt")]
pub async fn unadopt_plan(call: Call, id: web::Path<PlanId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let plan = acts::unadopt(tx, &id, &input)?;
        Ok(updated(tx, plan))
    })
    .await
}

/// Take back that a plan was superseded.
///
/// By the PCC, with the reason. It is adopted as before; the plan that took its place stays adopted too.
#[utoipa::path(
    tag = "plans", params(("id" = PlanId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = PlanView))
)]
#[post("/plans/{id}/reinstate")]
pub async fn reinstate_plan(call: Call, id: web::Path<PlanId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let plan = acts::reinstate(tx, &id, &input)?;
        Ok(updated(tx, plan))
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_plans)
        .service(draft_plan)
        .service(get_plan)
        .service(edit_plan)
        .service(delete_plan)
        .service(adopt_plan)
        .service(supersede_plan)
        .service(unadopt_plan)
        .service(reinstate_plan);
}
