//! The headers of responses.

use utoipa::openapi::response::Response;
use utoipa::openapi::{HeaderBuilder, ObjectBuilder, RefOr, Type};

use super::kind::{Kind, Place};

/// Adds the headers of an operation's response.
pub fn describe(kind: &Kind, status: &str, response: &mut Response) {
    let mut add = |name: &str, about: &str| add(response, name, about);
    add("X-Request-Id", REQUEST_ID);
    if status == "201" {
        add("Location", "Address of the new record");
    }
    if status == "201" || (status == "200" && (kind.versioned || kind.is_one())) {
        add("ETag", "The version of the record");
    }
    if kind.is_kept() && ["200", "304"].contains(&status) {
        add("ETag", "SHA-256 of the response in this encoding: a strong tag");
        add("Cache-Control", "Time that the response may be cached");
    }
    if kind.place == Place::Public && ["200", "304"].contains(&status) {
        add("Last-Modified", "Time that the content was last republished");
    }
    if kind.place == Place::Public && status == "200" {
        add("Link", "Link to the licence and, for a list, to the next and previous pages (RFC 8288)");
    }
}

/// Adds the headers of an error, for any operation.
pub fn describe_error(status: &str, response: &mut Response) {
    add(response, "X-Request-Id", REQUEST_ID);
    if status == "412" {
        add(response, "ETag", "The current version of the record");
    }
    if ["429", "503", "504"].contains(&status) {
        add(response, "Retry-After", "Seconds to wait before trying again");
    }
}

const REQUEST_ID: &str = "The id of this request";

fn add(response: &mut Response, name: &str, about: &str) {
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    let mut header = HeaderBuilder::new().schema(Some(text)).build();
    header.description = Some(about.to_owned());
    response.headers.entry(name.to_owned()).or_insert(RefOr::T(header));
}
