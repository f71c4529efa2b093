//! Corrections to the derived schemas, for all components at once.

use std::collections::BTreeMap;
use std::mem;

use utoipa::ToSchema;
use utoipa::openapi::schema::{AdditionalProperties, AnyOf, ArrayItems, Object, Schema, SchemaType};
use utoipa::openapi::{Ref, RefOr, Type};

use super::examples;
use crate::foundation::error::FieldError;
use crate::http::problem::Problem;
use crate::public::order::{PublicEditionOrder, PublicOrder};
use crate::public::query::PublicResponseStatus;
use crate::record::deadlines::model::RuleKind;
use crate::record::evidence::data_points::figure::FigureKind;

type Schemas = BTreeMap<String, RefOr<Schema>>;

/// Components that utoipa does not find, because no body refers to them: values of filters, and errors.
fn unseen() -> [(String, RefOr<Schema>); 7] {
    [
        named::<FigureKind>(),
        named::<RuleKind>(),
        named::<PublicResponseStatus>(),
        named::<PublicOrder>(),
        named::<PublicEditionOrder>(),
        named::<Problem>(),
        named::<FieldError>(),
    ]
}

fn named<T: ToSchema>() -> (String, RefOr<Schema>) {
    (T::name().into_owned(), T::schema())
}

/// Adds missing components, replaces copies by references, and gives each component an example.
pub fn complete(schemas: &mut Schemas) {
    schemas.extend(unseen());
    refer(schemas);
    join(schemas);
    for schema in schemas.values_mut() {
        visit(schema, &mut any_of);
    }
    examples::complete(schemas);
}

/// Joins the parts of a schema that has all of them (a flattened member) into one object, from which generators make one class.
fn join(schemas: &mut Schemas) {
    let components = schemas.clone();
    for schema in schemas.values_mut() {
        if let RefOr::T(Schema::AllOf(parts)) = schema {
            let mut whole = Object::new();
            whole.description.clone_from(&parts.description);
            for part in &parts.items {
                add_members(&mut whole, part, &components);
            }
            *schema = RefOr::T(Schema::Object(whole));
        }
    }
    drop_joined(schemas, &components);
}

/// Adds the members of a part to an object; a part may be joined of parts itself.
fn add_members(whole: &mut Object, part: &RefOr<Schema>, components: &Schemas) {
    match part {
        RefOr::Ref(part) => {
            let target = part.ref_location.rsplit('/').next().and_then(|name| components.get(name));
            if let Some(target) = target {
                add_members(whole, target, components);
            }
        }
        RefOr::T(Schema::AllOf(parts)) => parts.items.iter().for_each(|part| add_members(whole, part, components)),
        RefOr::T(Schema::Object(part)) => {
            whole.properties.extend(part.properties.clone());
            whole.required.extend(part.required.clone());
        }
        RefOr::T(_) => {}
    }
}

/// Removes the parts of joined schemas to which nothing else refers.
fn drop_joined(schemas: &mut Schemas, before: &Schemas) {
    let all_of = |schema: &RefOr<Schema>| match schema {
        RefOr::T(Schema::AllOf(parts)) => parts.items.clone(),
        RefOr::T(_) | RefOr::Ref(_) => Vec::new(),
    };
    let parts = before.values().flat_map(all_of);
    let text = serde_json::to_string(&*schemas).unwrap_or_default();
    for part in parts {
        if let RefOr::Ref(part) = part
            && !text.contains(&format!("\"{}\"", part.ref_location))
        {
            schemas.remove(part.ref_location.rsplit('/').next().unwrap_or_default());
        }
    }
}

/// Replaces the arguments of a generic type, which utoipa writes out, by references to their components. The name of the whole
/// contains the names of its arguments: `Listing_QuestionView`.
fn refer(schemas: &mut Schemas) {
    let components = schemas.clone();
    for (whole, schema) in schemas {
        let Some((_, arguments)) = whole.split_once('_') else { continue };
        let arguments = format!("_{arguments}_");
        let arguments: Vec<_> = components.iter().filter(|(name, _)| arguments.contains(&format!("_{name}_"))).collect();
        let RefOr::T(schema) = schema else { continue };
        visit_parts(schema, &mut |part| {
            if let Some((name, _)) = arguments.iter().find(|(_, component)| *component == part) {
                *part = RefOr::Ref(Ref::from_schema_name(name.as_str()));
            }
        });
    }
}

/// Replaces `oneOf` by `anyOf` where the other choice is `null`. It means the same there, and all tools accept it:
/// openapi-generator mistakes the `oneOf` for the `nullable` of OpenAPI 3.0 and warns that it is ignored.
fn any_of(schema: &mut RefOr<Schema>) {
    if let RefOr::T(Schema::OneOf(one)) = schema
        && one.items.iter().any(is_null)
    {
        *schema = RefOr::T(Schema::AnyOf(AnyOf {
            items: mem::take(&mut one.items),
            description: one.description.take(),
            default: one.default.take(),
            example: one.example.take(),
            examples: mem::take(&mut one.examples),
            ..AnyOf::default()
        }));
    }
}

fn is_null(schema: &RefOr<Schema>) -> bool {
    matches!(schema, RefOr::T(Schema::Object(object)) if object.schema_type == SchemaType::Type(Type::Null))
}

/// Calls `change` on a schema, and then on each schema inside the result.
fn visit(schema: &mut RefOr<Schema>, change: &mut impl FnMut(&mut RefOr<Schema>)) {
    change(schema);
    if let RefOr::T(schema) = schema {
        visit_parts(schema, change);
    }
}

fn visit_parts(schema: &mut Schema, change: &mut impl FnMut(&mut RefOr<Schema>)) {
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
