//! All SQL about actions and their links; `history` contains that about their history.
//! Decides nothing.

pub mod history;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Action, ActionId, ActionStatus, Owner, Source, SourceId, SourceKind};
use super::rules;
use super::rules::Scope;
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{action_owners, action_priorities, action_sources, actions};
use crate::http::listing::{list_orders, narrow, search};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::deadlines::lateness;
use crate::record::deadlines::lateness::{Lateness, Limits, by_known_due, by_lateness};
use crate::record::deadlines::model::KnownDue;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::plans::model::{PlanId, PriorityId};
use crate::record::questions::model::QuestionId;

tracked!(Action in actions as "action" with ActionStatus);

list_orders!(
    /// The sort keys of the list of actions.
    ActionSort of Action in actions {
        CreatedAt = "created_at" by id,
        UpdatedAt = "updated_at" by updated_at,
        DueOn = "due_on" by due_on or last,
    }
);

/// Filters of the list of actions; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ActionFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// Reference that people use, whole: ours, or that of the office.
    #[param(max_length = 100, example = "WM-2019-001")]
    pub reference: Option<String>,
    /// Id of a plan: actions under any of its priorities.
    pub plan: Option<PlanId>,
    pub priority: Option<PriorityId>,
    /// Id of a question: actions that arise from it.
    pub question: Option<QuestionId>,
    /// Id of a meeting: actions set at it, arising from it, or carried forward to it.
    pub meeting: Option<MeetingId>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<ActionStatus>,
    /// Capacity or name of any owner, in any case.
    pub owner: Option<String>,
    pub needs_review: Option<bool>,
    /// `true` for void actions, which are left out otherwise.
    pub void: Option<bool>,
    /// `true` for actions with an escalation that stands, `false` for the others.
    pub escalated: Option<bool>,
    /// `true` for late actions, `false` for the others.
    pub overdue: Option<bool>,
    /// State of the due date: a day, only words for one, or nothing.
    pub due: Option<KnownDue>,
    /// Lateness of what is awaited and has a due date.
    pub lateness: Option<Lateness>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_to: Option<NaiveDate>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<chrono::DateTime<chrono::Utc>>,
    /// Search words, all of which must occur in the text, the condition or a reference.
    pub q: Option<String>,
}

/// A query of actions to which filters may be added.
pub type Boxed = actions::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
pub fn visible(scope: &Scope) -> Boxed {
    actions::table.filter(actions::area.eq(scope.area.clone())).into_boxed()
}

/// Returns the action, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &ActionId) -> Result<Option<Action>, ApiError> {
    Ok(visible(scope).filter(actions::id.eq(id.clone())).first(conn).optional()?)
}

/// Returns all actions in `scope` on the questions of `ids`, oldest first, in one query.
pub fn of_questions(conn: &mut AnyConnection, scope: &Scope, ids: &[QuestionId]) -> Result<Vec<Action>, ApiError> {
    let query = match ids {
        [] => return Ok(Vec::new()),
        // One question is the common case and keeps one prepared statement; a list needs a new one for each length.
        [only] => visible(scope).filter(actions::question_id.eq(only.clone())),
        several => visible(scope).filter(actions::question_id.eq_any(several.to_vec())),
    };
    Ok(query.filter(actions::voided_on.is_null()).order(actions::id.asc()).load(conn)?)
}

/// Restricts a boxed query over `actions` by the filters that the list and the report share.
///
/// A macro for the reason that `narrow!` is one: the list and the groups of the report are queries of different types.
#[doc(hidden)]
#[macro_export]
macro_rules! __by_shared_filters {
    ($query:expr, $area:expr, $filter:ident) => {{
        use $crate::foundation::schema::{action_meetings, action_owners, action_priorities, action_sources, actions};
        let mut query = $query;
        $crate::record::planning::priorities::store::under!(query, $filter, actions in action_priorities by action_id);
        if let Some(meeting) = &$filter.meeting {
            let stood = action_meetings::table.filter(action_meetings::meeting_id.eq(meeting.clone()));
            let named = action_sources::table
                .filter(action_sources::source_id.eq(meeting.as_str().to_owned()))
                .filter(action_sources::kind.eq($crate::record::actions::model::SourceKind::Meeting));
            query = query.filter(
                (actions::meeting_id.eq(meeting.clone()).assume_not_null())
                    .or(actions::id.eq_any(stood.select(action_meetings::action_id)))
                    .or(actions::id.eq_any(named.select(action_sources::action_id))),
            );
        }
        if let Some(owner) = &$filter.owner {
            let key = owner.to_lowercase();
            let owned = action_owners::table
                .filter(action_owners::area.eq($area.clone()))
                .filter(action_owners::capacity_key.eq(key.clone()).or(action_owners::name_key.eq(key)));
            query = query.filter(actions::id.eq_any(owned.select(action_owners::action_id)));
        }
        $crate::http::listing::narrow!(query, $filter, actions {
            due_on >= due_from,
            due_on <= due_to,
        });
        query
    }};
}
pub use __by_shared_filters as by_shared_filters;

