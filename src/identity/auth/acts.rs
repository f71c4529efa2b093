//! The acts on sessions, each as one unit of work.

use chrono::{NaiveDateTime, TimeDelta};

use super::rules::Verdict;
use super::store::{NewRefreshToken, NewSession};
use super::{rules, store};
use crate::foundation::actor::token::Claims;
use crate::foundation::actor::{TokenScope, UserId};
use crate::foundation::clock::Ids;
use crate::foundation::config::Settings;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::identity::users;
use crate::identity::users::model::{User, UserKind};
use crate::identity::users::secrets::{hash_secret, new_secret};

/// The time tokens are issued, and their lifetimes.
pub struct Lives {
    pub now: NaiveDateTime,
    pub access: TimeDelta,
    pub refresh: TimeDelta,
}

impl Lives {
    /// Takes the lifetimes of the settings, from `now` on.
    pub fn of(settings: &Settings, now: NaiveDateTime) -> Result<Self, ApiError> {
        let delta = |life| TimeDelta::from_std(life).map_err(|error| ApiError::Internal(error.to_string()));
        Ok(Self { now, access: delta(settings.access_token)?, refresh: delta(settings.refresh_token)? })
    }
}

/// A session for which tokens can be issued.
pub struct Begun {
    pub id: String,
    /// The user at the time the session began.
    pub user: User,
    /// `None` for a machine.
    pub refresh_token: Option<String>,
}

/// Begins a session of a user whose secret was verified; none when that user has changed since.
pub fn begin(
    conn: &mut AnyConnection,
    ids: &Ids,
    proved: &User,
    scope: TokenScope,
    lives: &Lives,
) -> Result<Option<Begun>, ApiError> {
    let user = store::held_user(conn, &proved.id)?.filter(|user| user.secret_hash == proved.secret_hash);
    let Some(user) = user else { return Ok(None) };
    let id = ids.next();
    let (began_at, expires_at) = (lives.now, lives.now + lives.access);
    store::begin(conn, &NewSession { id: &id, user_id: &user.id, began_at, used_at: began_at, expires_at })?;
    let refresh_token = match user.kind {
        UserKind::Person => Some(give_out(conn, &id, scope, lives)?),
        UserKind::Machine => None,
    };
    Ok(Some(Begun { id, user, refresh_token }))
}

fn give_out(conn: &mut AnyConnection, session_id: &str, scope: TokenScope, lives: &Lives) -> Result<String, ApiError> {
    let token = new_secret()?;
    let (issued_at, expires_at) = (lives.now, lives.now + lives.refresh);
    store::give_out(conn, &NewRefreshToken { hash: &hash_secret(&token), session_id, scope, issued_at, expires_at })?;
    Ok(token)
}

/// The result of using a refresh token.
pub enum Refreshed {
    Good {
        session: Box<Begun>,
        scope: TokenScope,
    },
    /// The token was used before. Its session has now ended, which must be committed.
    Reused(String),
    Bad,
    TooWide,
}

/// Uses up a refresh token and issues its successor.
pub fn refresh(conn: &mut AnyConnection, token: &str, wanted: Option<TokenScope>, lives: &Lives) -> Result<Refreshed, ApiError> {
    let hash = hash_secret(token);
    let Some(id) = store::session_of(conn, &hash)? else { return Ok(Refreshed::Bad) };
    let Some(user_id) = store::held_session(conn, &id, lives.now)? else { return Ok(Refreshed::Bad) };
    // Read while the session is locked: any other use of the same token has committed.
    let known = (store::refresh_token(conn, &hash)?, users::store::by_id(conn, &user_id)?);
    let (Some(shown), Some(user)) = known else { return Ok(Refreshed::Bad) };
    match rules::refresh(shown, user.status, user.scope, wanted, lives.now) {
        Verdict::Good(scope) => {
            store::use_up(conn, &hash, lives.now)?;
            let refresh_token = Some(give_out(conn, &id, scope, lives)?);
            Ok(Refreshed::Good { session: Box::new(Begun { id, user, refresh_token }), scope })
        }
        Verdict::Reused => {
            store::end(conn, &id, lives.now)?;
            Ok(Refreshed::Reused(id))
        }
        Verdict::Bad => Ok(Refreshed::Bad),
        Verdict::TooWide => Ok(Refreshed::TooWide),
    }
}

/// Ends the session of a refresh token, even a used one. Returns the session, if the token is known.
pub fn end_by_refresh_token(conn: &mut AnyConnection, token: &str, now: NaiveDateTime) -> Result<Option<String>, ApiError> {
    let session = store::session_of(conn, &hash_secret(token))?;
    if let Some(id) = &session {
        store::end(conn, id, now)?;
    }
    Ok(session)
}

/// Ends the session of an access token, and returns it.
pub fn end_by_access_token(conn: &mut AnyConnection, claims: &Claims, now: NaiveDateTime) -> Result<Option<String>, ApiError> {
    let (id, Ok(user_id)) = (claims.session_id(), claims.sub.parse::<UserId>()) else { return Ok(None) };
    let expires_at = chrono::DateTime::from_timestamp(claims.exp, 0).map_or(now, |at| at.naive_utc());
    store::note_end(conn, &NewSession { id, user_id: &user_id, began_at: now, used_at: now, expires_at })?;
    Ok(Some(id.to_owned()))
}
