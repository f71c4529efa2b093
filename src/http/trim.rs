//! `fields=`: removes members from a response that the caller did not ask for.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use super::query;
use crate::foundation::error::{ApiError, FieldError};

/// The members to keep. `None` keeps all.
#[derive(Debug, Clone, Default)]
pub struct Trim(Option<Vec<String>>);

impl Trim {
    /// Parses `fields=a,b` or `fields=a&fields=b` against the members of `V`; an unknown member is 400.
    pub fn parse<V: ToSchema>(fields: &[String]) -> Result<Self, ApiError> {
        if fields.is_empty() { Ok(Self(None)) } else { Self::among(fields, &members(V::name().into_owned(), V::schema)?) }
    }

    fn among(fields: &[String], known: &[String]) -> Result<Self, ApiError> {
        let mut keep = vec!["id".to_owned()];
        let mut faults = Vec::new();
        for field in query::words(fields) {
            if known.iter().any(|name| name == field) {
                keep.push(field.to_owned());
            } else {
                let detail = format!("{field:?} is not a member: use any of {}", known.join(", "));
                faults.push(FieldError::new("/query/fields", detail));
            }
        }
        if faults.is_empty() { Ok(Self(Some(keep))) } else { Err(ApiError::BadParameters(faults)) }
    }

    /// Serialises `view` as JSON text with the chosen members.
    pub fn to_json<V: Serialize>(&self, view: &V) -> Result<String, ApiError> {
        if self.keeps_all() { Ok(serde_json::to_string(view)?) } else { Ok(Box::<str>::from(self.one(view)?).into_string()) }
    }

    /// Converts each of `views` to JSON with the chosen members.
    pub fn all<V: Serialize>(&self, views: &[V]) -> Result<Vec<Box<RawValue>>, ApiError> {
        views.iter().map(|view| self.one(view)).collect()
    }

    fn one<V: Serialize>(&self, view: &V) -> Result<Box<RawValue>, ApiError> {
        self.cut(to_raw_value(view)?)
    }

    /// Works on the text, so that a view is turned into JSON in one way only.
    fn cut(&self, json: Box<RawValue>) -> Result<Box<RawValue>, ApiError> {
        let Some(keep) = &self.0 else { return Ok(json) };
        let mut members: BTreeMap<String, &RawValue> = serde_json::from_str(json.get())?;
        members.retain(|name, _| keep.iter().any(|kept| kept == name));
        Ok(to_raw_value(&members)?)
    }

    /// True when nothing is removed.
    pub fn keeps_all(&self) -> bool {
        self.0.is_none()
    }
}

/// Returns the member names of a view, from its schema.
fn members(name: String, schema: fn() -> RefOr<Schema>) -> Result<Vec<String>, ApiError> {
    type Known = std::sync::RwLock<HashMap<String, Vec<String>>>;
    static KNOWN: OnceLock<Known> = OnceLock::new();
    let known = KNOWN.get_or_init(Known::default);
    if let Some(names) = known.read().ok().and_then(|known| known.get(&name).cloned()) {
        return Ok(names);
    }
    let names: Vec<String> = match schema() {
        RefOr::T(Schema::Object(object)) if !object.properties.is_empty() => object.properties.keys().cloned().collect(),
        RefOr::T(_) | RefOr::Ref(_) => return Err(ApiError::Internal(format!("{name} has no members to choose from"))),
    };
    if let Ok(mut known) = known.write() {
        known.insert(name, names.clone());
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(ToSchema)]
    #[expect(dead_code, reason = "only its schema is asked")]
    struct View {
        id: String,
        title: String,
    }

    #[derive(ToSchema)]
    #[expect(dead_code, reason = "only its schema is asked")]
    struct Words(String);

    #[test]
    fn a_view_without_members_is_a_fault_of_ours() {
        assert!(Trim::parse::<View>(&["title".to_owned()]).is_ok_and(|trim| !trim.keeps_all()));
        assert!(matches!(Trim::parse::<View>(&["text".to_owned()]), Err(ApiError::BadParameters(_))));
        assert!(matches!(Trim::parse::<Words>(&["title".to_owned()]), Err(ApiError::Internal(_))));
    }
}
