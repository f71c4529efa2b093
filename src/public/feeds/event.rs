//! Published records as calendar events: meetings open to the public, and due dates. Pure.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::foundation::db::JsonText;
use crate::foundation::error::ApiError;
use crate::public::model::{PublicItem, PublicResource};

/// The words of an event, and its time if it has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub summary: String,
    pub description: Option<String>,
    pub location: Option<String>,
    /// London time, `HH:MM`. Without it the event lasts all day.
    pub starts_at: Option<String>,
    pub ends_at: Option<String>,
    pub category: String,
    /// True when the event is only announced: no record of the event itself is published.
    pub tentative: bool,
    /// Address of the record.
    pub url: String,
}

/// An event as stored.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::feed_events, treat_none_as_default_value = false)]
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

/// The calendar data of a published record.
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
    /// True when an event already has the same content: day, times, place, words and state.
    pub fn is_said_by(&self, event: &Event) -> Result<bool, ApiError> {
        let words = event.words.as_ref().map(JsonText::get).transpose()?;
        Ok(event.day == self.day && event.cancelled == self.cancelled && words.as_ref() == Some(&self.words))
    }

    /// Converts it to an event for storage.
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

/// Returns the event of a published record.
pub fn own(item: &PublicItem) -> Result<Option<Dated>, ApiError> {
    let record: Value = serde_json::from_str(&item.listed)?;
    Ok(match item.resource {
        PublicResource::Meeting => meeting(item, &record),
        PublicResource::Question => due(item, &record, "due_on", "Answer due"),
        PublicResource::Action => due(item, &record, "due_on", "Action due"),
        PublicResource::RecommendationSet => due(item, &record, "statutory_due_on", "Response due"),
        PublicResource::Priority | PublicResource::Plan => None,
    })
}

/// Returns the next meeting, as announced in the record of a meeting: until the next meeting has a published record, this is
/// what the public knows of it.
pub fn announced(item: &PublicItem) -> Result<Option<Dated>, ApiError> {
    if item.resource != PublicResource::Meeting {
        return Ok(None);
    }
    let record: Value = serde_json::from_str(&item.listed)?;
    Ok(next_meeting(item, &record))
}

fn is_public(meeting: &Value) -> bool {
    meeting.get("is_public").and_then(Value::as_bool) == Some(true)
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

/// Returns the event of a meeting open to the public.
fn meeting(item: &PublicItem, record: &Value) -> Option<Dated> {
    if !is_public(record) {
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

/// Returns the event of a next meeting open to the public. The event's id is that of the meeting.
fn next_meeting(item: &PublicItem, record: &Value) -> Option<Dated> {
    let next = record.get("next_meeting").filter(|next| is_public(next))?;
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
    Some(dated(item, text(next, "id")?, false, day(next, "held_on")?, words))
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
    // A withdrawn question, a superseded action, or an action that will not be implemented.
    let cancelled = matches!(item.status.as_deref(), Some("withdrawn" | "superseded" | "closed_not_implemented"));
    Some(dated(item, item.resource_id.clone(), cancelled, day(record, member)?, words))
}

fn dated(item: &PublicItem, id: String, cancelled: bool, day: NaiveDate, words: Words) -> Dated {
    let (area, edition_id, resource) = (item.area.clone(), item.edition_id.clone(), item.resource);
    Dated { id, resource, area, edition_id, cancelled, day, words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::dates::NEVER;
    use serde_json::json;

    fn item(resource: PublicResource, status: &str, record: &Value) -> PublicItem {
        PublicItem {
            edition_id: "e".into(),
            resource,
            resource_id: "r".into(),
            area: "a".into(),
            leaf: 0,
            shown: true,
            title: "Report.".into(),
            reference: Some("WM-2019-001".into()),
            kind: None,
            status: Some(status.into()),
            topic_id: None,
            meeting_id: None,
            question_id: None,
            plan_id: None,
            day: NEVER,
            listed: record.to_string(),
            alone: String::new(),
            words: String::new(),
            updated_at: NaiveDateTime::default(),
        }
    }

    #[test]
    fn what_nobody_waits_for_is_cancelled() {
        let record = json!({"due_on": "2019-02-13"});
        for (resource, status, want) in [
            (PublicResource::Action, "open", false),
            (PublicResource::Action, "in_progress", false),
            (PublicResource::Action, "claimed_complete", false),
            (PublicResource::Action, "accepted", false),
            (PublicResource::Action, "closed_not_implemented", true),
            (PublicResource::Action, "superseded", true),
            (PublicResource::Question, "put", false),
            (PublicResource::Question, "withdrawn", true),
        ] {
            let dated = own(&item(resource, status, &record)).expect("JSON").expect("a deadline");
            assert_eq!(dated.cancelled, want, "{resource} {status}");
        }
    }

    #[test]
    fn only_a_public_next_meeting_is_announced() {
        for (next, want) in [
            (json!({"id": "n", "title": "Next", "held_on": "2019-08-01", "is_public": true}), true),
            (json!({"id": "n", "title": "Next", "held_on": "2019-08-01", "is_public": false}), false),
            // A document from before this member existed.
            (json!({"id": "n", "title": "Next", "held_on": "2019-08-01"}), false),
            (Value::Null, false),
        ] {
            let record = json!({"is_public": true, "held_on": "2019-07-01", "next_meeting": next});
            let dated = announced(&item(PublicResource::Meeting, "held", &record)).expect("JSON");
            assert_eq!(dated.map(|dated| (dated.id, dated.words.tentative)), want.then(|| ("n".to_owned(), true)), "{record}");
        }
    }
}
