//! The errors of a request. `http/problem.rs` renders them; API-DESIGN.md has the order of checks.

use std::borrow::Cow;

use serde::Serialize;

use crate::foundation::input::Fault;

/// A fault in one field or query parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// JSON Pointer (RFC 6901) into the body, or `/query/NAME`, `/path/NAME`, `/header/NAME`.
    #[schema(example = "/text")]
    pub pointer: String,
    /// A sentence that says what to change.
    pub detail: String,
}

impl FieldError {
    pub fn new(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), detail: detail.into() }
    }
}

impl From<Fault> for FieldError {
    fn from(fault: Fault) -> Self {
        Self::new(fault.pointer(), fault.to_string())
    }
}

/// A request that was not carried out, and the reason.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// RFC 6749 section 5.2.
    #[error("{description}")]
    OAuth { code: &'static str, description: Cow<'static, str> },
    #[error("{0}")]
    Malformed(String),
    #[error("the request has invalid parameters: correct those named in errors")]
    BadParameters(Vec<FieldError>),
    #[error("the body has invalid values: correct those named in errors")]
    Invalid(Vec<FieldError>),
    #[error("not found, or not visible to you: check the address and the id")]
    NotFound,
    #[error("{0} is not allowed here: see the Allow header for the methods that are")]
    MethodNotAllowed(String, Vec<&'static str>),
    #[error("{0}")]
    Forbidden(String),
    #[error("{detail}")]
    WrongState { detail: String, status: &'static str, allowed_acts: Vec<&'static str> },
    #[error("{0}")]
    Conflict(String),
    #[error(
        "the log has {log_length} documents, but none with the number {after}: it is not the log that you followed, or it was \
         truncated; compare leaf_hash with your copy, or start without after"
    )]
    BeyondLog { after: u64, log_length: u64 },
    #[error(
        "leaf_hash is not the hash of the document with the number {after} here: this is another log, or one that was restored from \
         an older backup; start again without after and leaf_hash, and delete what the new list does not have"
    )]
    AnotherLog { after: u64, log_length: u64 },
    #[error("If-Match is missing: send the ETag of the version you have read")]
    PreconditionRequired,
    #[error("the record has changed since you read it: read it again and repeat the change")]
    PreconditionFailed { etag: String },
    #[error("the body is larger than {0} bytes")]
    TooLarge(usize),
    #[error("{0}")]
    UnsupportedMediaType(String),
    #[error("this Idempotency-Key was used for another request: send a new key")]
    KeyReused,
    #[error("a request with this Idempotency-Key is still in progress: wait, then repeat it with the same key")]
    KeyInFlight,
    #[error("too many failed sign-ins: wait, then try again")]
    TooManySignIns { retry_after: u64 },
    #[error("the body did not arrive in time: send the request again")]
    SlowBody,
    #[error("the database is unavailable; nothing was changed: try again")]
    DatabaseAway,
    #[error("the file store is unavailable; nothing was stored: try again")]
    FilesAway,
    #[error("the service is overloaded; nothing was changed: try again")]
    Overloaded,
    /// The same, known before the job was queued.
    #[error("the service is overloaded; nothing was changed: try again in a few seconds")]
    Busy { retry_after: u64 },
    /// A change that began: it is still in progress, or the response to its commit was lost.
    #[error(
        "the outcome is unknown: repeat the request with the same Idempotency-Key, or, if it had none, check whether the change was made"
    )]
    OutcomeUnknown,
    #[error("database failure: {0}")]
    Database(diesel::result::Error),
    #[error("{0}")]
    Internal(String),
}

impl From<diesel::result::Error> for ApiError {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind as Kind, Error};
        match error {
            Error::DatabaseError(Kind::UniqueViolation | Kind::SerializationFailure, _) => {
                Self::Conflict("another request changed the same record at the same time: read it and try again".into())
            }
            Error::DatabaseError(Kind::ForeignKeyViolation, _) => Self::Conflict(
                "a record that this depends on was removed, or another record depends on this one now: read them and try again"
                    .into(),
            ),
            // PostgreSQL ended one of two transactions that waited for each other; diesel has no kind for it.
            Error::DatabaseError(_, ref about) if about.message() == "deadlock detected" => {
                Self::Conflict("another request changed the same record at the same time: read it and try again".into())
            }
            // Neither database reports these as a kind of its own: another process holds SQLite's write lock, or PostgreSQL
            // stopped a statement at its time limit.
            Error::DatabaseError(_, ref about)
                if about.message() == "database is locked" || about.message().contains("due to statement timeout") =>
            {
                Self::Overloaded
            }
            other => Self::Database(other),
        }
    }
}

impl From<serde_json::Error> for ApiError {
    /// An error in JSON that the application wrote itself.
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(format!("stored JSON: {error}"))
    }
}

/// A refusal by a rule. Slices provide the sentence; this provides the kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Visible, but not permitted for this caller (403).
    NotYours(&'static str),
    /// Permitted for this caller, but not in this state (409).
    WrongState(&'static str),
}

impl Refusal {
    /// Returns the answer to a caller who may not add a record, or not do what has nothing to do with a state.
    pub fn without_state(self) -> ApiError {
        self.into_error("none", vec![])
    }

    /// Builds the response, with the current state and the acts that are allowed instead.
    pub fn into_error(self, status: &'static str, allowed_acts: Vec<&'static str>) -> ApiError {
        match self {
            Self::NotYours(sentence) => ApiError::Forbidden(sentence.to_owned()),
            Self::WrongState(sentence) => ApiError::WrongState { detail: sentence.to_owned(), status, allowed_acts },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use diesel::result::{DatabaseErrorKind as Kind, Error};

    #[test]
    fn what_others_did_meanwhile_is_a_conflict() {
        for (kind, conflict) in [
            (Kind::UniqueViolation, true),
            (Kind::ForeignKeyViolation, true),
            (Kind::SerializationFailure, true),
            (Kind::NotNullViolation, false),
            (Kind::CheckViolation, false),
        ] {
            let error = ApiError::from(Error::DatabaseError(kind, Box::new(String::from("as the database says it"))));
            assert_eq!(matches!(error, ApiError::Conflict(_)), conflict, "{error}");
        }
    }
}
