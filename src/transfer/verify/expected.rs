//! The data that must be served for a given log: the documents processed by the same pure code as in the projection.
//!
//! Documents are many and long, so only hashes are kept, and the data of each edition.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::foundation::error::ApiError;
use crate::public::extract;
use crate::public::feeds::entry::Entry;
use crate::public::feeds::json_feed;
use crate::public::model::{PublicEdition, PublicResource};
use crate::public::shapes::PublicEditionView;
use crate::publication_log::document::{EditionDocument, WithdrawalDocument, canonical};
use crate::publication_log::log::Place;

/// SHA-256 of a value as canonical JSON, equal for all texts of one value.
pub type Fingerprint = [u8; 32];

fn fingerprint(value: &Value) -> Result<Fingerprint, ApiError> {
    Ok(Sha256::digest(canonical(value)?.as_bytes()).into())
}

/// True when a served value matches a fingerprint.
pub fn is(value: &Value, expected: &Fingerprint) -> bool {
    fingerprint(value).is_ok_and(|found| found == *expected)
}

/// A record that must be served.
pub struct ExpectedRecord {
    /// The leaf that it comes from.
    pub leaf: usize,
    pub listed: Fingerprint,
    pub alone: Fingerprint,
    pub area: String,
    pub priorities: Vec<String>,
}

/// An edition that must be listed.
pub struct ExpectedEdition {
    pub edition: PublicEdition,
    /// True when its document is withdrawn, so that the significance of its change is unknown.
    pub gone: bool,
}

impl ExpectedEdition {
    /// Returns the members of a row that differ from the expected ones.
    pub fn differences(&self, row: &Value) -> Result<Vec<String>, String> {
        let view = PublicEditionView::from(self.edition.clone());
        let view = serde_json::to_value(view).map_err(|error| error.to_string())?;
        let mut names = differences(&view, row);
        names.retain(|name| !(self.gone && name == "significance"));
        Ok(names)
    }
}

/// Returns the members of `row` that differ from those of `expected`.
pub fn differences(expected: &Value, row: &Value) -> Vec<String> {
    let members = expected.as_object().into_iter().flatten();
    members.filter(|(name, value)| row.get(name.as_str()) != Some(value)).map(|(name, _)| name.clone()).collect()
}

/// The expected feed entry of a leaf.
#[derive(Clone, Copy)]
pub enum ExpectedEntry {
    Item(Fingerprint),
    Tombstone(Fingerprint),
    /// The document was withdrawn, with its words.
    Nothing,
    /// The document could not be read.
    Unknown,
}

type Id = (PublicResource, String);

/// The data kept from a document.
pub enum Step {
    Edition(Box<PublicEdition>, Vec<(Id, ExpectedRecord)>, Fingerprint),
    Withdrawal(Box<WithdrawalDocument>, Place, Fingerprint),
    /// The document of this edition is withdrawn: the remaining data is in its withdrawal.
    Gone(String),
    /// A fault about it was reported already.
    Unknown,
}

impl Step {
    /// Reads the document of a leaf.
    pub fn read(number: usize, document: &[u8], is_withdrawal: bool) -> Result<Self, ApiError> {
        let leaf = i32::try_from(number).map_err(|_| ApiError::Internal("a leaf beyond the end of every log".into()))?;
        if is_withdrawal {
            let document: WithdrawalDocument = serde_json::from_slice(document)?;
            let place = Place { leaf, at: document.withdrawn_at.naive_utc() };
            let entry = fingerprint(&json_feed::tombstone(&Entry::withdrawal(place, &document)))?;
            return Ok(Self::Withdrawal(Box::new(document), place, entry));
        }
        let document: EditionDocument = serde_json::from_slice(document)?;
        let place = Place { leaf, at: document.published_at.naive_utc() };
        let entry = fingerprint(&json_feed::item("", &Entry::of(place, &document)?)?)?;
        let mut records = Vec::new();
        for extracted in extract::items(place, &document)? {
            let item = extracted.item;
            let record = ExpectedRecord {
                leaf: number,
                listed: fingerprint(&serde_json::from_str(&item.listed)?)?,
                alone: fingerprint(&serde_json::from_str(&item.alone)?)?,
                area: item.area,
                priorities: extracted.priorities,
            };
            records.push(((item.resource, item.resource_id), record));
        }
        Ok(Self::Edition(Box::new(PublicEdition::published(place, &document)), records, entry))
    }
}

