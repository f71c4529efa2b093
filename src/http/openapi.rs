//! The OpenAPI document: put together from the mounted operations, completed in one place, the same in the file, at
//! `/openapi.json` and on the page at `/docs/`.

use std::collections::HashMap;
use std::sync::OnceLock;

use actix_web::App as ActixApp;
use serde_json::json;
use utoipa::openapi::path::{HttpMethod, Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, HeaderBuilder, Info, License, ObjectBuilder, OpenApi, Ref, RefOr, Required, Tag, Type};
use utoipa::{PartialSchema, ToSchema};
use utoipa_actix_web::AppExt;

use super::description::Description;
use super::examples;
use super::problem::Problem;
use crate::error::FieldError;
use crate::routes;

const DESCRIPTION: &str = "The record of how a police force is held to account: plan, priority, question, response, finding, action. \
Every `/v1` operation needs a bearer token; lists page by cursor; changes need `If-Match`; errors are RFC 9457 problems. \
Checks run in this order: 401, 400/422 (shape), 404, 403, 409, 412/428, 422 (what only the record can judge).";

/// The tags in reading order, with what each is.
const TAGS: &[(&str, &str)] = &[
    ("sign-in", "Tokens: by password, by refresh token, by client secret; and who you are."),
    ("areas", "Police areas and the bodies that oversee them."),
    ("users", "People and machines that sign in."),
    ("plans", "Police and Crime Plans and their priorities."),
    ("topics", "Subjects followed across meetings."),
    ("meetings", "Meetings, attendance and agendas."),
    ("papers", "The papers of meetings: who owes them, by when, where they are published."),
    ("matters", "What was brought forward to a meeting and carried forward from it."),
    ("decisions", "What the body decided, and why."),
    ("follow-ups", "What the body said it is likely to come back to."),
    ("questions", "What the body asks."),
    ("responses", "What the force answers."),
    ("exchanges", "What was challenged and replied at a meeting."),
    ("findings", "What the body concluded, what the force says to it, and how it is rated."),
    ("actions", "What is to be done, by whom and by when."),
    ("measures", "What figures measure: definition, unit and which way is better."),
    ("data points", "Figures given as evidence, with who said them and how far they can be trusted."),
    ("attachments", "Files, and the records that cite them."),
    ("deadlines", "When answers and actions are due, why that day, and the bank holidays days are counted around."),
    ("recommendations", "Reports from outside, what they recommend, what was said about progress, and the body's response."),
    ("editions", "What is published of the record: prepared, approved, published, withdrawn."),
    (
        "publication log",
        "Every document that was published, in a log that nobody can change unnoticed: checkpoints, tiles, proofs.",
    ),
    ("redactions", "What is kept from the public, why, and until when."),
    ("public record", "What was published, for everybody: no token, any origin, cacheable."),
    ("feeds", "What was published for programs that follow it: Atom, JSON Feed, iCalendar, CSV, NDJSON, a catalogue."),
    ("calendar", "The deadlines of staff for calendar programs, and the secrets these read them with."),
    ("reports", "Figures over many records, each with its definition."),
    ("webhooks", "Other systems that are told what happens, and what became of each message."),
    ("audit", "Who did what, when and why."),
    ("service", "Health, metrics and this description."),
];

/// Where everybody may read.
const PUBLIC: &str = "/public/v1";

/// The whole document.
pub fn document() -> OpenApi {
    let (_, mut document) = ActixApp::new().into_utoipa_app().configure(routes::mount).split_for_parts();
    let mut info = Info::new("Answerable", env!("CARGO_PKG_VERSION"));
    info.description = Some(DESCRIPTION.to_owned());
    info.license = Some(License::new("MIT"));
    document.info = info;
    document.tags = Some(
        TAGS.iter()
            .map(|(name, about)| {
                let mut tag = Tag::new(*name);
                tag.description = Some((*about).to_owned());
                tag
            })
            .collect(),
    );
    let components = document.components.get_or_insert_default();
    examples::complete(&mut components.schemas);
    components.schemas.insert(Problem::name().into(), Problem::schema());
    components.schemas.insert(FieldError::name().into(), FieldError::schema());
    components.responses.extend(shared_errors());
    components.add_security_scheme(
        "token",
        SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build()),
    );
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            complete(path, &method, operation);
        }
    }
    document
}

/// The document as it is committed: pretty-printed JSON with a newline at its end.
pub fn json() -> String {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        // The document is made of plain maps and strings: it always serialises.
        let mut text = serde_json::to_string_pretty(&document()).unwrap_or_default();
        text.push('\n');
        text
    })
    .clone()
}

/// The document as the server keeps it.
pub fn describe() -> Description {
    let mut document = document();
    let paths = document.paths.paths.iter_mut();
    // HEAD is answered wherever GET is.
    let methods = |item| {
        operations(item)
            .into_iter()
            .flat_map(|(method, _)| if method == HttpMethod::Get { vec!["GET", "HEAD"] } else { vec![name(&method)] })
            .collect()
    };
    let methods = paths.map(|(path, item)| (path.clone(), methods(item))).collect();
    let mut parameters = HashMap::new();
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            parameters.insert((name(&method).to_owned(), path.clone()), query_parameters(operation));
        }
    }
    Description { json: json().into(), methods, parameters }
}

fn query_parameters(operation: &Operation) -> Vec<String> {
    let in_query = |parameter: &RefOr<Parameter>| match parameter {
        RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Query => Some(parameter.name.clone()),
        RefOr::T(_) | RefOr::Ref(_) => None,
    };
    operation.parameters.iter().flatten().filter_map(in_query).collect()
}

