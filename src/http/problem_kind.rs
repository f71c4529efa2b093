//! The kinds of problems: what the `type` of a problem (RFC 9457) may be.

use crate::foundation::db::text_enum;

/// Defines the kinds, each with its address and its title.
macro_rules! kinds {
    ($($(#[$about:meta])* $kind:ident = $address:tt, $title:literal;)+) => {
        text_enum!(
            /// Kind of a problem, by which a program should go; docs/API-DESIGN.md explains each.
            ProblemKind { $($(#[$about])* $kind = $address),+ }
        );

        impl ProblemKind {
            /// The title of all problems of the kind.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$kind => $title),+ }
            }
        }
    };
}

kinds! {
    /// The token is missing, invalid or at its end.
    Unauthenticated = "/problems/unauthenticated", "Missing or invalid token";
    /// Sign-in was refused (RFC 6749).
    SignIn = "/problems/sign-in", "Sign-in refused";
    /// The request cannot be read.
    Malformed = "/problems/malformed", "Malformed request";
    /// A parameter is unknown or invalid.
    BadParameters = "/problems/bad-parameters", "Invalid parameters";
    /// A member of the body is invalid.
    Invalid = "/problems/invalid", "Invalid values";
    /// It is not there, or not visible to you.
    NotFound = "/problems/not-found", "Not found";
    /// The address has other methods.
    MethodNotAllowed = "/problems/method-not-allowed", "Method not allowed";
    /// It is visible to you, but not for you to do.
    Forbidden = "/problems/forbidden", "Not permitted";
    /// It is not possible in the state that the record is in.
    WrongState = "/problems/wrong-state", "Not possible in this state";
    /// It is at odds with another record.
    Conflict = "/problems/conflict", "Conflict";
    /// The log does not reach so far.
    BeyondTheLog = "/problems/beyond-the-log", "Beyond the end of the log";
    /// The log has another document there: it was restored from an older backup.
    AnotherLog = "/problems/another-log", "Another log";
    /// `If-Match` is missing.
    PreconditionRequired = "/problems/precondition-required", "If-Match is missing";
    /// The record has changed since it was read.
    Stale = "/problems/stale", "The record has changed";
    /// The body is too large.
    TooLarge = "/problems/too-large", "Body too large";
    /// The body is of another media type.
    MediaType = "/problems/media-type", "Unsupported media type";
    /// The `Idempotency-Key` was used for another request.
    IdempotencyKeyReused = "/problems/idempotency-key-reused", "Idempotency-Key already used";
    /// The first request with this `Idempotency-Key` is not finished.
    IdempotencyKeyInFlight = "/problems/idempotency-key-in-flight", "Idempotency-Key in use";
    /// Too many attempts to sign in have failed.
    TooManySignIns = "/problems/too-many-sign-ins", "Too many failed sign-ins";
    /// The body did not arrive in time.
    SlowBody = "/problems/slow-body", "Request timed out";
    /// The database is unavailable; nothing was changed.
    DatabaseAway = "/problems/database-away", "Database unavailable";
    /// The file store is unavailable; nothing was changed.
    FilesAway = "/problems/files-away", "File store unavailable";
    /// The service has too much to do; nothing was changed.
    Overloaded = "/problems/overloaded", "Service overloaded";
    /// Nobody knows whether the change was made.
    OutcomeUnknown = "/problems/outcome-unknown", "Outcome unknown";
    /// The document was withdrawn; the withdrawal says why.
    Withdrawn = "/problems/withdrawn", "Withdrawn";
    /// The service failed.
    Internal = "/problems/internal", "Internal error";
}
