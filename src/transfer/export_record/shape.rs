//! The members of a record of the format, and how they are taken from a record of the API.

use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use super::keys::Keys;

/// A record of a file.
pub type Record = Map<String, Value>;

/// Links of a file, by key, and the member of the API that has the id.
const LINKS: [(&str, &str); 10] = [
    ("action", "action_id"),
    ("agenda_item", "agenda_item_id"),
    ("from_meeting", "from_meeting_id"),
    ("group", "group_id"),
    ("measure", "measure_id"),
    ("next_meeting", "next_meeting_id"),
    ("priorities", "priority_ids"),
    ("question", "question_id"),
    ("to_meeting", "to_meeting_id"),
    ("topic", "topic_id"),
];

/// Writes records of a file.
pub struct Pen<'a> {
    pub keys: &'a Keys,
}

impl Pen<'_> {
    /// Takes from a record of the API the members that `T` of the format has. What is empty is left out.
    pub fn record<T: ToSchema>(&self, view: &Value) -> Record {
        let mut record = Record::new();
        for member in members::<T>() {
            let value = match LINKS.iter().find(|(name, _)| *name == member) {
                Some((_, id)) => self.linked(&view[*id]),
                None => view[&member].clone(),
            };
            if !is_empty(&value) {
                record.insert(member, value);
            }
        }
        record
    }

    /// Replaces ids by keys. A record that is not in the file has none.
    pub fn linked(&self, ids: &Value) -> Value {
        match ids {
            Value::Array(ids) => ids.iter().map(|id| self.linked(id)).filter(|key| !key.is_null()).collect(),
            Value::String(id) => self.keys.of(id).map_or(Value::Null, Value::from),
            _ => Value::Null,
        }
    }

    /// Gives a record the key of its id.
    pub fn keyed(&self, mut record: Record, view: &Value) -> Record {
        set(&mut record, "key", self.linked(&view["id"]));
        record
    }
}

/// Sets a member, or removes it when there is nothing to say.
pub fn set(record: &mut Record, member: &str, value: impl Into<Value>) {
    let value = value.into();
    if is_empty(&value) {
        record.remove(member);
    } else {
        record.insert(member.to_owned(), value);
    }
}

/// Returns the items of a list, or none.
pub fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn members<T: ToSchema>() -> Vec<String> {
    match T::schema() {
        RefOr::T(Schema::Object(object)) => object.properties.keys().cloned().collect(),
        _ => Vec::new(),
    }
}
