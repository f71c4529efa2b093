//! The public form of exchanges at a meeting: in the record of the meeting, or with the question they were about.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::draft::{Draft, Named};
use super::naming::Naming;
use super::store::Said;
use crate::foundation::error::ApiError;
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
pub fn values(draft: &mut Draft, at: &str, said: &[&Said], naming: &NamingAt) -> Result<Vec<Value>, ApiError> {
    let mut values = Vec::with_capacity(said.len());
    for (index, (one, held_on)) in said.iter().enumerate() {
        let own = naming.of(&one.meeting_id);
        let at = format!("{at}/{index}");
        values.push(draft.naming_by(own, |draft| value(draft, &at, one, *held_on))?);
    }
    Ok(values)
}

fn value(draft: &mut Draft, at: &str, one: &Exchange, held_on: NaiveDate) -> Result<Value, ApiError> {
    let of = Named("exchanges", one.id.as_str());
    draft.place(of, at);
    draft.line(of, "challenged_by", one.challenged_by.as_deref());
    Ok(json!({
        "id": one.id,
        "meeting_id": one.meeting_id,
        "said_on": held_on,
        "challenge": one.challenge,
        "challenged_by": one.challenged_by,
        "reply": one.reply,
        "points": one.points.get()?,
        "speakers": draft.speakers(of, "speakers", &one.speakers.get()?),
        "attribution": one.attribution,
        "returned_on": one.returned_on,
        "returned_reason": one.returned_reason,
        "topic": draft.topic(at, one.topic_id.as_ref()),
        "question_id": draft.question(one.question_id.as_ref()),
        "agenda_item_id": one.agenda_item_id,
        "position": one.position,
    }))
}
