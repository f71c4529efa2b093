//! The members of published records, and which of them hold words of people: one list for the search, the lint and the redactions.
//! Pure.

/// The content of a member that holds a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Sentences, titles and names: a record is found by them, and what people write is looked through for what should not be there.
    Prose,
    /// Words that people know a record or a person by, such as a reference or a capacity: it is found by them, and they are no
    /// sentences.
    Label,
    /// A code, an id, a day, an address, or a number as text: no words of people.
    Code,
}

use Holds::{Code, Label, Prose};

/// Every member of a published record that holds a text, but for ids, days and instants, which end alike.
const MEMBERS: &[(&str, Holds)] = &[
    ("acknowledged_by", Prose),
    ("addressed_to", Code),
    ("as_stated", Prose),
    ("asked_by", Prose),
    ("attended", Code),
    ("attribution", Code),
    ("author", Prose),
    ("basis", Prose),
    ("bound", Code),
    ("by", Code),
    ("cancelled_reason", Prose),
    ("capacity", Label),
    ("caveat", Prose),
    ("chair", Prose),
    ("challenge", Prose),
    ("challenged_by", Prose),
    ("code", Code),
    ("collected", Code),
    ("conditional_on", Prose),
    ("conditions", Prose),
    ("context", Prose),
    ("counts", Code),
    ("currency", Code),
    ("description", Prose),
    ("direction", Code),
    ("discrepancy_note", Prose),
    ("due_text", Prose),
    ("evidence", Prose),
    ("expected_text", Prose),
    ("form", Code),
    ("from_text", Prose),
    ("given_by", Prose),
    ("heads", Code),
    ("high", Code),
    ("how", Code),
    ("id", Code),
    ("kind", Code),
    ("label", Prose),
    ("low", Code),
    ("minute_taker", Prose),
    ("mode", Code),
    ("name", Prose),
    ("note", Prose),
    ("on", Code),
    ("outcome", Code),
    ("outcome_check", Code),
    ("owed_by", Code),
    ("owner", Prose),
    ("period_text", Prose),
    ("points", Prose),
    ("printed_number", Label),
    ("published_by", Prose),
    ("published_text", Prose),
    ("raised_text", Prose),
    ("reason", Prose),
    ("reasons", Prose),
    ("reference", Label),
    ("reply", Prose),
    ("returned_reason", Prose),
    ("side", Code),
    ("significant_public_interest_reason", Prose),
    ("since", Code),
    ("source", Code),
    ("starts_at", Code),
    ("state", Code),
    ("stated_by", Prose),
    ("status", Code),
    ("status_reason", Prose),
    ("summary", Prose),
    ("text", Prose),
    ("title", Prose),
    ("unit", Label),
    ("url", Code),
    ("value", Code),
    ("venue", Prose),
];

/// Returns what a member holds; `None` for one that is not known here.
pub fn holds(member: &str) -> Option<Holds> {
    if ["_id", "_ids", "_on", "_at"].iter().any(|end| member.ends_with(end)) {
        return Some(Code);
    }
    MEMBERS.iter().find(|(name, _)| *name == member).map(|(_, holds)| *holds)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn unknown(name: &str, value: &Value, names: &mut Vec<String>) {
        match value {
            Value::String(_) if holds(name).is_none() => names.push(name.to_owned()),
            Value::Array(values) => values.iter().for_each(|value| unknown(name, value, names)),
            Value::Object(members) => members.iter().for_each(|(name, value)| unknown(name, value, names)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    #[test]
    fn every_member_of_a_document_is_known() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/publication/snapshots");
        let mut documents = 0;
        for file in std::fs::read_dir(folder).expect("the documents of the suite") {
            let text = std::fs::read_to_string(file.expect("a file").path()).expect("text");
            let document: Value = serde_json::from_str(text.splitn(3, "---\n").nth(2).expect("a document")).expect("JSON");
            let mut names = Vec::new();
            unknown("", &document["record"], &mut names);
            assert_eq!(names, Vec::<String>::new(), "words of people, or codes?");
            documents += 1;
        }
        assert!(documents >= 2);
    }

    #[test]
    fn each_member_stands_once_and_in_order() {
        assert!(MEMBERS.is_sorted_by(|(one, _), (next, _)| one < next));
        assert_eq!(
            (holds("text"), holds("capacity"), holds("put_on"), holds("of_tomorrow")),
            (Some(Prose), Some(Label), Some(Code), None)
        );
    }
}
