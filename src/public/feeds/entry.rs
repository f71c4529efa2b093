//! The common model of both feeds: an event in the life of an edition, in words. Pure.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::foundation::db::JsonText;
use crate::foundation::error::ApiError;
use crate::public::extract;
use crate::public::records::{
    PublishedAction, PublishedDecision, PublishedLink, PublishedMeetingRecord, PublishedQuestion, PublishedRecord,
};
use crate::publication_log::document::{EditionDocument, WithdrawalDocument};
use crate::publication_log::log::{LeafKind, Place};
use crate::record::meetings::model::MinutesStatus;
use crate::record::published::model::EditionKind;

/// A category of an entry, for readers that filter by it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Category {
    /// `priority:ID`, `topic:ID`, `meeting_kind:KIND`, `kind:KIND`.
    pub term: String,
    pub label: String,
}

/// An entry as stored.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::feed_entries, treat_none_as_default_value = false)]
pub struct Entry {
    pub leaf: i32,
    pub area: String,
    pub kind: LeafKind,
    pub edition_id: String,
    pub edition_kind: String,
    pub subject_id: String,
    pub number: i32,
    /// Absent, like the rest of its words, once the edition is withdrawn.
    pub title: Option<String>,
    pub summary: Option<String>,
    pub content: Option<String>,
    pub categories: Option<JsonText<Vec<Category>>>,
    pub supersedes: Option<String>,
    pub explanation: Option<String>,
    pub at: NaiveDateTime,
}

impl Entry {
    /// Builds the entry of an edition.
    pub fn of(place: Place, document: &EditionDocument) -> Result<Self, ApiError> {
        let kind = document.edition_kind()?;
        let record = extract::record(document)?;
        let record = record.as_ref();
        let categories: Vec<Category> = categories(kind, record).into_iter().collect();
        Ok(Self {
            leaf: place.leaf,
            area: document.area.clone(),
            kind: LeafKind::Edition,
            edition_id: document.id.clone(),
            edition_kind: document.kind.clone(),
            subject_id: document.subject_id.clone(),
            number: document.number,
            title: Some(title(kind, document)),
            summary: Some(summary(kind, document, record)),
            content: Some(content(record)).filter(|content| !content.is_empty()),
            categories: Some(JsonText::new(&categories)?),
            supersedes: document.supersedes.clone(),
            explanation: None,
            at: place.at,
        })
    }

    /// Builds the entry of a withdrawal.
    pub fn withdrawal(place: Place, document: &WithdrawalDocument) -> Self {
        Self {
            leaf: place.leaf,
            area: document.area.clone(),
            kind: LeafKind::Withdrawal,
            edition_id: document.id.clone(),
            edition_kind: document.kind.clone(),
            subject_id: document.subject_id.clone(),
            number: document.number,
            title: None,
            summary: None,
            content: None,
            categories: None,
            supersedes: None,
            explanation: Some(document.explanation.clone()),
            at: place.at,
        }
    }

    /// Returns the categories of the edition; none once it is withdrawn.
    pub fn about(&self) -> Result<Vec<Category>, ApiError> {
        self.categories.as_ref().map_or_else(|| Ok(Vec::new()), |categories| Ok(categories.get()?))
    }

    /// Returns the address of its edition.
    pub fn url(&self) -> String {
        format!("/public/v1/editions/{}", self.edition_id)
    }

    /// Returns its permanent id (RFC 4287 section 4.2.6).
    pub fn urn(&self) -> String {
        format!("urn:uuid:{}", self.edition_id)
    }
}

/// Returns the terms that an entry can be filtered by.
pub fn terms(document: &EditionDocument) -> Result<Vec<String>, ApiError> {
    let filtered = |term: &String| !term.starts_with("kind:");
    let record = extract::record(document)?;
    Ok(categories(document.edition_kind()?, record.as_ref()).into_iter().map(|category| category.term).filter(filtered).collect())
}

