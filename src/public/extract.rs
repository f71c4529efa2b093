//! The records in a published document, each as the public reads it on its own. Pure.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::model::{PublicItem, PublicResource};
use super::query::PublicResponseStatus;
use super::words::words;
use crate::foundation::dates::NEVER;
use crate::foundation::error::ApiError;
use crate::publication_log::document::{EditionDocument, LICENCE, Withheld};
use crate::publication_log::log::Place;
use crate::record::published::model::EditionKind;

/// A record of a document, and its priorities.
pub struct Extracted {
    pub item: PublicItem,
    pub priorities: Vec<String>,
}

/// The places of a record's parts in the document, and their places in the record on its own.
type Moves = Vec<(String, String)>;

/// A record found in a document.
struct Found<'a> {
    resource: PublicResource,
    /// JSON Pointer into the record of the document.
    at: String,
    object: &'a Map<String, Value>,
    /// The members added to the record when it is read on its own, each with its place in the document.
    beside: Vec<(&'static str, Vec<String>)>,
    /// A list beside it is one member of the document; otherwise it is an array of the places.
    plan: Option<&'a Map<String, Value>>,
    /// For a question: the places of the exchanges about it in the document, in the order they took place.
    exchanges: Vec<String>,
}

/// Returns every record of an edition.
pub fn items(place: Place, document: &EditionDocument) -> Result<Vec<Extracted>, ApiError> {
    let record = &document.record;
    let found = match document.edition_kind()? {
        EditionKind::MeetingRecord => meeting_record(record),
        EditionKind::Question => question(record),
        EditionKind::Plan => plan(record),
        EditionKind::ActionLog => actions(record),
        EditionKind::RecommendationResponse => recommendation_set(record),
        // A decision is read in its edition.
        EditionKind::Decision => Vec::new(),
    };
    let mut items: Vec<Extracted> = Vec::new();
    for found in &found {
        let Some(extracted) = extracted(place, document, found)? else { continue };
        let is_same = |other: &Extracted| {
            other.item.resource == extracted.item.resource && other.item.resource_id == extracted.item.resource_id
        };
        // A record that is in a document twice is taken from its first place.
        if !items.iter().any(is_same) {
            items.push(extracted);
        }
    }
    Ok(items)
}

/// Returns the part of a document at a place that was found in it.
fn part(document: &EditionDocument, place: &str) -> Result<Value, ApiError> {
    let part = document.record.pointer(place).cloned();
    part.ok_or_else(|| ApiError::Internal(format!("the edition {} has nothing at {place}", document.id)))
}

/// Returns the members of `record` beside the record itself.
fn rest(record: &Value, without: &str, names: &[&'static str]) -> Vec<(&'static str, Vec<String>)> {
    let is_there = |name: &&&str| **name != without && record.get(**name).is_some_and(|member| !member.is_null());
    names.iter().filter(is_there).map(|name| (*name, vec![format!("/{name}")])).collect()
}

fn list<'a>(record: &'a Value, name: &str, resource: PublicResource) -> Vec<Found<'a>> {
    let rows = record.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let found = |(position, row): (usize, &'a Value)| {
        let object = row.as_object()?;
        let at = format!("/{name}/{position}");
        Some(Found { resource, at, object, beside: Vec::new(), plan: None, exchanges: Vec::new() })
    };
    rows.iter().enumerate().filter_map(found).collect()
}

fn one<'a>(record: &'a Value, name: &str, resource: PublicResource, beside: &[&'static str]) -> Vec<Found<'a>> {
    let object = record.get(name).and_then(Value::as_object);
    let beside = rest(record, name, beside);
    let found = |object| Found { resource, at: format!("/{name}"), object, beside, plan: None, exchanges: Vec::new() };
    object.map(found).into_iter().collect()
}

fn meeting_record(record: &Value) -> Vec<Found<'_>> {
    let beside = [
        "groups",
        "questions",
        "exchanges",
        "findings",
        "actions",
        "decisions",
        "follow_ups",
        "matters",
        "data_points",
        "papers",
    ];
    let mut found = one(record, "meeting", PublicResource::Meeting, &beside);
    found.extend(with_exchanges(record, with_actions(record, list(record, "questions", PublicResource::Question))));
    found.extend(actions(record));
    found
}

