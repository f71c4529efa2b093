//! Holds over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{HoldStatus, PublicationHold, PublicationHoldAct, PublicationHoldId, SetHold};
use super::store::{PublicationHoldFilter, PublicationHoldSort};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::record::published::model::HoldKind;

/// Days on which nothing is published.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicationHoldView {
    pub id: PublicationHoldId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub kind: HoldKind,
    #[schema(example = "Local elections on 2 May.")]
    pub reason: String,
    /// Explanation as the public reads it.
    pub explanation: String,
    /// First day, in Europe/London.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: NaiveDate,
    pub status: HoldStatus,
    pub ended_reason: Option<String>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["end"]))]
    pub allowed_acts: Vec<PublicationHoldAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for PublicationHoldView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn one_view(view: &View<'_>, hold: PublicationHold) -> PublicationHoldView {
    PublicationHoldView {
        allowed_acts: rules::allowed_acts(hold.status, view.actor),
        id: hold.id,
        area: hold.area,
        explanation: rules::explanation(hold.kind, hold.to_on, hold.explanation.as_deref()),
        kind: hold.kind,
        reason: hold.reason,
        from_on: hold.from_on,
        to_on: hold.to_on,
        status: hold.status,
        ended_reason: hold.ended_reason,
        created_at: hold.created_at.and_utc(),
        updated_at: hold.updated_at.and_utc(),
        version: hold.version,
    }
}

/// List holds of publication.
///
/// The body sees all holds of its area; nobody else sees any.
#[utoipa::path(tag = "editions", params(PublicationHoldFilter, PagesBy::<PublicationHoldSort>), responses((status = 200, body = Listing<PublicationHoldView>)))]
#[get("/publication-holds")]
pub async fn list_publication_holds(
    call: Call,
    list: ListQuery<PublicationHoldFilter, PublicationHoldSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(|hold| one_view(view, hold)).collect()))
    })
    .await
}

/// Put publication on hold.
///
/// By the PCC or the office, for example before an election. Editions due on those days wait, and `/public/v1` says so. What is owed by
/// law counts its days meanwhile.
#[utoipa::path(tag = "editions", request_body = SetHold, responses((status = 201, body = PublicationHoldView)))]
#[post("/publication-holds")]
pub async fn set_publication_hold(call: Call, body: JsonBody<SetHold>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let hold = acts::set(tx, &input)?;
        Ok(Changed::created(format!("/v1/publication-holds/{}", hold.id), one_view(&tx.view(), hold)))
    })
    .await
}

/// Read a hold.
#[utoipa::path(tag = "editions", params(("id" = PublicationHoldId, Path)), responses((status = 200, body = PublicationHoldView)))]
#[get("/publication-holds/{id}")]
pub async fn get_publication_hold(call: Call, id: web::Path<PublicationHoldId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let hold = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        Ok(one_view(view, hold))
    })
    .await
}

/// End a hold before its last day.
///
/// By the PCC. Waiting editions are published at once.
#[utoipa::path(
    tag = "editions", params(("id" = PublicationHoldId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = PublicationHoldView))
)]
#[post("/publication-holds/{id}/end")]
pub async fn end_publication_hold(
    call: Call,
    id: web::Path<PublicationHoldId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let hold = acts::end(tx, &id, &input)?;
        Ok(Changed::updated(one_view(&tx.view(), hold)))
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_publication_holds)
        .service(set_publication_hold)
        .service(get_publication_hold)
        .service(end_publication_hold);
}
