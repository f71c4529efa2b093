//! What can be done with users, each as one unit of work.

use serde::Serialize;

use super::model::{EditUser, NewUser, User, UserStatus};
use super::rules::{self, Act};
use super::store;
use crate::actor::UserId;
use crate::audit::tracked;
use crate::error::{ApiError, Refusal};
use crate::http::call::Tx;
use crate::input::Reasoned;

/// Adds a user to the caller's area.
pub fn add(tx: &mut Tx<'_>, input: &NewUser) -> Result<User, ApiError> {
    rules::may_keep(input.role, tx.actor).map_err(|refusal| refusal.into_error("none", vec![]))?;
    if store::by_login(tx.conn, &input.login)?.is_some() {
        // Whose it is, and in which area, is nobody else's business.
        return Err(ApiError::Conflict("this login is taken".into()));
    }
    let user = User {
        id: UserId::new(tx.ids),
        area: tx.actor.area.clone(),
        kind: input.kind,
        login: input.login.clone(),
        name: input.name.clone(),
        role: input.role,
        capacity: input.capacity.clone(),
        scope: input.scope,
        status: UserStatus::Active,
        secret_hash: input.secret_hash.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    tracked::create(tx, &user, None, input)?;
    Ok(user)
}

/// Changes a user's name, capacity or scope.
pub fn edit(tx: &mut Tx<'_>, id: &UserId, input: &EditUser) -> Result<User, ApiError> {
    let mut user = begin(tx, id, Act::Edit)?.0;
    user.name = input.name.clone().unwrap_or(user.name);
    user.capacity = input.capacity.clone().unwrap_or(user.capacity);
    user.scope = input.scope.unwrap_or(user.scope);
    save(tx, user, Act::Edit, None, input)
}

/// Ends an account: no sign-in, and every refresh token revoked. The caller forgets its sessions after commit.
pub fn deactivate(tx: &mut Tx<'_>, id: &UserId, input: &Reasoned) -> Result<User, ApiError> {
    let (mut user, next) = begin(tx, id, Act::Deactivate)?;
    user.status = next;
    store::revoke_refresh_tokens(tx.conn, &user.id, tx.now)?;
    save(tx, user, Act::Deactivate, Some(&input.reason), input)
}

fn begin(tx: &mut Tx<'_>, id: &UserId, act: Act) -> Result<(User, UserStatus), ApiError> {
    let user = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let refuse = |refusal: Refusal| {
        refusal.into_error(user.status.as_str(), rules::allowed_acts(&user.id, user.role, user.status, tx.actor))
    };
    let next = rules::decide(act, &user.id, user.role, user.status, tx.actor).map_err(refuse)?;
    tx.precondition.check(user.version)?;
    Ok((user, next))
}

fn save<C: Serialize>(tx: &mut Tx<'_>, user: User, act: Act, reason: Option<&str>, changes: &C) -> Result<User, ApiError> {
    tracked::change(tx, user, Some(UserStatus::Active.as_str()), act.name(), reason, changes)
}