fn filtered(scope: &Scope, filter: &ActionFilter, today: NaiveDate, limits: Option<(Limits, Lateness)>) -> Boxed {
    let mut query = by_shared_filters!(visible(scope), scope.area, filter);
    narrow!(query, filter, actions {
        area = area,
        status in status,
        needs_review = needs_review,
        updated_at since modified_since,
    });
    if let Some(reference) = &filter.reference {
        let own = actions::own_reference.eq(reference.clone()).assume_not_null();
        query = query.filter(actions::reference.eq(reference.clone()).or(own));
    }
    query = match filter.void {
        Some(true) => query.filter(actions::voided_on.is_not_null()),
        Some(false) | None => query.filter(actions::voided_on.is_null()),
    };
    query = match filter.escalated {
        Some(true) => query.filter(actions::escalated_on.is_not_null()),
        Some(false) => query.filter(actions::escalated_on.is_null()),
        None => query,
    };
    if let Some(question) = &filter.question {
        let named = action_sources::table
            .filter(action_sources::source_id.eq(question.as_str().to_owned()))
            .filter(action_sources::kind.eq(SourceKind::Question));
        let named = actions::id.eq_any(named.select(action_sources::action_id));
        query = query.filter(actions::question_id.eq(question.clone()).assume_not_null().or(named));
    }
    match filter.overdue {
        Some(true) => query = query.filter(actions::due_on.lt(today)).filter(actions::status.eq_any(rules::OUTSTANDING)),
        Some(false) => {
            let on_time = actions::due_on.is_null().or(actions::due_on.ge(today).assume_not_null());
            query = query.filter(on_time.or(actions::status.ne_all(rules::OUTSTANDING)));
        }
        None => {}
    }
    by_known_due!(query, filter, actions);
    by_lateness!(query, limits, actions, actions::status.eq_any(rules::OUTSTANDING));
    search!(query, filter, actions::text, actions::condition, actions::reference, actions::own_reference);
    query
}

/// Returns one page of the actions in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &ActionFilter,
    window: &Window<ActionSort>,
    today: NaiveDate,
) -> Result<Page<Action>, ApiError> {
    let limits = lateness::asked(conn, &scope.area, today, filter.lateness)?;
    ActionSort::page(conn, window, || filtered(scope, filter, today, limits))
}

/// Returns the actions that have one of the questions of `ids` as a source, each with that question.
pub fn of_question_sources(
    conn: &mut AnyConnection,
    scope: &Scope,
    ids: &[QuestionId],
) -> Result<Vec<(SourceId, Action)>, ApiError> {
    let named = action_sources::table.filter(action_sources::kind.eq(SourceKind::Question));
    let named = named.select((action_sources::source_id, action_sources::action_id)).into_boxed::<MultiBackend>();
    let named = match ids {
        [] => return Ok(Vec::new()),
        [only] => named.filter(action_sources::source_id.eq(only.as_str().to_owned())),
        several => named.filter(action_sources::source_id.eq_any(several.iter().map(|id| id.as_str().to_owned()))),
    };
    let named: Vec<(SourceId, ActionId)> = named.load(conn)?;
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let actions = visible(scope)
        .filter(actions::voided_on.is_null())
        .filter(actions::id.eq_any(named.iter().map(|(_, action)| action.clone()).collect::<Vec<_>>()));
    let actions: Vec<Action> = actions.order(actions::id.asc()).load(conn)?;
    let mut pairs = Vec::with_capacity(named.len());
    for action in actions {
        let questions = named.iter().filter(|(_, id)| *id == action.id);
        pairs.extend(questions.map(|(question, _)| (question.clone(), action.clone())));
    }
    Ok(pairs)
}

