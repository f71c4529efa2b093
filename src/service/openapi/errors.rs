//! The errors: which there are, what each says, and which an operation can answer with.

use serde_json::json;
use utoipa::ToSchema;
use utoipa::openapi::path::Operation;
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::{ContentBuilder, Ref, RefOr};

use super::headers;
use super::kind::{Kind, Place};
use crate::http::problem::Problem;

/// Every error that an operation can answer with: status, name of the shared response, what it says, and the problem's type.
const ERRORS: &[(&str, &str, &str, &str)] = &[
    ("400", "BadRequest", "Malformed, or a parameter that cannot be used", "bad-parameters"),
    (
        "401",
        "Unauthenticated",
        "No or bad token; at the token endpoint: the client or its secret is not right",
        "unauthenticated",
    ),
    ("403", "Forbidden", "Visible, but not yours to do", "forbidden"),
    ("404", "NotFound", "Not there, or not visible to you", "not-found"),
    ("408", "SlowBody", "The body did not arrive in time", "slow-body"),
    ("409", "Conflict", "Not possible in this state, or an Idempotency-Key in use", "wrong-state"),
    ("412", "PreconditionFailed", "The record has changed since you read it; ETag is the current version", "stale"),
    ("413", "TooLarge", "The body is too large", "too-large"),
    ("415", "UnsupportedMediaType", "The body is not JSON", "media-type"),
    ("422", "Invalid", "Values that cannot be used, or an Idempotency-Key used for another request", "invalid"),
    ("428", "PreconditionRequired", "If-Match is missing", "precondition-required"),
    ("429", "TooManySignIns", "Too many failed sign-ins; see Retry-After", "too-many-sign-ins"),
    ("500", "Failure", "The service failed; the request id is in its log", "internal"),
    (
        "503",
        "Unavailable",
        "Nothing was done: the database is away or the service at its limit; see Retry-After",
        "database-away",
    ),
    (
        "504",
        "OutcomeUnknown",
        "It is not known whether this was done; repeat it with the Idempotency-Key that it had, or, without one, look before you do it again (at sign-in: sign in anew)",
        "outcome-unknown",
    ),
];

/// What the server itself answers, before any operation: without a body, and without the headers of an answer.
const UNREADABLE: (&str, &str) = ("Unreadable", "What was sent is no request that can be read; the answer has no body");

/// The error responses that operations refer to.
pub fn shared() -> impl Iterator<Item = (String, RefOr<Response>)> {
    let problems = ERRORS.iter().map(|(status, name, about, kind)| {
        let example = json!({
            "type": format!("/problems/{kind}"), "title": about, "status": status.parse::<u16>().unwrap_or(500),
            "detail": "a sentence that says what to do", "instance": "urn:request:0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11",
        });
        let schema = Ref::from_schema_name(Problem::name());
        let problem = ContentBuilder::new().schema(Some(schema)).example(Some(example)).build();
        let mut response = ResponseBuilder::new().description(*about).content("application/problem+json", problem).build();
        headers::describe_error(status, &mut response);
        ((*name).to_owned(), RefOr::T(response))
    });
    let (name, about) = UNREADABLE;
    let unreadable = ResponseBuilder::new().description(about).build();
    problems.chain([(name.to_owned(), RefOr::T(unreadable))])
}

/// Adds the errors that an operation can answer with, by reference.
pub fn add(kind: &Kind, operation: &mut Operation) {
    let responses = &mut operation.responses.responses;
    for status in possible(kind) {
        let name = ERRORS.iter().find(|(known, ..)| *known == status).map_or("Failure", |(_, name, ..)| name);
        responses.entry(status.to_owned()).or_insert_with(|| RefOr::Ref(Ref::from_response_name(name)));
    }
    // One that only sends its caller elsewhere: all else that it can answer is a problem.
    if !responses.keys().any(|status| status.starts_with('2')) {
        responses.insert("default".to_owned(), RefOr::Ref(Ref::from_response_name("Failure")));
    }
    if !responses.keys().any(|status| status.starts_with('4')) {
        responses.insert("400".to_owned(), RefOr::Ref(Ref::from_response_name(UNREADABLE.0)));
    }
}

fn possible(kind: &Kind) -> Vec<&'static str> {
    let mut errors = vec!["500"];
    let path = kind.path.as_str();
    if kind.needs_token() {
        errors.extend(["401", "503"]);
    }
    if kind.place == Place::SignIn || path == "/readyz" {
        errors.push("503");
    }
    // Whatever may change something may be cut off in the middle of its commit.
    if !kind.reads() && matches!(kind.place, Place::Record | Place::SignIn) {
        errors.push("504");
    }
    if kind.place == Place::Public {
        errors.extend(["400", "503"]);
    }
    if path == "/v1/auth/token" {
        errors.extend(["401", "429"]);
    }
    if path == "/v1/me/password" {
        errors.push("429");
    }
    // A parameter that an operation does not have is refused by all of `/v1`.
    if kind.has_parameters || kind.has_body || kind.needs_token() {
        errors.push("400");
    }
    // Who follows another log than this one.
    if path == "/public/v1/changes" {
        errors.push("409");
    }
    // A page of a feed's history may not be there yet.
    if path.contains('{') || path.starts_with("/public/v1/feeds/") {
        errors.push("404");
    }
    if kind.has_body {
        errors.extend(["408", "413", "415"]);
    }
    if !kind.reads() && kind.needs_token() {
        errors.extend(["403", "409", "422"]);
    }
    if kind.versioned {
        errors.extend(["412", "428"]);
    }
    errors
}
