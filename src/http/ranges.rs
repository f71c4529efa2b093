//! The ranges of whole numbers that the description of the API gives, for the sentences of faults. Asked only once there is a fault.

use utoipa::openapi::RefOr;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::{ArrayItems, Schema};
use utoipa::{Number, ToSchema};

use crate::foundation::input::Fault;

/// The least and the greatest value, as far as they are declared.
type Range = (Option<i128>, Option<i128>);

/// Narrows the range that a fault in a body speaks of to that of the member in the schema of `T`.
pub fn narrow_by_schema<T: ToSchema>(fault: &mut Fault) {
    if fault.wants_whole_number() {
        let mut named = Vec::new();
        T::schemas(&mut named);
        let pointer = fault.pointer();
        let path: Vec<&str> = pointer.split('/').skip(1).collect();
        let mut ranges = Vec::new();
        walk(&T::schema(), &path, &named, &mut ranges);
        let (from, to) = around(&ranges);
        fault.narrow(from, to);
    }
}

/// Narrows the range that a fault in a query speaks of to that of the parameter.
pub fn narrow_by_parameters(fault: &mut Fault, declared: &[Parameter]) {
    let schema = declared.iter().find(|one| one.name == fault.member()).and_then(|one| one.schema.as_ref());
    let mut ranges = Vec::new();
    if let Some(schema) = schema {
        walk(schema, &[], &[], &mut ranges);
    }
    let (from, to) = around(&ranges);
    fault.narrow(from, to);
}

/// Collects the ranges of the numbers at `path`: there are several where an object has several forms.
fn walk(schema: &RefOr<Schema>, path: &[&str], named: &[(String, RefOr<Schema>)], found: &mut Vec<Range>) {
    let schema = match schema {
        RefOr::T(schema) => schema,
        RefOr::Ref(reference) => {
            let name = reference.ref_location.rsplit('/').next();
            let known = named.iter().find(|(known, _)| Some(known.as_str()) == name);
            if let Some((_, schema)) = known {
                walk(schema, path, named, found);
            }
            return;
        }
    };
    match (schema, path) {
        (Schema::Object(object), []) => {
            found.push((object.minimum.as_ref().and_then(whole), object.maximum.as_ref().and_then(whole)));
        }
        (Schema::Object(object), [member, rest @ ..]) => {
            object.properties.get(*member).into_iter().for_each(|schema| walk(schema, rest, named, found));
        }
        (Schema::Array(array), [_, rest @ ..]) => {
            if let ArrayItems::RefOrSchema(items) = &array.items {
                walk(items, rest, named, found);
            }
        }
        (Schema::OneOf(any), path) => any.items.iter().for_each(|one| walk(one, path, named, found)),
        (Schema::AllOf(any), path) => any.items.iter().for_each(|one| walk(one, path, named, found)),
        (Schema::AnyOf(any), path) => any.items.iter().for_each(|one| walk(one, path, named, found)),
        _ => {}
    }
}

/// The range that holds all of them.
fn around(ranges: &[Range]) -> Range {
    let all = |limits: Option<Vec<i128>>| limits.unwrap_or_default();
    let from = all(ranges.iter().map(|(from, _)| *from).collect()).into_iter().min();
    let to = all(ranges.iter().map(|(_, to)| *to).collect()).into_iter().max();
    (from, to)
}

fn whole(number: &Number) -> Option<i128> {
    match number {
        Number::Int(number) => i128::try_from(*number).ok(),
        Number::UInt(number) => i128::try_from(*number).ok(),
        Number::Float(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use utoipa::openapi::path::ParameterIn;
    use utoipa::{IntoParams, ToSchema};

    use super::*;
    use crate::foundation::input::{Tree, read};

    #[derive(Debug, Deserialize, ToSchema)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Body {
        rows: Option<Vec<Row>>,
        count: Option<u16>,
    }

    #[derive(Debug, Deserialize, ToSchema)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Row {
        #[schema(minimum = 1, maximum = 12)]
        month: Option<i32>,
    }

    #[derive(Debug, Deserialize, IntoParams)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Asked {
        #[param(minimum = 1, maximum = 200)]
        limit: Option<u16>,
    }

    #[test]
    fn a_fault_has_the_range_of_its_member() {
        for (body, want) in [
            (r#"{"rows": [{"month": "x"}]}"#, "is a text: send a whole number from 1 to 12, without quotation marks"),
            (r#"{"rows": [{"month": 3000000000}]}"#, "3000000000 is out of range: send a whole number from 1 to 12"),
            (r#"{"count": -1}"#, "-1 is out of range: send a whole number from 0 to 65535"),
            (r#"{"rows": 1}"#, "is a number: send a list, in square brackets"),
        ] {
            let mut fault = read::<Body>(Tree::json(body.as_bytes()).expect("JSON")).expect_err("a fault");
            narrow_by_schema::<Body>(&mut fault);
            assert_eq!(fault.to_string(), want, "{body}");
        }
        let mut fault = read::<Asked>(Tree::pairs(vec![("limit".into(), "x".into())])).expect_err("a fault");
        let declared = Asked::into_params(|| Some(ParameterIn::Query));
        narrow_by_parameters(&mut fault, &declared);
        assert_eq!(fault.to_string(), "\"x\" is not valid: send a whole number from 1 to 200");
    }
}
