//! The response contract: no reply may have a status, a media type or a member that the OpenAPI document does not declare.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use jsonschema::Validator;
use serde_json::{Value, json};

use super::client::Reply;

/// The document as served.
pub fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| serde_json::from_str(answerable::service::openapi::json()).expect("the OpenAPI document"))
}

/// Every operation: method in capitals, path template, the operation.
pub fn operations() -> Vec<(String, String, &'static Value)> {
    let mut all = Vec::new();
    for (path, item) in document()["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("a path item") {
            if ["get", "post", "patch", "delete", "put"].contains(&method.as_str()) {
                all.push((method.to_uppercase(), path.clone(), operation));
            }
        }
    }
    all
}

/// A template of a path by its segments, with what has it.
struct Known {
    method: String,
    segments: Vec<String>,
    template: String,
    operation: &'static Value,
}

/// The operation a request belongs to. It is asked for every reply of the suite, so the templates are cut up once.
fn operation_of(method: &str, path: &str) -> Option<(&'static str, &'static Value)> {
    static KNOWN: OnceLock<Vec<Known>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let cut = |template: &str| template.split('/').map(str::to_owned).collect();
        let all = operations().into_iter();
        all.map(|(method, template, operation)| Known { method, segments: cut(&template), template, operation }).collect()
    });
    let got: Vec<&str> = path.split('/').collect();
    let fits = |wanted: &[String]| {
        wanted.len() == got.len() && wanted.iter().zip(&got).all(|(want, got)| want.starts_with('{') || want == got)
    };
    let found = known.iter().find(|known| known.method == method && fits(&known.segments));
    found.map(|known| (known.template.as_str(), known.operation))
}

/// Panics when the reply breaks the contract.
#[track_caller]
pub fn check(method: &str, target: &str, reply: &Reply) {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let Some((template, operation)) = operation_of(method, path) else {
        // Behind the gate nobody without a token learns what is there.
        let refusals = if path.starts_with("/v1/") { vec![401, 404, 405] } else { vec![404, 405] };
        assert!(refusals.contains(&reply.status), "{method} {path} is not in the document and answered {}", reply.status);
        return;
    };
    let about = format!("{method} {template} -> {}", reply.status);
    let declared = resolve(&operation["responses"][reply.status.to_string()]);
    assert!(declared.is_object(), "{about} is not declared: {}", reply.text);
    assert!(reply.headers.contains_key("x-request-id"), "{about} has no X-Request-Id");
    let Some(content) = declared["content"].as_object().filter(|content| !content.is_empty()) else {
        assert!(reply.text.is_empty(), "{about} declares no body: {}", reply.text);
        return;
    };
    let media_type = reply.headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or("");
    let essence = media_type.split(';').next().unwrap_or("").trim();
    let media = content.get(essence).unwrap_or_else(|| panic!("{about}: the media type {essence:?} is not declared"));
    // A document of an earlier schema is passed on as it was published.
    let is_earlier = template == "/public/v1/editions/{id}" && reply.status == 200 && reply.json["schema"].is_null();
    if reply.json.is_null() || query.contains("fields=") || is_earlier {
        return;
    }
    let validator = validator(&media["schema"]);
    let faults: Vec<String> =
        validator.iter_errors(&reply.json).map(|error| format!("{} at {}", error, error.instance_path())).collect();
    assert!(faults.is_empty(), "{about} does not keep to its schema: {faults:#?}\n{}", reply.text);
    if let Some(undeclared) = undeclared(&media["schema"], &reply.json) {
        panic!("{about} answers with the undeclared member {undeclared}");
    }
}

/// The validator of a schema, built once: most replies share a schema with others, above all the problems.
fn validator(schema: &Value) -> Arc<Validator> {
    static VALIDATORS: OnceLock<Mutex<HashMap<String, Arc<Validator>>>> = OnceLock::new();
    let mut validators = VALIDATORS.get_or_init(Mutex::default).lock().expect("the validators");
    let build = || {
        let whole = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "allOf": [schema],
            "components": document()["components"],
        });
        let validator = jsonschema::options().should_validate_formats(true).build(&whole);
        Arc::new(validator.unwrap_or_else(|error| panic!("the schema {schema}: {error}")))
    };
    Arc::clone(validators.entry(schema.to_string()).or_insert_with(build))
}

/// The first member of `value` that its schema does not have. The schemas allow more members, so that clients keep working
/// when there are more; we are not a client.
fn undeclared(schema: &Value, value: &Value) -> Option<String> {
    let schema = resolve(schema);
    match value {
        Value::Object(members) => {
            let properties = schema["properties"].as_object()?;
            members.iter().find_map(|(name, value)| match properties.get(name) {
                None => Some(name.clone()),
                Some(schema) => undeclared(schema, value).map(|inner| format!("{name}/{inner}")),
            })
        }
        Value::Array(items) => items.iter().find_map(|item| undeclared(&schema["items"], item)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// The schema itself, where it is a reference to one.
pub fn resolve(schema: &Value) -> &Value {
    match schema["$ref"].as_str() {
        Some(reference) => document().pointer(reference.trim_start_matches('#')).expect("a schema of the document"),
        None => schema,
    }
}

/// Adds the required members that a value lacks: `null` or nothing where that is allowed, otherwise the first that is.
pub fn fill(schema: &Value, value: &mut Value) {
    let schema = resolved(schema);
    if let (Some(items), Value::Array(values)) = (schema.get("items"), &mut *value) {
        for value in values {
            fill(items, value);
        }
    }
    let (Some(properties), Value::Object(members)) = (schema["properties"].as_object(), value) else { return };
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !members.contains_key(name) {
            members.insert(name.to_owned(), least(&properties[name]));
        }
    }
    for (name, member) in members.iter_mut() {
        properties.get(name).into_iter().for_each(|schema| fill(schema, member));
    }
}

/// The schema that a reference, or a choice between one and `null`, leads to.
fn resolved(schema: &Value) -> &Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return resolved(&document()["components"]["schemas"][reference.rsplit('/').next().expect("a name")]);
    }
    let other = schema["anyOf"].as_array().into_iter().flatten().find(|one| one["type"] != "null");
    other.map_or(schema, resolved)
}

fn least(schema: &Value) -> Value {
    let may_be_null =
        |one: &Value| one["type"] == "null" || one["type"].as_array().is_some_and(|types| types.contains(&json!("null")));
    if may_be_null(schema) || schema["anyOf"].as_array().is_some_and(|choices| choices.iter().any(may_be_null)) {
        return Value::Null;
    }
    let schema = resolved(schema);
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    match schema["type"].as_str() {
        Some("array") => json!([]),
        Some("boolean") => json!(false),
        Some("integer") => json!(1),
        Some("object") => {
            let mut object = json!({});
            fill(schema, &mut object);
            object
        }
        _ => match schema["format"].as_str() {
            Some("uuid") => json!("0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11"),
            Some("date") => json!("2019-01-30"),
            _ => json!("x"),
        },
    }
}
