//! Every SQL statement about actions. Nothing here decides.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Date;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Action, ActionId, ActionStatus, ActionUpdate};
use super::rules::{self, Scope};
use crate::audit::tracked::tracked;
use crate::day::{optional_day, optional_instant};
use crate::db::{AnyConnection, MultiBackend, like_pattern, lower, text_enum};
use crate::error::ApiError;
use crate::http::paging::{Page, Position, SortKey, Window, keyset};
use crate::meetings::model::MeetingId;
use crate::plans::model::{PlanId, PriorityId};
use crate::questions::model::QuestionId;
use crate::schema::{action_priorities, action_updates, actions, priorities};

tracked!(Action in actions as "action" with status);

text_enum!(
    /// The orders of the list of actions.
    ActionSort {
        CreatedAt = "created_at",
        UpdatedAt = "updated_at",
        DueOn = "due_on",
    }
);

impl SortKey for ActionSort {
    const KEYS: &'static [Self] = Self::ALL;
}

text_enum!(
    /// The order of the updates on an action.
    UpdateSort {
        CreatedAt = "created_at",
    }
);

impl SortKey for UpdateSort {
    const KEYS: &'static [Self] = Self::ALL;
}

/// Filters of the list of actions; all given ones must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ActionFilter {
    /// The slug of an area; a caller only ever sees its own.
    pub area: Option<String>,
    /// Actions under any priority of this plan.
    pub plan: Option<PlanId>,
    pub priority: Option<PriorityId>,
    pub question: Option<QuestionId>,
    pub meeting: Option<MeetingId>,
    /// May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<ActionStatus>,
    /// The owner as printed, in any case.
    pub owner: Option<String>,
    pub needs_review: Option<bool>,
    /// `true`: only what is late; `false`: only what is not.
    pub overdue: Option<bool>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_to: Option<NaiveDate>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<chrono::DateTime<chrono::Utc>>,
    /// Words that must all occur in the text, the condition or the reference.
    pub q: Option<String>,
}

type Boxed = actions::BoxedQuery<'static, MultiBackend>;

/// The one place where the scope of a caller becomes a filter.
fn visible(scope: &Scope) -> Boxed {
    actions::table.filter(actions::area.eq(scope.area.clone())).into_boxed()
}

/// The action, if `scope` sees it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &ActionId) -> Result<Option<Action>, ApiError> {
    Ok(visible(scope).filter(actions::id.eq(id.clone())).first(conn).optional()?)
}

/// All actions on the questions of `ids` that `scope` sees, oldest first: one query for any number of questions.
pub fn of_questions(conn: &mut AnyConnection, scope: &Scope, ids: &[QuestionId]) -> Result<Vec<Action>, ApiError> {
    let query = match ids {
        [] => return Ok(Vec::new()),
        // One question is the common case and keeps one prepared statement; a list is a new one for each length.
        [only] => visible(scope).filter(actions::question_id.eq(only.clone())),
        several => visible(scope).filter(actions::question_id.eq_any(several.to_vec())),
    };
    Ok(query.order(actions::id.asc()).load(conn)?)
}

fn filtered(scope: &Scope, filter: &ActionFilter, today: NaiveDate) -> Boxed {
    let mut query = visible(scope);
    if let Some(area) = &filter.area {
        query = query.filter(actions::area.eq(area.clone()));
    }
    if let Some(plan) = &filter.plan {
        let links = action_priorities::table
            .inner_join(priorities::table.on(priorities::id.eq(action_priorities::priority_id)))
            .filter(action_priorities::action_id.eq(actions::id))
            .filter(priorities::plan_id.eq(plan.clone()));
        query = query.filter(exists(links));
    }
    if let Some(priority) = &filter.priority {
        let links = action_priorities::table
            .filter(action_priorities::action_id.eq(actions::id))
            .filter(action_priorities::priority_id.eq(priority.clone()));
        query = query.filter(exists(links));
    }
    if let Some(question) = &filter.question {
        query = query.filter(actions::question_id.eq(question.clone()));
    }
    if let Some(meeting) = &filter.meeting {
        query = query.filter(actions::meeting_id.eq(meeting.clone()));
    }
    if !filter.status.is_empty() {
        query = query.filter(actions::status.eq_any(filter.status.clone()));
    }
    if let Some(owner) = &filter.owner {
        query = query.filter(lower(actions::owner.assume_not_null()).eq(owner.to_lowercase()));
    }
    if let Some(needs_review) = filter.needs_review {
        query = query.filter(actions::needs_review.eq(needs_review));
    }
    by_dates_and_words(query, filter, today)
}

