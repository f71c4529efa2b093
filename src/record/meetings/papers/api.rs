//! Papers over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{AddPaper, EditPaper, OwedBy, Paper, PaperAct, PaperId, PaperKind, PublishPaper, ReceivePaper};
use super::rules::PaperState;
use super::store::{PaperFilter, PaperSort};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed, Tx, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, NoFilter, PagesBy};
use crate::http::query::Query;
use crate::record::deadlines::lateness::{Lateness, Limits, limits_of};
use crate::record::meetings;
use crate::record::meetings::model::{AgendaItemId, MeetingId, MeetingStatus};

/// A paper of a meeting.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaperView {
    pub id: PaperId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub meeting_id: MeetingId,
    pub agenda_item_id: Option<AgendaItemId>,
    pub kind: PaperKind,
    #[schema(example = "Use of kiosks by trained staff")]
    pub title: String,
    pub owed_by: OwedBy,
    /// Person who provides it, as named in the record.
    #[schema(example = "ACC")]
    pub owner: Option<String>,
    /// Last day on which it is on time.
    pub due_on: Option<NaiveDate>,
    /// Last day in words.
    #[schema(example = "Fri 18 January")]
    pub due_text: Option<String>,
    /// True when the words state a day that is impossible, so that nobody knows when it is due.
    pub needs_review: bool,
    pub received_on: Option<NaiveDate>,
    /// Reason it was returned; present until it is received again.
    pub returned_reason: Option<String>,
    /// True when it was neither received nor published, its last day has passed in Europe/London, and the meeting was not
    /// cancelled (derived).
    pub overdue: bool,
    /// Lateness; `null` when it is not awaited any more, or has no due date (derived).
    pub lateness: Option<Lateness>,
    /// Address of a published copy.
    #[schema(example = "https://www.example.org/meetings/2019-01/kiosks.pdf")]
    pub url: Option<String>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "receive"]))]
    pub allowed_acts: Vec<PaperAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for PaperView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn one_view(view: &View<'_>, limits: Limits, paper: Paper, meeting: MeetingStatus) -> PaperView {
    let state = PaperState::of(&paper, meeting);
    PaperView {
        allowed_acts: rules::allowed_acts(&state, view.actor),
        overdue: rules::is_overdue(&state, paper.due_on, view.today),
        lateness: limits.lateness(rules::is_owed(&state), paper.due_on),
        id: paper.id,
        area: paper.area,
        meeting_id: paper.meeting_id,
        agenda_item_id: paper.agenda_item_id,
        kind: paper.kind,
        title: paper.title,
        owed_by: paper.owed_by,
        owner: paper.owner,
        due_on: paper.due_on,
        due_text: paper.due_text,
        needs_review: paper.needs_review,
        received_on: paper.received_on,
        returned_reason: paper.returned_reason,
        url: paper.url,
        created_at: paper.created_at.and_utc(),
        updated_at: paper.updated_at.and_utc(),
        version: paper.version,
    }
}

fn changed_view(tx: &mut Tx<'_>, paper: Paper, meeting: MeetingStatus) -> Result<PaperView, ApiError> {
    let limits = limits_of(tx.conn, &tx.actor.area, tx.today)?;
    Ok(one_view(&tx.view(), limits, paper, meeting))
}

/// Builds views of records. A page takes as many queries as one record.
pub fn views(view: &mut View<'_>, papers: Vec<Paper>) -> Result<Vec<PaperView>, ApiError> {
    let ids: Vec<MeetingId> = papers.iter().map(|paper| paper.meeting_id.clone()).collect();
    let limits = limits_of(view.conn, &view.actor.area, view.today)?;
    let statuses = meetings::store::statuses(view.conn, &ids)?;
    papers
        .into_iter()
        .map(|paper| {
            let meeting = *statuses.get(&paper.meeting_id).ok_or(ApiError::NotFound)?;
            Ok(one_view(view, limits, paper, meeting))
        })
        .collect()
}

/// Parameters of one paper.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PaperQuery {
    /// Members to return, separated by commas. `id` is always included.
    #[serde(default)]
    #[param(style = Form, explode = false, nullable = false)]
    pub fields: Vec<String>,
}

/// List the papers of all meetings.
#[utoipa::path(tag = "papers", params(PaperFilter, PagesBy::<PaperSort>), responses((status = 200, body = Listing<PaperView>)))]
#[get("/papers")]
pub async fn list_papers(call: Call, list: ListQuery<PaperFilter, PaperSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window, view.today)?;
        page.try_map(|rows| views(view, rows))
    })
    .await
}

/// List the papers of a meeting.
#[utoipa::path(tag = "papers", params(("id" = MeetingId, Path), PagesBy::<PaperSort>), responses((status = 200, body = Listing<PaperView>)))]
#[get("/meetings/{id}/papers")]
pub async fn list_meeting_papers(
    call: Call,
    id: web::Path<MeetingId>,
    list: ListQuery<NoFilter, PaperSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, move |view, list| {
        meetings::store::find(view.conn, &meetings::rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        let filter = PaperFilter { meeting: Some(id.into_inner()), ..PaperFilter::default() };
        let page = store::list(view.conn, &rules::scope(view.actor), &filter, &list.window, view.today)?;
        page.try_map(|rows| views(view, rows))
    })
    .await
}

