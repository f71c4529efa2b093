//! All SQL about rating scales. Decides nothing.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{RatingScale, RatingScaleId};
use super::rules::Scope;
use crate::foundation::dates::optional_instant;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{finding_ratings, rating_scales};
use crate::http::listing::{list_orders, narrow, search};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::planning::areas::model::BodyId;

tracked!(RatingScale in rating_scales as "rating scale");

list_orders!(
    /// The sort keys of the list of rating scales.
    RatingScaleSort of RatingScale in rating_scales {
        CreatedAt = "created_at" by id,
    }
);

/// Filters of the list of rating scales; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RatingScaleFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    pub body: Option<BodyId>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur in the name.
    pub q: Option<String>,
}

type Boxed = rating_scales::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    rating_scales::table.filter(rating_scales::area.eq(scope.area.clone())).into_boxed()
}

/// Returns the scale, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &RatingScaleId) -> Result<Option<RatingScale>, ApiError> {
    Ok(visible(scope).filter(rating_scales::id.eq(id.clone())).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &RatingScaleFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, rating_scales {
        area = area,
        body_id = body,
        updated_at since modified_since,
    });
    search!(query, filter, rating_scales::name);
    query
}

/// Returns one page of the scales in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &RatingScaleFilter,
    window: &Window<RatingScaleSort>,
) -> Result<Page<RatingScale>, ApiError> {
    RatingScaleSort::page(conn, window, || filtered(scope, filter))
}

/// Returns those of `ids` that a rating has used, in two queries.
pub fn used_of(conn: &mut AnyConnection, ids: &[RatingScaleId]) -> Result<HashSet<RatingScaleId>, ApiError> {
    let performance: Vec<Option<RatingScaleId>> = finding_ratings::table
        .filter(finding_ratings::performance_scale_id.eq_any(ids.to_vec()))
        .select(finding_ratings::performance_scale_id)
        .distinct()
        .load(conn)?;
    let plan: Vec<Option<RatingScaleId>> = finding_ratings::table
        .filter(finding_ratings::plan_scale_id.eq_any(ids.to_vec()))
        .select(finding_ratings::plan_scale_id)
        .distinct()
        .load(conn)?;
    Ok(performance.into_iter().chain(plan).flatten().collect())
}

/// Locks a scale as it was read until the transaction ends: a change of it waits, or has come first, and this returns false.
pub fn hold(conn: &mut AnyConnection, scale: &RatingScale) -> Result<bool, ApiError> {
    let this = rating_scales::table.filter(rating_scales::id.eq(&scale.id)).filter(rating_scales::version.eq(scale.version));
    Ok(diesel::update(this).set(rating_scales::version.eq(scale.version)).execute(conn)? == 1)
}
