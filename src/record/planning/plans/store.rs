//! All SQL about plans. Decides nothing.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Plan, PlanId, PlanStatus};
use super::rules::Scope;
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{bodies, plans};
use crate::http::listing::{list_orders, narrow, search};
use crate::http::paging::{Page, Window};
use crate::http::query::listed;
use crate::record::audit::tracked::tracked;
use crate::record::planning::areas::model::BodyId;

tracked!(Plan in plans as "plan" with PlanStatus);

text_enum!(
    /// Records that can be embedded in a plan.
    PlanInclude { Priorities = "priorities" }
);

list_orders!(
    /// The sort keys of the list of plans.
    PlanSort of Plan in plans {
        CreatedAt = "created_at" by id,
        UpdatedAt = "updated_at" by updated_at,
    }
);

/// Filters of the list of plans; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PlanFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<PlanStatus>,
    /// In force on this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub in_force_on: Option<NaiveDate>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur in the title.
    pub q: Option<String>,
    /// Records to embed in a plan, separated by commas.
    #[serde(default, deserialize_with = "listed")]
    #[param(style = Form, explode = false, nullable = false)]
    pub include: Vec<PlanInclude>,
}

type Boxed = plans::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    let query = plans::table.filter(plans::area.eq(scope.area.clone())).into_boxed();
    if scope.no_drafts { query.filter(plans::status.ne(PlanStatus::Draft)) } else { query }
}

/// Returns the plan, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &PlanId) -> Result<Option<Plan>, ApiError> {
    Ok(visible(scope).filter(plans::id.eq(id.clone())).first(conn).optional()?)
}

/// Returns the plan with a title and period, for record files.
pub fn by_title(
    conn: &mut AnyConnection,
    area: &str,
    title: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Option<Plan>, ApiError> {
    Ok(plans::table
        .filter(plans::area.eq(area).and(plans::title.eq(title)))
        .filter(plans::period_from.eq(from).and(plans::period_to.eq(to)))
        .first(conn)
        .optional()?)
}

/// Returns the plan, if `scope` includes it, as its next version, because a part of it is about to change. So an adoption
/// always covers the plan as it was read, and on PostgreSQL two such changes wait for each other.
pub fn find_to_change(
    conn: &mut AnyConnection,
    scope: &Scope,
    id: &PlanId,
    now: NaiveDateTime,
) -> Result<Option<Plan>, ApiError> {
    if find(conn, scope, id)?.is_none() {
        return Ok(None);
    }
    let changed = (plans::version.eq(plans::version + 1), plans::updated_at.eq(now));
    let this = plans::table.filter(plans::id.eq(id));
    Ok(diesel::update(this).set(changed).returning(plans::all_columns).get_result(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &PlanFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, plans {
        area = area,
        status in status,
        updated_at since modified_since,
    });
    if let Some(day) = filter.in_force_on {
        let not_yet = plans::superseded_on.is_null().or(plans::superseded_on.gt(day).assume_not_null());
        query = query.filter(plans::adopted_on.le(day)).filter(not_yet);
    }
    search!(query, filter, plans::title);
    query
}

/// Returns one page of the plans in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &PlanFilter,
    window: &Window<PlanSort>,
) -> Result<Page<Plan>, ApiError> {
    PlanSort::page(conn, window, || filtered(scope, filter))
}

/// Returns whether a plan took the place of another.
pub fn is_successor(conn: &mut AnyConnection, id: &PlanId) -> Result<bool, ApiError> {
    let found: i64 = plans::table.filter(plans::superseded_by.eq(id)).count().get_result(conn)?;
    Ok(found > 0)
}

/// Returns whether a body is in the area.
pub fn body_exists(conn: &mut AnyConnection, area: &str, id: &BodyId) -> Result<bool, ApiError> {
    let found: i64 = bodies::table.filter(bodies::id.eq(id).and(bodies::area.eq(area))).count().get_result(conn)?;
    Ok(found > 0)
}
