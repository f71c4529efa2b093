//! Small schemas, and what to do with each schema of a document.

use serde_json::Value;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems, Schema};
use utoipa::openapi::{Object, ObjectBuilder, Ref, RefOr, Type};

/// The name of the component that a reference leads to.
pub fn name_of(reference: &Ref) -> String {
    reference.ref_location.rsplit('/').next().unwrap_or_default().to_owned()
}

/// The name of the component that the items of a list refer to.
pub fn item_of(list: &RefOr<Schema>) -> Option<String> {
    let RefOr::T(Schema::Array(list)) = list else { return None };
    match &list.items {
        ArrayItems::RefOrSchema(item) => match &**item {
            RefOr::Ref(item) => Some(name_of(item)),
            RefOr::T(_) => None,
        },
        ArrayItems::False => None,
    }
}

/// True for a text, also for one that may be `null`.
pub fn is_text(object: &Object) -> bool {
    let types = serde_json::json!(object.schema_type);
    types == "string" || types.as_array().is_some_and(|types| types.iter().any(|one| one == "string"))
}

/// One of some texts.
pub fn text_of(values: &[String]) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(values.iter().map(|value| Value::from(value.as_str()))))
        .build()
}

/// Names the values of a list for generated code, where they are no names themselves: `-created_at` is `CREATED_AT_DESCENDING`.
pub fn name_values(object: &mut Object) {
    let Some(values) = &object.enum_values else { return };
    let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
    let is_name =
        |text: &&str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !text.starts_with(char::is_numeric);
    if texts.iter().all(is_name) {
        return;
    }
    let names: Vec<String> = texts.iter().map(|text| constant(text)).collect();
    object.extensions = Some(ExtensionsBuilder::new().add("x-enum-varnames", names).build());
}

fn constant(value: &str) -> String {
    let (plain, ending) = value.strip_prefix('-').map_or((value, ""), |plain| (plain, "_DESCENDING"));
    let plain = plain.strip_prefix("/problems/").unwrap_or(plain);
    let letters: String = plain.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    let letters = letters.trim_matches('_');
    let beginning = if letters.starts_with(|c: char| c.is_ascii_digit()) { "VALUE_" } else { "" };
    format!("{beginning}{letters}{ending}")
}

/// Calls `change` on a schema, and then on each schema inside the result.
pub fn visit(schema: &mut RefOr<Schema>, change: &mut impl FnMut(&mut RefOr<Schema>)) {
    change(schema);
    if let RefOr::T(schema) = schema {
        visit_parts(schema, change);
    }
}

/// Calls `change` on each schema inside a schema.
pub fn visit_parts(schema: &mut Schema, change: &mut impl FnMut(&mut RefOr<Schema>)) {
    match schema {
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                visit(items, change);
            }
        }
        Schema::Object(object) => {
            object.properties.values_mut().for_each(|member| visit(member, change));
            if let Some(AdditionalProperties::RefOr(value)) = object.additional_properties.as_deref_mut() {
                visit(value, change);
            }
        }
        Schema::OneOf(one) => one.items.iter_mut().for_each(|item| visit(item, change)),
        Schema::AllOf(all) => all.items.iter_mut().for_each(|item| visit(item, change)),
        Schema::AnyOf(any) => any.items.iter_mut().for_each(|item| visit(item, change)),
        _ => {}
    }
}
