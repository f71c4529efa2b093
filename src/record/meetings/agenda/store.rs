//! All SQL about agenda items. Decides nothing.

use diesel::prelude::*;

use super::model::AgendaItem;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    actions, agenda_items, decisions, exchanges, findings, matters, papers, question_groups, questions,
};
use crate::http::listing::list_orders;
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::meetings::rules::Scope;

tracked!(AgendaItem in agenda_items as "item");

list_orders!(
    /// The sort keys of the list of agenda items.
    AgendaSort of AgendaItem in agenda_items {
        CreatedAt = "created_at" by id,
        Position = "position" by position,
    }
);

type Boxed = agenda_items::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter, as no other function does: an item is as visible as its meeting.
fn visible(scope: &Scope) -> Boxed {
    agenda_items::table.filter(agenda_items::area.eq(scope.area.clone())).into_boxed()
}

/// Returns the item, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &AgendaItemId) -> Result<Option<AgendaItem>, ApiError> {
    Ok(visible(scope).filter(agenda_items::id.eq(id.clone())).first(conn).optional()?)
}

/// Returns the items of several meetings, by position, in one query.
pub fn of_meetings(conn: &mut AnyConnection, ids: &[MeetingId]) -> Result<Vec<AgendaItem>, ApiError> {
    Ok(agenda_items::table
        .filter(agenda_items::meeting_id.eq_any(ids.to_vec()))
        .order((agenda_items::position.asc(), agenda_items::id.asc()))
        .load(conn)?)
}

/// Returns one page of the agenda of a meeting.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    meeting: &MeetingId,
    window: &Window<AgendaSort>,
) -> Result<Page<AgendaItem>, ApiError> {
    let filtered = || visible(scope).filter(agenda_items::meeting_id.eq(meeting.clone()));
    AgendaSort::page(conn, window, filtered)
}

/// Returns whether an item has items under it or anything refers to it.
pub fn is_used(conn: &mut AnyConnection, id: &AgendaItemId) -> Result<bool, ApiError> {
    let found: [i64; 10] = [
        agenda_items::table.filter(agenda_items::parent_id.eq(id)).count().get_result(conn)?,
        questions::table.filter(questions::agenda_item_id.eq(id)).count().get_result(conn)?,
        question_groups::table.filter(question_groups::agenda_item_id.eq(id)).count().get_result(conn)?,
        exchanges::table.filter(exchanges::agenda_item_id.eq(id)).count().get_result(conn)?,
        decisions::table.filter(decisions::agenda_item_id.eq(id)).count().get_result(conn)?,
        papers::table.filter(papers::agenda_item_id.eq(id)).count().get_result(conn)?,
        matters::table.filter(matters::from_agenda_item_id.eq(id)).count().get_result(conn)?,
        matters::table.filter(matters::to_agenda_item_id.eq(id)).count().get_result(conn)?,
        findings::table.filter(findings::agenda_item_id.eq(id)).count().get_result(conn)?,
        actions::table.filter(actions::agenda_item_id.eq(id)).count().get_result(conn)?,
    ];
    Ok(found.iter().sum::<i64>() > 0)
}