/// Replaces the links of an action to priorities.
pub fn relink_priorities(conn: &mut AnyConnection, action: &Action) -> Result<(), ApiError> {
    diesel::delete(action_priorities::table.filter(action_priorities::action_id.eq(&action.id))).execute(conn)?;
    link_priorities(conn, action)
}

/// Links an action to its priorities.
pub fn link_priorities(conn: &mut AnyConnection, action: &Action) -> Result<(), ApiError> {
    for priority in action.priority_ids.get()? {
        diesel::insert_into(action_priorities::table)
            .values((action_priorities::action_id.eq(&action.id), action_priorities::priority_id.eq(priority)))
            .execute(conn)?;
    }
    Ok(())
}

/// Replaces the owners for the owner filter.
pub fn replace_owners(conn: &mut AnyConnection, action: &Action) -> Result<(), ApiError> {
    diesel::delete(action_owners::table.filter(action_owners::action_id.eq(&action.id))).execute(conn)?;
    insert_owners(conn, action)
}

/// Adds the owners for the owner filter.
pub fn insert_owners(conn: &mut AnyConnection, action: &Action) -> Result<(), ApiError> {
    for (position, owner) in (0_i32..).zip(action.ownership()?.owners()) {
        let Owner { capacity, name, side } = owner;
        let key = |text: &Option<String>| text.as_deref().map(str::to_lowercase);
        diesel::insert_into(action_owners::table)
            .values((
                action_owners::action_id.eq(&action.id),
                action_owners::position.eq(position),
                action_owners::area.eq(&action.area),
                action_owners::capacity_key.eq(key(&capacity)),
                action_owners::name_key.eq(key(&name)),
                action_owners::capacity.eq(capacity),
                action_owners::name.eq(name),
                action_owners::side.eq(side),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Replaces the sources of an action, beside its question and its meeting.
pub fn replace_sources(conn: &mut AnyConnection, action: &Action, sources: &[Source]) -> Result<(), ApiError> {
    diesel::delete(action_sources::table.filter(action_sources::action_id.eq(&action.id))).execute(conn)?;
    insert_sources(conn, action, sources)
}

/// Adds the sources of an action.
pub fn insert_sources(conn: &mut AnyConnection, action: &Action, sources: &[Source]) -> Result<(), ApiError> {
    for (position, source) in (0_i32..).zip(sources) {
        diesel::insert_into(action_sources::table)
            .values((
                action_sources::action_id.eq(&action.id),
                action_sources::position.eq(position),
                action_sources::area.eq(&action.area),
                action_sources::kind.eq(source.kind),
                action_sources::source_id.eq(&source.id),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Returns the sources of an action, beside its question and its meeting.
pub fn sources(conn: &mut AnyConnection, id: &ActionId) -> Result<Vec<Source>, ApiError> {
    let rows = action_sources::table.filter(action_sources::action_id.eq(id)).order(action_sources::position.asc());
    let rows: Vec<(SourceKind, SourceId)> = rows.select((action_sources::kind, action_sources::source_id)).load(conn)?;
    Ok(rows.into_iter().map(|(kind, id)| Source { kind, id }).collect())
}

/// Returns the actions that this one supersedes.
pub fn superseded_by(conn: &mut AnyConnection, scope: &Scope, id: &ActionId) -> Result<Vec<ActionId>, ApiError> {
    Ok(visible(scope).filter(actions::superseded_by.eq(id.clone())).order(actions::id.asc()).select(actions::id).load(conn)?)
}

/// Returns the actions that have this one as a source.
pub fn continued_by(conn: &mut AnyConnection, scope: &Scope, id: &ActionId) -> Result<Vec<ActionId>, ApiError> {
    let named = action_sources::table
        .filter(action_sources::source_id.eq(id.as_str().to_owned()))
        .filter(action_sources::kind.eq(SourceKind::Action));
    let later = visible(scope).filter(actions::id.eq_any(named.select(action_sources::action_id)));
    Ok(later.order(actions::id.asc()).select(actions::id).load(conn)?)
}
