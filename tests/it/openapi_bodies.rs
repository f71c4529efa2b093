//! What the document says of bodies is what the service does: every `null` that it allows is taken, and a body may be left out
//! exactly where it says so.

use std::collections::BTreeSet;

use reqwest::header::IF_MATCH;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::support::{Client, Engine, Reply, contract, run};

#[test]
fn bodies_are_as_described() {
    run(Engine::Sqlite, |app| async move {
        let caller = app.pcc();
        let (mut bodies, mut nulls) = (0, 0);
        let mut faults = Vec::new();
        for (method, path, operation) in contract::operations() {
            let body = &operation["requestBody"];
            let schema = contract::resolve(&body["content"]["application/json"]["schema"]);
            let Some(example) = schema["example"].as_object() else { continue };
            bodies += 1;
            let request = || asked(&caller, &method, &path);
            let about = format!("{method} {path}");
            let whole = request().json(&Value::Null);
            if caller.send(whole).await.status < 400 {
                faults.push(format!("{about} takes null"));
            }
            let without = caller.send(request()).await;
            let is_refused = without.status == 400 || without.status == 415 || without.pointers().contains(&"");
            if is_refused != (body["required"] == true) {
                faults.push(format!("{about} without a body answers {} {}", without.status, without.text));
            }
            let usual = complaints(&caller.send(request().json(example)).await);
            for (name, member) in schema["properties"].as_object().into_iter().flatten() {
                if !takes_null(member) {
                    continue;
                }
                nulls += 1;
                let mut changed = example.clone();
                changed.insert(name.clone(), Value::Null);
                let reply = caller.send(request().json(&changed)).await;
                let pointer = format!("/{name}");
                if !complaints(&reply).contains(&pointer) || usual.contains(&pointer) {
                    continue;
                }
                // What is needed beside the other members is refused as null, and in the same words where it is left out.
                changed.remove(name);
                if caller.send(request().json(&changed)).await.json["errors"] != reply.json["errors"] {
                    faults.push(format!("{about} refuses null as {name}: {}", reply.text));
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        assert!(bodies > 100 && nulls > 100, "{bodies} bodies and {nulls} members were tried");
    });
}

/// A request to an operation about records that are not there: the shape of a body is judged before that.
fn asked(caller: &Client, method: &str, path: &str) -> RequestBuilder {
    let filled: Vec<&str> =
        path.split('/').map(|part| if part.starts_with('{') { "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e99" } else { part }).collect();
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    caller.request(method, &filled.join("/")).header(IF_MATCH, "\"1\"")
}

/// The places in the body that a reply complains of.
fn complaints(reply: &Reply) -> BTreeSet<String> {
    reply.pointers().into_iter().map(str::to_owned).collect()
}

fn takes_null(schema: &Value) -> bool {
    let types = schema["type"].as_array().into_iter().flatten();
    let choices = schema["anyOf"].as_array().into_iter().flatten();
    types.into_iter().any(|one| *one == json!("null")) || choices.into_iter().any(|choice| choice["type"] == "null")
}
