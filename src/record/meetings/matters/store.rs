//! All SQL about matters. Decides nothing.

use std::collections::HashMap;

use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Direction, Matter, MatterId};
use super::rules::Scope;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::matters;
use crate::http::listing::list_orders;
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::topics::model::TopicId;

tracked!(Matter in matters as "matter");

list_orders!(
    /// The sort keys of the list of matters.
    MatterSort of Matter in matters {
        CreatedAt = "created_at" by id,
    }
);

/// Filters of the list of the matters of a meeting; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MatterFilter {
    /// Direction: brought forward to the meeting, or carried forward from it.
    pub direction: Option<Direction>,
    pub topic: Option<TopicId>,
}

type Boxed = matters::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    matters::table.filter(matters::area.eq(scope.area.clone())).into_boxed()
}

/// Returns the matter, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &MatterId) -> Result<Option<Matter>, ApiError> {
    Ok(visible(scope).filter(matters::id.eq(id.clone())).first(conn).optional()?)
}

fn of_meeting(scope: &Scope, meeting: &MeetingId, filter: &MatterFilter) -> Boxed {
    let (to, from) = (matters::to_meeting_id.eq(meeting.clone()), matters::from_meeting_id.eq(meeting.clone()));
    let query = match filter.direction {
        Some(Direction::BroughtForward) => visible(scope).filter(to),
        Some(Direction::CarriedForward) => visible(scope).filter(from),
        None => visible(scope).filter(to.or(from)),
    };
    match &filter.topic {
        Some(topic) => query.filter(matters::topic_id.eq(topic.clone())),
        None => query,
    }
}

/// Returns one page of the matters brought forward to a meeting or carried forward from it.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    meeting: &MeetingId,
    filter: &MatterFilter,
    window: &Window<MatterSort>,
) -> Result<Page<Matter>, ApiError> {
    MatterSort::page(conn, window, || of_meeting(scope, meeting, filter))
}

/// Returns the continuation of each of several matters, in one query.
pub fn continuations(conn: &mut AnyConnection, ids: &[MatterId]) -> Result<HashMap<MatterId, MatterId>, ApiError> {
    let rows: Vec<(Option<MatterId>, MatterId)> =
        matters::table.filter(matters::continues.eq_any(ids.to_vec())).select((matters::continues, matters::id)).load(conn)?;
    Ok(rows.into_iter().filter_map(|(earlier, id)| Some((earlier?, id))).collect())
}

/// Returns a matter and those it continues, nearest first, at most `most`.
pub fn chain(conn: &mut AnyConnection, start: &MatterId, most: usize) -> Result<Vec<MatterId>, ApiError> {
    let mut chain = Vec::new();
    let mut at = Some(start.clone());
    while let Some(id) = at.filter(|_| chain.len() < most) {
        at = matters::table.filter(matters::id.eq(&id)).select(matters::continues).first::<Option<MatterId>>(conn)?;
        chain.push(id);
    }
    Ok(chain)
}
