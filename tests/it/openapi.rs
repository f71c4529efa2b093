//! The OpenAPI document: complete, true to what is mounted, and the same in the file and on the wire.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;

use reqwest::Method;
use serde_json::Value;

use crate::public::asked_with;
use crate::public_pages::{asked_bytes, decoded};
use crate::support::{Engine, contract, run};

const COMMITTED: &str = include_str!("../../openapi/openapi.json");

#[test]
fn the_committed_file_is_the_document() {
    assert!(
        COMMITTED == answerable::service::openapi::json(),
        "openapi/openapi.json is not what the code says: cargo run -- openapi > openapi/openapi.json"
    );
}

#[test]
fn the_served_document_is_the_same() {
    run(Engine::Sqlite, |app| async move {
        let plain = app.nobody().get("/openapi.json").await.expect(200);
        assert!(plain.text == COMMITTED);
        assert_eq!(plain.header("cache-control"), "public, max-age=300");
        assert_eq!(plain.header("vary"), "Accept-Encoding");
        let mut tags = BTreeSet::from([plain.etag()]);
        for encoding in ["gzip", "br", "zstd"] {
            let encoded = asked_bytes(&app, "/openapi.json", encoding).await.expect(200);
            assert_eq!(encoded.header("content-encoding"), encoding);
            assert!(encoded.bytes.len() * 8 < plain.bytes.len(), "{encoding}: {} bytes", encoded.bytes.len());
            assert!(encoding == "zstd" || decoded(encoding, &encoded.bytes) == plain.bytes, "{encoding}");
            assert!(tags.insert(encoded.etag()), "{encoding} has a tag of its own");
        }
        assert!(tags.iter().all(|tag| tag.starts_with('"')), "{tags:?}");
        for tag in [plain.etag(), format!("\"other\", {}", plain.etag())] {
            let again = asked_with(&app, "/openapi.json", "if-none-match", &tag).await.expect(304);
            assert_eq!((again.etag(), again.text.as_str()), (plain.etag(), ""));
            assert_eq!(again.header("cache-control"), plain.header("cache-control"));
        }
        for (name, value) in [("if-none-match", "\"other\""), ("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT")] {
            asked_with(&app, "/openapi.json", name, value).await.expect(200);
        }
    });
}

#[test]
fn any_origin_may_read_the_document() {
    run(Engine::Sqlite, |app| async move {
        let nobody = app.nobody();
        let read = asked_with(&app, "/openapi.json", "origin", "https://anybody.example").await.expect(200);
        assert_eq!(read.header("access-control-allow-origin"), "*");
        assert!(read.header("access-control-expose-headers").contains("etag"));
        let asked = nobody.request(Method::OPTIONS, "/openapi.json").header("origin", "https://anybody.example");
        let asked =
            asked.header("access-control-request-method", "GET").header("access-control-request-headers", "if-none-match");
        let allowed = nobody.send_unchecked(asked).await.expect(204);
        assert_eq!(allowed.header("access-control-allow-origin"), "*");
        assert_eq!(allowed.header("access-control-allow-headers"), "*");
    });
}

#[test]
fn the_bare_address_leads_to_the_documentation() {
    run(Engine::Sqlite, |app| async move {
        let nobody = app.nobody();
        for method in [Method::GET, Method::HEAD] {
            let there = nobody.send_unchecked(nobody.request(method, "/")).await.expect(302);
            assert_eq!((there.location().as_str(), there.text.as_str()), ("/docs/", ""));
        }
        nobody.get("/").await.expect(302);
        let wrong = nobody.send(nobody.request(Method::POST, "/")).await.refused(405);
        assert_eq!(wrong.header("allow"), "GET, HEAD");
    });
}

/// The answer 400 of operations that refuse nothing themselves.
#[test]
fn what_is_no_request_is_answered_without_a_body() {
    run(Engine::Sqlite, |app| async move {
        let mut stream = TcpStream::connect(app.address()).expect("a connection");
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\nno header\r\n\r\n").expect("sent");
        let answer = actix_web::rt::task::spawn_blocking(move || {
            let mut answer = String::new();
            stream.read_to_string(&mut answer).map(|_| answer)
        });
        let answer = answer.await.expect("a thread").expect("an answer").to_ascii_lowercase();
        assert!(answer.starts_with("http/1.1 400 ") && answer.contains("content-length: 0"), "{answer}");
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

/// Whether a schema, or each alternative of it that is not `null`, has an example.
fn has_example(schema: &Value) -> bool {
    let schema = contract::resolve(schema);
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
        let page = nobody.send_unchecked(nobody.request(Method::GET, "/docs/")).await.expect(200);
        assert!(page.header("content-security-policy").contains("default-src 'none'"));
        assert!(page.text.contains("<title>Answerable: the API</title>"), "{}", page.text);
        let script = nobody.send_unchecked(nobody.request(Method::GET, "/docs/answerable.js")).await.expect(200);
        assert!(script.text.contains("filter: true") && script.text.contains("docExpansion: \"none\""), "{}", script.text);
        let outside = ["src=\"http", "href=\"http", "src=\"//"];
        assert!(outside.iter().all(|mark| !page.text.contains(mark)), "{}", page.text);
        for part in page.text.split('"').filter(|part| part.starts_with("./")) {
            let part = format!("/docs/{}", part.trim_start_matches("./"));
            nobody.send_unchecked(nobody.request(Method::GET, &part)).await.expect(200);
        }
        let bare = nobody.send_unchecked(nobody.request(Method::GET, "/docs")).await.expect(308);
        assert_eq!(bare.location(), "/docs/");
        nobody.send_unchecked(nobody.request(Method::GET, "/docs/../Cargo.toml")).await.expect(404);
        nobody.send_unchecked(nobody.request(Method::GET, "/docs/nothing.js")).await.expect(404);
    });
}
