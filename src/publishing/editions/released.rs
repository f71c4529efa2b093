//! Content withheld from earlier editions and released in a new one, with the salts that prove it.
//!
//! Salt and value of a commitment are revealed only when a reader of both editions already knows the value: the member of the
//! new edition must be that of the earlier one with its gaps filled, or with some gaps left.

use serde_json::Value;

use super::model::{Edition, EditionId};
use super::readable::each_record;
use super::store;
use super::store::Lifted;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::publication_log::document::Released;

const OPEN: &str = "[withheld: ";

/// Returns the content that an edition releases.
pub fn of(conn: &mut AnyConnection, edition: &Edition) -> Result<Vec<Released>, ApiError> {
    let lifted = store::lifted(conn, edition)?;
    if lifted.is_empty() {
        return Ok(Vec::new());
    }
    let record: Value = edition.record.get()?;
    let mut released = Vec::new();
    let mut earlier: Option<(EditionId, Value)> = None;
    for group in lifted.chunk_by(|one, other| one.edition_id == other.edition_id) {
        for (place, one) in group.iter().enumerate() {
            // The values of one member are judged together, at its first.
            if group.iter().take(place).any(|before| before.pointer == one.pointer) {
                continue;
            }
            if earlier.as_ref().is_none_or(|(id, _)| *id != one.edition_id) {
                earlier = Some((one.edition_id.clone(), store::record(conn, &one.edition_id)?));
            }
            let Some((_, before)) = &earlier else { continue };
            let of_member: Vec<&Lifted> = group.iter().filter(|other| other.pointer == one.pointer).collect();
            released.extend(of_one_member(before, &record, &of_member));
        }
    }
    Ok(released)
}

/// Returns those lifted values of a member of an earlier record that a new record contains.
fn of_one_member(before: &Value, now: &Value, lifted: &[&Lifted]) -> Vec<Released> {
    let Some(first) = lifted.first() else { return Vec::new() };
    let Some(old) = before.pointer(&first.pointer) else { return Vec::new() };
    let Some(new) = same_member(before, now, first) else { return Vec::new() };
    let values: Vec<&str> = lifted.iter().map(|one| one.value.as_deref().unwrap_or_default()).collect();
    let said = match (old, new) {
        (Value::Null, Value::Null) => Vec::new(),
        (Value::Null, Value::String(new)) => values.iter().position(|value| value == new).into_iter().collect(),
        (Value::Null, new) => {
            let json = new.to_string();
            values.iter().position(|value| *value == json).into_iter().collect()
        }
        (Value::String(old), Value::String(new)) => filled(old, new, &values, &[]).unwrap_or_default(),
        _ => Vec::new(),
    };
    let release = |one: &&Lifted| {
        let (edition_id, pointer) = (one.edition_id.to_string(), one.pointer.clone());
        Some(Released { edition_id, pointer, salt: one.salt.clone()?, value: one.value.clone()? })
    };
    said.into_iter().filter_map(|place| lifted.get(place).and_then(release)).collect()
}

/// Returns the member of the new record that a value was withheld from in the earlier one.
fn same_member<'a>(before: &Value, now: &'a Value, lifted: &Lifted) -> Option<&'a Value> {
    // A person is withheld by name and by capacity.
    let fields = ["", "/name", "/capacity"].map(|part| format!("{}{part}", lifted.field));
    let (at, field) =
        fields.iter().find_map(|field| Some((lifted.pointer.strip_suffix(field.as_str())?.strip_suffix('/')?, field)))?;
    let id = before.pointer(at)?.get("id")?.as_str().filter(|id| *id == lifted.resource_id)?;
    let mut found = None;
    each_record(now, id, &mut |record| found = found.or_else(|| record.pointer(&format!("/{field}"))));
    found
}

/// The limit on attempts to fill gaps: longer searches are abandoned, and nothing is released.
const MOST_STEPS: usize = 1000;

/// Returns the values that fill the gaps of the old text so that it becomes the new one; `None` if no combination does.
fn filled(old: &str, new: &str, values: &[&str], used: &[usize]) -> Option<Vec<usize>> {
    fill(old, new, values, used, &mut MOST_STEPS.clone())
}

