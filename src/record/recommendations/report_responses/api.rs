//! Responses to reports over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{
    CompleteReportResponse, Copies, DraftReportResponse, EditReportResponse, NoteSent, Recipient, ReportResponse,
    ReportResponseAct, ReportResponseId, ReportResponseStatus, TakeBackSent,
};
use super::store::ReportResponseSort;
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed, Tx, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, NoFilter, PagesBy};
use crate::http::query::Query;
use crate::record::published;
use crate::record::recommendations::recommendation_sets::model::RecommendationSetId;
use crate::record::recommendations::recommendation_sets::{rules as set_rules, store as sets};

/// The body's response to a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportResponseView {
    pub id: ReportResponseId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub recommendation_set_id: RecommendationSetId,
    #[schema(example = "The body welcomes the report and has asked for progress each quarter.")]
    pub text: String,
    /// Recipients of the response, and of copies of what was published, in the order they were added.
    pub sent_to: Vec<Recipient>,
    /// Days on which copies of what was published went to the inspectors and the Secretary of State (Police Act 1996 s.55(6));
    /// `null` unless it responds to an inspection report (derived).
    pub copies: Option<Copies>,
    pub status: ReportResponseStatus,
    pub completed_on: Option<NaiveDate>,
    /// Day, in Europe/London, that it was first published: in an edition that is still public, or elsewhere (derived).
    #[schema(example = "2019-03-29")]
    pub published_on: Option<NaiveDate>,
    /// True when it was published after the last lawful day, or that day has passed and it is unpublished (derived). The duty
    /// is to publish it: completing it is not enough. A response to the panel is late when the panel did not have it, complete, by
    /// the day that the panel had set.
    pub late: bool,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "note-sent"]))]
    pub allowed_acts: Vec<ReportResponseAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 2)]
    pub version: i32,
}

impl Versioned for ReportResponseView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds the view of a response.
pub fn view_of(view: &mut View<'_>, response: ReportResponse) -> Result<ReportResponseView, ApiError> {
    let set = sets::find(view.conn, &set_rules::scope(view.actor), &response.set_id)?.ok_or(ApiError::NotFound)?;
    let published_on = published::store::response_days(view.conn, std::slice::from_ref(&set.id))?.remove(set.id.as_str());
    let sent_to = response.recipients()?;
    let met_on = set_rules::met_on(set.source, published_on, rules::given_to_panel_on(&response));
    Ok(ReportResponseView {
        allowed_acts: rules::allowed_acts(response.status, !sent_to.is_empty(), view.actor),
        copies: rules::copies(set.source, &sent_to, published_on),
        late: set_rules::response_in_time(set_rules::response_due_on(&set), met_on, view.today) == Some(false),
        area: response.area,
        recommendation_set_id: response.set_id,
        text: response.text,
        sent_to,
        status: response.status,
        completed_on: response.completed_on,
        published_on,
        created_at: response.created_at.and_utc(),
        updated_at: response.updated_at.and_utc(),
        version: response.version,
        id: response.id,
    })
}

fn updated(tx: &mut Tx<'_>, response: ReportResponse) -> Result<Changed<ReportResponseView>, ApiError> {
    view_of(&mut tx.view(), response).map(Changed::updated)
}

/// Parameters of one response.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReportResponseQuery {
    /// Members to return, separated by commas. `id` is always included.
    #[serde(default)]
    #[param(style = Form, explode = false, nullable = false)]
    pub fields: Vec<String>,
}

/// List the response to a report.
///
/// There is at most one; a draft is visible only to the body.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationSetId, Path), PagesBy::<ReportResponseSort>),
    responses((status = 200, body = Listing<ReportResponseView>))
)]
#[get("/recommendation-sets/{id}/responses")]
pub async fn list_report_responses(
    call: Call,
    id: web::Path<RecommendationSetId>,
    list: ListQuery<NoFilter, ReportResponseSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, move |view, list| {
        sets::find(view.conn, &set_rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        let page = store::list(view.conn, &rules::scope(view.actor), &id, &list.window)?;
        page.try_map(|rows| rows.into_iter().map(|response| view_of(view, response)).collect())
    })
    .await
}

/// Draft the body's response to a report.
///
/// By the PCC or the office. Only the body sees the draft. A second one is 409.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationSetId, Path)),
    request_body = DraftReportResponse, responses((status = 201, body = ReportResponseView))
)]
#[post("/recommendation-sets/{id}/responses")]
pub async fn draft_report_response(
    call: Call,
    id: web::Path<RecommendationSetId>,
    body: JsonBody<DraftReportResponse>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let response = acts::draft(tx, &id, &input)?;
        let location = format!("/v1/report-responses/{}", response.id);
        Ok(Changed::created(location, view_of(&mut tx.view(), response)?))
    })
    .await
}

