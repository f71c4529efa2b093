//! Tables read page by page: every row a JSON object, in the order of ids.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::store;
use crate::foundation::db::{AnyConnection, text_enum};
use crate::foundation::error::ApiError;
use crate::public::model::{PublicEdition, PublicItem, PublicResource, PublicStatus};
use crate::public::shapes::PublicEditionView;
use crate::publication_log::document::{LICENCE, Withheld};

text_enum!(
    /// The tables for download.
    ExportTable {
        Meetings = "meetings",
        Questions = "questions",
        Actions = "actions",
        Priorities = "priorities",
        Recommendations = "recommendations",
        Editions = "editions",
        DataPoints = "data_points",
    }
);

impl ExportTable {
    /// Returns the kinds of published records in the table; none for editions.
    pub const fn resources(self) -> &'static [PublicResource] {
        match self {
            Self::Meetings => &[PublicResource::Meeting],
            Self::Questions => &[PublicResource::Question],
            Self::Actions => &[PublicResource::Action],
            Self::Priorities => &[PublicResource::Priority],
            Self::Recommendations => &[PublicResource::RecommendationSet],
            Self::Editions => &[],
            Self::DataPoints => &[PublicResource::Meeting, PublicResource::Question],
        }
    }

    /// Returns the title for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Meetings => "Meetings at which the force was held to account",
            Self::Questions => "Questions and their outcomes",
            Self::Actions => "Actions and their deadlines",
            Self::Priorities => "Priorities of published plans",
            Self::Recommendations => "Recommendations of reports from outside",
            Self::Editions => "Editions of the published record",
            Self::DataPoints => "Figures given as evidence",
        }
    }
}

/// The number of records read at a time, which limits memory for a table of any size.
const AT_A_TIME: i64 = 100;

/// Some rows of a table, and the id after which the next begin.
pub struct Batch {
    pub rows: Vec<Value>,
    pub next: Option<String>,
}

/// Returns the rows after an id.
pub fn batch(conn: &mut AnyConnection, table: ExportTable, area: Option<&String>, after: &str) -> Result<Batch, ApiError> {
    if table == ExportTable::Editions {
        let editions = store::editions_after(conn, area, after, AT_A_TIME)?;
        let next = next_of(editions.len(), editions.last().map(|edition| edition.id.clone()));
        let rows = editions.into_iter().map(|one| edition(conn, one)).collect::<Result<_, ApiError>>()?;
        return Ok(Batch { rows, next });
    }
    let items = store::items_after(conn, table.resources(), area, after, AT_A_TIME)?;
    let next = next_of(items.len(), items.last().map(|item| item.resource_id.clone()));
    let mut rows = Vec::new();
    for item in &items {
        rows.extend(of_record(table, item)?);
    }
    Ok(Batch { rows, next })
}

/// The rows of a table that a record gives.
fn of_record(table: ExportTable, item: &PublicItem) -> Result<Vec<Value>, ApiError> {
    let alone: Value = serde_json::from_str(&item.alone)?;
    match table {
        ExportTable::Recommendations => recommendations(&serde_json::from_str(&item.listed)?, &alone),
        ExportTable::DataPoints => data_points(item, &alone),
        ExportTable::Meetings | ExportTable::Questions | ExportTable::Actions | ExportTable::Priorities => Ok(vec![alone]),
        // An edition is no record.
        ExportTable::Editions => Ok(Vec::new()),
    }
}

fn next_of(read: usize, last: Option<String>) -> Option<String> {
    last.filter(|_| i64::try_from(read).is_ok_and(|read| read == AT_A_TIME))
}

