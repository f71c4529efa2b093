//! The limits that the document states on what is sent are those of the service: a value on the limit is taken, one beyond it refused.

use reqwest::header::IF_MATCH;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::support::contract::{operations, resolve};
use crate::support::{Client, Engine, Reply, run};

/// A value of a body: its place, and its schema.
struct Place {
    steps: Vec<String>,
    schema: &'static Value,
}

/// All values of a record, and of the records in it.
fn places(schema: &'static Value, steps: &[String], found: &mut Vec<Place>) {
    let schema = resolve(schema);
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        let there = [steps, std::slice::from_ref(name)].concat();
        let choices = member["anyOf"].as_array().map_or(vec![member], |choices| choices.iter().collect());
        for choice in choices {
            found.push(Place { steps: there.clone(), schema: choice });
            if resolve(choice).get("properties").is_some() {
                places(choice, &there, found);
            }
            if choice.get("items").is_some_and(|items| resolve(items).get("properties").is_some()) {
                places(&choice["items"], &[there.as_slice(), &["0".to_owned()]].concat(), found);
            }
        }
    }
}

fn is_a(schema: &Value, kind: &str) -> bool {
    schema["type"] == kind || schema["type"].as_array().is_some_and(|kinds| kinds.iter().any(|one| one == kind))
}

/// A body with a value in a place; records that are missing on the way there are those of the examples.
fn with(schema: &Value, body: Option<&Value>, steps: &[String], value: Value) -> Value {
    let Some((first, rest)) = steps.split_first() else { return value };
    let record = record_of(schema);
    let mut body = body.filter(|body| body.is_object()).unwrap_or(&record["example"]).clone();
    let member = &record["properties"][first];
    let inner = match rest.split_first() {
        Some((zero, rest)) if zero == "0" => json!([with(&member["items"], body[first].get(0), rest, value)]),
        _ => with(member, body.get(first), rest, value),
    };
    body[first] = inner;
    body
}

/// The record that a schema is of, or would be of if it were not `null`.
fn record_of(schema: &Value) -> &Value {
    let choices = schema["anyOf"].as_array().into_iter().flatten();
    resolve(choices.into_iter().find(|choice| choice["type"] != "null").unwrap_or(schema))
}

/// The values on and beyond each limit of a place, and whether it must take them.
fn tries(schema: &Value) -> Vec<(Value, bool)> {
    let mut tries = Vec::new();
    if is_a(schema, "string") {
        let text = |length: u64| json!("a".repeat(usize::try_from(length).expect("a length")));
        if let Some(most) = schema["maxLength"].as_u64() {
            tries.extend([(text(most), true), (text(most + 1), false)]);
        }
        if let Some(least) = schema["minLength"].as_u64() {
            tries.extend([(text(least), true), (text(least - 1), false)]);
        }
    }
    if is_a(schema, "integer") {
        let (least, most) = (schema["minimum"].as_i64().expect("a minimum"), schema["maximum"].as_i64().expect("a maximum"));
        tries.extend([(json!(least), true), (json!(most), true), (json!(least - 1), false), (json!(most + 1), false)]);
    }
    if is_a(schema, "array") {
        let item = schema["items"].get("example").or_else(|| resolve(&schema["items"]).get("example")).cloned();
        let item = item.or_else(|| resolve(&schema["items"])["enum"].get(0).cloned()).unwrap_or(json!("a"));
        let most = usize::try_from(schema["maxItems"].as_u64().expect("a number of items")).expect("a length");
        tries.push((Value::Array(vec![item; most + 1]), false));
        if schema["minItems"].as_u64() > Some(0) {
            tries.push((json!([]), false));
        }
    }
    tries
}

/// True for a complaint about the length or the range of a value, which is all that these tests are about.
fn is_about_limits(detail: &str) -> bool {
    [
        "must have",
        "must be at most",
        "must not be empty",
        "out of range",
        "must be 0 to",
        "must be 1 to",
        "whole number from",
        "characters",
    ]
    .into_iter()
    .any(|words| detail.contains(words))
}

fn refuses(reply: &Reply, steps: &[String], just: fn(&str) -> bool) -> bool {
    let pointer = format!("/{}", steps.join("/"));
    let errors = reply.json["errors"].as_array().into_iter().flatten();
    errors
        .filter(|error| error["pointer"].as_str().is_some_and(|at| at == pointer || at.starts_with(&format!("{pointer}/"))))
        .any(|error| just(error["detail"].as_str().unwrap_or_default()))
}

fn asked(caller: &Client, method: &str, path: &str) -> RequestBuilder {
    let filled: Vec<&str> =
        path.split('/').map(|part| if part.starts_with('{') { "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e99" } else { part }).collect();
    caller.request(Method::from_bytes(method.as_bytes()).expect("a method"), &filled.join("/")).header(IF_MATCH, "\"1\"")
}

/// Bodies of sign-in are judged by other rules: what is too long there is a wrong password.
const FREE: [&str; 2] = ["/v1/auth/token", "/v1/auth/revoke"];

#[test]
fn every_text_list_and_number_of_a_body_is_bounded() {
    let mut faults = Vec::new();
    for (method, path, operation) in operations() {
        for content in operation["requestBody"]["content"].as_object().into_iter().flatten().map(|(_, content)| content) {
            let mut found = Vec::new();
            places(&content["schema"], &[], &mut found);
            for Place { steps, schema } in found {
                let is_text =
                    is_a(schema, "string") && ["enum", "pattern", "format", "$ref"].iter().all(|key| schema.get(key).is_none());
                let is_open = (is_text && schema["maxLength"].is_null())
                    || (is_a(schema, "integer") && (schema["minimum"].is_null() || schema["maximum"].is_null()))
                    || (is_a(schema, "array") && schema["maxItems"].is_null());
                if is_open && !FREE.contains(&path.as_str()) {
                    faults.push(format!("{method} {path} /{}", steps.join("/")));
                }
            }
        }
    }
    assert!(faults.is_empty(), "no limit is stated: see src/service/openapi/limits.rs\n{}", faults.join("\n"));
}

#[test]
fn limits_are_as_described() {
    run(Engine::Sqlite, |app| async move {
        let caller = app.pcc();
        let (mut faults, mut tried) = (Vec::new(), 0);
        for (method, path, operation) in operations() {
            // A patch is judged together with the record that it changes: its members are those of the body that made it.
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            if schema.is_null() || FREE.contains(&path.as_str()) {
                continue;
            }
            let mut found = Vec::new();
            places(schema, &[], &mut found);
            for place in found {
                let steps = place.steps;
                for (value, is_taken) in tries(place.schema) {
                    tried += 1;
                    let reply = caller
                        .send_unchecked(asked(&caller, &method, &path).json(&with(schema, None, &steps, value.clone())))
                        .await;
                    let refused = refuses(&reply, &steps, if is_taken { is_about_limits } else { |_| true });
                    if refused == is_taken {
                        let value: String = value.to_string().chars().take(40).collect();
                        let said = reply.text.chars().take(300).collect::<String>();
                        faults.push(format!(
                            "{method} {path} /{}: {value} must be {}, but {said}",
                            steps.join("/"),
                            if is_taken { "taken" } else { "refused" }
                        ));
                    }
                }
            }
        }
        assert!(faults.is_empty(), "{} of {tried}\n{}", faults.len(), faults.join("\n"));
        assert!(tried > 500, "{tried} values were tried");
    });
}
