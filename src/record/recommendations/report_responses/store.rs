//! All SQL about responses to reports. Decides nothing.

use diesel::prelude::*;

use super::model::{ReportResponse, ReportResponseId, ReportResponseStatus};
use super::rules::Scope;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::report_responses;
use crate::http::listing::list_orders;
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::recommendations::recommendation_sets::model::RecommendationSetId;

tracked!(ReportResponse in report_responses as "response to a report" with ReportResponseStatus);

list_orders!(
    /// The sort key of the responses to a report.
    ReportResponseSort of ReportResponse in report_responses {
        CreatedAt = "created_at" by id,
    }
);

type Boxed = report_responses::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    let query = report_responses::table.filter(report_responses::area.eq(scope.area.clone())).into_boxed();
    if scope.only_completed { query.filter(report_responses::status.ne(ReportResponseStatus::Draft)) } else { query }
}

/// Returns the response, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &ReportResponseId) -> Result<Option<ReportResponse>, ApiError> {
    Ok(visible(scope).filter(report_responses::id.eq(id.clone())).first(conn).optional()?)
}

/// Returns the responses in `scope` to the sets of `ids`, in one query.
pub fn of_sets(conn: &mut AnyConnection, scope: &Scope, ids: &[RecommendationSetId]) -> Result<Vec<ReportResponse>, ApiError> {
    Ok(visible(scope).filter(report_responses::set_id.eq_any(ids.to_vec())).load(conn)?)
}

/// Returns one page of the responses to a report in `scope`: there is at most one.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    set: &RecommendationSetId,
    window: &Window<ReportResponseSort>,
) -> Result<Page<ReportResponse>, ApiError> {
    let of_set = || visible(scope).filter(report_responses::set_id.eq(set.clone()));
    ReportResponseSort::page(conn, window, of_set)
}
