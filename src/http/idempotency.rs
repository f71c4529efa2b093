//! `Idempotency-Key`: a repeated request has one effect and gets the first response again.
//!
//! The key is stored in the transaction of its effect, so neither exists without the other. Responses are kept for 24 hours,
//! per caller and route. Only successful responses are kept: a refusal had no effect to repeat.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::foundation::db::{AnyConnection, take_lock};
use crate::foundation::error::{ApiError, FieldError};
use crate::foundation::schema::idempotency_keys;

/// The scope of a key and the request it was used for.
#[derive(Debug, Clone)]
pub struct Key {
    pub caller: String,
    /// Method and path.
    pub route: String,
    pub key: String,
    /// SHA-256 of the body.
    pub fingerprint: String,
}

/// A stored response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: StatusCode,
    pub etag: Option<String>,
    pub location: Option<String>,
    pub body: String,
}

/// Returns the value of the header, if present: 1 to 128 printable characters.
pub fn header(request: &HttpRequest) -> Result<Option<String>, ApiError> {
    let Some(value) = request.headers().get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().map(str::trim).filter(|key| (1..=128).contains(&key.len()));
    match key {
        Some(key) => Ok(Some(key.to_owned())),
        None => Err(ApiError::BadParameters(vec![FieldError::new(
            "/header/Idempotency-Key",
            "must be 1 to 128 printable ASCII characters",
        )])),
    }
}

impl Key {
    /// Returns one text that identifies caller, route and key.
    fn name(&self) -> String {
        format!("{}\n{}\n{}", self.caller, self.route, self.key)
    }
}

/// Locks the key for the open transaction; 409 while a transaction of another instance holds it. That transaction may belong to
/// a request whose response was lost: it holds the key until it ends, and by then its effect is visible. SQLite has one writer
/// at a time.
pub fn take(conn: &mut AnyConnection, key: &Key) -> Result<(), ApiError> {
    if take_lock(conn, &key.name())? { Ok(()) } else { Err(ApiError::KeyInFlight) }
}

type Row = (String, i32, Option<String>, Option<String>, String, NaiveDateTime);

/// Returns the stored response for `key`; 422 when the key was used for another request.
pub fn find(conn: &mut AnyConnection, key: &Key, now: NaiveDateTime) -> Result<Option<Answer>, ApiError> {
    use idempotency_keys as t;
    let mine = || t::caller.eq(key.caller.clone()).and(t::route.eq(key.route.clone())).and(t::key.eq(key.key.clone()));
    let row: Option<Row> = t::table
        .filter(mine())
        .select((t::fingerprint, t::status, t::etag, t::location, t::body, t::created_at))
        .first(conn)
        .optional()?;
    match row {
        None => Ok(None),
        Some((.., created_at)) if created_at < now - TimeDelta::hours(24) => {
            diesel::delete(t::table.filter(mine())).execute(conn)?;
            Ok(None)
        }
        Some((fingerprint, ..)) if fingerprint != key.fingerprint => Err(ApiError::KeyReused),
        Some((_, status, etag, location, body, _)) => Ok(Some(Answer { status: status_of(status)?, etag, location, body })),
    }
}

/// Reads a status as it is kept.
fn status_of(kept: i32) -> Result<StatusCode, ApiError> {
    let status = u16::try_from(kept).ok().and_then(|kept| StatusCode::from_u16(kept).ok());
    status.ok_or_else(|| ApiError::Internal(format!("an answer is kept with the status {kept}, which is none")))
}

/// Stores the response with its effect.
pub fn keep(conn: &mut AnyConnection, key: &Key, answer: &Answer, now: NaiveDateTime) -> Result<(), ApiError> {
    use idempotency_keys as t;
    diesel::insert_into(t::table)
        .values((
            t::caller.eq(&key.caller),
            t::route.eq(&key.route),
            t::key.eq(&key.key),
            t::fingerprint.eq(&key.fingerprint),
            t::status.eq(i32::from(answer.status.as_u16())),
            t::etag.eq(&answer.etag),
            t::location.eq(&answer.location),
            t::body.eq(&answer.body),
            t::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes responses older than 24 hours.
pub fn sweep(conn: &mut AnyConnection, now: NaiveDateTime) -> Result<usize, ApiError> {
    use idempotency_keys as t;
    Ok(diesel::delete(t::table.filter(t::created_at.lt(now - TimeDelta::hours(24)))).execute(conn)?)
}

/// The keys of requests in progress in this process. Between processes [`take`] decides.
#[derive(Default)]
pub struct InFlight(Arc<Mutex<HashSet<String>>>);

/// Releases the key when the work ends, however it ends: the caller may have gone by then.
pub struct Held {
    all: Arc<Mutex<HashSet<String>>>,
    name: String,
}

impl InFlight {
    /// Holds a key for one request; 409 when another request holds it.
    pub fn hold(&self, key: &Key) -> Result<Held, ApiError> {
        let name = key.name();
        if self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone()) {
            Ok(Held { all: Arc::clone(&self.0), name })
        } else {
            Err(ApiError::KeyInFlight)
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_that_is_none_is_told() {
        assert_eq!(status_of(201).ok(), Some(StatusCode::CREATED));
        for kept in [-1, 0, 99, 1000, 65_536 + 200] {
            assert!(matches!(status_of(kept), Err(ApiError::Internal(detail)) if detail.contains(&kept.to_string())), "{kept}");
        }
    }
}
