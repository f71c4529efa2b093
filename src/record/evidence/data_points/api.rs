//! Data points over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::figure::FigureValue;
use super::input::{DraftDataPoint, EditDataPoint};
use super::model::{Collected, DataPoint, DataPointAct, DataPointId};
use super::store::{DataPointFilter, DataPointSort};
use super::{acts, rules, store};
use crate::foundation::actor::Side;
use crate::foundation::error::ApiError;
use crate::foundation::validate::{NoInput, Reasoned};
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed, Tx, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::record::evidence::measures;
use crate::record::evidence::measures::model::{MeasureId, MeasureSummary};
use crate::record::meetings::model::MeetingId;
use crate::record::model::DataPointStatus;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;
use crate::record::questions::responses;
use crate::record::questions::responses::model::{ResponseId, Speaker};
use crate::record::restrictions;
use crate::record::restrictions::model::RestrictDraft;
use crate::record::restrictions::view::RestrictionView;

/// A data point as visible to the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct DataPointView {
    pub id: DataPointId,
    #[schema(example = "west-mercia")]
    pub area: String,
    /// Author: the force itself, or the office recording an oral statement.
    pub side: Side,
    pub measure_id: Option<MeasureId>,
    /// The measure, with its definition and unit; `null` without one.
    pub measure: Option<MeasureSummary>,
    #[schema(example = "Backlog of devices")]
    pub label: String,
    #[schema(example = "devices")]
    pub unit: Option<String>,
    pub value: FigureValue,
    pub conditional_on: Option<String>,
    pub period_from: Option<NaiveDate>,
    pub period_to: Option<NaiveDate>,
    pub period_text: Option<String>,
    pub as_of: Option<NaiveDate>,
    pub collected: Collected,
    pub caveat: Option<String>,
    pub said_by: Vec<Speaker>,
    /// Figure in the words of the source.
    pub as_stated: Option<String>,
    pub question_id: Option<QuestionId>,
    /// Id of the response; also `null` while the response is a draft of the other side.
    pub response_id: Option<ResponseId>,
    pub meeting_id: Option<MeetingId>,
    pub topic_id: Option<TopicId>,
    pub priority_ids: Vec<PriorityId>,
    /// Ids of contradicting figures, named by this one or naming it.
    pub conflicts_with: Vec<DataPointId>,
    pub supersedes: Option<DataPointId>,
    /// Reason for correcting the earlier figure.
    pub supersede_reason: Option<String>,
    pub superseded_by: Option<DataPointId>,
    pub status: DataPointStatus,
    /// The people who read this draft, when only named people do; `null` otherwise.
    pub restricted: Option<RestrictionView>,
    pub submitted_at: Option<DateTime<Utc>>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "delete", "submit"]))]
    pub allowed_acts: Vec<DataPointAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for DataPointView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds views of records. A page takes as many queries as one record.
pub fn views(view: &mut View<'_>, points: Vec<DataPoint>) -> Result<Vec<DataPointView>, ApiError> {
    let ids: Vec<DataPointId> = points.iter().map(|point| point.id.clone()).collect();
    let mut conflicts = store::seen_conflicts(view.conn, &rules::scope(view.actor), &ids)?;
    let named: Vec<MeasureId> = points.iter().filter_map(|point| point.measure_id.clone()).collect();
    let measures = measures::store::summaries(view.conn, &view.actor.area, &named)?;
    let answers = points.iter().filter_map(|point| point.response_id.clone()).collect();
    let seen = store::seen_responses(view.conn, &responses::rules::scope(view.actor), answers)?;
    let drafts = points.iter().filter(|point| point.status == DataPointStatus::Draft);
    let mut restricted = restrictions::view::of(view.conn, drafts.map(|point| point.id.to_string()).collect())?;
    points
        .into_iter()
        .map(|point| {
            let restricted = restricted.remove(point.id.as_str());
            Ok(DataPointView {
                conflicts_with: conflicts.remove(&point.id).unwrap_or_default(),
                response_id: point.response_id.filter(|id| seen.contains(id)),
                allowed_acts: rules::allowed_acts(point.status, point.side, restricted.is_some(), view.actor),
                id: point.id,
                area: point.area,
                side: point.side,
                measure: point.measure_id.as_ref().and_then(|id| measures.get(id)).cloned(),
                measure_id: point.measure_id,
                label: point.label,
                unit: point.unit,
                value: point.value.get()?.carried(),
                conditional_on: point.conditional_on,
                period_from: point.period_from,
                period_to: point.period_to,
                period_text: point.period_text,
                as_of: point.as_of,
                collected: point.collected,
                caveat: point.caveat,
                said_by: point.said_by.get()?,
                as_stated: point.as_stated,
                question_id: point.question_id,
                meeting_id: point.meeting_id,
                topic_id: point.topic_id,
                priority_ids: point.priority_ids.get()?,
                supersedes: point.supersedes,
                supersede_reason: point.supersede_reason,
                superseded_by: point.superseded_by,
                status: point.status,
                restricted,
                submitted_at: point.submitted_at.map(|at| at.and_utc()),
                created_at: point.created_at.and_utc(),
                updated_at: point.updated_at.and_utc(),
                version: point.version,
            })
        })
        .collect()
}

