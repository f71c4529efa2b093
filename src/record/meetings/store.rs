//! All SQL about meetings. Decides nothing.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::{max, min};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Meeting, MeetingId, MeetingKind, MeetingStatus};
use super::rules::Scope;
use crate::foundation::actor::Side;
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend, take_lock, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    action_meetings, action_sources, actions, agenda_items, attachment_citations, attendance, data_points, decisions, exchanges,
    follow_ups, matters, meetings, papers, question_groups, questions, responses,
};
use crate::http::listing::{list_orders, narrow, search};
use crate::http::paging::{Page, Window};
use crate::http::query::listed;
use crate::record::audit::tracked::tracked;
use crate::record::model::DataPointStatus;

tracked!(Meeting in meetings as "meeting" with MeetingStatus);

text_enum!(
    /// Records that can be embedded in a meeting.
    MeetingInclude { Attendance = "attendance", AgendaItems = "agenda_items" }
);

list_orders!(
    /// The sort keys of the list of meetings.
    MeetingSort of Meeting in meetings {
        CreatedAt = "created_at" by id,
        UpdatedAt = "updated_at" by updated_at,
        HeldOn = "held_on" by held_on,
    }
);

/// Filters of the list of meetings; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MeetingFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub kind: Vec<MeetingKind>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<MeetingStatus>,
    /// `true` for public meetings, `false` for the others.
    pub is_public: Option<bool>,
    /// `true` for meetings that discuss matters of significant public interest, `false` for the others.
    pub significant_public_interest: Option<bool>,
    #[serde(default, deserialize_with = "optional_day")]
    pub held_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "optional_day")]
    pub held_to: Option<NaiveDate>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur in the title.
    pub q: Option<String>,
    /// Records to embed in a meeting, separated by commas.
    #[serde(default, deserialize_with = "listed")]
    #[param(style = Form, explode = false, nullable = false)]
    pub include: Vec<MeetingInclude>,
}

type Boxed = meetings::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    meetings::table.filter(meetings::area.eq(scope.area.clone())).into_boxed()
}

/// Returns the meeting, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &MeetingId) -> Result<Option<Meeting>, ApiError> {
    Ok(visible(scope).filter(meetings::id.eq(id.clone())).first(conn).optional()?)
}

/// Returns the meeting of a kind and title on a day, for record files.
pub fn by_day_and_title(
    conn: &mut AnyConnection,
    area: &str,
    kind: MeetingKind,
    day: NaiveDate,
    title: &str,
) -> Result<Option<Meeting>, ApiError> {
    Ok(meetings::table
        .filter(meetings::area.eq(area).and(meetings::kind.eq(kind)))
        .filter(meetings::held_on.eq(day).and(meetings::title.eq(title)))
        .first(conn)
        .optional()?)
}

/// The facts that two meetings have in common when they are the same.
#[derive(Debug, Clone, Copy)]
pub struct Twin<'a> {
    pub kind: MeetingKind,
    pub held_on: NaiveDate,
    pub starts_at: Option<&'a str>,
    pub title: &'a str,
}

/// Returns another meeting that is the same and was not cancelled. On PostgreSQL two requests for the same meeting do not pass each
/// other: the second is refused.
pub fn twin(
    conn: &mut AnyConnection,
    area: &str,
    twin: &Twin<'_>,
    except: Option<&MeetingId>,
) -> Result<Option<MeetingId>, ApiError> {
    let Twin { kind, held_on, starts_at, title } = *twin;
    if !take_lock(conn, &format!("meeting {area} {kind} {held_on} {starts_at:?} {title}"))? {
        return Err(ApiError::Conflict(
            "another request records the same meeting at the same time: read the list of meetings".into(),
        ));
    }
    let mut query = meetings::table
        .filter(meetings::area.eq(area.to_owned()))
        .filter(meetings::kind.eq(kind).and(meetings::held_on.eq(held_on)).and(meetings::title.eq(title.to_owned())))
        .filter(meetings::status.ne(MeetingStatus::Cancelled))
        .select(meetings::id)
        .order(meetings::id.asc())
        .into_boxed::<MultiBackend>();
    query = match starts_at {
        Some(time) => query.filter(meetings::starts_at.eq(time.to_owned())),
        None => query.filter(meetings::starts_at.is_null()),
    };
    if let Some(except) = except {
        query = query.filter(meetings::id.ne(except.clone()));
    }
    Ok(query.first(conn).optional()?)
}

/// Returns whether answers, exchanges or decisions stand as given at a meeting.
pub fn has_proceedings(conn: &mut AnyConnection, id: &MeetingId) -> Result<bool, ApiError> {
    let said = exchanges::table.filter(exchanges::meeting_id.eq(id)).filter(exchanges::status.eq("recorded"));
    let said: i64 = said.filter(exchanges::voided_on.is_null()).count().get_result(conn)?;
    let decided = decisions::table.filter(decisions::meeting_id.eq(id)).filter(decisions::status.eq("taken"));
    let decided: i64 = decided.count().get_result(conn)?;
    let asked = questions::table.filter(questions::meeting_id.eq(id)).select(questions::id);
    let answered: i64 = responses::table
        .filter(responses::question_id.eq_any(asked))
        .filter(responses::mode.eq("oral"))
        .filter(responses::status.eq_any(["submitted", "accepted"]))
        .count()
        .get_result(conn)?;
    Ok(said + decided + answered > 0)
}