fn operations(item: &mut PathItem) -> Vec<(HttpMethod, &mut Operation)> {
    [
        (HttpMethod::Get, &mut item.get),
        (HttpMethod::Post, &mut item.post),
        (HttpMethod::Patch, &mut item.patch),
        (HttpMethod::Delete, &mut item.delete),
        (HttpMethod::Put, &mut item.put),
    ]
    .into_iter()
    .filter_map(|(method, operation)| operation.as_mut().map(|operation| (method, operation)))
    .collect()
}

fn name(method: &HttpMethod) -> &'static str {
    match method {
        HttpMethod::Get => "GET",
        HttpMethod::Post => "POST",
        HttpMethod::Patch => "PATCH",
        HttpMethod::Delete => "DELETE",
        HttpMethod::Put => "PUT",
        _ => "OPTIONS",
    }
}

/// Adds what every operation of its kind has: security, common headers and every error it can answer with.
fn complete(path: &str, method: &HttpMethod, operation: &mut Operation) {
    let signed_in = path.starts_with("/v1/") && !path.starts_with("/v1/auth/");
    if signed_in {
        operation.security = Some(vec![SecurityRequirement::new("token", Vec::<String>::new())]);
    }
    if signed_in && *method == HttpMethod::Post {
        operation.parameters.get_or_insert_default().push(RefOr::T(idempotency_key()));
    }
    if path.starts_with(PUBLIC) {
        let unchanged =
            ResponseBuilder::new().description("What you have is still what is there (`If-None-Match`, `If-Modified-Since`)");
        operation.responses.responses.insert("304".to_owned(), RefOr::T(unchanged.build()));
    }
    for status in errors(path, method, operation, signed_in) {
        let name = shared_name(status);
        operation.responses.responses.entry(status.to_owned()).or_insert_with(|| RefOr::Ref(Ref::from_response_name(name)));
    }
    let versioned = needs_if_match(operation);
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response {
            describe_headers(path, status, versioned, response);
        }
    }
}

fn needs_if_match(operation: &Operation) -> bool {
    let is_if_match = |parameter: &RefOr<Parameter>| matches!(parameter, RefOr::T(parameter) if parameter.name == "If-Match");
    operation.parameters.iter().flatten().any(is_if_match)
}

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
    ("503", "Unavailable", "The database is away or the service at its limit; see Retry-After", "database-away"),
];

fn shared_name(status: &str) -> &'static str {
    ERRORS.iter().find(|(known, ..)| *known == status).map_or("Failure", |(_, name, ..)| name)
}

/// The error responses that operations refer to.
fn shared_errors() -> impl Iterator<Item = (String, RefOr<Response>)> {
    ERRORS.iter().map(|(status, name, about, kind)| {
        let example = json!({
            "type": format!("/problems/{kind}"), "title": about, "status": status.parse::<u16>().unwrap_or(500),
            "detail": "a sentence that says what to do", "instance": "urn:request:0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11",
        });
        let schema = Ref::from_schema_name(Problem::name());
        let problem = ContentBuilder::new().schema(Some(schema)).example(Some(example)).build();
        let mut response = ResponseBuilder::new().description(*about).content("application/problem+json", problem).build();
        describe_headers("", status, false, &mut response);
        ((*name).to_owned(), RefOr::T(response))
    })
}

fn errors(path: &str, method: &HttpMethod, operation: &Operation, signed_in: bool) -> Vec<&'static str> {
    let mut errors = vec!["500"];
    let has_parameters = operation.parameters.as_ref().is_some_and(|parameters| !parameters.is_empty());
    let has_body = operation.request_body.is_some();
    let changes = *method != HttpMethod::Get;
    if signed_in {
        errors.extend(["401", "503"]);
    }
    if path.starts_with("/v1/auth/") || path == "/readyz" {
        errors.push("503");
    }
    if path.starts_with(PUBLIC) {
        errors.extend(["400", "503"]);
    }
    if path == "/v1/auth/token" {
        errors.extend(["401", "429"]);
    }
    // A parameter that an operation does not have is refused by all of `/v1`.
    if has_parameters || has_body || signed_in {
        errors.push("400");
    }
    // A page of a feed's history may not be there yet.
    if path.contains('{') || path.starts_with("/public/v1/feeds/") {
        errors.push("404");
    }
    if has_body {
        errors.extend(["408", "413", "415"]);
    }
    if changes && signed_in {
        errors.extend(["403", "409", "422"]);
    }
    if needs_if_match(operation) {
        errors.extend(["412", "428"]);
    }
    errors
}

fn describe_headers(path: &str, status: &str, versioned: bool, response: &mut Response) {
    let mut add = |name: &str, about: &str| {
        let text = ObjectBuilder::new().schema_type(Type::String).build();
        let mut header = HeaderBuilder::new().schema(Some(text)).build();
        header.description = Some(about.to_owned());
        response.headers.entry(name.to_owned()).or_insert(RefOr::T(header));
    };
    add("X-Request-Id", "The id of this request");
    if status == "201" {
        add("Location", "Where the new record is");
    }
    if status == "201" || (status == "200" && (versioned || path.ends_with('}'))) {
        add("ETag", "The version of the record");
    }
    if path.starts_with(PUBLIC) && ["200", "304"].contains(&status) {
        add("ETag", "SHA-256 of the answer in this encoding: a strong tag");
        add("Last-Modified", "When what is shown was last published anew");
        add("Cache-Control", "How long it may be kept");
    }
    if path.starts_with(PUBLIC) && status == "200" {
        add("Link", "The licence and, of a list, its neighbours (RFC 8288)");
    }
    if status == "429" || status == "503" {
        add("Retry-After", "Seconds to wait");
    }
}

fn idempotency_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("Makes a repeat of this request safe: the same key and body answers the stored result for 24 hours."))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).max_length(Some(128)).build()))
        .build()
}
