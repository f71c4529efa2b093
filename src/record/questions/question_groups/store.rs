//! All SQL about question groups. Decides nothing.

use chrono::{DateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::QuestionGroup;
use super::rules::Scope;
use crate::foundation::dates::optional_instant;
use crate::foundation::db::{AnyConnection, MultiBackend, folded, like_pattern, terms, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{question_groups, questions};
use crate::http::paging::{Page, Position, SortKey, Window, counted, keyset};
use crate::record::audit::tracked::tracked;
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::questions::model::QuestionGroupId;

tracked!(QuestionGroup in question_groups as "group");

text_enum!(
    /// The sort keys of the list of question groups.
    QuestionGroupSort {
        CreatedAt = "created_at",
        /// Position among the groups of a meeting.
        Position = "position",
    }
);

impl SortKey for QuestionGroupSort {
    const KEYS: &'static [Self] = Self::ALL;
}

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
    if let Some(area) = &filter.area {
        query = query.filter(question_groups::area.eq(area.clone()));
    }
    if let Some(meeting) = &filter.meeting {
        query = query.filter(question_groups::meeting_id.eq(meeting.clone()));
    }
    if let Some(item) = &filter.agenda_item {
        query = query.filter(question_groups::agenda_item_id.eq(item.clone()));
    }
    if let Some(instant) = filter.modified_since {
        query = query.filter(question_groups::updated_at.ge(instant.naive_utc()));
    }
    for word in terms(filter.q.as_deref().unwrap_or("")) {
        let pattern = like_pattern(&word);
        let in_context = folded(question_groups::context.assume_not_null()).like(pattern.clone()).escape('\\');
        query = query.filter(folded(question_groups::title).like(pattern).escape('\\').or(in_context));
    }
    query
}

/// Returns one page of the groups in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &QuestionGroupFilter,
    window: &Window<QuestionGroupSort>,
) -> Result<Page<QuestionGroup>, ApiError> {
    let total = counted!(conn, window, filtered(scope, filter));
    let mut query = filtered(scope, filter);
    let query = match window.sort {
        QuestionGroupSort::CreatedAt => keyset!(query, window, question_groups::id),
        QuestionGroupSort::Position => keyset!(query, window, question_groups::position => i32, question_groups::id),
    };
    let rows: Vec<QuestionGroup> = query.limit(window.fetch()).load(conn)?;
    Ok(window.page(rows, total, |group| {
        let key = match window.sort {
            QuestionGroupSort::CreatedAt => String::new(),
            QuestionGroupSort::Position => group.position.to_string(),
        };
        Position { key, id: group.id.to_string() }
    }))
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

/// True when a question is in the group.
pub fn is_used(conn: &mut AnyConnection, id: &QuestionGroupId) -> Result<bool, ApiError> {
    let found: i64 = questions::table.filter(questions::group_id.eq(id)).count().get_result(conn)?;
    Ok(found > 0)
}
