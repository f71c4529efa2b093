//! The acts on users, each as one unit of work.

use super::model::{EditUser, NewUser, User, UserAct as Act, UserStatus, Why};
use super::{rules, store};
use crate::foundation::actor::UserId;
use crate::foundation::error::{ApiError, Refusal};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::identity::auth::store as sessions;
use crate::identity::calendar_tokens;
use crate::record::audit::tracked::{self, advance, permit};

/// Adds a user to the caller's area.
pub fn add(tx: &mut Tx<'_>, input: &NewUser) -> Result<User, ApiError> {
    rules::may_keep(input.role, tx.actor).map_err(Refusal::without_state)?;
    if store::by_login(tx.conn, &input.login)?.is_some() {
        // The owner and area of the existing login are confidential.
        return Err(ApiError::Conflict("this login is already in use: choose another".into()));
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

/// Edits a user's name, capacity or scope.
pub fn edit(tx: &mut Tx<'_>, id: &UserId, patch: &EditUser) -> Result<User, ApiError> {
    let (user, next) = begin(tx, id, Act::Edit)?;
    let edited = patch.apply(&user)?;
    advance(tx, user.with(edited.draft)?, Act::Edit, next, None, &edited.changes)
}

/// Deactivates an account: no sign-in, and all access of its holder ends. The caller forgets its sessions after commit.
pub fn deactivate(tx: &mut Tx<'_>, id: &UserId, why: &Why) -> Result<User, ApiError> {
    let (user, next) = begin(tx, id, Act::Deactivate)?;
    let user = advance(tx, user, Act::Deactivate, next, why.reason.as_deref(), why)?;
    shut_out(tx, &user)?;
    Ok(user)
}

/// Reactivates an account, with the same secret. Its sessions stay ended.
pub fn reactivate(tx: &mut Tx<'_>, id: &UserId, why: &Why) -> Result<User, ApiError> {
    let (user, next) = begin(tx, id, Act::Reactivate)?;
    advance(tx, user, Act::Reactivate, next, why.reason.as_deref(), why)
}

/// Sets a new secret for an account, stored as `secret_hash`, and ends all access of its holder.
pub fn reset(tx: &mut Tx<'_>, id: &UserId, secret_hash: String, why: &Why) -> Result<User, ApiError> {
    let (mut user, next) = begin(tx, id, Act::Reset)?;
    user.secret_hash = Some(secret_hash);
    let user = advance(tx, user, Act::Reset, next, why.reason.as_deref(), why)?;
    shut_out(tx, &user)?;
    Ok(user)
}

/// Sets a new password for the caller. `proved` is the account at the time its password was verified; `session` is the one that
/// continues.
pub fn change_password(tx: &mut Tx<'_>, proved: &User, secret_hash: String, session: &str) -> Result<User, ApiError> {
    let user = store::by_id(tx.conn, &proved.id)?.filter(|user| user.secret_hash == proved.secret_hash);
    let mut user = user.ok_or_else(|| ApiError::Conflict("your password was changed at the same time: sign in again".into()))?;
    rules::change_password(user.kind, user.status, user.scope, tx.actor)
        .map_err(|refusal| refusal.into_error(user.status.as_str(), vec![]))?;
    user.secret_hash = Some(secret_hash);
    let status = user.status.as_str();
    let user = tracked::change(tx, user, Some(status), "change-password", None, &Why::default())?;
    sessions::end_all_of(tx.conn, &user.id, Some(session), tx.now)?;
    Ok(user)
}

/// Ends all access of an account's holder. Must be called after the account has been saved.
fn shut_out(tx: &mut Tx<'_>, user: &User) -> Result<(), ApiError> {
    sessions::end_all_of(tx.conn, &user.id, None, tx.now)?;
    calendar_tokens::acts::revoke_all_of(tx, &user.id)
}

fn begin(tx: &mut Tx<'_>, id: &UserId, act: Act) -> Result<(User, UserStatus), ApiError> {
    let user = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let next = permit(tx, &user, act, |act| rules::decide(act, &user.id, user.role, user.status, tx.actor))?;
    Ok((user, next))
}
