//! A sentence and an example for every member and every parameter.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use utoipa::openapi::path::{Parameter, ParameterBuilder};
use utoipa::openapi::schema::{ArrayItems, Schema};
use utoipa::openapi::{Object, RefOr};

use super::examples;
use super::glossary::{Entry, Glossary, id_of};

type Schemas = BTreeMap<String, RefOr<Schema>>;

/// Completes the members of all components.
pub fn complete_members(schemas: &mut Schemas) {
    let known = serde_json::to_value(&*schemas).unwrap_or_default();
    for (name, schema) in schemas {
        complete_members_of(name, schema, &known);
    }
}

fn complete_members_of(owner: &str, schema: &mut RefOr<Schema>, known: &Value) {
    match schema {
        RefOr::T(Schema::Object(object)) => {
            for (member, schema) in &mut object.properties {
                complete_member(owner, member, schema, known);
            }
        }
        RefOr::T(Schema::OneOf(forms)) => forms.items.iter_mut().for_each(|form| complete_members_of(owner, form, known)),
        RefOr::T(_) | RefOr::Ref(_) => {}
    }
}

fn complete_member(owner: &str, name: &str, schema: &mut RefOr<Schema>, known: &Value) {
    let entries: Vec<&Entry> = Glossary::ours().of_member(owner, name).collect();
    hoist(schema);
    if about_of(schema).is_none_or(|about| about.trim().is_empty()) {
        let about = first_about(&entries);
        let about = if name == "id" { id_of(schema).or(about) } else { about.or_else(|| id_of(schema)) };
        set_about(schema, about);
    }
    if wants_example(schema, known) {
        let example = entries.iter().filter_map(|entry| entry.example.as_ref()).find(|example| fits(schema, example));
        let example = example.cloned().or_else(|| examples::simple(&json!(schema), known));
        set_example(schema, example);
    }
}

fn first_about(entries: &[&Entry]) -> Option<String> {
    entries.iter().map(|entry| entry.about.clone()).find(|about| !about.is_empty())
}

/// Completes a parameter.
pub fn complete_parameter(parameter: &mut Parameter, known: &Value) {
    let entries: Vec<&Entry> = Glossary::ours().of_parameter(&parameter.name).collect();
    let Some(schema) = parameter.schema.clone() else { return };
    if parameter.description.as_deref().is_none_or(|about| about.trim().is_empty()) {
        parameter.description = id_of(&schema).or_else(|| first_about(&entries));
    }
    let own = json!(schema);
    if json!(parameter).get("example").is_none() {
        let stated = own.get("example").cloned();
        let listed = entries.iter().filter_map(|entry| entry.example.as_ref()).find(|example| fits(&schema, example)).cloned();
        let example = stated.or(listed).or_else(|| examples::simple(&own, known));
        *parameter = ParameterBuilder::from(parameter.clone()).example(example).build();
    }
}

/// Moves the sentence of the one choice that is not `null` to the whole, where readers look for it.
fn hoist(schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::AnyOf(whole)) = schema else { return };
    for choice in &mut whole.items {
        let about = match choice {
            RefOr::Ref(one) if !one.description.is_empty() => Some(std::mem::take(&mut one.description)),
            RefOr::Ref(_) => None,
            RefOr::T(Schema::Object(one)) => one.description.take(),
            RefOr::T(_) => None,
        };
        if whole.description.is_none() {
            whole.description = about;
        }
    }
}

fn about_of(schema: &RefOr<Schema>) -> Option<&str> {
    match schema {
        RefOr::Ref(one) => Some(&one.description),
        RefOr::T(Schema::Object(one)) => one.description.as_deref(),
        RefOr::T(Schema::Array(one)) => one.description.as_deref(),
        RefOr::T(Schema::AnyOf(one)) => one.description.as_deref(),
        RefOr::T(Schema::OneOf(one)) => one.description.as_deref(),
        RefOr::T(Schema::AllOf(one)) => one.description.as_deref(),
        RefOr::T(_) => None,
    }
}

fn set_about(schema: &mut RefOr<Schema>, about: Option<String>) {
    match schema {
        RefOr::Ref(one) => one.description = about.unwrap_or_default(),
        RefOr::T(Schema::Object(one)) => one.description = about,
        RefOr::T(Schema::Array(one)) => one.description = about,
        RefOr::T(Schema::AnyOf(one)) => one.description = about,
        RefOr::T(Schema::OneOf(one)) => one.description = about,
        RefOr::T(Schema::AllOf(one)) => one.description = about,
        RefOr::T(_) => {}
    }
}

fn set_example(schema: &mut RefOr<Schema>, example: Option<Value>) {
    match schema {
        RefOr::T(Schema::Object(one)) => one.example = example,
        RefOr::T(Schema::Array(one)) => one.example = example,
        RefOr::T(Schema::AnyOf(one)) => one.example = example,
        RefOr::T(Schema::OneOf(one)) => one.example = example,
        RefOr::Ref(_) | RefOr::T(_) => {}
    }
}

/// True for a member that has no example and does not refer to a record, whose component has one.
fn wants_example(schema: &RefOr<Schema>, known: &Value) -> bool {
    let RefOr::T(one) = schema else { return false };
    let schema = json!(one);
    schema.get("example").is_none() && !examples::is_record(&schema, known)
}

/// True when a value is of the type that a schema wants. Values of a list, formats and patterns are held against the whole schema by
/// `tests/it/openapi_words.rs`.
fn fits(schema: &RefOr<Schema>, value: &Value) -> bool {
    let RefOr::T(schema) = schema else { return false };
    match schema {
        Schema::Array(list) => match (value, &list.items) {
            (Value::Array(items), ArrayItems::RefOrSchema(item)) => items.iter().all(|value| fits(item, value)),
            _ => false,
        },
        Schema::Object(object) => fits_object(object, value),
        _ => false,
    }
}

fn fits_object(object: &Object, value: &Value) -> bool {
    let types = json!(object.schema_type);
    let wanted = |name: &str| types == json!(name) || types.as_array().is_some_and(|types| types.contains(&json!(name)));
    let is_plain = object.enum_values.is_none() && (object.format.is_none() || json!(object.format) == "password");
    match value {
        Value::String(_) => wanted("string") && is_plain,
        Value::Number(_) => wanted("integer") || wanted("number"),
        Value::Object(_) => wanted("object"),
        Value::Array(_) | Value::Bool(_) | Value::Null => false,
    }
}
