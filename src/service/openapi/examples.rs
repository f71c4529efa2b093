//! Examples for every object of the OpenAPI document that has none: composed from the examples of its members, so that readers
//! see a complete response.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

/// The id of every example.
pub const ID: &str = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";

/// Maximum depth of records inside records in an example.
const DEPTH: usize = 6;

/// Adds an example to each record, and to each choice of records, that has none.
pub fn complete(schemas: &mut BTreeMap<String, RefOr<Schema>>) {
    let as_json = serde_json::to_value(&*schemas).unwrap_or_default();
    for (name, schema) in schemas {
        let missing = match schema {
            RefOr::T(Schema::Object(object)) if !object.properties.is_empty() => &mut object.example,
            RefOr::T(Schema::OneOf(choice)) => &mut choice.example,
            RefOr::T(_) | RefOr::Ref(_) => continue,
        };
        if missing.is_none() {
            *missing = as_json.get(name.as_str()).map(|schema| example(schema, &as_json, DEPTH));
        }
    }
}

/// Returns an example of a value that has no members.
pub fn simple(schema: &Value, all: &Value) -> Option<Value> {
    Some(example(schema, all, 0)).filter(|value| !value.is_null() && *value != json!([]))
}

/// True for a schema of a record, of a list of records, or of a record that may be absent.
pub fn is_record(schema: &Value, all: &Value) -> bool {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return all.get(name).is_some_and(|target| is_record(target, all));
    }
    let choices = ["oneOf", "anyOf", "allOf"].iter().filter_map(|key| schema.get(*key)?.as_array()).flatten();
    schema.get("properties").is_some()
        || schema.get("items").is_some_and(|items| is_record(items, all))
        || choices.into_iter().any(|choice| is_record(choice, all))
}

fn example(schema: &Value, all: &Value, depth: usize) -> Value {
    if let Some(own) = schema.get("example").or_else(|| schema.get("default")) {
        return own.clone();
    }
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let name = reference.rsplit('/').next().unwrap_or_default();
        let Some(target) = all.get(name) else { return Value::Null };
        // Only objects can be endless: a code or an id is complete at any depth.
        return match depth.checked_sub(usize::from(target.get("properties").is_some())) {
            Some(left) => example(target, all, left),
            None => Value::Null,
        };
    }
    let choices = ["oneOf", "anyOf"].iter().find_map(|key| schema.get(*key)?.as_array());
    if let Some(choices) = choices {
        let is_null = |choice: &&Value| choice.get("type") != Some(&json!("null"));
        return choices.iter().find(is_null).map_or(Value::Null, |choice| example(choice, all, depth));
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        // Few readers ever see a draft.
        let usual = values.iter().find(|value| **value != json!("draft"));
        return usual.or(values.first()).cloned().unwrap_or_default();
    }
    match type_of(schema) {
        Some("object") => members(schema, all, depth),
        Some("array") => {
            let item = schema.get("items").map_or(Value::Null, |items| example(items, all, depth));
            if item.is_null() { json!([]) } else { json!([item]) }
        }
        Some("string") => text(schema.get("format").and_then(Value::as_str)),
        Some("integer") => schema.get("minimum").cloned().unwrap_or(json!(1)),
        Some("number") => json!(1.5),
        Some("boolean") => json!(false),
        _ => Value::Null,
    }
}

/// Returns the type of a schema; of `["string", "null"]` the one that is not null.
fn type_of(schema: &Value) -> Option<&str> {
    match schema.get("type")? {
        Value::String(one) => Some(one),
        Value::Array(several) => several.iter().filter_map(Value::as_str).find(|one| *one != "null"),
        _ => None,
    }
}

fn members(schema: &Value, all: &Value, depth: usize) -> Value {
    let empty = Map::new();
    let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    Value::Object(properties.iter().map(|(name, member)| (name.clone(), example(member, all, depth))).collect())
}

fn text(format: Option<&str>) -> Value {
    json!(match format {
        Some("uuid") => ID,
        Some("date") => "2019-01-30",
        Some("date-time") => "2019-01-30T10:00:00Z",
        _ => "...",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_come_from_members() {
        let all = json!({"Outcome": {"type": "string", "enum": ["answered", "declined"]}});
        let schema = json!({"type": "object", "properties": {
            "id": {"type": "string", "format": "uuid"},
            "on": {"type": ["string", "null"], "format": "date"},
            "outcome": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Outcome"}]},
            "names": {"type": "array", "items": {"type": "string", "example": "A. Constable"}},
            "number": {"type": "integer", "minimum": 0},
        }});
        let want = json!({"id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "on": "2019-01-30", "outcome": "answered",
            "names": ["A. Constable"], "number": 0});
        assert_eq!(example(&schema, &all, DEPTH), want);
    }
}
