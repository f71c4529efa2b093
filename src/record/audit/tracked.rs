//! Records whose every change increases their version and adds an entry to the audit trail, in the same transaction.
//!
//! A slice says what its record is with `tracked!` in its `store.rs`; its `acts.rs` ask [`permit`], and then call [`create`],
//! [`advance`], [`change`], [`remove`] or [`note`].

use chrono::NaiveDateTime;
use serde::Serialize;

use super::store::{Entry, record};
use crate::foundation::actor::allowed;
use crate::foundation::db::{AnyConnection, TextEnum};
use crate::foundation::error::{ApiError, Refusal};
use crate::http::call::Tx;

/// A record with a version and a trail.
pub trait Tracked: Sized {
    /// The collection as named in the audit trail: `questions`.
    const RESOURCE: &'static str;
    /// The word for one record: `question`.
    const NOUN: &'static str;

    fn id(&self) -> &str;
    /// The status; `None` for a record without states.
    fn status(&self) -> Option<&'static str>;
    fn version(&self) -> i32;
    /// Increases the version by one, at `now`.
    fn touch(&mut self, now: NaiveDateTime);
    fn insert(&self, conn: &mut AnyConnection) -> Result<(), ApiError>;
    /// Saves over the previous version; returns false when that version is no longer there.
    fn save(&self, conn: &mut AnyConnection) -> Result<bool, ApiError>;
    /// Deletes the record; returns false when its version is no longer there.
    fn delete(&self, conn: &mut AnyConnection) -> Result<bool, ApiError>;
}

/// A tracked record with states.
pub trait Staged: Tracked {
    type Status: TextEnum;

    /// Puts the record into another state; returns the one that it was in.
    fn move_to(&mut self, next: Self::Status) -> Self::Status;
}

/// Implements [`Tracked`] for a record of one table with the columns `id` and `version`; `with` the type of its status for one that
/// has states, which is then [`Staged`] too.
#[doc(hidden)]
#[macro_export]
macro_rules! __tracked {
    ($record:ident in $table:ident as $noun:literal) => {
        $crate::record::audit::tracked::tracked!(@impl $record, $table, $noun, |_| None);
    };
    ($record:ident in $table:ident as $noun:literal with $status:ty) => {
        $crate::record::audit::tracked::tracked!(@impl $record, $table, $noun, |record: &$record| Some(record.status.as_str()));

        impl $crate::record::audit::tracked::Staged for $record {
            type Status = $status;

            fn move_to(&mut self, next: $status) -> $status {
                std::mem::replace(&mut self.status, next)
            }
        }
    };
    (@impl $record:ident, $table:ident, $noun:literal, $status:expr) => {
        impl $crate::record::audit::tracked::Tracked for $record {
            const RESOURCE: &'static str = stringify!($table);
            const NOUN: &'static str = $noun;

            fn id(&self) -> &str {
                self.id.as_str()
            }

            fn status(&self) -> Option<&'static str> {
                let status: fn(&$record) -> Option<&'static str> = $status;
                status(self)
            }

            fn version(&self) -> i32 {
                self.version
            }

            fn touch(&mut self, now: chrono::NaiveDateTime) {
                self.version += 1;
                self.updated_at = now;
            }

            fn insert(&self, conn: &mut $crate::foundation::db::AnyConnection) -> Result<(), $crate::foundation::error::ApiError> {
                diesel::insert_into($table::table).values(self).execute(conn)?;
                Ok(())
            }

            fn save(&self, conn: &mut $crate::foundation::db::AnyConnection) -> Result<bool, $crate::foundation::error::ApiError> {
                let before = $table::table.filter($table::id.eq(&self.id)).filter($table::version.eq(self.version - 1));
                Ok(diesel::update(before).set(self).execute(conn)? == 1)
            }

            fn delete(&self, conn: &mut $crate::foundation::db::AnyConnection) -> Result<bool, $crate::foundation::error::ApiError> {
                let this = $table::table.filter($table::id.eq(&self.id)).filter($table::version.eq(self.version));
                Ok(diesel::delete(this).execute(conn)? == 1)
            }
        }
    };
}
pub use __tracked as tracked;

