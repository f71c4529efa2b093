//! Calendar tokens over HTTP: the view, the handlers, the routes.

use std::sync::{Arc, OnceLock};

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ETAG, LOCATION};
use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{AddCalendarToken, CalendarToken, CalendarTokenAct, CalendarTokenId, CalendarTokenStatus};
use super::store::CalendarTokenSort;
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Check;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::{IfMatchHeader, of_version};
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, NoFilter, PagesBy};

/// Permission for one calendar program to read its owner's deadlines.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CalendarTokenView {
    pub id: CalendarTokenId,
    #[schema(example = "west-mercia")]
    pub area: String,
    #[schema(example = "Outlook on my laptop")]
    pub label: String,
    pub status: CalendarTokenStatus,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["revoke"]))]
    pub allowed_acts: Vec<CalendarTokenAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
    /// Secret. Present only in the response that created it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub secret: Option<String>,
    /// Address of the calendar with the secret, for the calendar program. Present only in the response that created it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "https://record.example.org/v1/calendar.ics?token=SECRET")]
    pub url: Option<String>,
}

impl Versioned for CalendarTokenView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn one_view(view: &View<'_>, token: CalendarToken) -> CalendarTokenView {
    CalendarTokenView {
        allowed_acts: rules::allowed_acts(token.status, view.actor),
        id: token.id,
        area: token.area,
        label: token.label,
        status: token.status,
        created_at: token.created_at.and_utc(),
        updated_at: token.updated_at.and_utc(),
        version: token.version,
        secret: None,
        url: None,
    }
}

/// List your calendar tokens.
///
/// Shows only your own tokens, and never a secret.
#[utoipa::path(tag = "calendar", params(PagesBy::<CalendarTokenSort>), responses((status = 200, body = Listing<CalendarTokenView>)))]
#[get("/calendar-tokens")]
pub async fn list_calendar_tokens(call: Call, list: ListQuery<NoFilter, CalendarTokenSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(|token| one_view(view, token)).collect()))
    })
    .await
}

/// Create a token for a calendar program.
///
/// `secret` and `url` are in this response only: just a hash is stored. A repeat with the same `Idempotency-Key` returns
/// neither. The secret gives read access to `GET /v1/calendar.ics` as you, and to nothing else.
#[utoipa::path(tag = "calendar", request_body = AddCalendarToken, responses((status = 201, body = CalendarTokenView)))]
#[post("/calendar-tokens")]
pub async fn add_calendar_token(call: Call, body: JsonBody<AddCalendarToken>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    // The stored response has no secret; it is added to the one that is sent.
    let made = Arc::new(OnceLock::new());
    let (keep, base) = (Arc::clone(&made), call.app.public_url.clone());
    let response = call
        .write(&body.fingerprint, move |tx| {
            let (token, secret) = acts::add(tx, &input)?;
            let view = one_view(&tx.view(), token);
            let url = format!("{base}/v1/calendar.ics?token={secret}");
            // A closure that runs once sets it once.
            keep.get_or_init(|| CalendarTokenView { secret: Some(secret), url: Some(url), ..view.clone() });
            Ok(Changed::created(format!("/v1/calendar-tokens/{}", view.id), view))
        })
        .await?;
    let Some(view) = made.get().filter(|_| response.status() == StatusCode::CREATED) else { return Ok(response) };
    Ok(HttpResponse::Created()
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((LOCATION, format!("/v1/calendar-tokens/{}", view.id)))
        .insert_header((ETAG, of_version(view.version)))
        .json(view))
}

/// Read one of your calendar tokens.
#[utoipa::path(tag = "calendar", params(("id" = CalendarTokenId, Path)), responses((status = 200, body = CalendarTokenView)))]
#[get("/calendar-tokens/{id}")]
pub async fn get_calendar_token(call: Call, id: web::Path<CalendarTokenId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let token = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        Ok(one_view(view, token))
    })
    .await
}

/// The (empty) details of a revocation.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct RevokeCalendarToken {}

impl Check for RevokeCalendarToken {}

/// Revoke one of your calendar tokens.
///
/// Its calendar program gets 401 from now on.
#[utoipa::path(
    tag = "calendar", params(("id" = CalendarTokenId, Path), IfMatchHeader), request_body = RevokeCalendarToken,
    responses((status = 200, body = CalendarTokenView))
)]
#[post("/calendar-tokens/{id}/revoke")]
pub async fn revoke_calendar_token(
    call: Call,
    id: web::Path<CalendarTokenId>,
    body: JsonBody<RevokeCalendarToken>,
) -> Result<HttpResponse, ApiError> {
    call.write(&body.fingerprint, move |tx| {
        let token = acts::revoke(tx, &id)?;
        Ok(Changed::updated(one_view(&tx.view(), token)))
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_calendar_tokens).service(add_calendar_token).service(get_calendar_token).service(revoke_calendar_token);
}