fn fill(old: &str, new: &str, values: &[&str], used: &[usize], steps: &mut usize) -> Option<Vec<usize>> {
    *steps = steps.checked_sub(1)?;
    let Some((before, gap)) = old.split_once(OPEN) else { return (old == new).then(|| used.to_vec()) };
    let rest = new.strip_prefix(before)?;
    let (code, after) = gap.split_once(']')?;
    let mut tried: Vec<&str> = Vec::new();
    for (place, value) in values.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
        // Equal values are interchangeable.
        if used.contains(&place) || tried.contains(value) {
            continue;
        }
        let Some(rest) = rest.strip_prefix(value) else { continue };
        tried.push(value);
        let found = fill(after, rest, values, &[used, &[place]].concat(), steps);
        if found.is_some() {
            return found;
        }
    }
    // A gap that remains, whatever its reason is now.
    let (now, rest) = rest.strip_prefix(OPEN)?.split_once(']')?;
    let is_code = |code: &str| code.chars().all(|one| one.is_ascii_alphanumeric() || one == '_');
    if is_code(code) && is_code(now) { fill(after, rest, values, used, steps) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const GAP: &str = "[withheld: foia_s40]";

    #[test]
    fn gaps_that_are_filled() {
        for (old, new, values, want) in [
            (format!("It was {GAP}."), "It was Ann.", vec!["Ann"], Some(vec![0])),
            // Different words, or only elsewhere: nothing is revealed.
            (format!("It was {GAP}."), "It was Bob.", vec!["Ann"], None),
            (format!("Ann left. {GAP} was hurt."), "Ann left. Nobody was hurt.", vec!["Ann"], None),
            (format!("{GAP} cases"), "312 cases", vec!["12"], None),
            (format!("It was {GAP}."), "It was Ann. She left.", vec!["Ann"], None),
            // One of two; the other is still a gap.
            (format!("{GAP} and {GAP}"), "[withheld: foia_s38] and Bob", vec!["Bob"], Some(vec![0])),
            (format!("{GAP} and {GAP}"), "Ann and Ann", vec!["Ann"], None),
            (format!("{GAP} and {GAP}"), "Ann and Ann", vec!["Ann", "Ann"], Some(vec![0, 1])),
            (format!("{GAP}{GAP}"), "AnnAn", vec!["An", "Ann"], Some(vec![1, 0])),
            (format!("It was {GAP}."), "It was [withheld: foia_s40].", vec!["Ann"], Some(vec![])),
            (format!("It was {GAP}."), "It was .", vec![""], None),
        ] {
            assert_eq!(filled(&old, new, &values, &[]), want, "{old} {new}");
        }
    }

    #[test]
    fn many_equal_values_are_tried_once() {
        let (many, names) = (50, vec!["Ann"; 50]);
        let old = format!("{} end", vec![GAP; many].join(" and "));
        let (new, other) =
            (format!("{} end", vec!["Ann"; many].join(" and ")), format!("{} End", vec!["Ann"; many].join(" and ")));
        assert_eq!(filled(&old, &new, &names, &[]), Some((0..many).collect()));
        assert_eq!(filled(&old, &other, &names, &[]), None);
        let alike: Vec<String> = (1..40).map(|length| "a".repeat(length)).collect();
        let alike: Vec<&str> = alike.iter().map(String::as_str).collect();
        assert_eq!(filled(&GAP.repeat(39), &format!("{}b", "a".repeat(780)), &alike, &[]), None);
    }

    fn lifted(pointer: &str, field: &str, value: &str) -> Lifted {
        Lifted {
            edition_id: "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11".parse().expect("an id"),
            pointer: pointer.into(),
            salt: Some("salt".into()),
            value: Some(value.into()),
            resource_id: "q".into(),
            field: field.into(),
        }
    }

    #[test]
    fn members_that_say_it_now() {
        let before = json!({"questions": [{"id": "q", "text": null, "due_on": null, "earlier_wordings": [{"text": null}]}]});
        let now =
            |text: Value| json!({"questions": [{"id": "x", "text": "Ann"}, {"id": "q", "text": text, "due_on": "2019-02-13"}]});
        for (pointer, field, value, text, want) in [
            ("/questions/0/text", "text", "Ann", json!("Ann"), 1),
            ("/questions/0/text", "text", "Ann", json!("Ann left"), 0),
            ("/questions/0/text", "text", "Ann", json!(null), 0),
            ("/questions/0/due_on", "due_on", "2019-02-13", json!(null), 1),
            // An earlier wording is not the current wording.
            ("/questions/0/earlier_wordings/0/text", "text", "Ann", json!("Ann"), 0),
        ] {
            let lifted = lifted(pointer, field, value);
            assert_eq!(of_one_member(&before, &now(text.clone()), &[&lifted]).len(), want, "{pointer} {value} {text}");
        }
    }
}