/// Decides whether an act may be done to a record that the caller sees, and then checks the version that it has read.
///
/// A refusal names the acts that the caller may do instead: all those that `decide` allows.
pub fn permit<R: Tracked, A: TextEnum, T>(
    tx: &Tx<'_>,
    record: &R,
    act: A,
    decide: impl Fn(A) -> Result<T, Refusal>,
) -> Result<T, ApiError> {
    permit_in(tx, record, record.status().unwrap_or("none"), act, decide)
}

/// Does the same as [`permit`] for a record whose state is not its own status.
pub fn permit_in<R: Tracked, A: TextEnum, T>(
    tx: &Tx<'_>,
    record: &R,
    state: &'static str,
    act: A,
    decide: impl Fn(A) -> Result<T, Refusal>,
) -> Result<T, ApiError> {
    let outcome = decide(act).map_err(|refusal| refuse(refusal, state, &allowed(&decide)))?;
    tx.precondition.check(record.version())?;
    Ok(outcome)
}

/// Returns the answer to a caller who is refused an act, with those that are allowed instead.
pub fn refuse<A: TextEnum>(refusal: Refusal, state: &'static str, allowed: &[A]) -> ApiError {
    refusal.into_error(state, allowed.iter().map(|act| act.as_str()).collect())
}

/// Adds a new record.
pub fn create<R: Tracked, C: Serialize>(tx: &mut Tx<'_>, record: &R, reason: Option<&str>, changes: &C) -> Result<(), ApiError> {
    record.insert(tx.conn)?;
    write(tx, record, "create", None, reason, changes)
}

/// Saves a changed record as its next version. `before` is its earlier status.
pub fn change<R: Tracked, C: Serialize>(
    tx: &mut Tx<'_>,
    mut record: R,
    before: Option<&'static str>,
    act: &'static str,
    reason: Option<&str>,
    changes: &C,
) -> Result<R, ApiError> {
    record.touch(tx.now);
    if !record.save(tx.conn)? {
        return Err(stale::<R>());
    }
    write(tx, &record, act, before, reason, changes)?;
    Ok(record)
}

/// Saves a record that an act has moved to its next status, which may be the one it is in.
pub fn advance<R: Staged, A: TextEnum, C: Serialize>(
    tx: &mut Tx<'_>,
    mut record: R,
    act: A,
    next: R::Status,
    reason: Option<&str>,
    changes: &C,
) -> Result<R, ApiError> {
    let before = record.move_to(next);
    change(tx, record, Some(before.as_str()), act.as_str(), reason, changes)
}

/// Deletes a record; `changes` describes what is deleted.
pub fn remove<R: Tracked, C: Serialize>(tx: &mut Tx<'_>, record: &R, changes: &C) -> Result<(), ApiError> {
    if !record.delete(tx.conn)? {
        return Err(stale::<R>());
    }
    write(tx, record, "delete", None, None, changes)
}

/// Records an act that does not change the record itself.
pub fn note<R: Tracked, C: Serialize>(tx: &mut Tx<'_>, record: &R, act: &'static str, changes: &C) -> Result<(), ApiError> {
    write(tx, record, act, record.status(), None, changes)
}

fn write<R: Tracked, C: Serialize>(
    tx: &mut Tx<'_>,
    subject: &R,
    act: &'static str,
    before: Option<&'static str>,
    reason: Option<&str>,
    changes: &C,
) -> Result<(), ApiError> {
    let (resource, resource_id, version) = (R::RESOURCE, subject.id(), subject.version());
    let to_status = subject.status();
    record(tx, &Entry { resource, resource_id, act, from_status: before, to_status, reason, changes, version })
}

/// Another writer saved between our read and our write (possible on PostgreSQL only).
fn stale<R: Tracked>() -> ApiError {
    ApiError::Conflict(format!("another request changed this {} at the same time: read it and try again", R::NOUN))
}
