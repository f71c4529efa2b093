//! Published editions in which the public can still read words that are withheld now.

use serde_json::Value;

use super::model::{Edition, PublicEdition};
use super::store;
use super::store::Readable;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::publication_log::log;
use crate::publication_log::log::LeafKind;
use crate::publishing::{lint, redact};

/// Withheld words, and the member that they are withheld from.
#[derive(Debug, Clone, Copy)]
pub struct Sought<'a> {
    pub words: &'a str,
    /// The id of the record, and the path of the member below it.
    pub id: &'a str,
    pub field: &'a str,
    /// True when all of the member is withheld: then any content of it in an edition counts, also in an earlier wording.
    pub whole: bool,
    /// True when the words are searched for in every text. That applies to requested redactions, but not to the name of
    /// somebody who is named in another record.
    pub anywhere: bool,
}

/// Returns which of the words are in which public edition of an area; words are given by their index in `sought`.
pub fn still_read(conn: &mut AnyConnection, area: &str, sought: &[Sought<'_>]) -> Result<Vec<(usize, Readable)>, ApiError> {
    let mut found = Vec::new();
    if sought.is_empty() {
        return Ok(found);
    }
    for edition in store::readable(conn, area)? {
        // One document at a time: all documents of an area may be too many for memory.
        let Some(leaf) = log::of_edition(conn, edition.id.as_str(), LeafKind::Edition)? else { continue };
        if !sought.iter().any(|one| one.anywhere || leaf.document.contains(one.id)) {
            continue;
        }
        let document: Value = serde_json::from_str(&leaf.document)?;
        for (place, _) in sought.iter().enumerate().filter(|(_, one)| stands(&document, one)) {
            found.push((place, edition.clone()));
        }
    }
    Ok(found)
}

fn stands(document: &Value, sought: &Sought<'_>) -> bool {
    let mut here = false;
    each_record(document, sought.id, &mut |record| {
        here |= match record.pointer(&format!("/{}", sought.field)) {
            None | Some(Value::Null) => false,
            Some(person) if redact::is_person(person) => {
                let parts = ["name", "capacity"].into_iter().filter_map(|name| person.get(name)?.as_str());
                let words: Vec<&str> = parts.collect();
                !words.is_empty() && (sought.whole || words.iter().any(|part| part.contains(sought.words)))
            }
            Some(_) if sought.whole => true,
            Some(Value::String(text)) => !sought.words.is_empty() && text.contains(sought.words),
            Some(other) => {
                let json = other.to_string();
                json == sought.words
            }
        };
    });
    if sought.anywhere {
        for said in ["title", "change", "record"].iter().filter_map(|name| document.get(name)) {
            lint::each_text(said, &mut |_, _, text| here |= redact::stands_in(text, sought.words));
        }
    }
    here
}

/// Calls `look` with every object of a document that is the record with an id, or a link to it.
pub fn each_record<'a>(value: &'a Value, id: &str, look: &mut dyn FnMut(&'a Value)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each_record(item, id, look)),
        Value::Object(members) => {
            if members.get("id").and_then(Value::as_str) == Some(id) {
                look(value);
            }
            members.values().for_each(|member| each_record(member, id, look));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Returns the other public editions of a subject.
pub fn others(conn: &mut AnyConnection, edition: &Edition) -> Result<Vec<PublicEdition>, ApiError> {
    let same = |one: &Readable| one.kind == edition.kind && one.subject_id == edition.subject_id && one.id != edition.id;
    let others = store::readable(conn, &edition.area)?.into_iter().filter(same);
    Ok(others.map(|one| PublicEdition { edition_id: one.id, number: one.number }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn words_in_a_document() {
        let document = json!({"record": {
            "questions": [{"id": "q", "text": "Where are the 12 files?", "priorities": [{"id": "p", "title": "Ann Victim"}]}],
            "data_points": [{"id": "d", "value": {"kind": "exact", "value": "12"}, "revision": 2}],
        }});
        for (words, id, field, anywhere, want) in [
            ("whole", "q", "text", false, true),
            ("whole", "q", "context", false, false),
            ("12", "q", "text", false, true),
            ("13", "q", "text", false, false),
            ("12", "x", "text", true, false),
            ("12", "d", "value/value", false, true),
            ("2", "d", "revision", false, true),
            ("Ann Victim", "p", "title", false, true),
            ("ann victim", "q", "text", false, false),
            ("ann victim", "q", "text", true, true),
            ("", "q", "text", true, false),
        ] {
            assert_eq!(
                stands(&document, &Sought { words, id, field, whole: words == "whole", anywhere }),
                want,
                "{words} {id} {field} {anywhere}"
            );
        }
    }
}
