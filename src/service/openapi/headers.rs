//! The headers of answers.

use utoipa::openapi::response::Response;
use utoipa::openapi::{HeaderBuilder, ObjectBuilder, RefOr, Type};

use super::kind::{Kind, Place};

/// Adds the headers that an answer of an operation has.
pub fn describe(kind: &Kind, status: &str, response: &mut Response) {
    let mut add = |name: &str, about: &str| add(response, name, about);
    add("X-Request-Id", REQUEST_ID);
    if status == "201" {
        add("Location", "Where the new record is");
    }
    if status == "201" || (status == "200" && (kind.versioned || kind.is_one())) {
        add("ETag", "The version of the record");
    }
    if kind.is_kept() && ["200", "304"].contains(&status) {
        add("ETag", "SHA-256 of the answer in this encoding: a strong tag");
        add("Cache-Control", "How long it may be kept");
    }
    if kind.place == Place::Public && ["200", "304"].contains(&status) {
        add("Last-Modified", "When what is shown was last published anew");
    }
    if kind.place == Place::Public && status == "200" {
        add("Link", "The licence and, of a list, its neighbours (RFC 8288)");
    }
}

/// Adds the headers of an error, whatever the operation.
pub fn describe_error(status: &str, response: &mut Response) {
    add(response, "X-Request-Id", REQUEST_ID);
    if ["429", "503", "504"].contains(&status) {
        add(response, "Retry-After", "Seconds to wait");
    }
}

const REQUEST_ID: &str = "The id of this request";

fn add(response: &mut Response, name: &str, about: &str) {
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    let mut header = HeaderBuilder::new().schema(Some(text)).build();
    header.description = Some(about.to_owned());
    response.headers.entry(name.to_owned()).or_insert(RefOr::T(header));
}
