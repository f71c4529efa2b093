//! All SQL about data points. Decides nothing.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::figure::FigureKind;
use super::model::{Collected, DataPoint, DataPointId};
use super::rules::Scope;
use crate::foundation::actor::Side;
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    data_point_conflicts as conflicts, data_point_priorities as links, data_points, responses as response_rows,
};
use crate::http::listing::{list_orders, narrow, search};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::evidence::measures::model::MeasureId;
use crate::record::meetings::model::MeetingId;
use crate::record::model::DataPointStatus;
use crate::record::planning::plans::model::{PlanId, PriorityId};
use crate::record::planning::priorities::store::under;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;
use crate::record::questions::responses;
use crate::record::questions::responses::model::ResponseId;
use crate::record::restrictions::store::{by_restricted, hidden};

tracked!(DataPoint in data_points as "data point" with DataPointStatus);

list_orders!(
    /// The sort keys of the list of data points.
    DataPointSort of DataPoint in data_points {
        CreatedAt = "created_at" by id,
        UpdatedAt = "updated_at" by updated_at,
        AsOf = "as_of" by as_of or last,
    }
);

/// Filters of the list of data points; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DataPointFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    pub measure: Option<MeasureId>,
    pub question: Option<QuestionId>,
    pub topic: Option<TopicId>,
    /// Id of a plan: data points under any of its priorities.
    pub plan: Option<PlanId>,
    pub priority: Option<PriorityId>,
    pub meeting: Option<MeetingId>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub kind: Vec<FigureKind>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub collected: Vec<Collected>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<DataPointStatus>,
    pub side: Option<Side>,
    /// `true` for drafts that only named people read, `false` for the others.
    pub restricted: Option<bool>,
    #[serde(default, deserialize_with = "optional_day")]
    pub as_of_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "optional_day")]
    pub as_of_to: Option<NaiveDate>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<chrono::DateTime<chrono::Utc>>,
    /// Search words, all of which must occur in the label, the caveat or the words as printed.
    pub q: Option<String>,
}

type Boxed = data_points::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    data_points::table
        .filter(data_points::area.eq(scope.area.clone()))
        .filter(data_points::status.ne(DataPointStatus::Draft).or(data_points::side.eq(scope.drafts_of)))
        .filter(data_points::id.ne_all(hidden(&scope.reader)))
        .filter(
            data_points::status
                .ne(DataPointStatus::Draft)
                .or(data_points::response_id.is_null())
                .or(data_points::response_id.assume_not_null().ne_all(hidden(&scope.reader))),
        )
        .into_boxed()
}

/// Returns the data point, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &DataPointId) -> Result<Option<DataPoint>, ApiError> {
    Ok(visible(scope).filter(data_points::id.eq(id.clone())).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &DataPointFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, data_points {
        area = area,
        measure_id = measure,
        question_id = question,
        topic_id = topic,
        meeting_id = meeting,
        kind in kind,
        collected in collected,
        status in status,
        side = side,
        as_of >= as_of_from,
        as_of <= as_of_to,
        updated_at since modified_since,
    });
    by_restricted!(query, scope, filter, data_points::id);
    under!(query, filter, data_points in links by data_point_id);
    search!(query, filter, data_points::label, data_points::caveat, data_points::as_stated);
    query
}

/// Returns one page of the data points in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &DataPointFilter,
    window: &Window<DataPointSort>,
) -> Result<Page<DataPoint>, ApiError> {
    DataPointSort::page(conn, window, || filtered(scope, filter))
}

/// Replaces the links of a data point to priorities and to contradicting points.
pub fn link(conn: &mut AnyConnection, point: &DataPoint, others: &[DataPointId]) -> Result<(), ApiError> {
    unlink(conn, &point.id)?;
    for priority in point.priority_ids.get()? {
        diesel::insert_into(links::table)
            .values((links::area.eq(&point.area), links::data_point_id.eq(&point.id), links::priority_id.eq(priority)))
            .execute(conn)?;
    }
    for other in others {
        diesel::insert_into(conflicts::table)
            .values((conflicts::area.eq(&point.area), conflicts::data_point_id.eq(&point.id), conflicts::other_id.eq(other)))
            .execute(conn)?;
    }
    Ok(())
}

/// Removes the links of a data point.
pub fn unlink(conn: &mut AnyConnection, id: &DataPointId) -> Result<(), ApiError> {
    diesel::delete(links::table.filter(links::data_point_id.eq(id))).execute(conn)?;
    diesel::delete(conflicts::table.filter(conflicts::data_point_id.eq(id))).execute(conn)?;
    Ok(())
}

/// Returns the points that `id` itself names as contradicting.
pub fn named_conflicts(conn: &mut AnyConnection, id: &DataPointId) -> Result<Vec<DataPointId>, ApiError> {
    let named = conflicts::table.filter(conflicts::data_point_id.eq(id)).order(conflicts::other_id.asc());
    Ok(named.select(conflicts::other_id).load(conn)?)
}

/// Returns for each of `ids` the contradicting points in `scope`, named from either end.
pub fn seen_conflicts(
    conn: &mut AnyConnection,
    scope: &Scope,
    ids: &[DataPointId],
) -> Result<HashMap<DataPointId, Vec<DataPointId>>, ApiError> {
    let either = conflicts::data_point_id.eq_any(ids.to_vec()).or(conflicts::other_id.eq_any(ids.to_vec()));
    let pairs: Vec<(DataPointId, DataPointId)> =
        conflicts::table.filter(either).select((conflicts::data_point_id, conflicts::other_id)).load(conn)?;
    if pairs.is_empty() {
        return Ok(HashMap::new());
    }
    let ends: Vec<DataPointId> = pairs.iter().flat_map(|(one, other)| [one.clone(), other.clone()]).collect();
    let seen: Vec<DataPointId> = visible(scope).filter(data_points::id.eq_any(ends)).select(data_points::id).load(conn)?;
    let seen: HashSet<DataPointId> = seen.into_iter().collect();
    let mut of: HashMap<DataPointId, Vec<DataPointId>> = HashMap::new();
    for (one, other) in pairs {
        for (from, to) in [(one.clone(), other.clone()), (other, one)] {
            if seen.contains(&to) {
                let list = of.entry(from).or_default();
                if !list.contains(&to) {
                    list.push(to);
                }
            }
        }
    }
    for list in of.values_mut() {
        list.sort();
    }
    Ok(of)
}

/// Returns those of `ids` that a caller may see as responses.
pub fn seen_responses(
    conn: &mut AnyConnection,
    scope: &responses::rules::Scope,
    ids: Vec<ResponseId>,
) -> Result<HashSet<ResponseId>, ApiError> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let seen = responses::store::visible(scope).filter(response_rows::id.eq_any(ids)).select(response_rows::id);
    Ok(seen.load::<ResponseId>(conn)?.into_iter().collect())
}
