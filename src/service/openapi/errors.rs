//! The errors of the API, their descriptions, and the errors of each operation.

use serde_json::json;
use utoipa::ToSchema;
use utoipa::openapi::path::Operation;
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::{ContentBuilder, Ref, RefOr};

use super::headers;
use super::kind::{Kind, Place};
use crate::http::problem::Problem;

/// Every error of an operation: status, name of the shared response, description, and the problem's type.
const ERRORS: &[(&str, &str, &str, &str)] = &[
    ("400", "BadRequest", "Malformed request or invalid parameter", "bad-parameters"),
    (
        "401",
        "Unauthenticated",
        "Missing or invalid token; at the token endpoint: unknown client or wrong secret",
        "unauthenticated",
    ),
    ("403", "Forbidden", "Visible to you, but not permitted", "forbidden"),
    ("404", "NotFound", "Not found, or not visible to you", "not-found"),
    ("408", "SlowBody", "The body did not arrive in time", "slow-body"),
    ("409", "Conflict", "Not possible in the current state, or the Idempotency-Key is in use", "wrong-state"),
    ("412", "PreconditionFailed", "The record has changed since you read it; ETag is the current version", "stale"),
    ("413", "TooLarge", "The body is too large", "too-large"),
    ("415", "UnsupportedMediaType", "The body is not JSON", "media-type"),
    ("422", "Invalid", "Invalid values, or an Idempotency-Key used for another request", "invalid"),
    ("428", "PreconditionRequired", "If-Match is missing", "precondition-required"),
    ("429", "TooManySignIns", "Too many failed sign-ins; see Retry-After", "too-many-sign-ins"),
    ("500", "Failure", "The service failed; quote the request id when you report it", "internal"),
    (
        "503",
        "Unavailable",
        "Nothing was changed: the database is unavailable or the service overloaded; see Retry-After",
        "database-away",
    ),
    (
        "504",
        "OutcomeUnknown",
        "The outcome is unknown. Repeat the request with the same Idempotency-Key; if it had none, check whether the change was made (at sign-in: sign in again)",
        "outcome-unknown",
    ),
];

/// The HTTP server's own response, before any operation: without a body and without the usual headers.
const UNREADABLE: (&str, &str) = ("Unreadable", "The request cannot be parsed; the response has no body");

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

/// Adds the possible errors of an operation, by reference.
pub fn add(kind: &Kind, operation: &mut Operation) {
    let responses = &mut operation.responses.responses;
    for status in possible(kind) {
        let name = ERRORS.iter().find(|(known, ..)| *known == status).map_or("Failure", |(_, name, ..)| name);
        responses.entry(status.to_owned()).or_insert_with(|| RefOr::Ref(Ref::from_response_name(name)));
    }
    // A pure redirect: every other response of it is a problem.
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
    // Any change may be interrupted during its commit.
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
    // All of `/v1` refuses parameters that an operation does not have.
    if kind.has_parameters || kind.has_body || kind.needs_token() {
        errors.push("400");
    }
    // The caller may follow another log than this one.
    if path == "/public/v1/changes" {
        errors.push("409");
    }
    // A cancelled meeting has no record file.
    if path == "/v1/meetings/{id}/record" {
        errors.push("409");
    }
    // A page of a feed's history may not exist yet.
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
