//! The common model of both feeds: an event in the life of an edition, in words. Pure.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::foundation::db::JsonText;
use crate::foundation::error::ApiError;
use crate::publication_log::document::{EditionDocument, WithdrawalDocument};
use crate::publication_log::log::{LeafKind, Place};
use crate::record::published::model::EditionKind;

/// A category of an entry, for readers that filter by it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Category {
    /// `priority:ID`, `topic:ID`, `meeting_kind:KIND`, `kind:KIND`.
    pub term: String,
    pub label: String,
}

/// An entry as stored.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::feed_entries, treat_none_as_default_value = false)]
pub struct Entry {
    pub leaf: i32,
    pub area: String,
    pub kind: LeafKind,
    pub edition_id: String,
    pub edition_kind: String,
    pub subject_id: String,
    pub number: i32,
    /// Absent, like the rest of its words, once the edition is withdrawn.
    pub title: Option<String>,
    pub summary: Option<String>,
    pub content: Option<String>,
    pub categories: Option<JsonText<Vec<Category>>>,
    pub supersedes: Option<String>,
    pub explanation: Option<String>,
    pub at: NaiveDateTime,
}

impl Entry {
    /// Builds the entry of an edition.
    pub fn of(place: Place, document: &EditionDocument) -> Result<Self, ApiError> {
        let kind = document.edition_kind()?;
        let categories: Vec<Category> = categories(kind, document).into_iter().collect();
        Ok(Self {
            leaf: place.leaf,
            area: document.area.clone(),
            kind: LeafKind::Edition,
            edition_id: document.id.clone(),
            edition_kind: document.kind.clone(),
            subject_id: document.subject_id.clone(),
            number: document.number,
            title: Some(title(kind, document)),
            summary: Some(summary(kind, document)),
            content: Some(content(kind, document)).filter(|content| !content.is_empty()),
            categories: Some(JsonText::new(&categories)?),
            supersedes: document.supersedes.clone(),
            explanation: None,
            at: place.at,
        })
    }

    /// Builds the entry of a withdrawal.
    pub fn withdrawal(place: Place, document: &WithdrawalDocument) -> Self {
        Self {
            leaf: place.leaf,
            area: document.area.clone(),
            kind: LeafKind::Withdrawal,
            edition_id: document.id.clone(),
            edition_kind: document.kind.clone(),
            subject_id: document.subject_id.clone(),
            number: document.number,
            title: None,
            summary: None,
            content: None,
            categories: None,
            supersedes: None,
            explanation: Some(document.explanation.clone()),
            at: place.at,
        }
    }

    /// Returns the categories of the edition; none once it is withdrawn.
    pub fn about(&self) -> Result<Vec<Category>, ApiError> {
        self.categories.as_ref().map_or_else(|| Ok(Vec::new()), |categories| Ok(categories.get()?))
    }

    /// Returns the address of its edition.
    pub fn url(&self) -> String {
        format!("/public/v1/editions/{}", self.edition_id)
    }

    /// Returns its permanent id (RFC 4287 section 4.2.6).
    pub fn urn(&self) -> String {
        format!("urn:uuid:{}", self.edition_id)
    }
}

/// Returns the terms that an entry can be filtered by.
pub fn terms(document: &EditionDocument) -> Result<Vec<String>, ApiError> {
    let filtered = |term: &String| !term.starts_with("kind:");
    Ok(categories(document.edition_kind()?, document).into_iter().map(|category| category.term).filter(filtered).collect())
}

const fn kind_in_words(kind: EditionKind) -> &'static str {
    match kind {
        EditionKind::MeetingRecord => "Record of a meeting",
        EditionKind::Question => "Question and answer",
        EditionKind::Decision => "Decision",
        EditionKind::Plan => "Police and Crime Plan",
        EditionKind::ActionLog => "Action log",
        EditionKind::RecommendationResponse => "Response to recommendations",
    }
}

fn title(kind: EditionKind, document: &EditionDocument) -> String {
    let title = if document.title.is_empty() { kind_in_words(kind) } else { &document.title };
    if document.number > 1 { format!("{title} (edition {})", document.number) } else { title.to_owned() }
}

/// Returns one sentence for lists, with the change note first, if there is one.
fn summary(kind: EditionKind, document: &EditionDocument) -> String {
    let count = |name: &str| document.record.get(name).and_then(Value::as_array).map_or(0, Vec::len);
    let mut sentence = format!("{}, {}.", kind_in_words(kind), document.area_name);
    let counted: Vec<String> = [
        ("questions", "question", "questions"),
        ("actions", "action", "actions"),
        ("decisions", "decision", "decisions"),
        ("priorities", "priority", "priorities"),
        ("recommendations", "recommendation", "recommendations"),
    ]
    .into_iter()
    .filter_map(|(name, one, more)| match count(name) {
        0 => None,
        1 => Some(format!("1 {one}")),
        many => Some(format!("{many} {more}")),
    })
    .collect();
    if !counted.is_empty() {
        sentence.push_str(&format!(" {}.", counted.join(", ")));
    }
    match document.withheld.len() {
        0 => {}
        1 => sentence.push_str(" One passage is withheld; the edition says why."),
        many => sentence.push_str(&format!(" {many} passages are withheld; the edition says why.")),
    }
    match &document.change {
        Some(change) => format!("Change ({}): {} {sentence}", change.significance, change.note),
        None => sentence,
    }
}