/// Add a paper to a meeting.
///
/// By the PCC or the office, until the record of the meeting is agreed; minutes and notes also afterwards.
#[utoipa::path(
    tag = "papers", params(("id" = MeetingId, Path)), request_body = AddPaper, responses((status = 201, body = PaperView))
)]
#[post("/meetings/{id}/papers")]
pub async fn add_paper(call: Call, id: web::Path<MeetingId>, body: JsonBody<AddPaper>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let (paper, meeting) = acts::add(tx, &id, &input)?;
        Ok(Changed::created(format!("/v1/papers/{}", paper.id), changed_view(tx, paper, meeting.status)?))
    })
    .await
}

/// Read a paper.
#[utoipa::path(tag = "papers", params(("id" = PaperId, Path), PaperQuery), responses((status = 200, body = PaperView)))]
#[get("/papers/{id}")]
pub async fn get_paper(call: Call, id: web::Path<PaperId>, query: Query<PaperQuery>) -> Result<HttpResponse, ApiError> {
    call.item(&query.0.fields, move |view| {
        let paper = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        views(view, vec![paper])?.pop().ok_or(ApiError::NotFound)
    })
    .await
}

/// Change a paper.
///
/// By the PCC or the office, until the record of the meeting is agreed; minutes and notes also afterwards. JSON Merge Patch:
/// absent members stay, `null` clears.
#[utoipa::path(
    tag = "papers", params(("id" = PaperId, Path), IfMatchHeader),
    request_body(content = EditPaper, content_type = "application/merge-patch+json"),
    responses((status = 200, body = PaperView))
)]
#[patch("/papers/{id}")]
pub async fn edit_paper(call: Call, id: web::Path<PaperId>, body: JsonBody<EditPaper>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let (paper, meeting) = acts::edit(tx, &id, &input)?;
        Ok(Changed::updated(changed_view(tx, paper, meeting)?))
    })
    .await
}

/// Delete a paper that was neither received nor published.
#[utoipa::path(tag = "papers", params(("id" = PaperId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/papers/{id}")]
pub async fn delete_paper(call: Call, id: web::Path<PaperId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<PaperView>::Deleted)
    })
    .await
}

/// Hand in a paper, or record that it was received.
///
/// The force hands in the papers it owes, dated today; the PCC or the office records any paper, also for an earlier day.
#[utoipa::path(
    tag = "papers", params(("id" = PaperId, Path), IfMatchHeader),
    request_body(content = Option<ReceivePaper>), responses((status = 200, body = PaperView))
)]
#[post("/papers/{id}/receive")]
pub async fn receive_paper(
    call: Call,
    id: web::Path<PaperId>,
    body: OptionalJsonBody<ReceivePaper>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let (paper, meeting) = acts::receive(tx, &id, &input)?;
        Ok(Changed::updated(changed_view(tx, paper, meeting)?))
    })
    .await
}

/// Return a paper that is not what was asked for.
///
/// By the PCC or the office, with the reason. It is due again.
#[utoipa::path(
    tag = "papers", params(("id" = PaperId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = PaperView))
)]
#[post("/papers/{id}/return")]
pub async fn return_paper(call: Call, id: web::Path<PaperId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let (paper, meeting) = acts::send_back(tx, &id, &input)?;
        Ok(Changed::updated(changed_view(tx, paper, meeting)?))
    })
    .await
}

/// Record the address of a published copy of a paper.
///
/// By the PCC or the office, also after the record of the meeting is agreed.
#[utoipa::path(
    tag = "papers", params(("id" = PaperId, Path), IfMatchHeader),
    request_body = PublishPaper, responses((status = 200, body = PaperView))
)]
#[post("/papers/{id}/publish")]
pub async fn publish_paper(call: Call, id: web::Path<PaperId>, body: JsonBody<PublishPaper>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let (paper, meeting) = acts::publish(tx, &id, &input)?;
        Ok(Changed::updated(changed_view(tx, paper, meeting)?))
    })
    .await
}

/// Take back the address of a published copy of a paper.
///
/// By the PCC or the office, with the reason, when no copy was published.
#[utoipa::path(
    tag = "papers", params(("id" = PaperId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = PaperView))
)]
#[post("/papers/{id}/take-back-publication")]
pub async fn take_back_paper_publication(
    call: Call,
    id: web::Path<PaperId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let (paper, meeting) = acts::take_back_publication(tx, &id, &input)?;
        Ok(Changed::updated(changed_view(tx, paper, meeting)?))
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_papers)
        .service(list_meeting_papers)
        .service(add_paper)
        .service(get_paper)
        .service(edit_paper)
        .service(delete_paper)
        .service(receive_paper)
        .service(return_paper)
        .service(publish_paper)
        .service(take_back_paper_publication);
}
