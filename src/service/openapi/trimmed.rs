//! What `fields=` answers: the members that the caller asked for, so none but the id is sure to be there.
//!
//! An operation with that parameter says that it answers a whole record or a trimmed one. The trimmed one has the same members.

use std::collections::BTreeMap;

use serde_json::json;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, ParameterStyle};
use utoipa::openapi::schema::{AnyOf, Array, ArrayItems, Object, Schema};
use utoipa::openapi::{Ref, RefOr};

use super::shapes::{item_of, name_of, text_of};

type Schemas = BTreeMap<String, RefOr<Schema>>;

/// Completes an operation that has the parameter.
pub fn complete(operation: &mut Operation, schemas: &mut Schemas) {
    let Some(fields) = operation.parameters.iter_mut().flatten().find_map(fields_of) else { return };
    let Some(RefOr::T(response)) = operation.responses.responses.get_mut("200") else { return };
    let Some(RefOr::T(content)) = response.content.get_mut("application/json") else { return };
    let Some(RefOr::Ref(whole)) = content.schema.clone() else { return };
    let whole = name_of(&whole);
    let record = record_of(&whole, schemas).unwrap_or_else(|| whole.clone());
    let Some(RefOr::T(Schema::Object(members))) = schemas.get(&record).cloned() else { return };
    choose(fields, &members);
    let trimmed = trim(&whole, &record, members, schemas);
    let mut either = AnyOf::new();
    either.items = [whole, trimmed].map(|name| RefOr::Ref(Ref::from_schema_name(name))).into();
    content.schema = Some(RefOr::T(Schema::AnyOf(either)));
}

fn fields_of(parameter: &mut RefOr<Parameter>) -> Option<&mut Parameter> {
    match parameter {
        RefOr::T(one) if one.name == "fields" && one.parameter_in == ParameterIn::Query => Some(one),
        RefOr::T(_) | RefOr::Ref(_) => None,
    }
}

/// The name of the records of a list.
fn record_of(name: &str, schemas: &Schemas) -> Option<String> {
    let Some(RefOr::T(Schema::Object(list))) = schemas.get(name) else { return None };
    item_of(list.properties.get("data")?)
}

/// The values of the parameter are the members of the record.
fn choose(fields: &mut Parameter, members: &Object) {
    let names: Vec<String> = members.properties.keys().cloned().collect();
    let usual = ["reference", "title", "name", "text", "status"].into_iter().filter(|name| names.iter().any(|one| one == name));
    let two: Vec<&str> = usual.chain(names.iter().map(String::as_str)).take(2).collect();
    *fields = ParameterBuilder::from(fields.clone()).example(Some(json!(two))).build();
    fields.style = Some(ParameterStyle::Form);
    fields.explode = Some(false);
    fields.schema = Some(RefOr::T(Schema::Array(Array::new(text_of(&names)))));
}

/// Adds the trimmed record, and the list of them, and returns the name of what is answered.
fn trim(whole: &str, record: &str, mut members: Object, schemas: &mut Schemas) -> String {
    let trimmed = format!("Trimmed{record}");
    if !schemas.contains_key(&trimmed) {
        members.required.retain(|name| name == "id");
        let example = members.properties.contains_key("id").then(|| json!({"id": super::examples::ID}));
        members.example = Some(example.unwrap_or_else(|| json!({})));
        members.description = Some(format!("The members of {record} that `fields` asked for."));
        schemas.insert(trimmed.clone(), RefOr::T(Schema::Object(members)));
    }
    if whole == record {
        return trimmed;
    }
    let list = whole.replace(record, &trimmed);
    if !schemas.contains_key(&list)
        && let Some(RefOr::T(Schema::Object(mut object))) = schemas.get(whole).cloned()
    {
        if let Some(RefOr::T(Schema::Array(data))) = object.properties.get_mut("data") {
            data.items = ArrayItems::RefOrSchema(Box::new(RefOr::Ref(Ref::from_schema_name(trimmed))));
        }
        object.description = Some("A page of records with the members that `fields` asked for.".to_owned());
        object.example = None;
        schemas.insert(list.clone(), RefOr::T(Schema::Object(object)));
    }
    list
}
