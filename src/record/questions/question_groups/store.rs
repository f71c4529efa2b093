//! All SQL about question groups. Decides nothing.

use chrono::{DateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::QuestionGroup;
use super::rules::Scope;
use crate::foundation::dates::optional_instant;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{question_groups, questions};
use crate::http::listing::{list_orders, narrow, search};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::questions::model::QuestionGroupId;

tracked!(QuestionGroup in question_groups as "group");

list_orders!(
    /// The sort keys of the list of question groups.
    QuestionGroupSort of QuestionGroup in question_groups {
        CreatedAt = "created_at" by id,
        Position = "position" by position,
    }
);

/// Filters of the list of question groups; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct QuestionGroupFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    pub meeting: Option<MeetingId>,
    pub agenda_item: Option<AgendaItemId>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur in the title or the context.
    pub q: Option<String>,
}

type Boxed = question_groups::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    let query = question_groups::table.filter(question_groups::area.eq(scope.area.clone())).into_boxed();
    if scope.only_put { query.filter(question_groups::first_put_on.is_not_null()) } else { query }
}

/// Returns the group, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &QuestionGroupId) -> Result<Option<QuestionGroup>, ApiError> {
    Ok(visible(scope).filter(question_groups::id.eq(id.clone())).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &QuestionGroupFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, question_groups {
        area = area,
        meeting_id = meeting,
        agenda_item_id = agenda_item,
        updated_at since modified_since,
    });
    search!(query, filter, question_groups::title, question_groups::context);
    query
}

/// Returns one page of the groups in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &QuestionGroupFilter,
    window: &Window<QuestionGroupSort>,
) -> Result<Page<QuestionGroup>, ApiError> {
    QuestionGroupSort::page(conn, window, || filtered(scope, filter))
}

/// Returns the last position among the groups of a meeting, or among those without one; 0 when there is no group.
pub fn last_position(conn: &mut AnyConnection, area: &str, meeting: Option<&MeetingId>) -> Result<i32, ApiError> {
    let groups = question_groups::table.filter(question_groups::area.eq(area)).into_boxed::<MultiBackend>();
    let groups = match meeting {
        Some(meeting) => groups.filter(question_groups::meeting_id.eq(meeting.clone())),
        None => groups.filter(question_groups::meeting_id.is_null()),
    };
    let last: Option<i32> = groups.select(max(question_groups::position)).first(conn)?;
    Ok(last.unwrap_or(0))
}

/// Returns whether a question stands in the group.
pub fn is_used(conn: &mut AnyConnection, id: &QuestionGroupId) -> Result<bool, ApiError> {
    let found: i64 = questions::table.filter(questions::group_id.eq(id)).count().get_result(conn)?;
    Ok(found > 0)
}
