//! Measures over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{AddMeasure, BetterWhen, EditMeasure, Measure, MeasureAct, MeasureId, UnitKind};
use super::store::{MeasureFilter, MeasureSort};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;

/// A measure.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureView {
    pub id: MeasureId,
    #[schema(example = "west-mercia")]
    pub area: String,
    #[schema(example = "Digital forensics backlog")]
    pub name: String,
    pub definition: String,
    /// Unit as printed after a figure.
    #[schema(example = "devices")]
    pub unit: String,
    pub unit_kind: UnitKind,
    pub direction: BetterWhen,
    pub numerator: Option<String>,
    pub denominator: Option<String>,
    pub topic_id: Option<TopicId>,
    pub priority_ids: Vec<PriorityId>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "delete"]))]
    pub allowed_acts: Vec<MeasureAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for MeasureView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds the view of a measure.
pub fn one_view(view: &View<'_>, measure: Measure) -> Result<MeasureView, ApiError> {
    Ok(MeasureView {
        id: measure.id,
        area: measure.area,
        name: measure.name,
        definition: measure.definition,
        unit: measure.unit,
        unit_kind: measure.unit_kind,
        direction: measure.direction,
        numerator: measure.numerator,
        denominator: measure.denominator,
        topic_id: measure.topic_id,
        priority_ids: measure.priority_ids.get()?,
        allowed_acts: rules::allowed_acts(view.actor),
        created_at: measure.created_at.and_utc(),
        updated_at: measure.updated_at.and_utc(),
        version: measure.version,
    })
}

/// List measures.
#[utoipa::path(tag = "measures", params(MeasureFilter, PagesBy::<MeasureSort>), responses((status = 200, body = Listing<MeasureView>)))]
#[get("/measures")]
pub async fn list_measures(call: Call, list: ListQuery<MeasureFilter, MeasureSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| rows.into_iter().map(|measure| one_view(view, measure)).collect())
    })
    .await
}

/// Add a measure.
///
/// By the PCC or the office.
#[utoipa::path(tag = "measures", request_body = AddMeasure, responses((status = 201, body = MeasureView)))]
#[post("/measures")]
pub async fn add_measure(call: Call, body: JsonBody<AddMeasure>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let measure = acts::add(tx, &input)?;
        Ok(Changed::created(format!("/v1/measures/{}", measure.id), one_view(&tx.view(), measure)?))
    })
    .await
}

/// Read a measure.
#[utoipa::path(tag = "measures", params(("id" = MeasureId, Path)), responses((status = 200, body = MeasureView)))]
#[get("/measures/{id}")]
pub async fn get_measure(call: Call, id: web::Path<MeasureId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let measure = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        one_view(view, measure)
    })
    .await
}

/// Change a measure.
///
/// JSON Merge Patch: absent members stay, `null` clears.
#[utoipa::path(
    tag = "measures", params(("id" = MeasureId, Path), IfMatchHeader),
    request_body(content = EditMeasure, content_type = "application/merge-patch+json"),
    responses((status = 200, body = MeasureView))
)]
#[patch("/measures/{id}")]
pub async fn edit_measure(call: Call, id: web::Path<MeasureId>, body: JsonBody<EditMeasure>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let measure = acts::edit(tx, &id, &input)?;
        Ok(Changed::updated(one_view(&tx.view(), measure)?))
    })
    .await
}

/// Delete a measure that no data point uses.
#[utoipa::path(tag = "measures", params(("id" = MeasureId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/measures/{id}")]
pub async fn delete_measure(call: Call, id: web::Path<MeasureId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<MeasureView>::Deleted)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_measures).service(add_measure).service(get_measure).service(edit_measure).service(delete_measure);
}
