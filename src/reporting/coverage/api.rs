//! The report on coverage over HTTP.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, get};

use super::model::{CoverageReport, DEFINITIONS, HeadCoverage, Listed, PriorityCoverage, Span};
use super::rules::MONTHS;
use super::store::CoverageFilter;
use super::{rules, store};
use crate::foundation::error::{ApiError, FieldError};
use crate::http::call::{Call, View};
use crate::http::mount::ServiceConfig;
use crate::http::query::Query;
use crate::record::planning::areas::model::BodyKind;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::{areas, plans};
use crate::record::questions::heads::rules as heads;
use crate::record::questions::model::Head;

/// Maximum number of priorities in a report.
const ROWS: usize = 200;

/// The number of months without `months=`.
const USUAL: u16 = 6;

/// Builds the report for the caller.
pub fn report(view: &mut View<'_>, filter: &CoverageFilter) -> Result<CoverageReport, ApiError> {
    let (on, months) = (filter.on.unwrap_or(view.today), filter.months.unwrap_or(USUAL));
    let fault = || ApiError::BadParameters(vec![FieldError::new("/query/months", "must be a whole number from 1 to 120")]);
    let span = MONTHS.contains(&months).then(|| rules::span(on, months)).flatten().ok_or_else(fault)?;
    let scope = plans::rules::scope(view.actor);
    let mut listed = store::priorities(view.conn, &scope, filter.plan.as_ref())?;
    if filter.plan.is_none() {
        listed = rules::listed_on(listed, on);
    }
    let priorities_left_out = listed.len().saturating_sub(ROWS);
    listed.truncate(ROWS);
    Ok(CoverageReport {
        on,
        months,
        from: span.from,
        priorities: of_priorities(view, listed, span)?,
        priorities_left_out,
        heads: of_heads(view, span)?,
        definitions: DEFINITIONS,
    })
}

fn of_priorities(view: &mut View<'_>, listed: Vec<Listed>, span: Span) -> Result<Vec<PriorityCoverage>, ApiError> {
    let inside = store::by_priority(view.conn, &view.actor.area, span)?;
    let not_asked = listed.iter().map(|one| &one.priority_id).filter(|id| !inside.contains_key(id));
    let not_asked: Vec<PriorityId> = not_asked.cloned().collect();
    let before = store::last_by_priority(view.conn, &not_asked, span.from)?;
    let row = |one: Listed| {
        let put = inside.get(&one.priority_id).copied().unwrap_or_default();
        PriorityCoverage {
            asked: rules::asked(put, before.get(&one.priority_id).copied(), span),
            priority_id: one.priority_id,
            title: one.title,
            plan_id: one.plan_id,
            plan_title: one.plan_title,
        }
    };
    Ok(listed.into_iter().map(row).collect())
}

fn of_heads(view: &mut View<'_>, span: Span) -> Result<Vec<HeadCoverage>, ApiError> {
    let area = &view.actor.area;
    let terms = areas::store::between(view.conn, area, span.from, Some(span.to))?;
    let terms: Vec<_> = terms.iter().map(|body| (body.kind, body.valid_from, body.valid_to)).collect();
    let counted = rules::counted(&terms, span);
    let inside = store::by_head(view.conn, area, span)?;
    let not_asked: Vec<Head> = counted.iter().map(|(head, _)| *head).filter(|head| !inside.contains_key(head)).collect();
    let before = store::last_by_head(view.conn, area, &not_asked, span.from)?;
    let row = |(head, kind): (Head, BodyKind)| HeadCoverage {
        head,
        paragraph: heads::provision(head, kind),
        from: heads::from(head, kind),
        about: heads::text(head, kind),
        asked: rules::asked(inside.get(&head).copied().unwrap_or_default(), before.get(&head).copied(), span),
    };
    Ok(counted.into_iter().map(row).collect())
}

/// Report on subjects that have not been asked about recently.
///
/// Lists each priority of the plan in force, and each head of accountability that counted in the window (`/v1/heads`),
/// with the day it was last asked about; `definitions` explains each figure. Only questions that were put count, so the report
/// is the same for everybody in the area.
#[utoipa::path(tag = "reports", params(CoverageFilter), responses((status = 200, body = CoverageReport)))]
#[get("/reports/coverage")]
pub async fn get_coverage_report(call: Call, query: Query<CoverageFilter>) -> Result<HttpResponse, ApiError> {
    let coverage = call.read_with(move |view| report(view, &query.0)).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "private, no-store")).json(coverage))
}

/// Mounts the report.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_coverage_report);
}
