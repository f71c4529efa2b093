//! Publications elsewhere over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{
    ElsewhereStatus, NotePublishedElsewhere, OwedParagraph, OwedSubject, PublishedElsewhere, PublishedElsewhereAct,
    PublishedElsewhereId,
};
use super::store::{PublishedElsewhereFilter, PublishedElsewhereSort};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};

/// A publication elsewhere than in this service, which meets a duty of the register of what is owed.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedElsewhereView {
    pub id: PublishedElsewhereId,
    #[schema(example = "west-mercia")]
    pub area: String,
    /// Paragraph of the register that it meets.
    pub duty: OwedParagraph,
    pub subject_kind: OwedSubject,
    /// Id of the meeting, decision, set of recommendations or body.
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub subject_id: String,
    /// Day on which it was published.
    #[schema(example = "2022-12-20")]
    pub published_on: NaiveDate,
    /// Address of what was published.
    #[schema(example = "https://www.example.org/minutes-november-2022")]
    pub url: String,
    pub note: Option<String>,
    pub status: ElsewhereStatus,
    /// Reason it was taken back; `null` while it stands.
    #[schema(example = "The page is about another meeting.")]
    pub taken_back_reason: Option<String>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["take-back"]))]
    pub allowed_acts: Vec<PublishedElsewhereAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for PublishedElsewhereView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds the view of a publication elsewhere.
pub fn one_view(view: &View<'_>, one: PublishedElsewhere) -> PublishedElsewhereView {
    PublishedElsewhereView {
        allowed_acts: rules::allowed_acts(one.status, view.actor),
        id: one.id,
        area: one.area,
        duty: one.duty,
        subject_kind: one.subject_kind,
        subject_id: one.subject_id,
        published_on: one.published_on,
        url: one.url,
        note: one.note,
        status: one.status,
        taken_back_reason: one.taken_back_reason,
        created_at: one.created_at.and_utc(),
        updated_at: one.updated_at.and_utc(),
        version: one.version,
    }
}

/// List publications elsewhere.
///
/// Everybody in the area sees them.
#[utoipa::path(tag = "reports", params(PublishedElsewhereFilter, PagesBy::<PublishedElsewhereSort>), responses((status = 200, body = Listing<PublishedElsewhereView>)))]
#[get("/published-elsewhere")]
pub async fn list_published_elsewhere(
    call: Call,
    list: ListQuery<PublishedElsewhereFilter, PublishedElsewhereSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(|one| one_view(view, one)).collect()))
    })
    .await
}

/// Note that a duty was met by a publication elsewhere.
///
/// By the PCC or the office. It meets the duty in the register of what is owed, as an edition does. For the response to an inspection
/// report its day decides whether the duty was met in time (Police Act 1996 s.55(5A)).
#[utoipa::path(tag = "reports", request_body = NotePublishedElsewhere, responses((status = 201, body = PublishedElsewhereView)))]
#[post("/published-elsewhere")]
pub async fn note_published_elsewhere(call: Call, body: JsonBody<NotePublishedElsewhere>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::note(tx, &input)?;
        Ok(Changed::created(format!("/v1/published-elsewhere/{}", one.id), one_view(&tx.view(), one)))
    })
    .await
}

/// Read a publication elsewhere.
#[utoipa::path(tag = "reports", params(("id" = PublishedElsewhereId, Path)), responses((status = 200, body = PublishedElsewhereView)))]
#[get("/published-elsewhere/{id}")]
pub async fn get_published_elsewhere(call: Call, id: web::Path<PublishedElsewhereId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let one = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        Ok(one_view(view, one))
    })
    .await
}

/// Take back what was noted by mistake as published elsewhere.
///
/// By the PCC or the office, with the reason. It stays, and no longer meets the duty.
#[utoipa::path(
    tag = "reports", params(("id" = PublishedElsewhereId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = PublishedElsewhereView))
)]
#[post("/published-elsewhere/{id}/take-back")]
pub async fn take_back_published_elsewhere(
    call: Call,
    id: web::Path<PublishedElsewhereId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::take_back(tx, &id, &input)?;
        Ok(Changed::updated(one_view(&tx.view(), one)))
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_published_elsewhere)
        .service(note_published_elsewhere)
        .service(get_published_elsewhere)
        .service(take_back_published_elsewhere);
}
