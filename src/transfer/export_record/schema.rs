//! The JSON Schema of a record file (draft 2020-12), made from the format itself.

#![expect(clippy::indexing_slicing, reason = "a member that a JSON value does not have reads as null")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::transfer::import::format::{FORMAT, RecordFile};

/// Path of the schema on every service.
pub const PATH: &str = "/docs/record-file.schema.json";

/// Its name in a file. Editors find it there when they are told of no other place.
pub const ADDRESS: &str = "record-file.schema.json";

/// Members that an import also reads by another name: the definition, the member, the other name.
const ALSO_READ: [(&str, &str, &str); 3] = [
    ("RecordFileAction", "own_reference", "reference"),
    ("RecordFileDecision", "own_reference", "reference"),
    ("RecordFileRecipient", "sent_on", "on"),
];

/// The most characters of a text, as HTML.
const TEXT: u32 = 60_000;

/// Returns the schema.
pub fn schema() -> Value {
    let mut named: Vec<(String, RefOr<Schema>)> = Vec::new();
    RecordFile::schemas(&mut named);
    let named: BTreeMap<String, RefOr<Schema>> = named.into_iter().collect();
    let mut root = json!(RecordFile::schema());
    let mut definitions = json!(named);
    root["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    root["title"] = "Answerable record file".into();
    root["properties"]["format"] = json!({"const": FORMAT, "description": "Version of the format."});
    for schema in [&mut root, &mut definitions] {
        tighten(schema);
    }
    for (definition, member, other) in ALSO_READ {
        also_read(&mut definitions[definition], member, other);
    }
    // The kinds of a figure name their members, and no reader takes another.
    for kind in definitions["FigureValue"]["oneOf"].as_array_mut().into_iter().flatten() {
        kind["additionalProperties"] = false.into();
    }
    root["$defs"] = definitions;
    root
}

/// Returns the schema as text, as it is kept in the repository and served.
pub fn text() -> String {
    format!("{:#}\n", schema())
}

/// Allows the other name of a member, but not both.
fn also_read(definition: &mut Value, member: &str, other: &str) {
    let mut same = definition["properties"][member].clone();
    same["description"] = format!("The same as `{member}`.").into();
    definition["properties"][other] = same;
    let each = [json!({"required": [member]}), json!({"required": [other]})];
    let is_needed = definition["required"].as_array().is_some_and(|names| names.iter().any(|name| name == member));
    if let Some(names) = definition.get_mut("required").and_then(Value::as_array_mut).filter(|_| is_needed) {
        names.retain(|name| name != member);
        definition["oneOf"] = each.into();
    } else {
        definition["not"] = json!({"required": [member, other]});
    }
}

/// Says in the words of JSON Schema what OpenAPI says by a format, which most validators take for a remark.
fn tighten(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            let pattern = match members.get("format").and_then(Value::as_str) {
                Some("date") => Some("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
                Some("uuid") => Some("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"),
                _ => None,
            };
            if let Some(pattern) = pattern {
                members.entry("pattern").or_insert_with(|| pattern.into());
            }
            if members.get("format").and_then(Value::as_str) == Some("int32") {
                members.entry("minimum").or_insert_with(|| i32::MIN.into());
                members.entry("maximum").or_insert_with(|| i32::MAX.into());
            }
            let is_text = members.get("type").is_some_and(|kind| *kind == "string" || *kind == json!(["string", "null"]));
            if is_text && !members.contains_key("pattern") && !members.contains_key("enum") && !members.contains_key("format") {
                members.entry("maxLength").or_insert_with(|| TEXT.into());
            }
            if let Some(Value::String(link)) = members.get_mut("$ref") {
                *link = link.replace("#/components/schemas/", "#/$defs/");
            }
            // An example is for readers of the API, and may hold what looks like a schema.
            members.iter_mut().filter(|(name, _)| *name != "example" && *name != "examples").for_each(|(_, one)| tighten(one));
        }
        Value::Array(items) => items.iter_mut().for_each(tighten),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
