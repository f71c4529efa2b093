//! `fields=`: leaves out of an answer what the caller did not ask for.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use crate::foundation::error::{ApiError, FieldError};

/// The members to keep; `None` keeps all.
#[derive(Debug, Clone, Default)]
pub struct Trim(Option<Vec<String>>);

impl Trim {
    /// Reads `fields=a,b` against the members that `V` has; an unknown one is 400.
    pub fn parse<V: ToSchema>(fields: Option<&str>) -> Result<Self, ApiError> {
        let Some(fields) = fields else { return Ok(Self(None)) };
        let known = members::<V>();
        let mut keep = vec!["id".to_owned()];
        let mut faults = Vec::new();
        for field in fields.split(',').map(str::trim).filter(|field| !field.is_empty()) {
            if known.iter().any(|name| name == field) {
                keep.push(field.to_owned());
            } else {
                let detail = format!("{field:?} is no member; there are {}", known.join(", "));
                faults.push(FieldError::new("/query/fields", detail));
            }
        }
        if faults.is_empty() { Ok(Self(Some(keep))) } else { Err(ApiError::BadParameters(faults)) }
    }

    /// `view` as JSON text, trimmed.
    pub fn to_json<V: Serialize>(&self, view: &V) -> Result<String, ApiError> {
        Ok(match &self.0 {
            None => serde_json::to_string(view)?,
            Some(_) => serde_json::to_string(&self.apply(serde_json::to_value(view)?))?,
        })
    }

    fn apply(&self, mut value: Value) -> Value {
        if let (Some(keep), Value::Object(members)) = (&self.0, &mut value) {
            members.retain(|name, _| keep.iter().any(|kept| kept == name));
        }
        value
    }

    /// Each of `views` as JSON, trimmed.
    pub fn all<V: Serialize>(&self, views: &[V]) -> Result<Vec<Value>, ApiError> {
        views.iter().map(|view| Ok(self.apply(serde_json::to_value(view)?))).collect()
    }

    /// Whether nothing is left out.
    pub fn keeps_all(&self) -> bool {
        self.0.is_none()
    }
}

/// The member names of a view, from its own schema.
fn members<V: ToSchema>() -> Vec<String> {
    type Known = std::sync::RwLock<HashMap<String, Vec<String>>>;
    static KNOWN: OnceLock<Known> = OnceLock::new();
    let known = KNOWN.get_or_init(Known::default);
    let name = V::name().into_owned();
    if let Some(names) = known.read().ok().and_then(|known| known.get(&name).cloned()) {
        return names;
    }
    let names: Vec<String> = match V::schema() {
        RefOr::T(Schema::Object(object)) => object.properties.keys().cloned().collect(),
        _ => Vec::new(),
    };
    if let Ok(mut known) = known.write() {
        known.insert(name, names.clone());
    }
    names
}
