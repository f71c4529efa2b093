//! A record being written: the places of its parts, and the names left out of it.

use std::collections::{HashMap, HashSet};

use super::naming::Naming;
use super::store;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::public::records::{PublishedPriorityLink, PublishedSpeaker, PublishedTopic};
use crate::publication_log::reasons;
use crate::publishing::redact::{Cut, Place};
use crate::record::meetings::attendance::model::Attendance;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;
use crate::record::questions::responses::model::Speaker;

/// The identity of a working record: its collection and its id.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a>(pub &'static str, pub &'a str);

/// The data that a record needs besides its rows, and the notes made while writing it.
#[derive(Debug, Default)]
pub struct Draft {
    pub places: Vec<Place>,
    pub cuts: Vec<Cut>,
    pub naming: Naming,
    topics: HashMap<TopicId, String>,
    priorities: HashMap<PriorityId, String>,
    put: HashSet<QuestionId>,
}

impl Draft {
    /// Reads who may be named according to the meetings, and the titles of linked records. Questions that were not put are not
    /// linked.
    pub fn begin(
        conn: &mut AnyConnection,
        area: &str,
        attendance: &[Attendance],
        questions: &[&QuestionId],
    ) -> Result<Self, ApiError> {
        Ok(Self {
            naming: Naming::new(attendance),
            topics: store::topics(conn, area)?,
            priorities: store::priorities(conn, area)?,
            put: store::put(conn, area, questions)?,
            ..Self::default()
        })
    }

    /// Begins a record whose names depend on the attendance of several meetings.
    pub fn begin_with(
        conn: &mut AnyConnection,
        area: &str,
        meetings: &[&MeetingId],
        questions: &[&QuestionId],
    ) -> Result<Self, ApiError> {
        let attendance = store::attendance(conn, area, meetings)?;
        Self::begin(conn, area, &attendance, questions)
    }

    /// Runs `work` with other rules for names.
    pub fn naming_by<T>(&mut self, naming: Naming, work: impl FnOnce(&mut Self) -> T) -> T {
        let own = std::mem::replace(&mut self.naming, naming);
        let done = work(self);
        self.naming = own;
        done
    }

    /// Records the place of a working record.
    pub fn place(&mut self, of: Named<'_>, at: &str) {
        self.places.push(Place { resource: of.0, id: of.1.to_owned(), pointer: at.to_owned() });
    }

    fn withhold(&mut self, of: Named<'_>, field: &str, reason: &str) {
        self.cuts.push(Cut {
            redaction_id: None,
            resource: of.0.to_owned(),
            resource_id: of.1.to_owned(),
            field: field.to_owned(),
            span: None,
            occurrence: None,
            reason: reason.to_owned(),
        });
    }

    /// Writes a name beside a capacity, and withholds it unless it is published.
    pub fn name(&mut self, of: Named<'_>, field: &str, name: Option<&str>, capacity: Option<&str>) {
        if name.is_some_and(|name| !self.naming.names(name, capacity)) {
            self.withhold(of, field, reasons::JUNIOR_STAFF);
        }
    }

    /// Withholds the name in a line of attendance, which itself says if it is published.
    pub fn withhold_name(&mut self, of: Named<'_>, field: &str) {
        self.withhold(of, field, reasons::JUNIOR_STAFF);
    }

    /// Withholds a line with a name or a capacity when it names somebody who may not be named.
    pub fn line(&mut self, of: Named<'_>, field: &str, text: Option<&str>) {
        self.line_because(of, field, text, reasons::JUNIOR_STAFF);
    }

    /// Withholds such a line for another reason than junior staff.
    pub fn line_because(&mut self, of: Named<'_>, field: &str, text: Option<&str>, reason: &str) {
        if text.is_some_and(|text| !self.naming.shows(text)) {
            self.withhold(of, field, reason);
        }
    }

    /// Writes speakers, each with name and capacity.
    pub fn speakers(&mut self, of: Named<'_>, field: &str, speakers: &[Speaker]) -> Vec<PublishedSpeaker> {
        for (index, speaker) in speakers.iter().enumerate() {
            self.name(of, &format!("{field}/{index}/name"), speaker.name.as_deref(), Some(&speaker.capacity));
        }
        let speaker = |one: &Speaker| PublishedSpeaker { capacity: Some(one.capacity.clone()), name: one.name.clone() };
        speakers.iter().map(speaker).collect()
    }

    /// Writes the topic of the record at a place, with its title.
    pub fn topic(&mut self, at: &str, id: Option<&TopicId>) -> Option<PublishedTopic> {
        let (id, title) = id.and_then(|id| self.topics.get(id).map(|title| (id, title)))?;
        let topic = PublishedTopic { id: id.clone(), title: Some(title.clone()) };
        self.place(Named("topics", id.as_str()), &format!("{at}/topic"));
        Some(topic)
    }

    /// Writes the priorities of the record at a place, with their titles; only those of adopted plans.
    pub fn priorities(&mut self, at: &str, ids: &[PriorityId]) -> Vec<PublishedPriorityLink> {
        let mut values = Vec::with_capacity(ids.len());
        for id in ids {
            let Some(title) = self.priorities.get(id) else { continue };
            let at = format!("{at}/priorities/{}", values.len());
            values.push(PublishedPriorityLink { id: id.clone(), title: Some(title.clone()) });
            self.place(Named("priorities", id.as_str()), &at);
        }
        values
    }

    /// Returns the question for a link, if it was put.
    pub fn question(&self, id: Option<&QuestionId>) -> Option<QuestionId> {
        id.filter(|id| self.put.contains(*id)).cloned()
    }
}
