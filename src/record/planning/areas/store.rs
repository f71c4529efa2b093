//! All SQL about areas and bodies. Decides nothing.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Area, AreaId, Body, BodyId, BodyKind};
use super::rules::Scope;
use crate::foundation::dates::{NEVER, optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{areas, bodies};
use crate::http::listing::{list_orders, narrow};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;

tracked!(Area in areas as "area");
tracked!(Body in bodies as "body");

list_orders!(
    /// The order of the list of areas.
    AreaSort of Area in areas {
        CreatedAt = "created_at" by id,
    }
);

list_orders!(
    /// The order of the list of bodies.
    BodySort of Body in bodies {
        CreatedAt = "created_at" by id,
    }
);

/// Filters of the list of bodies; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BodyFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    pub kind: Option<BodyKind>,
    /// In office on this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub on: Option<NaiveDate>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
}

type BoxedBodies = bodies::BoxedQuery<'static, MultiBackend>;

fn visible_areas(scope: &Scope) -> areas::BoxedQuery<'static, MultiBackend> {
    areas::table.filter(areas::slug.eq(scope.area.clone())).into_boxed()
}

fn visible_bodies(scope: &Scope) -> BoxedBodies {
    bodies::table.filter(bodies::area.eq(scope.area.clone())).into_boxed()
}

/// Returns the area, if `scope` includes it.
pub fn find_area(conn: &mut AnyConnection, scope: &Scope, id: &AreaId) -> Result<Option<Area>, ApiError> {
    Ok(visible_areas(scope).filter(areas::id.eq(id.clone())).first(conn).optional()?)
}

/// Returns one page of areas.
pub fn list_areas(conn: &mut AnyConnection, scope: &Scope, window: &Window<AreaSort>) -> Result<Page<Area>, ApiError> {
    AreaSort::page(conn, window, || visible_areas(scope))
}

/// Returns the code of an existing area, which begins its references.
pub fn code_of(conn: &mut AnyConnection, slug: &str) -> Result<String, ApiError> {
    Ok(areas::table.filter(areas::slug.eq(slug)).select(areas::code).first(conn)?)
}

/// Returns the name of an area.
pub fn name_of(conn: &mut AnyConnection, slug: &str) -> Result<String, ApiError> {
    Ok(areas::table.filter(areas::slug.eq(slug)).select(areas::name).first(conn)?)
}

/// Returns the area with a slug, for the operator and record files.
pub fn area_by_slug(conn: &mut AnyConnection, slug: &str) -> Result<Option<Area>, ApiError> {
    Ok(areas::table.filter(areas::slug.eq(slug)).first(conn).optional()?)
}

/// Returns whether there is any area.
pub fn any(conn: &mut AnyConnection) -> Result<bool, ApiError> {
    Ok(areas::table.select(areas::id).first::<AreaId>(conn).optional()?.is_some())
}

/// Returns whether a slug or a code is taken.
pub fn is_taken(conn: &mut AnyConnection, slug: &str, code: &str) -> Result<bool, ApiError> {
    let found: i64 = areas::table.filter(areas::slug.eq(slug).or(areas::code.eq(code))).count().get_result(conn)?;
    Ok(found > 0)
}

/// Returns the body, if `scope` includes it.
pub fn find_body(conn: &mut AnyConnection, scope: &Scope, id: &BodyId) -> Result<Option<Body>, ApiError> {
    Ok(visible_bodies(scope).filter(bodies::id.eq(id.clone())).first(conn).optional()?)
}

/// Returns the body in office in an area on a day; with terms from before they could not overlap, the one that began last.
pub fn in_office(conn: &mut AnyConnection, area: &str, day: NaiveDate) -> Result<Option<Body>, ApiError> {
    let open = bodies::valid_to.is_null().or(bodies::valid_to.ge(day).assume_not_null());
    let found = bodies::table.filter(bodies::area.eq(area)).filter(bodies::valid_from.le(day)).filter(open);
    Ok(found.order((bodies::valid_from.desc(), bodies::id.desc())).first(conn).optional()?)
}

/// Returns the bodies of an area whose terms have a day from `first` to `last` in them, the earliest first; without `last`, any day
/// after.
pub fn between(conn: &mut AnyConnection, area: &str, first: NaiveDate, last: Option<NaiveDate>) -> Result<Vec<Body>, ApiError> {
    let open = bodies::valid_to.is_null().or(bodies::valid_to.ge(first).assume_not_null());
    let found = bodies::table.filter(bodies::area.eq(area.to_owned())).filter(open);
    let found = found.filter(bodies::valid_from.le(last.unwrap_or(NEVER)));
    Ok(found.order((bodies::valid_from.asc(), bodies::id.asc())).load(conn)?)
}

/// Returns the slugs of the areas, or only `area` if it exists.
pub fn slugs(conn: &mut AnyConnection, area: Option<&str>) -> Result<Vec<String>, ApiError> {
    let mut query = areas::table.order(areas::slug.asc()).select(areas::slug).into_boxed::<MultiBackend>();
    if let Some(area) = area {
        query = query.filter(areas::slug.eq(area.to_owned()));
    }
    Ok(query.load(conn)?)
}

/// Returns the body with a name in an area, for record files.
pub fn body_by_name(conn: &mut AnyConnection, area: &str, name: &str) -> Result<Option<Body>, ApiError> {
    Ok(bodies::table.filter(bodies::area.eq(area).and(bodies::name.eq(name))).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &BodyFilter) -> BoxedBodies {
    let mut query = visible_bodies(scope);
    narrow!(query, filter, bodies {
        area = area,
        kind = kind,
        updated_at since modified_since,
    });
    if let Some(day) = filter.on {
        let open = bodies::valid_to.is_null().or(bodies::valid_to.ge(day).assume_not_null());
        query = query.filter(bodies::valid_from.le(day)).filter(open);
    }
    query
}

/// Returns one page of the bodies in `scope` that match `filter`.
pub fn list_bodies(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &BodyFilter,
    window: &Window<BodySort>,
) -> Result<Page<Body>, ApiError> {
    BodySort::page(conn, window, || filtered(scope, filter))
}
