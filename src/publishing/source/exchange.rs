//! The public form of exchanges at a meeting: in the record of the meeting, or with the question they were about.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::draft::{Draft, Named};
use super::naming::Naming;
use super::store::Said;
use crate::foundation::error::ApiError;
use crate::public::records::PublishedExchange;
use crate::record::meetings::attendance::model::Attendance;
use crate::record::meetings::exchanges::model::Exchange;
use crate::record::meetings::model::MeetingId;

/// The people who may be named, for each of some meetings.
#[derive(Debug, Clone, Default)]
pub struct NamingAt(HashMap<MeetingId, Naming>);

impl NamingAt {
    pub fn new(attendance: &[Attendance]) -> Self {
        let mut lines: HashMap<MeetingId, Vec<Attendance>> = HashMap::new();
        for line in attendance {
            lines.entry(line.meeting_id.clone()).or_default().push(line.clone());
        }
        Self(lines.into_iter().map(|(meeting, lines)| (meeting, Naming::new(&lines))).collect())
    }

    /// Returns the naming rules of a meeting; without attendance only capacities are published.
    fn of(&self, meeting: &MeetingId) -> Naming {
        self.0.get(meeting).cloned().unwrap_or_default()
    }
}

/// Writes exchanges at a place of a record, each with the names allowed by its own meeting.
pub fn values(draft: &mut Draft, at: &str, said: &[&Said], naming: &NamingAt) -> Result<Vec<PublishedExchange>, ApiError> {
    let mut values = Vec::with_capacity(said.len());
    for (index, (one, held_on)) in said.iter().enumerate() {
        let own = naming.of(&one.meeting_id);
        let at = format!("{at}/{index}");
        values.push(draft.naming_by(own, |draft| value(draft, &at, one, *held_on))?);
    }
    Ok(values)
}

fn value(draft: &mut Draft, at: &str, one: &Exchange, held_on: NaiveDate) -> Result<PublishedExchange, ApiError> {
    let Exchange {
        id,
        area: _, // the document names it
        meeting_id,
        agenda_item_id,
        position,
        topic_id,
        question_id,
        challenge,
        challenged_by,
        reply,
        points,
        point_speakers,
        speakers,
        attribution,
        revision: _,   // not yet: earlier wordings of exchanges
        status: _,     // only recorded exchanges are published
        created_by: _, // who typed it
        created_at: _, // of the row, not of the record
        updated_at: _, // of the row, not of the record
        version: _,    // of the row, not of the record
        returned_on,
        returned_reason,
    } = one;
    let of = Named("exchanges", id.as_str());
    draft.place(of, at);
    draft.line(of, "challenged_by", challenged_by.as_deref());
    Ok(PublishedExchange {
        meeting_id: meeting_id.clone(),
        said_on: Some(held_on),
        challenge: Some(challenge.clone()),
        challenged_by: challenged_by.clone(),
        reply: reply.clone(),
        points: points.get()?.into_iter().map(Some).collect(),
        point_speakers: point_speakers.get()?,
        speakers: draft.speakers(of, "speakers", &speakers.get()?),
        attribution: *attribution,
        returned_on: *returned_on,
        returned_reason: returned_reason.clone(),
        topic: draft.topic(at, topic_id.as_ref()),
        question_id: draft.question(question_id.as_ref()),
        agenda_item_id: agenda_item_id.clone(),
        position: *position,
        id: id.clone(),
    })
}
