//! Refresh tokens: opaque, kept as hashes, used once. Using one twice ends its whole family.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::actor::{TokenScope, UserId};
use crate::db::AnyConnection;
use crate::error::ApiError;
use crate::schema::{refresh_tokens, revoked_tokens};
use crate::users::secrets::{hash_secret, new_secret};

#[derive(Queryable, Insertable)]
#[diesel(table_name = refresh_tokens)]
struct RefreshToken {
    hash: String,
    family: String,
    user_id: UserId,
    scope: TokenScope,
    issued_at: NaiveDateTime,
    expires_at: NaiveDateTime,
    used_at: Option<NaiveDateTime>,
    revoked_at: Option<NaiveDateTime>,
}

/// What became of a refresh token that was shown.
pub enum Shown {
    /// Good, and used up now.
    Good { user_id: UserId, family: String, scope: TokenScope },
    /// Used before: somebody has a copy. Its family is revoked, and that must be committed.
    Reused,
    /// Unknown, expired or revoked.
    Bad,
}

/// Makes a refresh token in a family and returns it; only its hash is kept.
pub fn issue(
    conn: &mut AnyConnection,
    family: String,
    user_id: &UserId,
    scope: TokenScope,
    now: NaiveDateTime,
    lifetime: TimeDelta,
) -> Result<String, ApiError> {
    let token = new_secret()?;
    let row = RefreshToken {
        hash: hash_secret(&token),
        family,
        user_id: user_id.clone(),
        scope,
        issued_at: now,
        expires_at: now + lifetime,
        used_at: None,
        revoked_at: None,
    };
    diesel::insert_into(refresh_tokens::table).values(&row).execute(conn)?;
    Ok(token)
}

/// Uses a refresh token up.
pub fn show(conn: &mut AnyConnection, token: &str, now: NaiveDateTime) -> Result<Shown, ApiError> {
    let hash = hash_secret(token);
    let row: Option<RefreshToken> = refresh_tokens::table.filter(refresh_tokens::hash.eq(&hash)).first(conn).optional()?;
    let Some(row) = row else { return Ok(Shown::Bad) };
    if row.revoked_at.is_some() || row.expires_at <= now {
        return Ok(Shown::Bad);
    }
    // The guard on used_at decides between two requests that show the same token at the same time.
    let unused = refresh_tokens::table.filter(refresh_tokens::hash.eq(&hash)).filter(refresh_tokens::used_at.is_null());
    let used = diesel::update(unused).set(refresh_tokens::used_at.eq(Some(now))).execute(conn)?;
    if used == 1 {
        return Ok(Shown::Good { user_id: row.user_id, family: row.family, scope: row.scope });
    }
    revoke_family(conn, &row.family, now)?;
    Ok(Shown::Reused)
}

/// Revokes the family of a refresh token, if there is one.
pub fn revoke(conn: &mut AnyConnection, token: &str, now: NaiveDateTime) -> Result<(), ApiError> {
    let family: Option<String> = refresh_tokens::table
        .filter(refresh_tokens::hash.eq(hash_secret(token)))
        .select(refresh_tokens::family)
        .first(conn)
        .optional()?;
    match family {
        Some(family) => revoke_family(conn, &family, now),
        None => Ok(()),
    }
}

fn revoke_family(conn: &mut AnyConnection, family: &str, now: NaiveDateTime) -> Result<(), ApiError> {
    let alive = refresh_tokens::table.filter(refresh_tokens::family.eq(family).and(refresh_tokens::revoked_at.is_null()));
    diesel::update(alive).set(refresh_tokens::revoked_at.eq(Some(now))).execute(conn)?;
    Ok(())
}

/// Remembers that an access token was revoked, until it would have expired.
pub fn revoke_access(conn: &mut AnyConnection, jti: &str, expires_at: NaiveDateTime) -> Result<(), ApiError> {
    let known: i64 = revoked_tokens::table.filter(revoked_tokens::jti.eq(jti)).count().get_result(conn)?;
    if known == 0 {
        diesel::insert_into(revoked_tokens::table)
            .values((revoked_tokens::jti.eq(jti), revoked_tokens::expires_at.eq(expires_at)))
            .execute(conn)?;
    }
    Ok(())
}

/// Forgets what has expired.
pub fn sweep(conn: &mut AnyConnection, now: NaiveDateTime) -> Result<usize, ApiError> {
    let refresh = diesel::delete(refresh_tokens::table.filter(refresh_tokens::expires_at.lt(now))).execute(conn)?;
    let revoked = diesel::delete(revoked_tokens::table.filter(revoked_tokens::expires_at.lt(now))).execute(conn)?;
    Ok(refresh + revoked)
}
