//! Rating scales over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, get, patch, post, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{AddRatingScale, EditRatingScale, Grade, RatingScale, RatingScaleAct, RatingScaleId};
use super::store::{RatingScaleFilter, RatingScaleSort};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::record::planning::areas::model::BodyId;

/// A rating scale.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatingScaleView {
    pub id: RatingScaleId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub body_id: BodyId,
    #[schema(example = "Assurance")]
    pub name: String,
    /// Grades, in the body's order.
    pub grades: Vec<Grade>,
    /// Acts that this caller may perform now; a scale that a rating has used cannot be edited.
    #[schema(example = json!(["edit"]))]
    pub allowed_acts: Vec<RatingScaleAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for RatingScaleView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds views of records. A page takes as many queries as one record.
pub fn views(view: &mut View<'_>, scales: Vec<RatingScale>) -> Result<Vec<RatingScaleView>, ApiError> {
    let ids: Vec<RatingScaleId> = scales.iter().map(|scale| scale.id.clone()).collect();
    let used = store::used_of(view.conn, &ids)?;
    let one = |scale: RatingScale| {
        Ok(RatingScaleView {
            area: scale.area,
            body_id: scale.body_id,
            name: scale.name,
            grades: scale.grades.get()?,
            allowed_acts: rules::allowed_acts(used.contains(&scale.id), view.actor),
            created_at: scale.created_at.and_utc(),
            updated_at: scale.updated_at.and_utc(),
            version: scale.version,
            id: scale.id,
        })
    };
    scales.into_iter().map(one).collect()
}

fn one_view(view: &mut View<'_>, scale: RatingScale) -> Result<RatingScaleView, ApiError> {
    views(view, vec![scale])?.pop().ok_or(ApiError::NotFound)
}

/// List rating scales.
#[utoipa::path(tag = "findings", params(RatingScaleFilter, PagesBy::<RatingScaleSort>), responses((status = 200, body = Listing<RatingScaleView>)))]
#[get("/rating-scales")]
pub async fn list_rating_scales(
    call: Call,
    list: ListQuery<RatingScaleFilter, RatingScaleSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| views(view, rows))
    })
    .await
}

/// Add a rating scale of a body.
///
/// By the PCC or the office. Each grade is the body's own label for one of the common codes.
#[utoipa::path(tag = "findings", request_body = AddRatingScale, responses((status = 201, body = RatingScaleView)))]
#[post("/rating-scales")]
pub async fn add_rating_scale(call: Call, body: JsonBody<AddRatingScale>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let scale = acts::add(tx, &input)?;
        let location = format!("/v1/rating-scales/{}", scale.id);
        Ok(Changed::created(location, one_view(&mut tx.view(), scale)?))
    })
    .await
}

/// Read a rating scale.
#[utoipa::path(tag = "findings", params(("id" = RatingScaleId, Path)), responses((status = 200, body = RatingScaleView)))]
#[get("/rating-scales/{id}")]
pub async fn get_rating_scale(call: Call, id: web::Path<RatingScaleId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let scale = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        one_view(view, scale)
    })
    .await
}

/// Change a rating scale that no rating has used.
///
/// By the PCC or the office. JSON Merge Patch: absent members stay; `grades` is replaced as a whole.
#[utoipa::path(
    tag = "findings", params(("id" = RatingScaleId, Path), IfMatchHeader),
    request_body(content = EditRatingScale, content_type = "application/merge-patch+json"),
    responses((status = 200, body = RatingScaleView))
)]
#[patch("/rating-scales/{id}")]
pub async fn edit_rating_scale(
    call: Call,
    id: web::Path<RatingScaleId>,
    body: JsonBody<EditRatingScale>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let scale = acts::edit(tx, &id, &input)?;
        one_view(&mut tx.view(), scale).map(Changed::updated)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_rating_scales).service(add_rating_scale).service(get_rating_scale).service(edit_rating_scale);
}
