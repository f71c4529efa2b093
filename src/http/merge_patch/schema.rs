//! The schema of a patch: that of its draft, in which every member may be left out.

use std::borrow::Cow;

use utoipa::openapi::schema::{Schema, SchemaType};
use utoipa::openapi::{RefOr, Type};
use utoipa::{PartialSchema, ToSchema};

use super::{Editable, MergePatch};

impl<D: Editable> PartialSchema for MergePatch<D> {
    fn schema() -> RefOr<Schema> {
        let mut schema = D::schema();
        if let RefOr::T(Schema::Object(object)) = &mut schema {
            object.required.clear();
            object.properties.retain(|name, _| !D::FIXED.contains(&name.as_str()));
            for name in D::NEVER_NULL {
                if let Some(member) = object.properties.get_mut(*name) {
                    without_null(member);
                }
            }
            object.description = Some(D::ABOUT.iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n"));
            object.example = Some(D::example());
        }
        schema
    }
}

impl<D: Editable> ToSchema for MergePatch<D> {
    fn name() -> Cow<'static, str> {
        D::NAME.into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        D::schemas(schemas);
    }
}

/// Takes `null` out of a schema.
pub fn without_null(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::OneOf(one)) => {
            one.items.retain(|item| !is_null(item));
            if let [only] = one.items.as_slice() {
                *schema = only.clone();
            }
        }
        RefOr::T(Schema::Object(object)) => not_null(&mut object.schema_type),
        RefOr::T(Schema::Array(array)) => not_null(&mut array.schema_type),
        RefOr::T(_) | RefOr::Ref(_) => {}
    }
}

fn not_null(schema_type: &mut SchemaType) {
    if let SchemaType::Array(types) = schema_type {
        types.retain(|one| *one != Type::Null);
        if let [only] = types.as_slice() {
            *schema_type = SchemaType::Type(only.clone());
        }
    }
}

fn is_null(schema: &RefOr<Schema>) -> bool {
    matches!(schema, RefOr::T(Schema::Object(object)) if object.schema_type == SchemaType::Type(Type::Null))
}
