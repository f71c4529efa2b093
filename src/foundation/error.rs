//! Everything that can go wrong in a request. `http/problem.rs` renders it; the order of checks is in API-DESIGN.md.

use serde::Serialize;

/// What is wrong with one field or query parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// JSON Pointer (RFC 6901) into the body, or `/query/NAME`, `/path/NAME`, `/header/NAME`.
    #[schema(example = "/text")]
    pub pointer: String,
    /// What to change.
    pub detail: String,
}

impl FieldError {
    pub fn new(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), detail: detail.into() }
    }
}

/// A request that was not carried out, and why.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// RFC 6749 section 5.2.
    #[error("{description}")]
    OAuth { code: &'static str, description: &'static str },
    #[error("{0}")]
    Malformed(String),
    #[error("the request has values that cannot be used")]
    BadParameters(Vec<FieldError>),
    #[error("the body has values that cannot be used")]
    Invalid(Vec<FieldError>),
    #[error("there is nothing here that you may see")]
    NotFound,
    #[error("{0} is not allowed here")]
    MethodNotAllowed(String, Vec<&'static str>),
    #[error("{0}")]
    Forbidden(String),
    #[error("{detail}")]
    WrongState { detail: String, status: &'static str, allowed_acts: Vec<&'static str> },
    #[error("{0}")]
    Conflict(String),
    #[error(
        "the log has {log_length} documents, and none with the number {after}: this is another log than you have followed, or one that \
         was shortened; compare leaf_hash of what you have, or begin without after"
    )]
    BeyondLog { after: u64, log_length: u64 },
    #[error("If-Match is missing: send the ETag of the version you have read")]
    PreconditionRequired,
    #[error("the record has changed since you read it: read it again and repeat the change")]
    PreconditionFailed { etag: String },
    #[error("the body is larger than {0} bytes")]
    TooLarge(usize),
    #[error("{0}")]
    UnsupportedMediaType(String),
    #[error("this Idempotency-Key was used for another request")]
    KeyReused,
    #[error("a request with this Idempotency-Key is still being carried out")]
    KeyInFlight,
    #[error("too many failed sign-ins: wait before the next")]
    TooManySignIns { retry_after: u64 },
    #[error("the body did not arrive in time")]
    SlowBody,
    #[error("the database is away; nothing was lost, try again")]
    DatabaseAway,
    #[error("the file store is away; nothing was kept, try again")]
    FilesAway,
    #[error("the service is at its limit; nothing was done, try again")]
    Overloaded,
    /// The same, known from the queue before it was joined.
    #[error("the service is at its limit; nothing was done, try again in some seconds")]
    Busy { retry_after: u64 },
    /// A change that was begun: it is still being carried out, or the answer to its commit was lost.
    #[error(
        "it is not known whether this was done: repeat it with the Idempotency-Key that it had, or, without one, look before you do it again"
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
                Self::Conflict("another request changed the same record at this moment: read it and try again".into())
            }
            Error::DatabaseError(Kind::ForeignKeyViolation, _) => Self::Conflict(
                "something this depends on was removed, or something depends on this now: read it again and try again".into(),
            ),
            // PostgreSQL ended one of two transactions that waited for each other; diesel has no kind for it.
            Error::DatabaseError(_, ref about) if about.message() == "deadlock detected" => {
                Self::Conflict("another request changed the same record at this moment: read it and try again".into())
            }
            // Neither database gives these a kind of its own: another process holds SQLite's write lock, or PostgreSQL
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
    /// JSON that the application wrote itself could not be read or written again.
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(format!("stored JSON: {error}"))
    }
}

/// What a rule says no with. Slices name the sentence; this says which kind of no it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Visible, but not this caller's to do (403).
    NotYours(&'static str),
    /// Theirs to do, but not in this state (409).
    WrongState(&'static str),
}

impl Refusal {
    /// The answer to the caller, with the state that refused and what may be done instead.
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