/// Returns an edition, with the redactions in its document; nothing more is known of a withdrawn one.
fn edition(conn: &mut AnyConnection, edition: PublicEdition) -> Result<Value, ApiError> {
    /// The only member needed from a document.
    #[derive(Deserialize)]
    struct Kept {
        withheld: Vec<Withheld>,
    }
    let document = if edition.status == PublicStatus::Withdrawn { None } else { store::document(conn, edition.leaf)? };
    let kept: Option<Kept> = document.map(|document| serde_json::from_str(&document)).transpose()?;
    let mut row = serde_json::to_value(PublicEditionView::from(edition))?;
    if let Some(members) = row.as_object_mut() {
        members.insert("withheld".into(), json!(kept.map(|kept| kept.withheld).unwrap_or_default()));
        members.insert("licence".into(), json!(LICENCE));
    }
    Ok(row)
}

/// Returns the objects of a list, each with its index.
fn objects<'a>(record: &'a Value, name: &str) -> impl Iterator<Item = (usize, &'a Map<String, Value>)> {
    let rows = record.get(name).and_then(Value::as_array).into_iter().flatten().enumerate();
    rows.filter_map(|(place, row)| Some((place, row.as_object()?)))
}

/// Returns the redactions of `record` at `from` and below, with pointers that begin with `to` instead.
fn withheld<'a>(record: &'a Value, from: &'a str, to: &'a str) -> impl Iterator<Item = Value> + 'a {
    let entries = record.get("withheld").and_then(Value::as_array).into_iter().flatten();
    entries.filter_map(move |entry| {
        let inside = entry.get("pointer")?.as_str()?.strip_prefix(from)?;
        let mut moved = entry.clone();
        *moved.get_mut("pointer")? = json!(format!("{to}{inside}"));
        (inside.is_empty() || inside.starts_with('/')).then_some(moved)
    })
}

/// Adds the members of the record to a row.
fn complete(row: &mut Map<String, Value>, alone: &Value, withheld: Vec<Value>) -> Result<(), ApiError> {
    for name in ["area", "edition", "licence"] {
        let member = alone.get(name).cloned();
        row.insert(name.into(), member.ok_or_else(|| ApiError::Internal(format!("a published record without its {name}")))?);
    }
    row.insert("withheld".into(), Value::Array(withheld));
    Ok(())
}

/// Returns a row for each recommendation with its report; a report whose recommendations are known only by count has one row.
fn recommendations(set: &Value, alone: &Value) -> Result<Vec<Value>, ApiError> {
    let row = |own: Vec<Value>, recommendation: &Map<String, Value>| {
        let mut row = recommendation.clone();
        row.insert("set".into(), set.clone());
        complete(&mut row, alone, own.into_iter().chain(withheld(set, "", "/set")).collect())?;
        Ok(Value::Object(row))
    };
    let rows = objects(alone, "recommendations")
        .map(|(place, one)| row(withheld(alone, &format!("/recommendations/{place}"), "").collect(), one))
        .collect::<Result<Vec<Value>, ApiError>>()?;
    if rows.is_empty() { Ok(vec![row(Vec::new(), &Map::new())?]) } else { Ok(rows) }
}

