//! Areas and bodies over HTTP: the views, the handlers, the routes.

use actix_web::{HttpResponse, get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{AddBody, Area, AreaId, Body, BodyAct, BodyId, BodyKind, EditBody};
use super::store::{AreaSort, BodyFilter, BodySort};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, NoFilter, PagesBy};

/// A police area.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaView {
    pub id: AreaId,
    /// Slug that identifies the area in other records and tokens.
    #[schema(example = "west-mercia")]
    pub slug: String,
    /// Code at the beginning of references.
    #[schema(example = "WM")]
    pub code: String,
    #[schema(example = "West Mercia")]
    pub name: String,
    #[schema(example = "West Mercia Police")]
    pub force_name: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

/// An oversight body.
#[derive(Debug, Serialize, ToSchema)]
pub struct BodyView {
    pub id: BodyId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub kind: BodyKind,
    #[schema(example = "Police and Crime Commissioner for West Mercia")]
    pub name: String,
    pub valid_from: NaiveDate,
    /// Last day of its term.
    pub valid_to: Option<NaiveDate>,
    pub succeeded_by: Option<BodyId>,
    /// True when today is in its term (derived).
    pub in_office: bool,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit"]))]
    pub allowed_acts: Vec<BodyAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for AreaView {
    fn version(&self) -> i32 {
        self.version
    }
}

impl Versioned for BodyView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds the view of an area.
pub fn area_view(area: Area) -> AreaView {
    AreaView {
        id: area.id,
        slug: area.slug,
        code: area.code,
        name: area.name,
        force_name: area.force_name,
        created_at: area.created_at.and_utc(),
        updated_at: area.updated_at.and_utc(),
        version: area.version,
    }
}

/// Builds the view of a body.
pub fn body_view(view: &View<'_>, body: Body) -> BodyView {
    BodyView {
        id: body.id,
        area: body.area,
        kind: body.kind,
        name: body.name,
        valid_from: body.valid_from,
        valid_to: body.valid_to,
        succeeded_by: body.succeeded_by,
        in_office: rules::in_office(body.valid_from, body.valid_to, view.today),
        allowed_acts: rules::allowed_acts(view.actor),
        created_at: body.created_at.and_utc(),
        updated_at: body.updated_at.and_utc(),
        version: body.version,
    }
}

/// List areas: the caller's own.
#[utoipa::path(tag = "areas", params(PagesBy::<AreaSort>), responses((status = 200, body = Listing<AreaView>)))]
#[get("/areas")]
pub async fn list_areas(call: Call, list: ListQuery<NoFilter, AreaSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list_areas(view.conn, &rules::scope(view.actor), &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(area_view).collect()))
    })
    .await
}

/// Read an area.
#[utoipa::path(tag = "areas", params(("id" = AreaId, Path)), responses((status = 200, body = AreaView)))]
#[get("/areas/{id}")]
pub async fn get_area(call: Call, id: web::Path<AreaId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        store::find_area(view.conn, &rules::scope(view.actor), &id)?.map(area_view).ok_or(ApiError::NotFound)
    })
    .await
}

/// List oversight bodies.
#[utoipa::path(tag = "areas", params(BodyFilter, PagesBy::<BodySort>), responses((status = 200, body = Listing<BodyView>)))]
#[get("/bodies")]
pub async fn list_bodies(call: Call, list: ListQuery<BodyFilter, BodySort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list_bodies(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(|body| body_view(view, body)).collect()))
    })
    .await
}

/// Add an oversight body.
///
/// By the PCC or the office.
#[utoipa::path(tag = "areas", request_body = AddBody, responses((status = 201, body = BodyView)))]
#[post("/bodies")]
pub async fn add_body(call: Call, body: JsonBody<AddBody>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let body = acts::add_body(tx, &input)?;
        Ok(Changed::created(format!("/v1/bodies/{}", body.id), body_view(&tx.view(), body)))
    })
    .await
}

/// Read an oversight body.
#[utoipa::path(tag = "areas", params(("id" = BodyId, Path)), responses((status = 200, body = BodyView)))]
#[get("/bodies/{id}")]
pub async fn get_body(call: Call, id: web::Path<BodyId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let body = store::find_body(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        Ok(body_view(view, body))
    })
    .await
}

/// Change an oversight body: its name, its term, its successor.
///
/// By the PCC or the office. JSON Merge Patch.
#[utoipa::path(
    tag = "areas", params(("id" = BodyId, Path), IfMatchHeader),
    request_body(content = EditBody, content_type = "application/merge-patch+json"),
    responses((status = 200, body = BodyView))
)]
#[patch("/bodies/{id}")]
pub async fn edit_body(call: Call, id: web::Path<BodyId>, body: JsonBody<EditBody>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let body = acts::edit_body(tx, &id, &input)?;
        Ok(Changed::updated(body_view(&tx.view(), body)))
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_areas).service(get_area).service(list_bodies).service(add_body).service(get_body).service(edit_body);
}
