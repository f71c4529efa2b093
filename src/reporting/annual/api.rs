//! The evidence for an annual report over HTTP.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, get};

use super::model::{AnnualReport, DEFINITIONS, FinancialYear};
use super::store::{AnnualFilter, Asked};
use super::{rules, store};
use crate::foundation::error::ApiError;
use crate::http::call::{Call, View};
use crate::http::mount::ServiceConfig;
use crate::http::query::Query;

/// Maximum number of priorities in a report.
const ROWS: usize = 100;

/// Builds the report of a year.
pub fn report(view: &mut View<'_>, filter: &AnnualFilter) -> Result<AnnualReport, ApiError> {
    let year = filter.year.or_else(|| FinancialYear::of(view.today));
    let year = year.ok_or_else(|| ApiError::Internal(format!("the clock says {}, which is in no financial year", view.today)))?;
    let area = &view.actor.area;
    let mut planned = rules::in_force_in(store::priorities(view.conn, area)?, year);
    let priorities_left_out = planned.len().saturating_sub(ROWS);
    planned.truncate(ROWS);
    let priorities = planned.iter().map(|one| one.priority_id.clone()).collect();
    let asked = Asked { area, priorities, from: year.from, to: year.to };
    let evidence = store::evidence(view.conn, &asked)?;
    Ok(AnnualReport {
        year: year.to_string(),
        from: year.from,
        to: year.to,
        as_of: view.today,
        priorities: planned.into_iter().map(|one| rules::evidence_of(one, &evidence, year)).collect(),
        priorities_left_out,
        definitions: DEFINITIONS,
    })
}

/// Report on the evidence for the annual report.
///
/// Lists by priority of each plan in force in the financial year: questions, findings, ratings at both ends of the year,
/// actions, commendations, decisions and recommendations, each with number and references; `definitions` explains each figure.
/// The report is the same for everybody in the area.
#[utoipa::path(tag = "reports", params(AnnualFilter), responses((status = 200, body = AnnualReport)))]
#[get("/reports/annual")]
pub async fn get_annual_report(call: Call, query: Query<AnnualFilter>) -> Result<HttpResponse, ApiError> {
    let annual = call.read_with(move |view| report(view, &query.0)).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "private, no-store")).json(annual))
}

/// Mounts the report.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_annual_report);
}