/// Returns the figures of a question, or those of a meeting outside its questions: a question is a record of its own.
fn data_points(item: &PublicItem, alone: &Value) -> Result<Vec<Value>, ApiError> {
    let of_questions: BTreeSet<&str> = objects(alone, "questions")
        .flat_map(|(_, question)| question.get("data_points").and_then(Value::as_array).into_iter().flatten())
        .filter_map(|point| point.get("id").and_then(Value::as_str))
        .collect();
    let is_meeting = item.resource == PublicResource::Meeting;
    let is_own = |point: &Map<String, Value>| {
        let id = point.get("id").and_then(Value::as_str);
        id.is_none_or(|id| !of_questions.contains(id))
    };
    let meeting_id = if is_meeting { Some(&item.resource_id) } else { item.meeting_id.as_ref() };
    let row = |(place, point): (usize, &Map<String, Value>)| {
        let mut row = point.clone();
        row.insert("meeting_id".into(), json!(meeting_id));
        row.insert("question_id".into(), json!((!is_meeting).then_some(&item.resource_id)));
        complete(&mut row, alone, withheld(alone, &format!("/data_points/{place}"), "").collect())?;
        Ok(Value::Object(row))
    };
    objects(alone, "data_points").filter(|(_, point)| is_own(point)).map(row).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::public::extract;
    use crate::public::feeds::columns;
    use crate::publication_log::document::EditionDocument;
    use crate::publication_log::log::Place;

    #[test]
    fn rows_say_what_is_withheld_of_them() {
        let gap = |pointer: &str| json!({"pointer": pointer, "reason": "foia_s40", "whole": true});
        let set = json!({"id": "s", "title": null, "withheld": [gap("/title")]});
        let alone = json!({
            "id": "s", "title": null, "area": "a", "edition": {}, "licence": LICENCE, "recommendations": [null, {"id": "a", "text": "A"}, {"id": "b", "text": null}],
            "withheld": [gap("/title"), gap("/recommendations/2/text"), gap("/recommendations/22/text"), gap("/response/text")],
        });
        let rows = recommendations(&set, &alone).expect("rows");
        let said: Vec<&Value> = rows.iter().map(|row| &row["withheld"]).collect();
        assert_eq!(said, [&json!([gap("/set/title")]), &json!([gap("/text"), gap("/set/title")])]);
        let counted = json!({"recommendations": [], "area": "a", "edition": {}, "licence": LICENCE});
        assert_eq!(recommendations(&set, &counted).expect("a row")[0]["withheld"], json!([gap("/set/title")]));
        let lost = recommendations(&set, &json!({"recommendations": [], "area": "a", "licence": LICENCE}));
        assert!(lost.expect_err("no edition").to_string().contains("without its edition"));
    }

    /// Documents that the suite publishes, with what the snapshots leave out.
    fn documents() -> Vec<EditionDocument> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/publication/snapshots");
        let read = |file: std::io::Result<std::fs::DirEntry>| {
            let text = std::fs::read_to_string(file.expect("a file").path()).expect("text");
            let mut document: Value = serde_json::from_str(text.splitn(3, "---\n").nth(2).expect("a document")).expect("JSON");
            let left_out = json!({"nonce": "", "published_at": "2019-02-20T09:00:00Z", "withheld": []});
            document.as_object_mut().expect("an object").extend(left_out.as_object().expect("an object").clone());
            serde_json::from_value(document).expect("a document")
        };
        std::fs::read_dir(folder).expect("the documents of the suite").map(read).collect()
    }

    /// The rows of every table that the documents fill.
    fn all_rows() -> BTreeMap<&'static str, Vec<Value>> {
        let mut all: BTreeMap<&'static str, Vec<Value>> = BTreeMap::new();
        for document in documents() {
            let place = Place { leaf: 0, at: document.published_at.naive_utc() };
            let view = PublicEditionView::from(PublicEdition::published(place, &document));
            let mut edition = serde_json::to_value(view).expect("JSON");
            edition
                .as_object_mut()
                .expect("an object")
                .extend([("withheld".into(), json!([])), ("licence".into(), json!(LICENCE))]);
            all.entry(ExportTable::Editions.as_str()).or_default().push(edition);
            for item in extract::items(place, &document).expect("records").into_iter().map(|one| one.item) {
                for table in ExportTable::ALL.iter().filter(|table| table.resources().contains(&item.resource)) {
                    all.entry(table.as_str()).or_default().extend(of_record(*table, &item).expect("rows"));
                }
            }
        }
        all
    }

    /// A cell is empty where a record says nothing, never because its column looks in the wrong place.
    #[test]
    fn every_column_is_found_in_some_row() {
        let all = all_rows();
        let tables = ["actions", "data_points", "editions", "meetings", "questions", "recommendations"];
        assert_eq!(all.keys().copied().collect::<Vec<_>>(), tables);
        for (table, rows) in &all {
            for column in columns::of(table.parse().expect("a table")) {
                // Each kind of figure has members of its own.
                let is_found = |row: &Value| row.pointer(column.at).is_some() || column.at.starts_with("/value/");
                assert!(rows.iter().any(is_found), "{table} has nothing at {} for {}", column.at, column.name);
            }
        }
    }
}