fn one_view(view: &mut View<'_>, point: DataPoint) -> Result<DataPointView, ApiError> {
    views(view, vec![point])?.pop().ok_or_else(|| ApiError::Internal("a record without a view".into()))
}

fn updated(tx: &mut Tx<'_>, point: DataPoint) -> Result<Changed<DataPointView>, ApiError> {
    one_view(&mut tx.view(), point).map(Changed::updated)
}

/// List data points.
///
/// A draft is visible only to the side that writes it.
#[utoipa::path(tag = "data points", params(DataPointFilter, PagesBy::<DataPointSort>), responses((status = 200, body = Listing<DataPointView>)))]
#[get("/data-points")]
pub async fn list_data_points(call: Call, list: ListQuery<DataPointFilter, DataPointSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| views(view, rows))
    })
    .await
}

/// Draft a data point.
///
/// The force gives its own evidence; the office records oral statements. The body has no figures of its own.
#[utoipa::path(tag = "data points", request_body = DraftDataPoint, responses((status = 201, body = DataPointView)))]
#[post("/data-points")]
pub async fn draft_data_point(call: Call, body: JsonBody<DraftDataPoint>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let point = acts::draft(tx, &input)?;
        let location = format!("/v1/data-points/{}", point.id);
        Ok(Changed::created(location, one_view(&mut tx.view(), point)?))
    })
    .await
}

/// Read a data point.
#[utoipa::path(tag = "data points", params(("id" = DataPointId, Path)), responses((status = 200, body = DataPointView)))]
#[get("/data-points/{id}")]
pub async fn get_data_point(call: Call, id: web::Path<DataPointId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let point = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        one_view(view, point)
    })
    .await
}

/// Change a draft data point.
///
/// JSON Merge Patch: absent members stay, `null` clears; `value` is replaced as a whole.
#[utoipa::path(
    tag = "data points", params(("id" = DataPointId, Path), IfMatchHeader),
    request_body(content = EditDataPoint, content_type = "application/merge-patch+json"),
    responses((status = 200, body = DataPointView))
)]
#[patch("/data-points/{id}")]
pub async fn edit_data_point(
    call: Call,
    id: web::Path<DataPointId>,
    body: JsonBody<EditDataPoint>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let point = acts::edit(tx, &id, &input)?;
        updated(tx, point)
    })
    .await
}

/// Delete a draft data point.
#[utoipa::path(tag = "data points", params(("id" = DataPointId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/data-points/{id}")]
pub async fn delete_data_point(call: Call, id: web::Path<DataPointId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<DataPointView>::Deleted)
    })
    .await
}

/// Submit a data point.
///
/// Everybody in the area sees it from now on, and it cannot change. The figure in its `supersedes` is superseded.
#[utoipa::path(
    tag = "data points", params(("id" = DataPointId, Path), IfMatchHeader), request_body(content = Option<NoInput>),
    responses((status = 200, body = DataPointView))
)]
#[post("/data-points/{id}/submit")]
pub async fn submit_data_point(
    call: Call,
    id: web::Path<DataPointId>,
    body: OptionalJsonBody<NoInput>,
) -> Result<HttpResponse, ApiError> {
    call.write(&body.fingerprint, move |tx| {
        let point = acts::submit(tx, &id)?;
        updated(tx, point)
    })
    .await
}

/// Let only named people read a draft data point.
///
/// By the side that writes it, with the reason. Nobody else learns that it exists; you are always among the people, and the PCC reads
/// drafts of the body beside them. Other names: restrict it again. It ends when the draft is submitted.
#[utoipa::path(
    tag = "data points", params(("id" = DataPointId, Path), IfMatchHeader),
    request_body = RestrictDraft, responses((status = 200, body = DataPointView))
)]
#[post("/data-points/{id}/restrict")]
pub async fn restrict_data_point(
    call: Call,
    id: web::Path<DataPointId>,
    body: JsonBody<RestrictDraft>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let restricted = acts::restrict(tx, &id, &input)?;
        updated(tx, restricted)
    })
    .await
}

/// Let everybody of its side read a restricted draft data point again.
///
/// By the side that writes it, with the reason: by anybody who reads it.
#[utoipa::path(
    tag = "data points", params(("id" = DataPointId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = DataPointView))
)]
#[post("/data-points/{id}/unrestrict")]
pub async fn unrestrict_data_point(
    call: Call,
    id: web::Path<DataPointId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let restricted = acts::unrestrict(tx, &id, &input)?;
        updated(tx, restricted)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_data_points)
        .service(draft_data_point)
        .service(get_data_point)
        .service(edit_data_point)
        .service(delete_data_point)
        .service(submit_data_point)
        .service(restrict_data_point)
        .service(unrestrict_data_point);
}