const fn kind_in_words(kind: EditionKind) -> &'static str {
    match kind {
        EditionKind::MeetingRecord => "Record of a meeting",
        EditionKind::Question => "Question and answer",
        EditionKind::Decision => "Decision",
        EditionKind::Plan => "Police and Crime Plan",
        EditionKind::ActionLog => "Action log",
        EditionKind::RecommendationResponse => "Response to recommendations",
    }
}

fn title(kind: EditionKind, document: &EditionDocument) -> String {
    let title = if document.title.is_empty() { kind_in_words(kind) } else { &document.title };
    if document.number > 1 { format!("{title} (edition {})", document.number) } else { title.to_owned() }
}

/// Returns one sentence for lists, with the change note first, if there is one.
fn summary(kind: EditionKind, document: &EditionDocument, record: Option<&PublishedRecord>) -> String {
    let mut sentence = format!("{}, {}.", kind_in_words(kind), document.area_name);
    let counted: Vec<String> = counts(record)
        .into_iter()
        .filter_map(|(count, one, more)| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            many => Some(format!("{many} {more}")),
        })
        .collect();
    if !counted.is_empty() {
        sentence.push_str(&format!(" {}.", counted.join(", ")));
    }
    sentence.push_str(minutes(record));
    match document.withheld.len() {
        0 => {}
        1 => sentence.push_str(" One passage is withheld; the edition says why."),
        many => sentence.push_str(&format!(" {many} passages are withheld; the edition says why.")),
    }
    match &document.change {
        Some(change) => format!("Change ({}): {} {sentence}", change.significance, change.note),
        None => sentence,
    }
}

/// Returns a sentence on the state of the minutes, for a meeting that was held.
fn minutes(record: Option<&PublishedRecord>) -> &'static str {
    let Some(PublishedRecord::Meeting(record)) = record else { return "" };
    match record.meeting.minutes {
        Some(MinutesStatus::Draft) => " The minutes are a draft.",
        Some(MinutesStatus::Agreed) => " The minutes are agreed.",
        None => "",
    }
}

type Count = (usize, &'static str, &'static str);

fn counts(record: Option<&PublishedRecord>) -> Vec<Count> {
    const ACTIONS: (&str, &str) = ("action", "actions");
    let actions = |count: usize| (count, ACTIONS.0, ACTIONS.1);
    match record {
        None | Some(PublishedRecord::Decision(_)) => Vec::new(),
        Some(PublishedRecord::Meeting(record)) => vec![
            (record.questions.len(), "question", "questions"),
            actions(record.actions.len()),
            (record.decisions.len(), "decision", "decisions"),
        ],
        Some(PublishedRecord::Question(record)) => vec![actions(record.actions.len())],
        Some(PublishedRecord::ActionLog(record)) => vec![actions(record.actions.len())],
        Some(PublishedRecord::Plan(record)) => vec![(record.priorities.len(), "priority", "priorities")],
        Some(PublishedRecord::Report(record)) => {
            vec![(record.recommendations.len(), "recommendation", "recommendations")]
        }
    }
}

/// A line of the content: the number or reference, and the words.
type Line<'a> = (Option<&'a String>, Option<&'a String>);

/// Returns what was asked, set, decided or recommended, line by line.
fn content(record: Option<&PublishedRecord>) -> String {
    let lines: Vec<Line<'_>> = match record {
        None => Vec::new(),
        Some(PublishedRecord::Meeting(record)) => {
            let questions = record.questions.iter().map(of_question);
            let actions = record.actions.iter().map(of_action);
            questions.chain(actions).chain(record.decisions.iter().map(of_decision)).collect()
        }
        Some(PublishedRecord::Question(record)) => {
            std::iter::once(of_question(&record.question)).chain(record.actions.iter().map(of_action)).collect()
        }
        Some(PublishedRecord::ActionLog(record)) => record.actions.iter().map(of_action).collect(),
        Some(PublishedRecord::Decision(record)) => vec![of_decision(&record.decision)],
        Some(PublishedRecord::Plan(record)) => record.priorities.iter().map(|one| (None, one.title.as_ref())).collect(),
        Some(PublishedRecord::Report(record)) => {
            record.recommendations.iter().map(|one| (one.printed_number.as_ref(), one.text.as_ref())).collect()
        }
    };
    let line = |(number, text): Line<'_>| {
        let text = text?;
        Some(number.map_or_else(|| text.clone(), |number| format!("{number}: {text}")))
    };
    lines.into_iter().filter_map(line).collect::<Vec<_>>().join("\n")
}

