//! The public form of exchanges at a meeting: in the record of the meeting, or with the question they were about.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::draft::{Draft, Named};
use super::linked::Linked;
use super::naming::Naming;
use super::store::Said;
use crate::foundation::clock::london_day;
use crate::foundation::error::ApiError;
use crate::public::records::{PersonSide, PublishedExchange, PublishedExchangeWording, PublishedLink, PublishedTakenBack};
use crate::record::meetings::attendance::model::Attendance;
use crate::record::meetings::exchanges::model::{Exchange, ExchangeRevision};
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
pub fn values(
    draft: &mut Draft,
    at: &str,
    said: &[&Said],
    (naming, wordings): (&NamingAt, &[ExchangeRevision]),
) -> Result<Vec<PublishedExchange>, ApiError> {
    let mut values = Vec::with_capacity(said.len());
    for (index, (one, said_on)) in said.iter().enumerate() {
        let own = naming.of(&one.meeting_id);
        let at = format!("{at}/{index}");
        values.push(draft.naming_by(own, |draft| value(draft, &at, one, (*said_on, wordings)))?);
    }
    Ok(values)
}

fn value(
    draft: &mut Draft,
    at: &str,
    one: &Exchange,
    (said_on, wordings): (Option<NaiveDate>, &[ExchangeRevision]),
) -> Result<PublishedExchange, ApiError> {
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
        revision,
        status: _,     // only recorded exchanges are published
        created_by: _, // who typed it
        created_at: _, // of the row, not of the record
        updated_at: _, // of the row, not of the record
        version: _,    // of the row, not of the record
        returned_on,
        returned_reason,
        voided_on,
        void_reason,
    } = one;
    let of = Named("exchanges", id.as_str());
    draft.place(of, at);
    if let Some(on) = voided_on {
        return Ok(void(draft, at, (one, said_on), PublishedTakenBack { on: *on, reason: void_reason.clone() }));
    }
    let own = wordings.iter().filter(|wording| wording.exchange_id == *id).enumerate();
    let earlier_wordings = own.map(|(index, wording)| earlier(draft, of, index, wording)).collect::<Result<_, ApiError>>()?;
    Ok(PublishedExchange {
        meeting: meeting_of(draft, at, meeting_id),
        said_on,
        challenge: challenge.clone(),
        challenged_by: draft.printed(of, "challenged_by", challenged_by.as_deref(), PersonSide::Body),
        reply: reply.clone(),
        points: points.get()?.into_iter().map(Some).collect(),
        point_speakers: point_speakers.get()?,
        speakers: draft.speakers(of, "speakers", &speakers.get()?, PersonSide::Force),
        attribution: *attribution,
        returned_on: *returned_on,
        returned_reason: returned_reason.clone(),
        topic: draft.topic(at, topic_id.as_ref()),
        question: draft.link(Linked::Question, format!("{at}/question"), question_id.as_ref()),
        agenda_item: draft.link(Linked::AgendaItem, format!("{at}/agenda_item"), agenda_item_id.as_ref()),
        position: *position,
        void: None,
        revision: *revision,
        earlier_wordings,
        attachments: Vec::new(),
        id: id.clone(),
    })
}

fn meeting_of(draft: &mut Draft, at: &str, meeting: &MeetingId) -> PublishedLink {
    let bare = || PublishedLink { id: meeting.to_string(), reference: None, title: None, url: None };
    draft.link(Linked::Meeting, format!("{at}/meeting"), Some(meeting)).unwrap_or_else(bare)
}

/// Writes that an exchange which was published is void: where and when it was, and no words.
fn void(
    draft: &mut Draft,
    at: &str,
    (one, said_on): (&Exchange, Option<NaiveDate>),
    void: PublishedTakenBack,
) -> PublishedExchange {
    PublishedExchange {
        id: one.id.clone(),
        meeting: meeting_of(draft, at, &one.meeting_id),
        agenda_item: None,
        position: one.position,
        said_on,
        topic: None,
        question: draft.link(Linked::Question, format!("{at}/question"), one.question_id.as_ref()),
        challenge: None,
        challenged_by: None,
        reply: None,
        points: Vec::new(),
        speakers: Vec::new(),
        point_speakers: Vec::new(),
        attribution: None,
        returned_on: None,
        returned_reason: None,
        void: Some(void),
        revision: one.revision,
        earlier_wordings: Vec::new(),
        attachments: Vec::new(),
    }
}

fn earlier(
    draft: &mut Draft,
    of: Named<'_>,
    index: usize,
    wording: &ExchangeRevision,
) -> Result<PublishedExchangeWording, ApiError> {
    let ExchangeRevision {
        exchange_id: _, // the wording is listed with its exchange
        revision,
        challenge,
        challenged_by,
        reply,
        points,
        point_speakers,
        speakers,
        attribution,
        reason,
        replaced_by: _, // who typed it
        replaced_at,
    } = wording;
    let at = format!("earlier_wordings/{index}");
    let challenged_by = challenged_by.as_deref();
    Ok(PublishedExchangeWording {
        revision: *revision,
        challenge: challenge.clone(),
        challenged_by: draft.printed(of, &format!("{at}/challenged_by"), challenged_by, PersonSide::Body),
        reply: reply.clone(),
        points: points.get()?.into_iter().map(Some).collect(),
        speakers: draft.speakers(of, &format!("{at}/speakers"), &speakers.get()?, PersonSide::Force),
        point_speakers: point_speakers.get()?,
        attribution: *attribution,
        reason: Some(reason.clone()),
        replaced_on: Some(london_day(*replaced_at)),
    })
}
