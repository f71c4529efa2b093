//! All SQL about measures. Decides nothing.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{BetterWhen, Measure, MeasureId, MeasureSummary, UnitKind};
use super::rules::Scope;
use crate::foundation::dates::optional_instant;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{data_points, measure_priorities, measures};
use crate::http::listing::{list_orders, narrow, search};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::evidence::data_points::rules::Scope as PointScope;
use crate::record::model::DataPointStatus;
use crate::record::planning::plans::model::{PlanId, PriorityId};
use crate::record::planning::priorities::store::under;
use crate::record::planning::topics::model::TopicId;
use crate::record::restrictions::store::hidden;

tracked!(Measure in measures as "measure");

list_orders!(
    /// The sort keys of the list of measures.
    MeasureSort of Measure in measures {
        CreatedAt = "created_at" by id,
    }
);

/// Filters of the list of measures; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MeasureFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// Id of a plan: measures under any of its priorities.
    pub plan: Option<PlanId>,
    pub priority: Option<PriorityId>,
    pub topic: Option<TopicId>,
    pub unit_kind: Option<UnitKind>,
    pub direction: Option<BetterWhen>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur in the name or the definition.
    pub q: Option<String>,
}

type Boxed = measures::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    measures::table.filter(measures::area.eq(scope.area.clone())).into_boxed()
}

/// Returns the measure, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &MeasureId) -> Result<Option<Measure>, ApiError> {
    Ok(visible(scope).filter(measures::id.eq(id.clone())).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &MeasureFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, measures {
        area = area,
        topic_id = topic,
        unit_kind = unit_kind,
        direction = direction,
        updated_at since modified_since,
    });
    under!(query, filter, measures in measure_priorities by measure_id);
    search!(query, filter, measures::name, measures::definition);
    query
}

/// Returns what figures say of their measures, in one query. A measure is visible to everybody who sees a figure of it.
pub fn summaries(
    conn: &mut AnyConnection,
    area: &str,
    ids: &[MeasureId],
) -> Result<HashMap<MeasureId, MeasureSummary>, ApiError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let of_area = measures::table.filter(measures::area.eq(area)).filter(measures::id.eq_any(ids.to_vec()));
    let rows: Vec<Measure> = of_area.load(conn)?;
    Ok(rows.into_iter().map(|measure| (measure.id.clone(), measure.into())).collect())
}

/// Returns one page of the measures in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &MeasureFilter,
    window: &Window<MeasureSort>,
) -> Result<Page<Measure>, ApiError> {
    MeasureSort::page(conn, window, || filtered(scope, filter))
}

/// Replaces the links of a measure to priorities.
pub fn link_priorities(conn: &mut AnyConnection, measure: &Measure) -> Result<(), ApiError> {
    unlink_priorities(conn, measure)?;
    for priority in measure.priority_ids.get()? {
        diesel::insert_into(measure_priorities::table)
            .values((
                measure_priorities::area.eq(&measure.area),
                measure_priorities::measure_id.eq(&measure.id),
                measure_priorities::priority_id.eq(priority),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Deletes the links of a measure to priorities.
pub fn unlink_priorities(conn: &mut AnyConnection, measure: &Measure) -> Result<(), ApiError> {
    diesel::delete(measure_priorities::table.filter(measure_priorities::measure_id.eq(&measure.id))).execute(conn)?;
    Ok(())
}

/// True when a data point in `scope` uses a measure. Drafts that the caller does not read do not count: a refusal would reveal them;
/// their authors learn of it at submission.
pub fn is_used(conn: &mut AnyConnection, scope: &PointScope, id: &MeasureId) -> Result<bool, ApiError> {
    let seen = data_points::status.ne(DataPointStatus::Draft).or(data_points::side.eq(scope.drafts_of));
    let using = data_points::table.filter(data_points::measure_id.eq(id)).filter(seen);
    let found: i64 = using.filter(data_points::id.ne_all(hidden(&scope.reader))).count().get_result(conn)?;
    Ok(found > 0)
}
