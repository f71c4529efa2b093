//! The report on deadlines over HTTP.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, get};

use super::model::InTimeReport;
use super::rules;
use super::store::{InTimeFilter, groups};
use crate::foundation::error::{ApiError, FieldError};
use crate::http::call::Call;
use crate::http::mount::ServiceConfig;
use crate::http::query::Query;

/// Report on deadlines.
///
/// Counts what was done in time, by the month of the due date: questions, actions, papers and recommendations, and questions by
/// their form. `definitions` explains each number, and `left_out` says what is not counted. The same for everybody in the area.
#[utoipa::path(tag = "reports", params(InTimeFilter), responses((status = 200, body = InTimeReport)))]
#[get("/reports/in-time")]
pub async fn get_in_time_report(call: Call, query: Query<InTimeFilter>) -> Result<HttpResponse, ApiError> {
    let filter = query.0;
    let report = call
        .read_with(move |view| {
            let span = rules::span(filter.from, filter.to, view.today)
                .map_err(|(name, detail)| ApiError::BadParameters(vec![FieldError::new(format!("/query/{name}"), detail)]))?;
            let is_own = filter.area.as_ref().is_none_or(|area| *area == view.actor.area);
            let found = if is_own { groups(view.conn, &view.actor.area)? } else { Vec::new() };
            Ok(rules::report(&found, span, view.today))
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "private, no-store")).json(report))
}

/// Mounts the report.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_in_time_report);
}
