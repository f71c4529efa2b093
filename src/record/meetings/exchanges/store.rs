//! All SQL about exchanges. Decides nothing.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::max;
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Exchange, ExchangeId, ExchangeRevision, ExchangeStatus};
use super::rules::Scope;
use crate::foundation::dates::optional_instant;
use crate::foundation::db::{AnyConnection, MultiBackend, folded, folded_texts, like_pattern, terms};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{exchange_revisions, exchanges, meetings};
use crate::http::listing::{list_orders, narrow};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::meetings::model::{AgendaItemId, MeetingId, MeetingStatus};
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;
use crate::record::questions::responses::model::Attribution;

tracked!(Exchange in exchanges as "exchange" with ExchangeStatus);

list_orders!(
    /// The sort keys of the list of exchanges.
    ExchangeSort of Exchange in exchanges {
        CreatedAt = "created_at" by id,
        UpdatedAt = "updated_at" by updated_at,
        Position = "position" by position,
    }
);

/// Filters of the list of exchanges; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExchangeFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    pub meeting: Option<MeetingId>,
    pub agenda_item: Option<AgendaItemId>,
    pub topic: Option<TopicId>,
    pub question: Option<QuestionId>,
    /// Attribution; may be repeated to match any of several. An exchange without a reply has none.
    #[serde(default)]
    #[param(nullable = false)]
    pub attribution: Vec<Attribution>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<ExchangeStatus>,
    /// `true` for void exchanges, which are left out otherwise.
    pub void: Option<bool>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<chrono::DateTime<chrono::Utc>>,
    /// Search words, all of which must occur in the challenge, the reply or its points.
    pub q: Option<String>,
}

type Boxed = exchanges::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    let query = exchanges::table.filter(exchanges::area.eq(scope.area.clone())).into_boxed();
    if scope.only_recorded { query.filter(exchanges::status.eq(ExchangeStatus::Recorded)) } else { query }
}

/// Returns the exchange, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &ExchangeId) -> Result<Option<Exchange>, ApiError> {
    Ok(visible(scope).filter(exchanges::id.eq(id.clone())).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &ExchangeFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, exchanges {
        area = area,
        meeting_id = meeting,
        agenda_item_id = agenda_item,
        topic_id = topic,
        question_id = question,
        attribution in attribution,
        status in status,
        updated_at since modified_since,
    });
    query = match filter.void {
        Some(true) => query.filter(exchanges::voided_on.is_not_null()),
        Some(false) | None => query.filter(exchanges::voided_on.is_null()),
    };
    for word in terms(filter.q.as_deref().unwrap_or("")) {
        let pattern = like_pattern(&word);
        query = query.filter(
            folded(exchanges::challenge.assume_not_null())
                .like(pattern.clone())
                .escape('\\')
                .or(folded(exchanges::reply.assume_not_null()).like(pattern.clone()).escape('\\'))
                .or(folded_texts(exchanges::points).like(pattern).escape('\\')),
        );
    }
    query
}

/// Returns one page of the exchanges in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &ExchangeFilter,
    window: &Window<ExchangeSort>,
) -> Result<Page<Exchange>, ApiError> {
    ExchangeSort::page(conn, window, || filtered(scope, filter))
}

/// Returns all exchanges in `scope` about the questions of `ids`, oldest first, in one query.
pub fn of_questions(conn: &mut AnyConnection, scope: &Scope, ids: &[QuestionId]) -> Result<Vec<Exchange>, ApiError> {
    let query = visible(scope).filter(exchanges::voided_on.is_null());
    let query = match ids {
        [] => return Ok(Vec::new()),
        // One question is the common case and keeps one prepared statement; a list needs a new one for each length.
        [only] => query.filter(exchanges::question_id.eq(only.clone())),
        several => query.filter(exchanges::question_id.eq_any(several.to_vec())),
    };
    Ok(query.order(exchanges::id.asc()).load(conn)?)
}

/// Returns all exchanges of a meeting, oldest first.
pub fn of_meeting(conn: &mut AnyConnection, meeting: &MeetingId) -> Result<Vec<Exchange>, ApiError> {
    Ok(exchanges::table.filter(exchanges::meeting_id.eq(meeting)).order(exchanges::id.asc()).load(conn)?)
}

/// Returns the last position in a meeting; 0 when it has no exchanges.
pub fn last_position(conn: &mut AnyConnection, meeting: &MeetingId) -> Result<i32, ApiError> {
    let places = exchanges::table.filter(exchanges::meeting_id.eq(meeting)).select(max(exchanges::position));
    let last: Option<i32> = places.first(conn)?;
    Ok(last.unwrap_or(0))
}

/// Returns the status of each of some meetings, and its day if that is known, in one query.
pub fn meetings_of(
    conn: &mut AnyConnection,
    ids: &[MeetingId],
) -> Result<HashMap<MeetingId, (MeetingStatus, Option<NaiveDate>)>, ApiError> {
    let columns = (meetings::id, meetings::status, meetings::held_on, meetings::held_in);
    let all = meetings::table.select(columns).into_boxed::<MultiBackend>();
    let query = match ids {
        [] => return Ok(HashMap::new()),
        // One meeting is the common case and keeps one prepared statement.
        [only] => all.filter(meetings::id.eq(only.clone())),
        several => all.filter(meetings::id.eq_any(several.to_vec())),
    };
    let rows: Vec<(MeetingId, MeetingStatus, NaiveDate, Option<String>)> = query.load(conn)?;
    let known = |(id, status, day, month): (_, _, _, Option<String>)| (id, (status, month.is_none().then_some(day)));
    Ok(rows.into_iter().map(known).collect())
}

/// Stores the wording that a correction replaces.
pub fn keep_revision(conn: &mut AnyConnection, revision: &ExchangeRevision) -> Result<(), ApiError> {
    diesel::insert_into(exchange_revisions::table).values(revision).execute(conn)?;
    Ok(())
}

/// Returns the earlier wordings of the exchanges of `ids`, oldest first, in one query.
pub fn revisions(conn: &mut AnyConnection, ids: &[ExchangeId]) -> Result<Vec<ExchangeRevision>, ApiError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(exchange_revisions::table
        .filter(exchange_revisions::exchange_id.eq_any(ids.to_vec()))
        .order((exchange_revisions::exchange_id.asc(), exchange_revisions::revision.asc()))
        .load(conn)?)
}