/// Read the body's response to a report.
#[utoipa::path(
    tag = "recommendations", params(("id" = ReportResponseId, Path), ReportResponseQuery),
    responses((status = 200, body = ReportResponseView))
)]
#[get("/report-responses/{id}")]
pub async fn get_report_response(
    call: Call,
    id: web::Path<ReportResponseId>,
    query: Query<ReportResponseQuery>,
) -> Result<HttpResponse, ApiError> {
    call.item(&query.0.fields, move |view| {
        let response = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        view_of(view, response)
    })
    .await
}

/// Change the draft of a response to a report.
///
/// JSON Merge Patch: absent members stay.
#[utoipa::path(
    tag = "recommendations", params(("id" = ReportResponseId, Path), IfMatchHeader),
    request_body(content = EditReportResponse, content_type = "application/merge-patch+json"),
    responses((status = 200, body = ReportResponseView))
)]
#[patch("/report-responses/{id}")]
pub async fn edit_report_response(
    call: Call,
    id: web::Path<ReportResponseId>,
    body: JsonBody<EditReportResponse>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let response = acts::edit(tx, &id, &input)?;
        updated(tx, response)
    })
    .await
}

/// Delete the draft of a response to a report.
#[utoipa::path(tag = "recommendations", params(("id" = ReportResponseId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/report-responses/{id}")]
pub async fn delete_report_response(call: Call, id: web::Path<ReportResponseId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<ReportResponseView>::Deleted)
    })
    .await
}

/// Add recipients of the response.
///
/// By the PCC or the office, from the day on which the report was published. Copies of what was published about an inspection
/// report go to the inspectors of constabulary and the Secretary of State (Police Act 1996 s.55(6)).
#[utoipa::path(
    tag = "recommendations", params(("id" = ReportResponseId, Path), IfMatchHeader),
    request_body = NoteSent, responses((status = 200, body = ReportResponseView))
)]
#[post("/report-responses/{id}/note-sent")]
pub async fn note_report_response_sent(
    call: Call,
    id: web::Path<ReportResponseId>,
    body: JsonBody<NoteSent>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let response = acts::note_sent(tx, &id, &input)?;
        updated(tx, response)
    })
    .await
}

/// Take back a recipient that was noted by mistake.
///
/// By the PCC or the office, with the reason. The audit trail keeps the line.
#[utoipa::path(
    tag = "recommendations", params(("id" = ReportResponseId, Path), IfMatchHeader),
    request_body = TakeBackSent, responses((status = 200, body = ReportResponseView))
)]
#[post("/report-responses/{id}/take-back-sent")]
pub async fn take_back_report_response_sent(
    call: Call,
    id: web::Path<ReportResponseId>,
    body: JsonBody<TakeBackSent>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let response = acts::take_back_sent(tx, &id, &input)?;
        updated(tx, response)
    })
    .await
}

/// Complete the response to a report.
///
/// By the PCC. The response is 422 while a recommendation has neither the action taken or proposed nor the reason for none, or
/// while recommendations of an inspection report are not listed: each has its pointer. Recommendations of the inspectors and the
/// panel need the body's own answer (Police Act 1996 s.55(5B)). Everybody in the area sees it from now on.
#[utoipa::path(
    tag = "recommendations", params(("id" = ReportResponseId, Path), IfMatchHeader),
    request_body(content = Option<CompleteReportResponse>), responses((status = 200, body = ReportResponseView))
)]
#[post("/report-responses/{id}/complete")]
pub async fn complete_report_response(
    call: Call,
    id: web::Path<ReportResponseId>,
    body: OptionalJsonBody<CompleteReportResponse>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let response = acts::complete(tx, &id, &input)?;
        updated(tx, response)
    })
    .await
}

/// Reopen the response to a report.
///
/// By the PCC, with the reason. It is a draft again, which only the body sees, and the recommendations can be answered again. What was
/// published of it stays public until another edition or a withdrawal; a response to the panel is not given until it is complete again.
#[utoipa::path(
    tag = "recommendations", params(("id" = ReportResponseId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = ReportResponseView))
)]
#[post("/report-responses/{id}/reopen")]
pub async fn reopen_report_response(
    call: Call,
    id: web::Path<ReportResponseId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let response = acts::reopen(tx, &id, &input)?;
        updated(tx, response)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_report_responses)
        .service(draft_report_response)
        .service(get_report_response)
        .service(edit_report_response)
        .service(delete_report_response)
        .service(note_report_response_sent)
        .service(take_back_report_response_sent)
        .service(complete_report_response)
        .service(reopen_report_response);
}
