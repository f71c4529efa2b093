//! All SQL about sessions and their refresh tokens. Decides nothing.
//!
//! A session's row is its lock. Issuing a token or ending the session changes that row first and does the rest in the same
//! transaction, so that on PostgreSQL too one transaction sees what the other did.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::rules::Shown;
use crate::foundation::actor::{TokenScope, UserId};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{refresh_tokens, sessions, users};
use crate::identity::users::model::{User, UserStatus};

/// A session to begin.
#[derive(Insertable)]
#[diesel(table_name = sessions)]
pub struct NewSession<'a> {
    pub id: &'a str,
    pub user_id: &'a UserId,
    pub began_at: NaiveDateTime,
    pub used_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
}

/// A refresh token to issue; only its hash is stored.
#[derive(Insertable)]
#[diesel(table_name = refresh_tokens)]
pub struct NewRefreshToken<'a> {
    pub hash: &'a str,
    pub session_id: &'a str,
    pub scope: TokenScope,
    pub issued_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
}

/// Returns the user, if active, locked until this transaction ends.
pub fn held_user(conn: &mut AnyConnection, id: &UserId) -> Result<Option<User>, ApiError> {
    let active = users::table.filter(users::id.eq(id)).filter(users::status.eq(UserStatus::Active));
    // An update that changes nothing is a lock in both databases.
    let held = diesel::update(active).set(users::status.eq(UserStatus::Active)).returning(users::all_columns);
    Ok(held.get_result(conn).optional()?)
}

/// Adds a session.
pub fn begin(conn: &mut AnyConnection, session: &NewSession<'_>) -> Result<(), ApiError> {
    diesel::insert_into(sessions::table).values(session).execute(conn)?;
    Ok(())
}

/// Returns the session of a refresh token, if the token is known.
pub fn session_of(conn: &mut AnyConnection, hash: &str) -> Result<Option<String>, ApiError> {
    let token = refresh_tokens::table.filter(refresh_tokens::hash.eq(hash)).select(refresh_tokens::session_id);
    Ok(token.first(conn).optional()?)
}

/// Returns the user of a session that has not ended, and locks the session until this transaction ends.
pub fn held_session(conn: &mut AnyConnection, id: &str, now: NaiveDateTime) -> Result<Option<UserId>, ApiError> {
    let alive = sessions::table.filter(sessions::id.eq(id)).filter(sessions::ended_at.is_null());
    Ok(diesel::update(alive).set(sessions::used_at.eq(now)).returning(sessions::user_id).get_result(conn).optional()?)
}

/// Returns the facts about a refresh token that the rules need.
pub fn refresh_token(conn: &mut AnyConnection, hash: &str) -> Result<Option<Shown>, ApiError> {
    type Row = (TokenScope, NaiveDateTime, Option<NaiveDateTime>);
    let row: Option<Row> = refresh_tokens::table
        .filter(refresh_tokens::hash.eq(hash))
        .select((refresh_tokens::scope, refresh_tokens::expires_at, refresh_tokens::used_at))
        .first(conn)
        .optional()?;
    Ok(row.map(|(scope, expires_at, used_at)| Shown { scope, expires_at, was_used: used_at.is_some() }))
}

/// Marks a refresh token as used.
pub fn use_up(conn: &mut AnyConnection, hash: &str, now: NaiveDateTime) -> Result<(), ApiError> {
    let token = refresh_tokens::table.filter(refresh_tokens::hash.eq(hash));
    diesel::update(token).set(refresh_tokens::used_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Adds a refresh token to its session, which then lasts at least as long.
pub fn give_out(conn: &mut AnyConnection, token: &NewRefreshToken<'_>) -> Result<(), ApiError> {
    diesel::insert_into(refresh_tokens::table).values(token).execute(conn)?;
    let shorter = sessions::table.filter(sessions::id.eq(token.session_id)).filter(sessions::expires_at.lt(token.expires_at));
    diesel::update(shorter).set(sessions::expires_at.eq(token.expires_at)).execute(conn)?;
    Ok(())
}

/// Ends a session, if it has not ended.
pub fn end(conn: &mut AnyConnection, id: &str, now: NaiveDateTime) -> Result<(), ApiError> {
    let alive = sessions::table.filter(sessions::id.eq(id)).filter(sessions::ended_at.is_null());
    diesel::update(alive).set(sessions::ended_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Records the end of an unknown session: that of an access token which names none.
pub fn note_end(conn: &mut AnyConnection, session: &NewSession<'_>) -> Result<(), ApiError> {
    let is_known = sessions::table.filter(sessions::id.eq(session.id)).count().get_result::<i64>(conn)? > 0;
    let has_user = users::table.filter(users::id.eq(session.user_id)).count().get_result::<i64>(conn)? > 0;
    if has_user && !is_known {
        begin(conn, session)?;
    }
    end(conn, session.id, session.began_at)
}

/// Ends every session of a user except `spared`. Must be called after the user has been saved: an earlier sign-in has committed
/// by then, and a later one sees the user as saved.
pub fn end_all_of(conn: &mut AnyConnection, user: &UserId, spared: Option<&str>, now: NaiveDateTime) -> Result<(), ApiError> {
    let alive = sessions::table.filter(sessions::user_id.eq(user)).filter(sessions::ended_at.is_null());
    let alive = alive.filter(sessions::id.ne(spared.unwrap_or_default()));
    diesel::update(alive).set(sessions::ended_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Deletes data that expired before `then`.
pub fn sweep(conn: &mut AnyConnection, then: NaiveDateTime) -> Result<usize, ApiError> {
    let tokens = diesel::delete(refresh_tokens::table.filter(refresh_tokens::expires_at.lt(then))).execute(conn)?;
    let sessions = diesel::delete(sessions::table.filter(sessions::expires_at.lt(then))).execute(conn)?;
    Ok(tokens + sessions)
}