/// Returns the meeting, if `scope` includes it, as its next version, because a part of it is about to change. So an agreement
/// always covers the meeting as it was read, and on PostgreSQL two such changes wait for each other.
pub fn find_to_change(
    conn: &mut AnyConnection,
    scope: &Scope,
    id: &MeetingId,
    now: NaiveDateTime,
) -> Result<Option<Meeting>, ApiError> {
    if find(conn, scope, id)?.is_none() {
        return Ok(None);
    }
    let changed = (meetings::version.eq(meetings::version + 1), meetings::updated_at.eq(now));
    let this = meetings::table.filter(meetings::id.eq(id));
    Ok(diesel::update(this).set(changed).returning(meetings::all_columns).get_result(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &MeetingFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, meetings {
        area = area,
        kind in kind,
        status in status,
        is_public = is_public,
        significant_public_interest = significant_public_interest,
        held_on >= held_from,
        held_on <= held_to,
        updated_at since modified_since,
    });
    search!(query, filter, meetings::title);
    query
}

/// Returns one page of the meetings in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &MeetingFilter,
    window: &Window<MeetingSort>,
) -> Result<Page<Meeting>, ApiError> {
    MeetingSort::page(conn, window, || filtered(scope, filter))
}

/// Returns the statuses of several meetings, in one query.
pub fn statuses(conn: &mut AnyConnection, ids: &[MeetingId]) -> Result<HashMap<MeetingId, MeetingStatus>, ApiError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(MeetingId, MeetingStatus)> =
        meetings::table.filter(meetings::id.eq_any(ids.to_vec())).select((meetings::id, meetings::status)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Returns for each of several meetings the previous one: the latest that names it as the next and was not cancelled.
pub fn previous(conn: &mut AnyConnection, ids: &[MeetingId]) -> Result<HashMap<MeetingId, MeetingId>, ApiError> {
    let rows: Vec<(Option<MeetingId>, MeetingId)> = meetings::table
        .filter(meetings::next_meeting_id.eq_any(ids.to_vec()))
        .filter(meetings::status.ne(MeetingStatus::Cancelled))
        .order((meetings::held_on.asc(), meetings::id.asc()))
        .select((meetings::next_meeting_id, meetings::id))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(next, id)| Some((next?, id))).collect())
}

/// Returns the meetings that name one as their next, without cancelled ones.
pub fn naming_as_next(conn: &mut AnyConnection, id: &MeetingId) -> Result<Vec<Meeting>, ApiError> {
    Ok(meetings::table
        .filter(meetings::next_meeting_id.eq(id))
        .filter(meetings::status.ne(MeetingStatus::Cancelled))
        .load(conn)?)
}

/// Returns the latest day of the meetings from which a matter was brought forward to this one.
pub fn latest_source(conn: &mut AnyConnection, id: &MeetingId) -> Result<Option<NaiveDate>, ApiError> {
    Ok(matters::table
        .inner_join(meetings::table.on(matters::from_meeting_id.eq(meetings::id.nullable())))
        .filter(matters::to_meeting_id.eq(id))
        .select(max(meetings::held_on))
        .first(conn)?)
}

/// Returns the earliest day of the meetings to which a matter was carried forward from this one.
pub fn earliest_destination(conn: &mut AnyConnection, id: &MeetingId) -> Result<Option<NaiveDate>, ApiError> {
    Ok(matters::table
        .inner_join(meetings::table.on(matters::to_meeting_id.eq(meetings::id.nullable())))
        .filter(matters::from_meeting_id.eq(id))
        .select(min(meetings::held_on))
        .first(conn)?)
}

/// Returns whether anything belongs or refers to a meeting.
pub fn is_used(conn: &mut AnyConnection, id: &MeetingId) -> Result<bool, ApiError> {
    // Drafts of the force do not count: a refusal would reveal them to the body.
    let known = data_points::status.ne(DataPointStatus::Draft).or(data_points::side.eq(Side::Office));
    let cited = attachment_citations::resource.eq("meetings").and(attachment_citations::resource_id.eq(id.as_str()));
    let parts: [i64; 11] = [
        attendance::table.filter(attendance::meeting_id.eq(id)).count().get_result(conn)?,
        agenda_items::table.filter(agenda_items::meeting_id.eq(id)).count().get_result(conn)?,
        questions::table.filter(questions::meeting_id.eq(id)).count().get_result(conn)?,
        actions::table.filter(actions::meeting_id.eq(id)).count().get_result(conn)?,
        papers::table.filter(papers::meeting_id.eq(id)).count().get_result(conn)?,
        action_meetings::table.filter(action_meetings::meeting_id.eq(id)).count().get_result(conn)?,
        action_sources::table.filter(action_sources::source_id.eq(id.as_str())).count().get_result(conn)?,
        question_groups::table.filter(question_groups::meeting_id.eq(id)).count().get_result(conn)?,
        exchanges::table.filter(exchanges::meeting_id.eq(id)).count().get_result(conn)?,
        data_points::table.filter(data_points::meeting_id.eq(id)).filter(known).count().get_result(conn)?,
        attachment_citations::table.filter(cited).count().get_result(conn)?,
    ];
    let links: [i64; 6] = [
        decisions::table.filter(decisions::meeting_id.eq(id)).count().get_result(conn)?,
        follow_ups::table.filter(follow_ups::meeting_id.eq(id)).count().get_result(conn)?,
        follow_ups::table.filter(follow_ups::taken_up_meeting_id.eq(id)).count().get_result(conn)?,
        matters::table.filter(matters::from_meeting_id.eq(id)).count().get_result(conn)?,
        matters::table.filter(matters::to_meeting_id.eq(id)).count().get_result(conn)?,
        meetings::table.filter(meetings::next_meeting_id.eq(id)).count().get_result(conn)?,
    ];
    Ok(parts.iter().chain(&links).sum::<i64>() > 0)
}
