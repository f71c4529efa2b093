//! The OpenAPI document: complete, true to what is mounted, and the same in the file and on the wire.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Engine, contract, run};

const COMMITTED: &str = include_str!("../../openapi/openapi.json");

#[test]
fn the_committed_file_is_the_document() {
    assert!(
        COMMITTED == answerable::http::openapi::json(),
        "openapi/openapi.json is not what the code says: cargo run -- openapi > openapi/openapi.json"
    );
}

#[test]
fn the_served_document_is_the_same() {
    run(Engine::Sqlite, |app| async move {
        let served = app.nobody().get("/openapi.json").await.expect(200);
        assert!(served.text == COMMITTED);
    });
}

#[test]
fn every_operation_is_described() {
    let mut ids = BTreeSet::new();
    for (method, path, operation) in contract::operations() {
        let about = format!("{method} {path}");
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{about} has no operationId"));
        assert!(ids.insert(id.to_owned()), "{about}: {id} is the id of another operation");
        let summary = operation["summary"].as_str().unwrap_or_else(|| panic!("{about} has no summary"));
        assert!(!summary.is_empty() && !summary.contains('\n'), "{about}: {summary:?}");
        assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{about}");
        let signed_in = path.starts_with("/v1/") && !path.starts_with("/v1/auth/");
        let security = operation["security"].to_string();
        assert_eq!(security.contains("token"), signed_in, "{about}: {security}");
        check_parameters(&about, &path, operation);
        if let Some(content) = operation["requestBody"]["content"].as_object() {
            for (media, body) in content {
                assert!(has_example(&body["schema"]), "{about}: the {media} body has no example");
            }
        }
    }
}

/// Path parameters in the template and in the list are the same; parameters that a handler reads cannot be forgotten here
/// because a list refuses names that its own description does not have.
fn check_parameters(about: &str, path: &str, operation: &Value) {
    let declared: BTreeSet<&str> = operation["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|parameter| parameter["in"] == "path")
        .filter_map(|parameter| parameter["name"].as_str())
        .collect();
    let wanted: BTreeSet<&str> =
        path.split('/').filter_map(|part| part.strip_prefix('{').and_then(|part| part.strip_suffix('}'))).collect();
    assert_eq!(declared, wanted, "{about}");
}

fn resolve(schema: &Value) -> &Value {
    match schema["$ref"].as_str() {
        Some(reference) => contract::document().pointer(reference.trim_start_matches('#')).expect("a schema"),
        None => schema,
    }
}

/// Whether a schema, or each alternative of it that is not `null`, has an example.
fn has_example(schema: &Value) -> bool {
    let schema = resolve(schema);
    let alternatives = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array());
    match alternatives {
        Some(alternatives) => alternatives.iter().filter(|one| one["type"] != "null").all(has_example),
        None => !schema["example"].is_null() || schema["examples"].is_array(),
    }
}

#[test]
fn examples_keep_to_their_schemas() {
    let document = contract::document();
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        let Some(example) = schema.get("example") else { continue };
        let whole = serde_json::json!({ "allOf": [schema], "components": document["components"] });
        let validator = jsonschema::validator_for(&whole).unwrap_or_else(|error| panic!("{name}: {error}"));
        let faults: Vec<String> = validator.iter_errors(example).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "the example of {name} does not keep to its schema: {faults:?}");
    }
}

#[test]
fn tags_are_explained_and_used() {
    let document = contract::document();
    let tags = document["tags"].as_array().expect("tags");
    let explained: BTreeSet<&str> = tags.iter().filter_map(|tag| tag["name"].as_str()).collect();
    let used: BTreeSet<&str> =
        contract::operations().iter().filter_map(|(_, _, operation)| operation["tags"][0].as_str()).collect();
    assert_eq!(explained, used);
    assert!(tags.iter().all(|tag| tag["description"].is_string()));
}

#[test]
fn the_page_works_without_the_internet() {
    run(Engine::Sqlite, |app| async move {
        let nobody = app.nobody();
        let page = nobody.send_unchecked(nobody.request(reqwest::Method::GET, "/docs/")).await.expect(200);
        assert!(page.header("content-security-policy").contains("default-src 'none'"));
        let outside = ["src=\"http", "href=\"http", "src=\"//"];
        assert!(outside.iter().all(|mark| !page.text.contains(mark)), "{}", page.text);
        for part in page.text.split('"').filter(|part| part.starts_with("./")) {
            let part = format!("/docs/{}", part.trim_start_matches("./"));
            nobody.send_unchecked(nobody.request(reqwest::Method::GET, &part)).await.expect(200);
        }
        let bare = nobody.send_unchecked(nobody.request(reqwest::Method::GET, "/docs")).await.expect(308);
        assert_eq!(bare.location(), "/docs/");
        nobody.send_unchecked(nobody.request(reqwest::Method::GET, "/docs/../Cargo.toml")).await.expect(404);
        nobody.send_unchecked(nobody.request(reqwest::Method::GET, "/docs/nothing.js")).await.expect(404);
    });
}
