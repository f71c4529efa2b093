//! Corrections to the derived schemas, for all components at once.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use utoipa::ToSchema;
use utoipa::openapi::schema::{AnyOf, ArrayItems, Object, Schema, SchemaType};
use utoipa::openapi::{Ref, RefOr, Type};

use super::shapes::{item_of, text_of, visit, visit_parts};
use crate::foundation::error::FieldError;
use crate::http::problem::Problem;
use crate::public::order::{PublicEditionOrder, PublicOrder};
use crate::public::query::PublicResponseStatus;
use crate::record::actions::api::ActionInclude;
use crate::record::deadlines::model::{KnownDue, RuleKind};
use crate::record::evidence::data_points::figure::FigureKind;
use crate::record::meetings::store::MeetingInclude;
use crate::record::planning::plans::store::PlanInclude;
use crate::record::questions::store::QuestionInclude;

type Schemas = BTreeMap<String, RefOr<Schema>>;

/// Components that utoipa does not find, because no body refers to them: values of filters, and errors.
fn unseen() -> [(String, RefOr<Schema>); 12] {
    [
        named::<ActionInclude>(),
        named::<MeetingInclude>(),
        named::<PlanInclude>(),
        named::<QuestionInclude>(),
        named::<FigureKind>(),
        named::<RuleKind>(),
        named::<KnownDue>(),
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

/// Adds missing components, and replaces copies by references.
pub fn complete(schemas: &mut Schemas) {
    schemas.extend(unseen());
    refer(schemas);
    join(schemas);
    for schema in schemas.values_mut() {
        visit(schema, &mut any_of);
    }
    name_acts(schemas);
}

/// Says which acts a problem may allow: those of all records.
fn name_acts(schemas: &mut Schemas) {
    let of_records = schemas.values().filter_map(|schema| match schema {
        RefOr::T(Schema::Object(record)) => item_of(record.properties.get("allowed_acts")?),
        RefOr::T(_) | RefOr::Ref(_) => None,
    });
    let values = |name: String| match schemas.get(&name) {
        Some(RefOr::T(Schema::Object(acts))) => acts.enum_values.clone().unwrap_or_default(),
        _ => Vec::new(),
    };
    let all: BTreeSet<String> = of_records.flat_map(values).filter_map(|act| act.as_str().map(str::to_owned)).collect();
    if let Some(RefOr::T(Schema::Object(problem))) = schemas.get_mut("Problem")
        && let Some(RefOr::T(Schema::Array(allowed))) = problem.properties.get_mut("allowed_acts")
    {
        allowed.items = ArrayItems::RefOrSchema(Box::new(RefOr::T(text_of(&Vec::from_iter(all)).into())));
    }
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
