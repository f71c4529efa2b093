//! Published records as calendar events: meetings open to the public, and due dates. Pure.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::foundation::db::JsonText;
use crate::foundation::error::ApiError;
use crate::public::model::{PublicItem, PublicResource};
use crate::public::records::{PublishedMeeting, PublishedNextMeeting};
use crate::public::shapes::{PublicAction, PublicMeeting, PublicQuestion, PublicRecommendationSet};
use crate::record::actions::model::ActionStatus;
use crate::record::meetings::model::MeetingStatus;
use crate::record::questions::model::QuestionStatus;

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
    let listed = item.listed.as_str();
    Ok(match item.resource {
        PublicResource::Meeting => meeting(item, &serde_json::from_str::<PublicMeeting>(listed)?.meeting),
        PublicResource::Question => {
            let PublicQuestion { question, .. } = serde_json::from_str(listed)?;
            due(item, question.due_on, question.status == QuestionStatus::Withdrawn, "Answer due")
        }
        PublicResource::Action => {
            let PublicAction { action, .. } = serde_json::from_str(listed)?;
            // Nobody waits for it any more.
            let is_over = matches!(action.status, ActionStatus::Superseded | ActionStatus::ClosedNotImplemented);
            due(item, action.due_on, is_over, "Action due")
        }
        PublicResource::RecommendationSet => {
            let PublicRecommendationSet { set, .. } = serde_json::from_str(listed)?;
            due(item, set.statutory_due_on.or(set.response_due_on), false, "Response due")
        }
        PublicResource::Priority
        | PublicResource::Plan
        | PublicResource::Exchange
        | PublicResource::Finding
        | PublicResource::Decision
        | PublicResource::Figure
        | PublicResource::Measure
        | PublicResource::Topic
        | PublicResource::File => None,
    })
}

/// Returns the next meeting, as announced in the record of a meeting: until the next meeting has a published record, this is
/// what the public knows of it.
pub fn announced(item: &PublicItem) -> Result<Option<Dated>, ApiError> {
    if item.resource != PublicResource::Meeting {
        return Ok(None);
    }
    let PublicMeeting { meeting, .. } = serde_json::from_str(&item.listed)?;
    Ok(meeting.next_meeting.and_then(|next| next_meeting(item, next)))
}

fn url(item: &PublicItem) -> String {
    format!("/public/v1/{}/{}", item.resource.collection(), item.resource_id)
}

/// Returns the event of a meeting open to the public.
fn meeting(item: &PublicItem, meeting: &PublishedMeeting) -> Option<Dated> {
    if !meeting.is_public {
        return None;
    }
    let words = Words {
        summary: item.title.clone(),
        description: Some(format!("Public meeting ({}).", meeting.kind.as_str().replace('_', " "))),
        location: meeting.venue.clone(),
        starts_at: meeting.starts_at.clone(),
        ends_at: meeting.ends_at.clone(),
        category: "Meeting".to_owned(),
        tentative: false,
        url: url(item),
    };
    let cancelled = meeting.status == MeetingStatus::Cancelled;
    Some(dated(item, item.resource_id.clone(), cancelled, meeting.held_on?, words))
}

/// Returns the event of a next meeting open to the public. The event's id is that of the meeting.
fn next_meeting(item: &PublicItem, next: PublishedNextMeeting) -> Option<Dated> {
    if !next.is_public {
        return None;
    }
    let words = Words {
        summary: next.title?,
        description: Some(format!("Announced in the record of: {}", item.title)),
        location: next.venue,
        starts_at: next.starts_at,
        ends_at: None,
        category: "Meeting".to_owned(),
        tentative: true,
        url: url(item),
    };
    Some(dated(item, next.id.to_string(), false, next.held_on?, words))
}

fn due(item: &PublicItem, day: Option<NaiveDate>, cancelled: bool, what: &str) -> Option<Dated> {
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
    Some(dated(item, item.resource_id.clone(), cancelled, day?, words))
}

fn dated(item: &PublicItem, id: String, cancelled: bool, day: NaiveDate, words: Words) -> Dated {
    let (area, edition_id, resource) = (item.area.clone(), item.edition_id.clone(), item.resource);
    Dated { id, resource, area, edition_id, cancelled, day, words }
}