fn question(record: &Value) -> Vec<Found<'_>> {
    let mut found = one(record, "question", PublicResource::Question, &[]);
    if found.is_empty()
        && let Some(object) = record.as_object()
    {
        // The record is the question itself.
        let (resource, at) = (PublicResource::Question, String::new());
        found.push(Found { resource, at, object, beside: Vec::new(), plan: None, exchanges: Vec::new() });
    }
    let mut found = with_exchanges(record, with_actions(record, found));
    found.extend(actions(record));
    found
}

fn actions(record: &Value) -> Vec<Found<'_>> {
    list(record, "actions", PublicResource::Action)
}

/// Adds to each question the actions that followed from it.
fn with_actions<'a>(record: &'a Value, mut questions: Vec<Found<'a>>) -> Vec<Found<'a>> {
    let all = actions(record);
    for question in &mut questions {
        let id = question.object.get("id");
        let own = all.iter().filter(|action| id.is_some() && action.object.get("question_id") == id);
        question.beside.push(("actions", own.map(|action| action.at.clone()).collect()));
    }
    questions
}

/// Adds to each question the exchanges about it: those of the meeting whose record this is, and those listed with the question
/// because they took place elsewhere.
fn with_exchanges<'a>(record: &'a Value, mut questions: Vec<Found<'a>>) -> Vec<Found<'a>> {
    let rows = |member: Option<&'a Value>| member.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for question in &mut questions {
        let id = question.object.get("id").filter(|id| id.is_string());
        let here = rows(record.get("exchanges")).iter().enumerate().map(|(place, row)| (format!("/exchanges/{place}"), row));
        let here = here.filter(|(_, row)| id.is_some() && row.get("question_id") == id);
        let own = rows(question.object.get("exchanges")).iter().enumerate();
        let own = own.map(|(place, row)| (format!("{}/exchanges/{place}", question.at), row));
        let mut said: Vec<(String, &Value)> = own.chain(here).collect();
        said.sort_by_key(|(_, row)| {
            let day = row.get("said_on").and_then(Value::as_str).unwrap_or_default();
            (day.to_owned(), row.get("position").and_then(Value::as_i64))
        });
        question.exchanges = said.into_iter().map(|(place, _)| place).collect();
    }
    questions
}

fn plan(record: &Value) -> Vec<Found<'_>> {
    let mut found = one(record, "plan", PublicResource::Plan, &["priorities"]);
    let plan = record.get("plan").and_then(Value::as_object);
    found.extend(list(record, "priorities", PublicResource::Priority).into_iter().map(|found| Found { plan, ..found }));
    found
}

fn recommendation_set(record: &Value) -> Vec<Found<'_>> {
    one(record, "set", PublicResource::RecommendationSet, &["recommendations", "progress", "comments", "response"])
}

fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    object.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn day(object: &Map<String, Value>, name: &str) -> Option<NaiveDate> {
    object.get(name).and_then(Value::as_str).and_then(|text| text.parse().ok())
}

fn id_of(object: &Map<String, Value>, name: &str) -> Option<String> {
    object.get(name).and_then(Value::as_object).and_then(|inner| text(inner, "id"))
}

