//! All SQL about calendar tokens. Decides nothing.

use diesel::prelude::*;

use super::model::{CalendarToken, CalendarTokenId, CalendarTokenStatus};
use super::rules::Scope;
use crate::foundation::actor::{Actor, Role, TokenScope, UserId};
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{calendar_tokens, users};
use crate::http::listing::list_orders;
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;

tracked!(CalendarToken in calendar_tokens as "calendar token" with CalendarTokenStatus);

list_orders!(
    /// The sort keys of the list of calendar tokens.
    CalendarTokenSort of CalendarToken in calendar_tokens {
        CreatedAt = "created_at" by id,
    }
);

type Boxed = calendar_tokens::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    let owner = scope.owner.as_ref().map_or("", UserId::as_str).to_owned();
    let own = calendar_tokens::table.filter(calendar_tokens::area.eq(scope.area.clone()));
    own.filter(calendar_tokens::user_id.eq(owner)).into_boxed()
}

/// Returns the calendar token, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &CalendarTokenId) -> Result<Option<CalendarToken>, ApiError> {
    Ok(visible(scope).filter(calendar_tokens::id.eq(id.clone())).first(conn).optional()?)
}

/// Returns the number of active tokens in `scope`.
pub fn active(conn: &mut AnyConnection, scope: &Scope) -> Result<i64, ApiError> {
    Ok(visible(scope).filter(calendar_tokens::status.eq(CalendarTokenStatus::Active)).count().get_result(conn)?)
}

/// Returns the active calendar tokens of a user.
pub fn active_of(conn: &mut AnyConnection, owner: &UserId) -> Result<Vec<CalendarToken>, ApiError> {
    let own = calendar_tokens::table.filter(calendar_tokens::user_id.eq(owner));
    Ok(own.filter(calendar_tokens::status.eq(CalendarTokenStatus::Active)).order(calendar_tokens::id).load(conn)?)
}

/// Returns one page of the calendar tokens in `scope`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    window: &Window<CalendarTokenSort>,
) -> Result<Page<CalendarToken>, ApiError> {
    CalendarTokenSort::page(conn, window, || visible(scope))
}

/// Returns the owner of a secret, as a reader, if the token is not revoked and its owner is active.
pub fn owner_of(conn: &mut AnyConnection, secret_hash: &str) -> Result<Option<(CalendarTokenId, UserId, Actor)>, ApiError> {
    type Row = (CalendarTokenId, UserId, Role, String, Option<String>, String);
    let row: Option<Row> = calendar_tokens::table
        .inner_join(users::table.on(users::id.eq(calendar_tokens::user_id)))
        .filter(calendar_tokens::secret_hash.eq(secret_hash))
        .filter(calendar_tokens::status.eq(CalendarTokenStatus::Active))
        .filter(users::status.eq("active"))
        .select((calendar_tokens::id, users::id, users::role, users::area, users::capacity, users::name))
        .first(conn)
        .optional()?;
    Ok(row.map(|(token, id, role, area, capacity, name)| {
        (token, id.clone(), Actor { user_id: Some(id), role, area, scope: TokenScope::Read, capacity, name })
    }))
}