/// Returns the questions and actions, line by line.
fn content(kind: EditionKind, document: &EditionDocument) -> String {
    let record = &document.record;
    let alone = match kind {
        EditionKind::Question => record.get("question").or(Some(record)),
        EditionKind::Decision => record.get("decision"),
        EditionKind::MeetingRecord | EditionKind::Plan | EditionKind::ActionLog | EditionKind::RecommendationResponse => None,
    };
    let rows = |name: &str| record.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let questions = alone.into_iter().chain(rows("questions"));
    let named = ["actions", "decisions", "priorities", "recommendations"].into_iter().flat_map(rows);
    let lines = questions.chain(named).filter_map(|row| {
        let text = row.get("text").or_else(|| row.get("title")).and_then(Value::as_str)?;
        let number = ["reference", "printed_number"].into_iter().find_map(|name| row.get(name).and_then(Value::as_str));
        Some(number.map_or_else(|| text.to_owned(), |number| format!("{number}: {text}")))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn categories(kind: EditionKind, document: &EditionDocument) -> BTreeSet<Category> {
    let mut found = BTreeSet::new();
    found.insert(Category { term: format!("kind:{kind}"), label: kind_in_words(kind).to_owned() });
    if let Some(meeting) = document.record.pointer("/meeting/kind").and_then(Value::as_str) {
        found.insert(Category { term: format!("meeting_kind:{meeting}"), label: meeting.replace('_', " ") });
    }
    if kind == EditionKind::Plan {
        list("priority", document.record.get("priorities"), &mut found);
    }
    gather(&document.record, &mut found);
    found
}

/// Collects every priority and topic of anything in the record.
fn gather(value: &Value, found: &mut BTreeSet<Category>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| gather(value, found)),
        Value::Object(members) => {
            for (name, member) in members {
                match name.as_str() {
                    "priorities" => list("priority", Some(member), found),
                    "topic" => found.extend(category("topic", member)),
                    _ => gather(member, found),
                }
            }
        }
        _ => {}
    }
}

fn list(what: &str, values: Option<&Value>, found: &mut BTreeSet<Category>) {
    found.extend(values.and_then(Value::as_array).into_iter().flatten().filter_map(|value| category(what, value)));
}

fn category(what: &str, value: &Value) -> Option<Category> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let id = text("id")?;
    Some(Category { term: format!("{what}:{id}"), label: text("title").unwrap_or(id).to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn document(kind: &str, number: i32, record: &Value) -> EditionDocument {
        let mut whole = json!({
            "type": "edition", "id": "e", "kind": kind, "area": "a", "area_name": "Area", "subject_id": "s", "number": number,
            "title": "January", "licence": "l", "published_at": "2019-02-20T09:00:00Z", "supersedes": null, "change": null,
            "record": record, "withheld": [],
        });
        if number > 1 {
            whole["change"] = json!({"significance": "minor", "note": "A number."});
        }
        serde_json::from_value(whole).expect("a document")
    }

    #[test]
    fn entries_say_what_is_in_an_edition() {
        let record = json!({
            "meeting": {"id": "m", "kind": "assurance"},
            "questions": [
                {"reference": "Q1", "text": "Why?", "priorities": [{"id": "p", "title": "Victims"}], "topic": {"id": "t", "title": "Phones"}},
                {"reference": null, "printed_number": "2", "text": null, "topic": null},
            ],
            "actions": [{"reference": "A1", "text": "Do it.", "priorities": [{"id": "p", "title": "Victims"}]}],
        });
        let first = document("meeting_record", 1, &record);
        let kind = EditionKind::MeetingRecord;
        assert_eq!((title(kind, &first).as_str(), content(kind, &first).as_str()), ("January", "Q1: Why?\nA1: Do it."));
        assert_eq!(summary(kind, &first), "Record of a meeting, Area. 2 questions, 1 action.");
        assert_eq!(terms(&first).expect("terms"), ["meeting_kind:assurance", "priority:p", "topic:t"]);
        let second = document("meeting_record", 2, &record);
        assert_eq!(title(kind, &second), "January (edition 2)");
        let said = summary(kind, &second);
        assert!(said.starts_with("Change (minor): A number. Record of a meeting"), "{said}");
        let question = document("question", 1, &json!({"id": "q", "reference": "Q1", "text": "Why?"}));
        assert_eq!(content(EditionKind::Question, &question), "Q1: Why?");
        let unknown = document("strategy", 1, &json!({}));
        assert!(terms(&unknown).expect_err("no such kind").to_string().contains("strategy"));
    }
}