fn extracted(place: Place, document: &EditionDocument, found: &Found<'_>) -> Result<Option<Extracted>, ApiError> {
    let object = found.object;
    // Whose id is withheld, or who has none, is no record of its own.
    let Some(id) = text(object, "id") else { return Ok(None) };
    let (listed, alone) = objects(document, found)?;
    let (title, day_of) = match found.resource {
        PublicResource::Meeting => ("title", "held_on"),
        PublicResource::Question => ("text", "put_on"),
        PublicResource::Action => ("text", "due_on"),
        PublicResource::Priority | PublicResource::Plan => ("title", "period_from"),
        PublicResource::RecommendationSet => ("title", "published_on"),
    };
    let kind = if found.resource == PublicResource::Question { "form" } else { "kind" };
    let status = match found.resource {
        PublicResource::RecommendationSet => {
            // A response whose words are withheld does not count for the reader.
            let is_there = alone.pointer("/response/text").is_some_and(Value::is_string);
            let status = if is_there { PublicResponseStatus::Responded } else { PublicResponseStatus::Open };
            Some(status.to_string())
        }
        PublicResource::Meeting
        | PublicResource::Question
        | PublicResource::Action
        | PublicResource::Priority
        | PublicResource::Plan => text(object, "status"),
    };
    let words = words(found.resource, &alone);
    let item = PublicItem {
        edition_id: document.id.clone(),
        resource: found.resource,
        area: document.area.clone(),
        leaf: place.leaf,
        shown: true,
        // The reference replaces a title that is withheld as a whole.
        title: text(object, title).or_else(|| text(object, "reference")).unwrap_or_default(),
        reference: text(object, "reference").or_else(|| text(object, "printed_number")),
        kind: text(object, kind),
        status,
        topic_id: id_of(object, "topic"),
        meeting_id: text(object, "meeting_id"),
        question_id: text(object, "question_id"),
        plan_id: found.plan.and_then(|plan| text(plan, "id")),
        day: day(object, day_of).or_else(|| found.plan.and_then(|plan| day(plan, day_of))).unwrap_or(NEVER),
        listed: listed.to_string(),
        alone: alone.to_string(),
        words,
        updated_at: place.at,
        resource_id: id,
    };
    let priorities = object.get("priorities").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let priorities = if found.resource == PublicResource::Plan { &[] } else { priorities };
    let priorities = priorities.iter().filter_map(|priority| text(priority.as_object()?, "id")).collect();
    Ok(Some(Extracted { item, priorities }))
}

/// Returns the record as shown in a list, and on its own.
fn objects(document: &EditionDocument, found: &Found<'_>) -> Result<(Value, Value), ApiError> {
    let mut object = found.object.clone();
    object.insert("area".into(), json!(document.area));
    object.insert(
        "edition".into(),
        json!({
            "id": document.id, "kind": document.kind, "number": document.number, "published_at": document.published_at,
            "url": format!("/public/v1/editions/{}", document.id),
        }),
    );
    if let Some(plan) = found.plan {
        object.insert("plan".into(), json!({"id": plan.get("id"), "title": plan.get("title")}));
    }
    let mut moves: Moves = Vec::new();
    if found.resource == PublicResource::Question {
        let said = found.exchanges.iter().map(|place| part(document, place));
        object.insert("exchanges".into(), Value::Array(said.collect::<Result<_, ApiError>>()?));
        let numbered = found.exchanges.iter().enumerate();
        moves.extend(numbered.map(|(position, place)| (place.clone(), format!("/exchanges/{position}"))));
    }
    let mut alone = object.clone();
    // After the parts that move: the first match applies.
    moves.push((found.at.clone(), String::new()));
    object.insert("withheld".into(), json!(moved(&document.withheld, &moves)));
    for (name, places) in &found.beside {
        let whole = places.first().filter(|place| **place == format!("/{name}"));
        if let Some(place) = whole {
            alone.insert((*name).to_owned(), part(document, place)?);
            moves.push((place.clone(), place.clone()));
        } else {
            let parts = places.iter().map(|place| part(document, place)).collect::<Result<_, ApiError>>()?;
            alone.insert((*name).to_owned(), Value::Array(parts));
            moves.extend(places.iter().enumerate().map(|(position, place)| (place.clone(), format!("/{name}/{position}"))));
        }
    }
    alone.insert("withheld".into(), json!(moved(&document.withheld, &moves)));
    alone.insert("licence".into(), json!(LICENCE));
    Ok((Value::Object(object), Value::Object(alone)))
}

/// Returns the redactions in the parts of a record, each with its pointer into the record on its own.
fn moved(withheld: &[Withheld], moves: &Moves) -> Vec<Withheld> {
    let mut out = Vec::new();
    for entry in withheld {
        for (from, to) in moves {
            let Some(inside) = entry.pointer.strip_prefix(from.as_str()) else { continue };
            if inside.is_empty() || inside.starts_with('/') {
                out.push(Withheld { pointer: format!("{to}{inside}"), ..entry.clone() });
                break;
            }
        }
    }
    out
}