fn of_question(one: &PublishedQuestion) -> Line<'_> {
    (one.reference.as_ref().or(one.printed_number.as_ref()), one.text.as_ref())
}

fn of_action(one: &PublishedAction) -> Line<'_> {
    (one.reference.as_ref(), one.text.as_ref())
}

fn of_decision(one: &PublishedDecision) -> Line<'_> {
    (one.reference.as_ref(), one.text.as_ref())
}

/// Returns the categories of an edition: its kind, the kind of its meeting, and every priority and topic of anything in it.
fn categories(kind: EditionKind, record: Option<&PublishedRecord>) -> BTreeSet<Category> {
    let mut found = Categories::default();
    found.add(format!("kind:{kind}"), kind_in_words(kind).to_owned());
    match record {
        None => {}
        Some(PublishedRecord::Meeting(record)) => found.meeting(record),
        Some(PublishedRecord::Question(record)) => {
            found.question(&record.question);
            for one in &record.actions {
                found.links(&one.priorities, None);
            }
        }
        Some(PublishedRecord::ActionLog(record)) => record.actions.iter().for_each(|one| found.links(&one.priorities, None)),
        Some(PublishedRecord::Decision(record)) => found.links(&record.decision.priorities, record.decision.topic.as_ref()),
        Some(PublishedRecord::Plan(record)) => {
            for one in &record.priorities {
                let title = one.title.clone().unwrap_or_else(|| one.id.to_string());
                found.add(format!("priority:{}", one.id), title);
            }
        }
        Some(PublishedRecord::Report(record)) => found.links(&record.set.priorities, record.set.topic.as_ref()),
    }
    found.0
}

#[derive(Default)]
struct Categories(BTreeSet<Category>);

impl Categories {
    fn add(&mut self, term: String, label: String) {
        self.0.insert(Category { term, label });
    }

    fn links(&mut self, priorities: &[PublishedLink], topic: Option<&PublishedLink>) {
        let priorities = priorities.iter().map(|link| ("priority", link));
        for (what, link) in priorities.chain(topic.map(|link| ("topic", link))) {
            self.add(format!("{what}:{}", link.id), link.title.clone().unwrap_or_else(|| link.id.clone()));
        }
    }

    fn meeting(&mut self, record: &PublishedMeetingRecord) {
        let kind = record.meeting.kind.to_string();
        self.add(format!("meeting_kind:{kind}"), kind.replace('_', " "));
        for one in &record.questions {
            self.question(one);
        }
        for one in &record.exchanges {
            self.links(&[], one.topic.as_ref());
        }
        for one in &record.findings {
            self.links(&one.priorities, one.topic.as_ref());
        }
        for one in &record.actions {
            self.links(&one.priorities, None);
        }
        for one in &record.decisions {
            self.links(&one.priorities, one.topic.as_ref());
        }
        for one in &record.follow_ups {
            self.links(&[], one.topic.as_ref());
        }
        for one in &record.matters {
            self.links(&[], one.topic.as_ref());
        }
        for one in &record.data_points {
            self.links(&one.priorities, one.topic.as_ref());
        }
    }

    fn question(&mut self, question: &PublishedQuestion) {
        self.links(&question.priorities, question.topic.as_ref());
        for one in &question.exchanges {
            self.links(&[], one.topic.as_ref());
        }
        for one in &question.findings {
            self.links(&one.priorities, one.topic.as_ref());
        }
        for one in &question.data_points {
            self.links(&one.priorities, one.topic.as_ref());
        }
    }
}
