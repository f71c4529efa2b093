//! All SQL about topics. Decides nothing.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Topic, TopicId};
use super::rules::Scope;
use crate::foundation::actor::Side;
use crate::foundation::dates::optional_instant;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{data_points, decisions, exchanges, follow_ups, matters, measures, questions, topics};
use crate::http::listing::{list_orders, narrow, search};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::model::DataPointStatus;

tracked!(Topic in topics as "topic");

list_orders!(
    /// The sort keys of the list of topics.
    TopicSort of Topic in topics {
        CreatedAt = "created_at" by id,
    }
);

/// Filters of the list of topics; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TopicFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur in the title.
    pub q: Option<String>,
}

type Boxed = topics::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    topics::table.filter(topics::area.eq(scope.area.clone())).into_boxed()
}

/// Returns the topic, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &TopicId) -> Result<Option<Topic>, ApiError> {
    Ok(visible(scope).filter(topics::id.eq(id.clone())).first(conn).optional()?)
}

/// Returns the topic with a title, for record files.
pub fn by_title(conn: &mut AnyConnection, area: &str, title: &str) -> Result<Option<Topic>, ApiError> {
    Ok(topics::table.filter(topics::area.eq(area).and(topics::title.eq(title))).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &TopicFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, topics {
        area = area,
        updated_at since modified_since,
    });
    search!(query, filter, topics::title);
    query
}

/// Returns one page of the topics in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &TopicFilter,
    window: &Window<TopicSort>,
) -> Result<Page<Topic>, ApiError> {
    TopicSort::page(conn, window, || filtered(scope, filter))
}

/// Returns whether anything is about a topic. Drafts of the force do not count: a refusal would tell the body of them.
pub fn is_used(conn: &mut AnyConnection, id: &TopicId) -> Result<bool, ApiError> {
    let known = data_points::status.ne(DataPointStatus::Draft).or(data_points::side.eq(Side::Office));
    let found: [i64; 7] = [
        questions::table.filter(questions::topic_id.eq(id)).count().get_result(conn)?,
        exchanges::table.filter(exchanges::topic_id.eq(id)).count().get_result(conn)?,
        decisions::table.filter(decisions::topic_id.eq(id)).count().get_result(conn)?,
        follow_ups::table.filter(follow_ups::topic_id.eq(id)).count().get_result(conn)?,
        matters::table.filter(matters::topic_id.eq(id)).count().get_result(conn)?,
        measures::table.filter(measures::topic_id.eq(id)).count().get_result(conn)?,
        data_points::table.filter(data_points::topic_id.eq(id)).filter(known).count().get_result(conn)?,
    ];
    Ok(found.iter().sum::<i64>() > 0)
}
