//! A record being written: the places of its parts, the names left out of it, and the links that are completed at its end.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde_json::{Value, json};

use super::linked::Linked;
use super::naming::Naming;
use super::origin::Source;
use super::{days, files, measure, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::public::records::{PersonSide, PublishedLink, PublishedMeasure, PublishedPerson};
use crate::publication_log::reasons;
use crate::publishing::capacity;
use crate::publishing::redact::{Cut, Place, Shows};
use crate::record::evidence::measures::model::MeasureId;
use crate::record::meetings::attendance::model::Attendance;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::responses::model::Speaker;

/// The identity of a working record: its collection and its id.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a>(pub &'static str, pub &'a str);

/// The data that a record needs besides its rows, and the notes made while writing it.
#[derive(Debug, Default)]
pub struct Draft {
    area: String,
    places: Vec<Place>,
    cuts: Vec<Cut>,
    pub naming: Naming,
    topics: HashMap<TopicId, String>,
    priorities: HashMap<PriorityId, String>,
    measures: HashMap<MeasureId, PublishedMeasure>,
    /// The links to complete: ids and their places, by kind.
    links: BTreeMap<Linked, Vec<(String, String)>>,
}

/// The members of a link to a topic or a priority that repeat members of the record.
const TITLE: Shows = &[("title", "title")];

impl Draft {
    /// Reads who may be named according to the attendance, and the titles of topics, priorities and measures.
    pub fn begin(conn: &mut AnyConnection, area: &str, attendance: &[Attendance]) -> Result<Self, ApiError> {
        let measures = store::measures(conn, area)?;
        Ok(Self {
            area: area.to_owned(),
            naming: Naming::new(attendance),
            topics: store::topics(conn, area)?,
            priorities: store::priorities(conn, area)?,
            measures: measures.into_iter().map(|one| (one.id.clone(), measure::published(one))).collect(),
            ..Self::default()
        })
    }

    /// Begins a record whose names depend on the attendance of several meetings.
    pub fn begin_with(conn: &mut AnyConnection, area: &str, meetings: &[&MeetingId]) -> Result<Self, ApiError> {
        let attendance = store::attendance(conn, area, meetings)?;
        Self::begin(conn, area, &attendance)
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
        self.places.push(Place { resource: of.0, id: of.1.to_owned(), pointer: at.to_owned(), shows: None });
    }

    /// Records a place that repeats members of a working record, so that what is withheld there is withheld here too.
    pub fn repeats(&mut self, of: Named<'_>, at: &str, shows: Shows) {
        self.link_place(of.0, of.1, at, shows);
    }

    fn link_place(&mut self, resource: &'static str, id: &str, at: &str, shows: Shows) {
        self.places.push(Place { resource, id: id.to_owned(), pointer: at.to_owned(), shows: Some(shows) });
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

    /// Withholds the name in a line of attendance, which itself says if it is published.
    pub fn withhold_name(&mut self, of: Named<'_>, field: &str) {
        self.withhold(of, field, reasons::JUNIOR_STAFF);
    }

    /// Withholds a line with a name or a capacity when it names somebody who may not be named.
    pub fn line(&mut self, of: Named<'_>, field: &str, text: &str) {
        if !self.naming.shows(text) {
            self.withhold(of, field, reasons::JUNIOR_STAFF);
        }
    }

    /// Writes the person that a printed line names, on a side that the capacity tells, or else `side`.
    pub fn printed(&mut self, of: Named<'_>, field: &str, text: Option<&str>, side: PersonSide) -> Option<PublishedPerson> {
        self.printed_because(of, field, text, side, reasons::JUNIOR_STAFF)
    }

    /// Writes such a person, whose name is withheld for another reason than junior staff.
    pub fn printed_because(
        &mut self,
        of: Named<'_>,
        field: &str,
        text: Option<&str>,
        side: PersonSide,
        reason: &str,
    ) -> Option<PublishedPerson> {
        let text = text?;
        let (name, capacity) = self.naming.split(text);
        if !self.naming.shows(text) {
            self.withhold(of, &format!("{field}/name"), reason);
        }
        Some(self.person_of(name, capacity, side))
    }

    /// Writes a person by name and capacity.
    pub fn person(
        &mut self,
        of: Named<'_>,
        field: &str,
        (name, capacity): (Option<&str>, Option<&str>),
        side: PersonSide,
    ) -> PublishedPerson {
        if name.is_some_and(|name| !self.naming.names(name, capacity)) {
            self.withhold(of, &format!("{field}/name"), reasons::JUNIOR_STAFF);
        }
        self.person_of(name.map(str::to_owned), capacity.map(str::to_owned), side)
    }

    fn person_of(&self, name: Option<String>, capacity: Option<String>, side: PersonSide) -> PublishedPerson {
        let told = capacity.as_deref().and_then(|capacity| capacity::side(capacity, &self.area));
        PublishedPerson { name, capacity, side: told.unwrap_or(side) }
    }

    /// Returns the side of a capacity, as far as it tells.
    pub fn side(&self, capacity: &str) -> PersonSide {
        capacity::side(capacity, &self.area).unwrap_or(PersonSide::Other)
    }

    /// Writes the person of an act in this service: the capacity if its holder answers in public, and never the account.
    pub fn official(&self, capacity: Option<&str>, side: PersonSide) -> PublishedPerson {
        let capacity = capacity.filter(|capacity| capacity::held(capacity).is_some()).map(str::to_owned);
        self.person_of(None, capacity, side)
    }

    /// Writes speakers, each with name and capacity.
    pub fn speakers(&mut self, of: Named<'_>, field: &str, speakers: &[Speaker], side: PersonSide) -> Vec<PublishedPerson> {
        let mut people = Vec::with_capacity(speakers.len());
        for (index, Speaker { name, capacity }) in speakers.iter().enumerate() {
            let person = (name.as_deref(), Some(capacity.as_str()));
            people.push(self.person(of, &format!("{field}/{index}"), person, side));
        }
        people
    }

    /// Writes the topic of the record at a place, with its title.
    pub fn topic(&mut self, at: &str, id: Option<&TopicId>) -> Option<PublishedLink> {
        let (id, title) = id.and_then(|id| self.topics.get(id).map(|title| (id, title.clone())))?;
        self.link_place("topics", id.as_str(), &format!("{at}/topic"), TITLE);
        let url = Some(format!("/public/v1/topics/{id}"));
        Some(PublishedLink { id: id.to_string(), reference: None, title: Some(title), url })
    }

    /// Writes the priorities of the record at a place, with their titles; only those of adopted plans.
    pub fn priorities(&mut self, at: &str, ids: &[PriorityId]) -> Vec<PublishedLink> {
        let mut values = Vec::with_capacity(ids.len());
        for id in ids {
            let Some(title) = self.priorities.get(id).cloned() else { continue };
            self.link_place("priorities", id.as_str(), &format!("{at}/priorities/{}", values.len()), TITLE);
            let url = Some(format!("/public/v1/priorities/{id}"));
            values.push(PublishedLink { id: id.to_string(), reference: None, title: Some(title), url });
        }
        values
    }

    /// Writes a measure with its unit.
    pub fn measure(&self, id: Option<&MeasureId>) -> Option<PublishedMeasure> {
        id.and_then(|id| self.measures.get(id)).cloned()
    }

    /// Writes a link at a place, to be completed at the end. One to a record that is not public is `null` then.
    pub fn link<I: ToString>(&mut self, kind: Linked, at: String, id: Option<&I>) -> Option<PublishedLink> {
        let id = id?.to_string();
        self.links.entry(kind).or_default().push((id.clone(), at));
        Some(PublishedLink { id, reference: None, title: None, url: None })
    }

    /// Writes links in a list, whose records are public.
    pub fn links<I: ToString>(&mut self, kind: Linked, at: &str, ids: &[I]) -> Vec<PublishedLink> {
        let numbered = ids.iter().enumerate();
        numbered.filter_map(|(index, id)| self.link(kind, format!("{at}/{index}"), Some(id))).collect()
    }

    /// Completes the record: its links, a query for each kind, and the files published with it.
    pub fn finish<R: Serialize>(
        mut self,
        conn: &mut AnyConnection,
        record: &R,
        title: String,
        title_at: Option<&'static str>,
    ) -> Result<Source, ApiError> {
        let mut record = serde_json::to_value(record)?;
        for (kind, wanted) in std::mem::take(&mut self.links) {
            let mut ids: Vec<String> = wanted.iter().map(|(id, _)| id.clone()).collect();
            ids.sort_unstable();
            ids.dedup();
            let labels = kind.labels(conn, &self.area, &ids)?;
            for (id, at) in wanted {
                let Some(link) = record.pointer_mut(&at) else { continue };
                let Some(label) = labels.get(&id) else {
                    *link = Value::Null;
                    continue;
                };
                *link = json!({ "id": id, "reference": label.reference, "title": label.title, "url": label.url });
                self.link_place(kind.resource(), &id, &at, kind.shows());
            }
        }
        files::attach(conn, &self.area, &mut record, &mut self.places)?;
        days::of_meeting(&record, &mut self.places);
        Ok(Source { title, title_at, record, places: self.places, cuts: self.cuts })
    }
}
