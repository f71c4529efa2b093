//! All SQL about users. Decides nothing.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{User, UserStatus};
use super::rules::Scope;
use crate::foundation::actor::{Role, UserId};
use crate::foundation::dates::optional_instant;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::users;
use crate::http::listing::{list_orders, narrow};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;

tracked!(User in users as "user" with UserStatus);

list_orders!(
    /// The sort keys of the list of users.
    UserSort of User in users {
        CreatedAt = "created_at" by id,
    }
);

/// Filters of the list of users; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UserFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    pub role: Option<Role>,
    pub status: Option<UserStatus>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
}

type Boxed = users::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    let query = users::table.filter(users::area.eq(scope.area.clone())).into_boxed();
    if scope.only_force { query.filter(users::role.eq(Role::Force)) } else { query }
}

/// Returns the user, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &UserId) -> Result<Option<User>, ApiError> {
    Ok(visible(scope).filter(users::id.eq(id.clone())).first(conn).optional()?)
}

/// Returns the user with a login, in any area: for sign-in and the operator.
pub fn by_login(conn: &mut AnyConnection, login: &str) -> Result<Option<User>, ApiError> {
    Ok(users::table.filter(users::login.eq(login)).first(conn).optional()?)
}

/// Returns the user with an id, in any area: for sign-in.
pub fn by_id(conn: &mut AnyConnection, id: &UserId) -> Result<Option<User>, ApiError> {
    Ok(users::table.filter(users::id.eq(id)).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &UserFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, users {
        area = area,
        role = role,
        status = status,
        updated_at since modified_since,
    });
    query
}

/// Returns one page of the users in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &UserFilter,
    window: &Window<UserSort>,
) -> Result<Page<User>, ApiError> {
    UserSort::page(conn, window, || filtered(scope, filter))
}

/// Returns every user, of one area or all: for the operator.
pub fn all(conn: &mut AnyConnection, area: Option<&str>) -> Result<Vec<User>, ApiError> {
    let mut query = users::table.into_boxed();
    if let Some(area) = area {
        query = query.filter(users::area.eq(area.to_owned()));
    }
    Ok(query.order((users::area, users::login)).load(conn)?)
}

/// True when there is any user, in any area.
pub fn any(conn: &mut AnyConnection) -> Result<bool, ApiError> {
    Ok(users::table.select(users::id).first::<UserId>(conn).optional()?.is_some())
}
