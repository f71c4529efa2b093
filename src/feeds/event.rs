//! Published records as events of a calendar: meetings that the public may attend, and what is due when. Pure.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::db::JsonText;
use crate::error::ApiError;
use crate::public::model::{PublicItem, PublicResource};

/// The words of an event, and its time where it has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub summary: String,
    pub description: Option<String>,
    pub location: Option<String>,
    /// London time, `HH:MM`; without it the event lasts all day.
    pub starts_at: Option<String>,
    pub ends_at: Option<String>,
    pub category: String,
    /// Only announced: no record of the event itself is published.
    pub tentative: bool,
    /// Where the record is.
    pub url: String,
}

/// An event as stored.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::schema::feed_events, treat_none_as_default_value = false)]
pub struct Event {
    pub id: String,
    pub area: String,
    pub resource: PublicResource,
    pub edition_id: String,
    pub edition_kind: String,
    pub subject_id: String,
    pub sequence: i32,
    pub cancelled: bool,
    pub day: NaiveDate,
    #[diesel(column_name = event)]
    pub words: Option<JsonText<Words>>,
    pub at: NaiveDateTime,
}

/// What a published record says for the calendar.
pub struct Dated {
    pub id: String,
    pub resource: PublicResource,
    pub area: String,
    pub edition_id: String,
    pub cancelled: bool,
    pub day: NaiveDate,
    pub words: Words,
}

impl Dated {
    /// As it is stored.
    pub fn event(&self, subject: (&str, &str), sequence: i32, at: NaiveDateTime) -> Result<Event, ApiError> {
        Ok(Event {
            id: self.id.clone(),
            area: self.area.clone(),
            resource: self.resource,
            edition_id: self.edition_id.clone(),
            edition_kind: subject.0.to_owned(),
            subject_id: subject.1.to_owned(),
            sequence,
            cancelled: self.cancelled,
            day: self.day,
            words: Some(JsonText::new(&self.words)?),
            at,
        })
    }
}

/// The events of a published record.
pub fn of(item: &PublicItem) -> Result<Vec<Dated>, ApiError> {
    let record: Value = serde_json::from_str(&item.listed)?;
    Ok(match item.resource {
        PublicResource::Meeting => meeting(item, &record).into_iter().chain(next_meeting(item, &record)).collect(),
        PublicResource::Question => due(item, &record, "due_on", "Answer due").into_iter().collect(),
        PublicResource::Action => due(item, &record, "due_on", "Action due").into_iter().collect(),
        PublicResource::RecommendationSet => due(item, &record, "statutory_due_on", "Response due").into_iter().collect(),
        PublicResource::Priority | PublicResource::Plan => Vec::new(),
    })
}

fn text(record: &Value, name: &str) -> Option<String> {
    record.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn day(record: &Value, name: &str) -> Option<NaiveDate> {
    record.get(name).and_then(Value::as_str).and_then(|text| text.parse().ok())
}

fn url(item: &PublicItem) -> String {
    format!("/public/v1/{}/{}", item.resource.collection(), item.resource_id)
}

/// A meeting that the public may attend.
fn meeting(item: &PublicItem, record: &Value) -> Option<Dated> {
    if record.get("is_public").and_then(Value::as_bool) != Some(true) {
        return None;
    }
    let words = Words {
        summary: item.title.clone(),
        description: text(record, "kind").map(|kind| format!("Public meeting ({}).", kind.replace('_', " "))),
        location: text(record, "venue"),
        starts_at: text(record, "starts_at"),
        ends_at: text(record, "ends_at"),
        category: "Meeting".to_owned(),
        tentative: false,
        url: url(item),
    };
    let cancelled = item.status.as_deref() == Some("cancelled");
    Some(dated(item, item.resource_id.clone(), cancelled, day(record, "held_on")?, words))
}

/// The next meeting, as the record of this one announces it.
fn next_meeting(item: &PublicItem, record: &Value) -> Option<Dated> {
    let next = record.get("next_meeting").filter(|next| next.is_object())?;
    let words = Words {
        summary: text(next, "title")?,
        description: Some(format!("Announced in the record of: {}", item.title)),
        location: text(next, "venue"),
        starts_at: text(next, "starts_at"),
        ends_at: None,
        category: "Meeting".to_owned(),
        tentative: true,
        url: url(item),
    };
    // An id of its own: the record of that meeting, once there is one, has its own event.
    Some(dated(item, format!("{}-next", item.resource_id), false, day(next, "held_on")?, words))
}

fn due(item: &PublicItem, record: &Value, member: &str, what: &str) -> Option<Dated> {
    let name = item.reference.as_deref().unwrap_or(&item.title);
    let words = Words {
        summary: format!("{what}: {name}"),
        description: Some(item.title.clone()).filter(|title| title != name),
        location: None,
        starts_at: None,
        ends_at: None,
        category: "Deadline".to_owned(),
        tentative: false,
        url: url(item),
    };
    let cancelled = matches!(item.status.as_deref(), Some("withdrawn" | "superseded"));
    Some(dated(item, item.resource_id.clone(), cancelled, day(record, member)?, words))
}

fn dated(item: &PublicItem, id: String, cancelled: bool, day: NaiveDate, words: Words) -> Dated {
    let (area, edition_id, resource) = (item.area.clone(), item.edition_id.clone(), item.resource);
    Dated { id, resource, area, edition_id, cancelled, day, words }
}