fn by_dates_and_words(mut query: Boxed, filter: &ActionFilter, today: NaiveDate) -> Boxed {
    match filter.overdue {
        Some(true) => query = query.filter(actions::due_on.lt(today)).filter(actions::status.eq_any(rules::OUTSTANDING)),
        Some(false) => {
            let on_time = actions::due_on.is_null().or(actions::due_on.ge(today).assume_not_null());
            query = query.filter(on_time.or(actions::status.ne_all(rules::OUTSTANDING)));
        }
        None => {}
    }
    if let Some(day) = filter.due_from {
        query = query.filter(actions::due_on.ge(day));
    }
    if let Some(day) = filter.due_to {
        query = query.filter(actions::due_on.le(day));
    }
    if let Some(instant) = filter.modified_since {
        query = query.filter(actions::updated_at.ge(instant.naive_utc()));
    }
    for word in filter.q.as_deref().unwrap_or("").split_whitespace() {
        let pattern = like_pattern(word);
        query = query.filter(
            lower(actions::text.assume_not_null())
                .like(pattern.clone())
                .escape('\\')
                .or(lower(actions::condition.assume_not_null()).like(pattern.clone()).escape('\\'))
                .or(lower(actions::reference).like(pattern).escape('\\')),
        );
    }
    query
}

fn due_key() -> SqlLiteral<Date> {
    sql("coalesce(actions.due_on, '9999-12-31')")
}

/// One page of the actions that `scope` sees and `filter` keeps.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &ActionFilter,
    window: &Window<ActionSort>,
    today: NaiveDate,
) -> Result<Page<Action>, ApiError> {
    let total = if window.count { Some(filtered(scope, filter, today).count().get_result(conn)?) } else { None };
    let mut query = filtered(scope, filter, today);
    let query = match window.sort {
        ActionSort::CreatedAt => keyset!(query, window, actions::id),
        ActionSort::UpdatedAt => keyset!(query, window, actions::updated_at => NaiveDateTime, actions::id),
        ActionSort::DueOn => keyset!(query, window, due_key() => NaiveDate, actions::id),
    };
    let rows: Vec<Action> = query.limit(window.fetch()).load(conn)?;
    Ok(window.page(rows, total, |action| place(window.sort, action)))
}

fn place(sort: ActionSort, action: &Action) -> Position {
    let key = match sort {
        ActionSort::CreatedAt => String::new(),
        ActionSort::UpdatedAt => action.updated_at.format("%Y-%m-%dT%H:%M:%S%.6f").to_string(),
        ActionSort::DueOn => action.due_on.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string()),
    };
    Position { key, id: action.id.to_string() }
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

/// Adds an update.
pub fn insert_update(conn: &mut AnyConnection, update: &ActionUpdate) -> Result<(), ApiError> {
    diesel::insert_into(action_updates::table).values(update).execute(conn)?;
    Ok(())
}

/// One page of the updates on an action, oldest first.
pub fn updates(conn: &mut AnyConnection, action: &ActionId, window: &Window<UpdateSort>) -> Result<Page<ActionUpdate>, ApiError> {
    let of_action = || action_updates::table.filter(action_updates::action_id.eq(action.clone())).into_boxed::<MultiBackend>();
    let total = if window.count { Some(of_action().count().get_result(conn)?) } else { None };
    let mut query = of_action();
    let query = match window.sort {
        UpdateSort::CreatedAt => keyset!(query, window, action_updates::id),
    };
    let rows: Vec<ActionUpdate> = query.limit(window.fetch()).load(conn)?;
    Ok(window.page(rows, total, |update| Position { key: String::new(), id: update.id.to_string() }))
}
