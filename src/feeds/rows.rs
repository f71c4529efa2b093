//! Tables read page by page: every row a JSON object, in the order of ids.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::store;
use crate::db::{AnyConnection, text_enum};
use crate::error::ApiError;
use crate::public::model::{PublicItem, PublicResource};
use crate::public::shapes::PublicEditionView;
use crate::publication::document::LICENCE;

text_enum!(
    /// The tables that can be taken away whole.
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
    /// The published records that it is made of; none for editions.
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

    /// What it is, for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Meetings => "Meetings at which the force was held to account",
            Self::Questions => "Questions and what became of them",
            Self::Actions => "Actions and their deadlines",
            Self::Priorities => "Priorities of published plans",
            Self::Recommendations => "Recommendations of reports from outside",
            Self::Editions => "Editions of the published record",
            Self::DataPoints => "Figures given as evidence",
        }
    }
}

/// Records that are read at a time: what a table of any size takes of memory.
const AT_A_TIME: i64 = 100;

/// Some rows of a table, and after which id the next are.
pub struct Batch {
    pub rows: Vec<Value>,
    pub next: Option<String>,
}

/// The rows after an id.
pub fn batch(conn: &mut AnyConnection, table: ExportTable, area: Option<&String>, after: &str) -> Result<Batch, ApiError> {
    if table == ExportTable::Editions {
        let editions = store::editions_after(conn, area, after, AT_A_TIME)?;
        let next = next_of(editions.len(), editions.last().map(|edition| edition.id.clone()));
        let row = |edition| Ok(with_licence(serde_json::to_value(PublicEditionView::from(edition))?));
        return Ok(Batch { rows: editions.into_iter().map(row).collect::<Result<_, ApiError>>()?, next });
    }
    let items = store::items_after(conn, table.resources(), area, after, AT_A_TIME)?;
    let next = next_of(items.len(), items.last().map(|item| item.resource_id.clone()));
    let mut rows = Vec::new();
    for item in &items {
        let alone: Value = serde_json::from_str(&item.alone)?;
        match table {
            ExportTable::Recommendations => rows.extend(recommendations(&serde_json::from_str(&item.listed)?, &alone)),
            ExportTable::DataPoints => rows.extend(data_points(item, &alone)),
            _ => rows.push(alone),
        }
    }
    Ok(Batch { rows, next })
}

fn next_of(read: usize, last: Option<String>) -> Option<String> {
    last.filter(|_| i64::try_from(read).is_ok_and(|read| read == AT_A_TIME))
}

fn with_licence(mut row: Value) -> Value {
    if let Some(members) = row.as_object_mut() {
        members.insert("licence".into(), json!(LICENCE));
    }
    row
}

fn objects<'a>(record: &'a Value, name: &str) -> impl Iterator<Item = &'a Map<String, Value>> {
    record.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// A row for each recommendation with the report beside it; a report whose recommendations are known only by count has one.
fn recommendations(set: &Value, alone: &Value) -> Vec<Value> {
    let row = |recommendation: &Map<String, Value>| {
        let mut row = recommendation.clone();
        row.insert("set".into(), set.clone());
        for name in ["area", "edition", "licence"] {
            row.insert(name.into(), alone.get(name).cloned().unwrap_or_default());
        }
        Value::Object(row)
    };
    let rows: Vec<Value> = objects(alone, "recommendations").map(row).collect();
    if rows.is_empty() { vec![row(&Map::new())] } else { rows }
}

/// The figures of a question, or those of a meeting that are no question's: a question is a record of its own.
fn data_points(item: &PublicItem, alone: &Value) -> Vec<Value> {
    let of_questions: BTreeSet<&str> = objects(alone, "questions")
        .flat_map(|question| question.get("data_points").and_then(Value::as_array).into_iter().flatten())
        .filter_map(|point| point.get("id").and_then(Value::as_str))
        .collect();
    let is_meeting = item.resource == PublicResource::Meeting;
    let own = |point: &&Map<String, Value>| point.get("id").and_then(Value::as_str).is_none_or(|id| !of_questions.contains(id));
    let meeting_id = if is_meeting { Some(&item.resource_id) } else { item.meeting_id.as_ref() };
    let row = |point: &Map<String, Value>| {
        let mut row = point.clone();
        row.insert("meeting_id".into(), json!(meeting_id));
        row.insert("question_id".into(), json!((!is_meeting).then_some(&item.resource_id)));
        for name in ["area", "edition", "licence"] {
            row.insert(name.into(), alone.get(name).cloned().unwrap_or_default());
        }
        Value::Object(row)
    };
    objects(alone, "data_points").filter(own).map(row).collect()
}
