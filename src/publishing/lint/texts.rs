//! The members and texts of a record, for the lint rules.

use serde_json::Value;

use crate::publication_log::members::{Holds, holds};
use crate::publishing::editions::model::Warning;

/// Builds a warning.
pub fn warning(code: &str, pointer: impl Into<String>, detail: impl Into<String>) -> Warning {
    Warning { pointer: pointer.into(), code: code.to_owned(), detail: detail.into() }
}

pub fn list<'a>(record: &'a Value, pointer: &str) -> &'a [Value] {
    record.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub fn text<'a>(object: &'a Value, member: &str) -> Option<&'a str> {
    object.get(member).and_then(Value::as_str)
}

/// Calls `look` with the place, the member's name and the content of every text in a record; items of a list have the name of
/// the list.
pub fn each_text(record: &Value, look: &mut dyn FnMut(&str, &str, &str)) {
    fn walk(at: &str, name: &str, value: &Value, look: &mut dyn FnMut(&str, &str, &str)) {
        match value {
            Value::String(text) => look(at, name, text),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    walk(&format!("{at}/{index}"), name, item, look);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    walk(&format!("{at}/{name}"), name, member, look);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    walk("", "", record, look);
}

/// Calls `look` with every text of a record itself, not with those that links repeat of other records.
pub fn each_own_text(record: &Value, look: &mut dyn FnMut(&str, &str, &str)) {
    let is_link = |at: &str| {
        let (parent, _) = at.rsplit_once('/')?;
        let members = record.pointer(parent)?.as_object()?;
        Some(members.len() == 4 && ["id", "reference", "title", "url"].iter().all(|name| members.contains_key(*name)))
    };
    each_text(record, &mut |at, name, text| {
        if is_link(at) != Some(true) {
            look(at, name, text);
        }
    });
}

/// Returns true for a member that holds sentences of people. One that is not known is looked through: a warning too many does no
/// harm.
pub fn is_prose(name: &str) -> bool {
    match holds(name) {
        Some(Holds::Prose) | None => true,
        Some(Holds::Label | Holds::Code) => false,
    }
}
