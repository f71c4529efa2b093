//! The shared parts of every operation of a kind: callers, responses and errors. Slices do not repeat them.

use utoipa::openapi::path::{HttpMethod, Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBody;
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{Object, ObjectBuilder, RefOr, Required, Schema, Type};

use super::kind::{Kind, Place};
use super::shapes::is_text;
use super::{errors, headers, limits};
use crate::foundation::db::{LONGEST_SEARCH, MOST_TERMS};
use crate::http::merge_patch::schema::without_null;
use crate::http::query::LONGEST_VALUE;

/// The security scheme of bearer tokens.
pub const TOKEN: &str = "token";

/// Completes an operation.
pub fn complete(path: &str, method: &HttpMethod, operation: &mut Operation) {
    let kind = Kind::of(path, method.clone(), operation);
    let token = || vec![SecurityRequirement::new(TOKEN, Vec::<String>::new())];
    // An empty list means that no token is needed. No list would look like an omission.
    operation.security = Some(if kind.needs_token() { token() } else { Vec::new() });
    if kind.needs_token() && kind.method == HttpMethod::Post {
        operation.parameters.get_or_insert_default().push(RefOr::T(idempotency_key()));
    }
    operation.description.get_or_insert_with(|| about(&kind).to_owned());
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter {
            bound(parameter);
        }
    }
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        complete_body(body);
    }
    if kind.is_kept() {
        let unchanged = ResponseBuilder::new().description("Your copy is current (`If-None-Match`, `If-Modified-Since`)");
        operation.responses.responses.insert("304".to_owned(), RefOr::T(unchanged.build()));
    }
    errors::add(&kind, operation);
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response {
            complete_response(&kind, status, response);
        }
    }
}

/// Makes an optional body optional: it was written as one that may be `null`, which is refused.
fn complete_body(body: &mut RequestBody) {
    if body.required.is_some() {
        return;
    }
    body.required = Some(Required::False);
    for content in body.content.values_mut() {
        if let RefOr::T(content) = content
            && let Some(schema) = &mut content.schema
        {
            without_null(schema);
        }
    }
}

fn complete_response(kind: &Kind, status: &str, response: &mut Response) {
    if response.description.is_empty() {
        meaning(kind, status).clone_into(&mut response.description);
    }
    headers::describe(kind, status, response);
}

/// Returns the default description of a response, where the slice has none.
fn meaning(kind: &Kind, status: &str) -> &'static str {
    match status {
        "200" if kind.paged => "A page of the list; `links.next` leads to the next one",
        "200" if kind.needs_token() && kind.reads() && kind.is_one() => "The current record",
        "200" if kind.versioned => "Done; the current record",
        "200" if kind.reads() => "The requested data",
        "200" => "Done",
        "201" => "The new record; its address is in `Location`",
        "204" => "Done; the record is deleted",
        _ => "",
    }
}

/// Returns the default description of an operation, where the slice has nothing to add.
fn about(kind: &Kind) -> &'static str {
    match (kind.place, &kind.method) {
        (Place::Public, _) if kind.paged => {
            "Open to everybody, without a token. Shows the newest editions. Follow `links.next`; revalidate with `If-None-Match`."
        }
        (Place::Public, _) if kind.path.contains("/log/") || kind.path.contains("/export/") => {
            "Open to everybody, without a token. Revalidate with `If-None-Match`."
        }
        (Place::Public, _) => "Open to everybody, without a token. Shows the newest editions. Revalidate with `If-None-Match`.",
        (Place::Service | Place::SignIn, _) => "Open to everybody, without a token.",
        (Place::Record, &HttpMethod::Get) if kind.paged => {
            "Returns the records you may see, one page at a time: follow `links.next` until it is `null`."
        }
        (Place::Record, &HttpMethod::Get) => {
            "Returns the record if you may see it. 404 also means that it exists but is not visible to you."
        }
        (Place::Record, &HttpMethod::Patch) => {
            "A JSON Merge Patch: omitted members stay, `null` clears. Send the `ETag` that you have read as `If-Match`."
        }
        (Place::Record, _) if kind.versioned => {
            "Send the `ETag` that you have read as `If-Match`: 412 means that the record has changed since."
        }
        (Place::Record, _) => "Send an `Idempotency-Key` to make the request safe to repeat.",
    }
}

/// Adds the limits that are the same for all operations.
fn bound(parameter: &mut Parameter) {
    let name = parameter.name.as_str();
    let is_required = matches!(parameter.required, Required::True);
    let Some(RefOr::T(Schema::Object(schema))) = &mut parameter.schema else { return };
    limits::limit_day(schema);
    limits::limit_number(schema);
    if is_required && parameter.parameter_in == ParameterIn::Query && is_text(schema) && schema.enum_values.is_none() {
        schema.min_length = Some(1);
    }
    if name == "q" {
        schema.max_length = Some(LONGEST_SEARCH);
        let about = parameter.description.as_deref().unwrap_or("Search words, all of which must occur.").trim_end();
        parameter.description = Some(format!("{about} At most {MOST_TERMS} words."));
    } else if name == "count" {
        (schema.enum_values, schema.pattern) = (Some(vec!["exact".into()]), None);
    } else if is_free_text(schema) && parameter.parameter_in == ParameterIn::Query {
        schema.max_length = Some(LONGEST_VALUE);
    }
}

/// True for a text about which the schema says nothing else.
fn is_free_text(schema: &Object) -> bool {
    is_text(schema)
        && schema.enum_values.is_none()
        && schema.format.is_none()
        && schema.pattern.is_none()
        && schema.max_length.is_none()
}

fn idempotency_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("Makes a repeat of this request safe: the same key and body returns the stored response for 24 hours."))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).max_length(Some(128)).build()))
        .build()
}
