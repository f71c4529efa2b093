//! `Idempotency-Key`: the same request twice has one effect, and the second answer is the first one again.
//!
//! The key is stored in the transaction of its effect, so one cannot exist without the other. Answers are kept for
//! 24 hours, per caller and route. Only answers of success are kept: a refusal had no effect to repeat.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::HttpRequest;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::foundation::db::{AnyConnection, take_lock};
use crate::foundation::error::{ApiError, FieldError};
use crate::foundation::schema::idempotency_keys;

/// Where a key belongs and what it was used for.
#[derive(Debug, Clone)]
pub struct Key {
    pub caller: String,
    /// Method and path.
    pub route: String,
    pub key: String,
    /// SHA-256 of the body.
    pub fingerprint: String,
}

/// An answer as it is kept and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub etag: Option<String>,
    pub location: Option<String>,
    pub body: String,
}

/// The value of the header, when there is one: 1 to 128 printable characters.
pub fn header(request: &HttpRequest) -> Result<Option<String>, ApiError> {
    let Some(value) = request.headers().get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().map(str::trim).filter(|key| (1..=128).contains(&key.len()));
    match key {
        Some(key) => Ok(Some(key.to_owned())),
        None => {
            Err(ApiError::BadParameters(vec![FieldError::new("/header/Idempotency-Key", "1 to 128 printable ASCII characters")]))
        }
    }
}

impl Key {
    /// One text for caller, route and key.
    fn name(&self) -> String {
        format!("{}\n{}\n{}", self.caller, self.route, self.key)
    }
}

/// Takes the key for the transaction that is open; 409 while a transaction of another instance has it. That one may be of a request
/// whose answer was lost: it holds the key until it is over, and what it did is there by then. SQLite has one writer at a time.
pub fn take(conn: &mut AnyConnection, key: &Key) -> Result<(), ApiError> {
    if take_lock(conn, &key.name())? { Ok(()) } else { Err(ApiError::KeyInFlight) }
}

type Row = (String, i32, Option<String>, Option<String>, String, NaiveDateTime);

/// The answer that was given for `key` before; 422 when the request was another one.
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
        Some((_, status, etag, location, body, _)) => {
            Ok(Some(Answer { status: u16::try_from(status).unwrap_or(200), etag, location, body }))
        }
    }
}

/// Keeps the answer beside its effect.
pub fn keep(conn: &mut AnyConnection, key: &Key, answer: &Answer, now: NaiveDateTime) -> Result<(), ApiError> {
    use idempotency_keys as t;
    diesel::insert_into(t::table)
        .values((
            t::caller.eq(&key.caller),
            t::route.eq(&key.route),
            t::key.eq(&key.key),
            t::fingerprint.eq(&key.fingerprint),
            t::status.eq(i32::from(answer.status)),
            t::etag.eq(&answer.etag),
            t::location.eq(&answer.location),
            t::body.eq(&answer.body),
            t::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets answers older than 24 hours.
pub fn sweep(conn: &mut AnyConnection, now: NaiveDateTime) -> Result<usize, ApiError> {
    use idempotency_keys as t;
    Ok(diesel::delete(t::table.filter(t::created_at.lt(now - TimeDelta::hours(24)))).execute(conn)?)
}

/// The keys whose requests are under way in this process. Between processes [`take`] decides.
#[derive(Default)]
pub struct InFlight(Arc<Mutex<HashSet<String>>>);

/// Gives the key back when the work ends, however it ends: whoever waits for it may be gone by then.
pub struct Held {
    all: Arc<Mutex<HashSet<String>>>,
    name: String,
}

impl InFlight {
    /// Takes a key for one request; 409 when another one holds it.
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
