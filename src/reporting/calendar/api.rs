//! The calendar of staff over HTTP.

use actix_web::http::header::{CACHE_CONTROL, REFERRER_POLICY};
use actix_web::{HttpResponse, get};
use serde::Deserialize;
use utoipa::IntoParams;

use super::deadlines;
use crate::foundation::error::ApiError;
use crate::http::call::Call;
use crate::http::mount::ServiceConfig;
use crate::http::query::Query;
use crate::public::feeds::ics;

/// Access to the calendar for a program that cannot send a bearer token.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CalendarQuery {
    /// Secret of a calendar token, in place of a bearer token.
    pub token: Option<String>,
}

/// Subscribe to your meetings and deadlines (iCalendar, RFC 5545).
///
/// Contains meetings of the area, and the outstanding due dates of questions, actions, papers, reports and recommendations that
/// you may see. Send a bearer token, or the secret of a calendar token as `token`.
#[utoipa::path(tag = "calendar", params(CalendarQuery), responses((status = 200, content_type = "text/calendar", body = String)))]
#[get("")]
pub async fn get_calendar(call: Call, _query: Query<CalendarQuery>) -> Result<HttpResponse, ApiError> {
    let items = call.read_with(deadlines::of).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .content_type(ics::CALENDAR)
        .body(ics::calendar("Deadlines and meetings", false, &call.app.public_url, &items)))
}

/// Mounts the calendar, which has a gate of its own.
pub fn feed(config: &mut ServiceConfig<'_>) {
    config.service(get_calendar);
}