/// All data that must be served.
#[derive(Default)]
pub struct Expected {
    /// Editions by the number of their leaf.
    pub editions: BTreeMap<usize, ExpectedEdition>,
    /// Expected feed entries, one per leaf.
    pub entries: Vec<ExpectedEntry>,
    /// Records by id: the newest valid version of each.
    records: HashMap<PublicResource, BTreeMap<String, ExpectedRecord>>,
    /// The leaf that withdraws an edition.
    pub withdrawals: HashMap<String, usize>,
    nothing: BTreeMap<String, ExpectedRecord>,
}

impl Expected {
    /// Processes the documents in the order of the log.
    pub fn of(steps: Vec<Step>) -> Self {
        let said = |step: &Step| match step {
            Step::Withdrawal(document, ..) => Some((document.id.clone(), (**document).clone())),
            _ => None,
        };
        let withdrawals: HashMap<String, WithdrawalDocument> = steps.iter().filter_map(said).collect();
        let mut replay = Replay::default();
        for (number, step) in steps.into_iter().enumerate() {
            let entry = match step {
                Step::Edition(edition, records, entry) => {
                    replay.publish(number, ExpectedEdition { edition: *edition, gone: false }, records);
                    ExpectedEntry::Item(entry)
                }
                Step::Gone(id) => {
                    if let (Some(document), Ok(leaf)) = (withdrawals.get(&id), i32::try_from(number)) {
                        let edition = PublicEdition::before_withdrawal(leaf, document);
                        replay.publish(number, ExpectedEdition { edition, gone: true }, Vec::new());
                    }
                    ExpectedEntry::Nothing
                }
                Step::Withdrawal(document, place, entry) => {
                    replay.withdraw(number, &document, place);
                    ExpectedEntry::Tombstone(entry)
                }
                Step::Unknown => ExpectedEntry::Unknown,
            };
            replay.expected.entries.push(entry);
        }
        replay.finish()
    }

    /// Returns the records of a kind that must be served.
    pub fn records(&self, resource: PublicResource) -> &BTreeMap<String, ExpectedRecord> {
        self.records.get(&resource).unwrap_or(&self.nothing)
    }
}

/// The state while processing the log.
#[derive(Default)]
struct Replay {
    expected: Expected,
    /// Editions of a subject, by its kind and id.
    of_subject: HashMap<(String, String), Vec<usize>>,
    by_id: HashMap<String, usize>,
    /// Every valid version of a record, by its leaf.
    standing: HashMap<Id, BTreeMap<usize, ExpectedRecord>>,
    records_of: HashMap<usize, Vec<Id>>,
}

impl Replay {
    fn publish(&mut self, number: usize, new: ExpectedEdition, records: Vec<(Id, ExpectedRecord)>) {
        let subject = (new.edition.kind.clone(), new.edition.subject_id.clone());
        let same = self.of_subject.entry(subject).or_default();
        let earlier = same.clone();
        same.push(number);
        for before in earlier {
            let Some(old) = self.expected.editions.get_mut(&before) else { continue };
            if old.edition.gives_way_to(&new.edition) {
                old.edition.supersede(&new.edition.id, new.edition.updated_at);
                self.take_out(before);
            }
        }
        self.by_id.insert(new.edition.id.clone(), number);
        self.records_of.insert(number, records.iter().map(|(id, _)| id.clone()).collect());
        for (id, record) in records {
            self.standing.entry(id).or_default().insert(number, record);
        }
        self.expected.editions.insert(number, new);
    }

    fn withdraw(&mut self, number: usize, document: &WithdrawalDocument, place: Place) {
        self.expected.withdrawals.insert(document.id.clone(), number);
        let Some(&leaf) = self.by_id.get(&document.id) else { return };
        if let Some(old) = self.expected.editions.get_mut(&leaf) {
            old.edition.withdraw(document, place.at);
        }
        if let Some(entry) = self.expected.entries.get_mut(leaf) {
            *entry = ExpectedEntry::Nothing;
        }
        self.take_out(leaf);
    }

    fn take_out(&mut self, leaf: usize) {
        for id in self.records_of.remove(&leaf).unwrap_or_default() {
            if let Some(states) = self.standing.get_mut(&id) {
                states.remove(&leaf);
            }
        }
    }

    fn finish(mut self) -> Expected {
        for ((resource, id), mut states) in self.standing {
            if let Some((_, newest)) = states.pop_last() {
                self.expected.records.entry(resource).or_default().insert(id, newest);
            }
        }
        self.expected
    }
}
