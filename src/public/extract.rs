//! The records in a published document, each as the public reads it on its own. Pure.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use serde::Serialize;

use super::model::{PublicItem, PublicResource};
use super::query::PublicResponseStatus;
use super::records::{
    PublishedAction, PublishedActionLog, PublishedDecision, PublishedExchange, PublishedFigure, PublishedFile, PublishedFinding,
    PublishedLink, PublishedMeetingRecord, PublishedPlanRecord, PublishedQuestion, PublishedRecord, PublishedReportRecord,
};
use super::shapes::{
    PublicAction, PublicDecision, PublicEditionLink, PublicExchange, PublicFigure, PublicFile, PublicFinding, PublicMeasure,
    PublicMeeting, PublicOrigin, PublicPlan, PublicPriority, PublicQuestion, PublicRecommendationSet, PublicTopic,
};
use super::words::words;
use crate::foundation::dates::{NEVER, last_day_of};
use crate::foundation::error::ApiError;
use crate::publication_log::document::{EditionDocument, LICENCE, SCHEMA, Withheld};
use crate::publication_log::log::Place;
use crate::record::published::model::EditionKind;

/// A record of a document, and its priorities.
pub struct Extracted {
    pub item: PublicItem,
    pub priorities: Vec<String>,
}

/// The places of a record's parts in the document, and their places in the record on its own. The first match applies.
type Moves = Vec<(String, String)>;

/// Reads the record of an edition; `None` when it is of a schema that this version does not know, and is only passed on.
pub fn record(document: &EditionDocument) -> Result<Option<PublishedRecord>, ApiError> {
    if document.schema != SCHEMA {
        return Ok(None);
    }
    PublishedRecord::read(document.edition_kind()?, &document.record)
        .map(Some)
        .map_err(|error| ApiError::Internal(format!("the record of the edition {}: {error}", document.id)))
}

/// Returns every record of an edition. One that is in it twice is taken from its first place.
pub fn items(place: Place, document: &EditionDocument) -> Result<Vec<Extracted>, ApiError> {
    let Some(record) = record(document)? else { return Ok(Vec::new()) };
    let (kind, under) = (document.edition_kind()?, record.priorities_of_questions());
    let mut found = Finder { place, document, kind, under, known: HashSet::new(), items: Vec::new() };
    match &record {
        PublishedRecord::Meeting(record) => found.meeting(record)?,
        PublishedRecord::Question(record) => {
            let said: Vec<_> = exchanges_of(&record.question, "/question", &[]);
            found.question(&record.question, "/question", &said, &record.actions)?;
            found.actions(&record.actions)?;
        }
        PublishedRecord::ActionLog(PublishedActionLog { as_of: _, actions }) => found.actions(actions)?,
        PublishedRecord::Decision(record) => found.decision(&record.decision, "/decision")?,
        PublishedRecord::Plan(record) => found.plan(record)?,
        PublishedRecord::Report(record) => found.report(record)?,
    }
    Ok(found.items)
}

/// The data of a record by which it is found and ordered.
#[derive(Default)]
struct About<'a> {
    id: String,
    title: Option<&'a str>,
    reference: Option<&'a str>,
    own_reference: Option<&'a str>,
    kind: Option<String>,
    status: Option<String>,
    topic: Option<&'a PublishedLink>,
    meeting: Option<&'a PublishedLink>,
    question: Option<&'a PublishedLink>,
    plan: Option<String>,
    measure: Option<String>,
    day: Option<NaiveDate>,
    priorities: &'a [PublishedLink],
}

struct Finder<'a> {
    place: Place,
    document: &'a EditionDocument,
    kind: EditionKind,
    under: HashMap<String, Vec<String>>,
    known: HashSet<(PublicResource, String)>,
    items: Vec<Extracted>,
}

/// An exchange, with its place in the document.
type SaidAt<'a> = (String, &'a PublishedExchange);

/// Returns the exchanges about a question in the order they took place: those listed with it, and those at the meeting whose record
/// this is.
fn exchanges_of<'a>(question: &'a PublishedQuestion, at: &str, here: &'a [PublishedExchange]) -> Vec<SaidAt<'a>> {
    let is_about = |one: &&PublishedExchange| one.question.as_ref().is_some_and(|link| link.id == question.id.as_str());
    let own = question.exchanges.iter().enumerate().map(|(index, one)| (format!("{at}/exchanges/{index}"), one));
    let here = here.iter().enumerate().filter(|(_, one)| is_about(one)).map(|(index, one)| (format!("/exchanges/{index}"), one));
    let mut said: Vec<SaidAt<'a>> = own.chain(here).collect();
    said.sort_by_key(|(_, one)| (one.said_on, one.position));
    said
}

impl Finder<'_> {
    fn origin(&self, moves: &Moves, alone: bool) -> PublicOrigin {
        let document = self.document;
        PublicOrigin {
            area: document.area.clone(),
            edition: PublicEditionLink {
                id: document.id.clone(),
                kind: self.kind,
                number: document.number,
                published_at: document.published_at,
                url: format!("/public/v1/editions/{}", document.id),
            },
            withheld: moved(&document.withheld, moves),
            licence: alone.then(|| LICENCE.to_owned()),
        }
    }

    /// Adds a record as it is shown in a list and on its own.
    fn add<L, A>(&mut self, resource: PublicResource, about: About<'_>, (listed, alone): (&L, &A)) -> Result<(), ApiError>
    where
        L: Serialize,
        A: Serialize,
    {
        if !self.known.insert((resource, about.id.clone())) {
            return Ok(());
        }
        let id_of = |link: Option<&PublishedLink>| link.map(|link| link.id.clone());
        let of_question = about.question.and_then(|link| self.under.get(&link.id)).into_iter().flatten().cloned();
        let mut priorities: Vec<String> = about.priorities.iter().map(|link| link.id.clone()).chain(of_question).collect();
        priorities.sort_unstable();
        priorities.dedup();
        let whole = serde_json::to_value(alone)?;
        let item = PublicItem {
            edition_id: self.document.id.clone(),
            resource,
            area: self.document.area.clone(),
            leaf: self.place.leaf,
            shown: true,
            // The reference replaces a title that is withheld as a whole.
            title: about.title.or(about.reference).unwrap_or_default().to_owned(),
            reference: about.reference.map(str::to_owned),
            own_reference: about.own_reference.map(str::to_owned),
            kind: about.kind,
            status: about.status,
            topic_id: id_of(about.topic),
            meeting_id: id_of(about.meeting),
            question_id: id_of(about.question),
            plan_id: about.plan,
            measure_id: about.measure,
            day: about.day.unwrap_or(NEVER),
            listed: serde_json::to_string(listed)?,
            alone: whole.to_string(),
            words: words(resource, &whole),
            updated_at: self.place.at,
            resource_id: about.id,
        };
        self.items.push(Extracted { item, priorities });
        self.topics(about.topic)
    }

    /// Adds a record that is the same in a list and on its own.
    fn add_part<A: Serialize>(
        &mut self,
        resource: PublicResource,
        at: &str,
        about: About<'_>,
        shape: impl Fn(PublicOrigin) -> A,
    ) -> Result<(), ApiError> {
        let moves = vec![(at.to_owned(), String::new())];
        let shapes = (shape(self.origin(&moves, false)), shape(self.origin(&moves, true)));
        self.add(resource, about, (&shapes.0, &shapes.1))
    }

    fn topics(&mut self, topic: Option<&PublishedLink>) -> Result<(), ApiError> {
        let Some(topic) = topic else { return Ok(()) };
        let about = About { id: topic.id.clone(), title: topic.title.as_deref(), ..About::default() };
        let shape = |origin| PublicTopic { topic: topic.clone(), origin };
        // Its title is withheld where it is shown, and its place there is not one of a record of its own.
        let shapes = (shape(self.origin(&Moves::new(), false)), shape(self.origin(&Moves::new(), true)));
        self.add(PublicResource::Topic, about, (&shapes.0, &shapes.1))
    }

    fn files(&mut self, at: &str, files: &[PublishedFile], cited_by: &PublishedLink) -> Result<(), ApiError> {
        for (index, file) in files.iter().enumerate() {
            let about = About {
                id: file.id.clone(),
                title: file.title.as_deref(),
                reference: Some(&file.sha256),
                kind: Some(file.media_type.clone()),
                ..About::default()
            };
            let shape = |origin| PublicFile { file: file.clone(), origin, cited_by: Some(cited_by.clone()) };
            self.add_part(PublicResource::File, &format!("{at}/attachments/{index}"), about, shape)?;
        }
        Ok(())
    }

    fn meeting(&mut self, record: &PublishedMeetingRecord) -> Result<(), ApiError> {
        let meeting = &record.meeting;
        let about = About {
            id: meeting.id.to_string(),
            title: meeting.title.as_deref(),
            kind: Some(meeting.kind.to_string()),
            status: Some(meeting.status.to_string()),
            day: meeting.held_on.or_else(|| meeting.held_in.as_deref().and_then(last_day_of)),
            ..About::default()
        };
        let own = vec![("/meeting".to_owned(), String::new())];
        // The other parts keep their places.
        let whole: Moves = own.iter().cloned().chain([(String::new(), String::new())]).collect();
        let bare = PublicMeeting {
            meeting: meeting.clone(),
            origin: self.origin(&own, false),
            groups: None,
            questions: None,
            exchanges: None,
            findings: None,
            actions: None,
            decisions: None,
            follow_ups: None,
            matters: None,
            data_points: None,
            papers: None,
        };
        let alone = PublicMeeting {
            meeting: meeting.clone(),
            origin: self.origin(&whole, true),
            groups: Some(record.groups.clone()),
            questions: Some(record.questions.clone()),
            exchanges: Some(record.exchanges.clone()),
            findings: Some(record.findings.clone()),
            actions: Some(record.actions.clone()),
            decisions: Some(record.decisions.clone()),
            follow_ups: Some(record.follow_ups.clone()),
            matters: Some(record.matters.clone()),
            data_points: Some(record.data_points.clone()),
            papers: Some(record.papers.clone()),
        };
        self.add(PublicResource::Meeting, about, (&bare, &alone))?;
        self.parts(record)
    }

    /// Adds the records in the record of a meeting.
    fn parts(&mut self, record: &PublishedMeetingRecord) -> Result<(), ApiError> {
        let meeting = &record.meeting;
        let link = named("meetings", meeting.id.as_str(), None, meeting.title.as_deref());
        self.files("/meeting", &meeting.attachments, &link)?;
        for (index, paper) in record.papers.iter().enumerate() {
            let cited_by = PublishedLink { id: paper.id.to_string(), title: paper.title.clone(), ..link.clone() };
            self.files(&format!("/papers/{index}"), &paper.attachments, &cited_by)?;
        }
        for (index, question) in record.questions.iter().enumerate() {
            let at = format!("/questions/{index}");
            let said = exchanges_of(question, &at, &record.exchanges);
            self.question(question, &at, &said, &record.actions)?;
        }
        for (index, one) in record.exchanges.iter().enumerate() {
            self.exchange(one, &format!("/exchanges/{index}"))?;
        }
        for (index, one) in record.findings.iter().enumerate() {
            self.finding(one, &format!("/findings/{index}"))?;
        }
        for (index, one) in record.decisions.iter().enumerate() {
            self.decision(one, &format!("/decisions/{index}"))?;
        }
        for (index, one) in record.data_points.iter().enumerate() {
            self.figure(one, &format!("/data_points/{index}"))?;
        }
        self.actions(&record.actions)
    }

    fn question(
        &mut self,
        question: &PublishedQuestion,
        at: &str,
        said: &[SaidAt<'_>],
        actions: &[PublishedAction],
    ) -> Result<(), ApiError> {
        let reference = question.reference.as_deref();
        let about = About {
            id: question.id.to_string(),
            title: question.text.as_deref(),
            reference,
            kind: Some(question.form.to_string()),
            status: Some(question.status.to_string()),
            topic: question.topic.as_ref(),
            meeting: question.meeting.as_ref(),
            day: question.put_on,
            priorities: &question.priorities,
            ..About::default()
        };
        let numbered = said.iter().enumerate();
        let mut moves: Moves = numbered.map(|(index, (place, _))| (place.clone(), format!("/exchanges/{index}"))).collect();
        moves.push((at.to_owned(), String::new()));
        let whole = PublishedQuestion { exchanges: said.iter().map(|(_, one)| (*one).clone()).collect(), ..question.clone() };
        let listed = PublicQuestion { question: whole.clone(), origin: self.origin(&moves, false), actions: None };
        let is_own = |one: &&PublishedAction| one.question.as_ref().is_some_and(|link| link.id == question.id.as_str());
        let own: Vec<(usize, &PublishedAction)> = actions.iter().enumerate().filter(|(_, one)| is_own(one)).collect();
        let places = own.iter().enumerate().map(|(to, (from, _))| (format!("/actions/{from}"), format!("/actions/{to}")));
        moves.extend(places);
        let own = Some(own.into_iter().map(|(_, one)| one.clone()).collect());
        let alone = PublicQuestion { question: whole, origin: self.origin(&moves, true), actions: own };
        self.add(PublicResource::Question, about, (&listed, &alone))?;
        let link = named("questions", question.id.as_str(), reference, question.text.as_deref());
        self.files(at, &question.attachments, &link)?;
        for (index, response) in question.responses.iter().enumerate() {
            let cited_by = PublishedLink { id: response.id.to_string(), title: None, ..link.clone() };
            self.files(&format!("{at}/responses/{index}"), &response.attachments, &cited_by)?;
        }
        for (place, one) in said {
            self.exchange(one, place)?;
        }
        for (index, one) in question.findings.iter().enumerate() {
            self.finding(one, &format!("{at}/findings/{index}"))?;
        }
        for (index, one) in question.data_points.iter().enumerate() {
            self.figure(one, &format!("{at}/data_points/{index}"))?;
        }
        Ok(())
    }

    fn exchange(&mut self, one: &PublishedExchange, at: &str) -> Result<(), ApiError> {
        let about = About {
            id: one.id.to_string(),
            title: one.first_words(),
            topic: one.topic.as_ref(),
            meeting: Some(&one.meeting),
            question: one.question.as_ref(),
            day: one.said_on,
            ..About::default()
        };
        self.add_part(PublicResource::Exchange, at, about, |origin| PublicExchange { exchange: one.clone(), origin })?;
        self.files(at, &one.attachments, &named("exchanges", one.id.as_str(), None, one.first_words()))
    }

    fn finding(&mut self, one: &PublishedFinding, at: &str) -> Result<(), ApiError> {
        let reference = one.reference.as_deref();
        let about = About {
            id: one.id.to_string(),
            title: one.text.as_deref(),
            reference,
            kind: Some(one.kind.to_string()),
            topic: one.topic.as_ref(),
            meeting: one.meeting.as_ref(),
            question: one.question.as_ref(),
            day: one.confirmed_on,
            priorities: &one.priorities,
            ..About::default()
        };
        self.add_part(PublicResource::Finding, at, about, |origin| PublicFinding { finding: one.clone(), origin })?;
        self.files(at, &one.attachments, &named("findings", one.id.as_str(), reference, one.text.as_deref()))
    }

    fn decision(&mut self, one: &PublishedDecision, at: &str) -> Result<(), ApiError> {
        let reference = one.reference.as_deref();
        let about = About {
            id: one.id.to_string(),
            title: one.title.as_deref().or(one.text.as_deref()),
            reference,
            own_reference: one.own_reference.as_deref(),
            status: Some(one.status.to_string()),
            topic: one.topic.as_ref(),
            meeting: one.meeting.as_ref(),
            day: one.made_on,
            priorities: &one.priorities,
            ..About::default()
        };
        self.add_part(PublicResource::Decision, at, about, |origin| PublicDecision { decision: one.clone(), origin })?;
        self.files(at, &one.attachments, &named("decisions", one.id.as_str(), reference, one.text.as_deref()))
    }

    fn figure(&mut self, one: &PublishedFigure, at: &str) -> Result<(), ApiError> {
        let about = About {
            id: one.id.to_string(),
            title: one.label.as_deref(),
            kind: Some(one.value.kind.to_string()),
            topic: one.topic.as_ref(),
            meeting: one.meeting.as_ref(),
            question: one.question.as_ref(),
            measure: one.measure.as_ref().map(|measure| measure.id.to_string()),
            day: one.as_of.or(one.period_to).or(one.period_from),
            priorities: &one.priorities,
            ..About::default()
        };
        self.add_part(PublicResource::Figure, at, about, |origin| PublicFigure { figure: one.clone(), origin })?;
        self.files(at, &one.attachments, &named("figures", one.id.as_str(), None, one.label.as_deref()))?;
        let Some(measure) = &one.measure else { return Ok(()) };
        let about = About { id: measure.id.to_string(), title: Some(&measure.name), ..About::default() };
        let at = format!("{at}/measure");
        self.add_part(PublicResource::Measure, &at, about, |origin| PublicMeasure { measure: measure.clone(), origin })
    }

    fn actions(&mut self, actions: &[PublishedAction]) -> Result<(), ApiError> {
        for (index, one) in actions.iter().enumerate() {
            let (at, reference) = (format!("/actions/{index}"), one.reference.as_deref());
            let about = About {
                id: one.id.to_string(),
                title: one.text.as_deref(),
                reference,
                own_reference: one.own_reference.as_deref(),
                status: Some(one.status.to_string()),
                meeting: one.meeting.as_ref(),
                question: one.question.as_ref(),
                day: one.due_on,
                priorities: &one.priorities,
                ..About::default()
            };
            self.add_part(PublicResource::Action, &at, about, |origin| PublicAction { action: one.clone(), origin })?;
            self.files(&at, &one.attachments, &named("actions", one.id.as_str(), reference, one.text.as_deref()))?;
        }
        Ok(())
    }

    fn plan(&mut self, record: &PublishedPlanRecord) -> Result<(), ApiError> {
        let plan = &record.plan;
        let about = About { id: plan.id.to_string(), title: plan.title.as_deref(), day: plan.period_from, ..About::default() };
        let own = vec![("/plan".to_owned(), String::new())];
        let whole: Moves = own.iter().cloned().chain([("/priorities".to_owned(), "/priorities".to_owned())]).collect();
        let listed = PublicPlan { plan: plan.clone(), origin: self.origin(&own, false), priorities: None };
        let priorities = Some(record.priorities.clone());
        let alone = PublicPlan { plan: plan.clone(), origin: self.origin(&whole, true), priorities };
        self.add(PublicResource::Plan, about, (&listed, &alone))?;
        let link = named("plans", plan.id.as_str(), None, plan.title.as_deref());
        for (index, one) in record.priorities.iter().enumerate() {
            let about = About {
                id: one.id.to_string(),
                title: one.title.as_deref(),
                plan: Some(plan.id.to_string()),
                day: plan.period_from,
                ..About::default()
            };
            let shape = |origin| PublicPriority { priority: one.clone(), origin, plan: link.clone() };
            self.add_part(PublicResource::Priority, &format!("/priorities/{index}"), about, shape)?;
        }
        Ok(())
    }

    fn report(&mut self, record: &PublishedReportRecord) -> Result<(), ApiError> {
        let PublishedReportRecord { set, recommendations, progress, comments, response } = record;
        // A response whose words are withheld does not count for the reader.
        let is_there = response.as_ref().is_some_and(|response| response.text.is_some());
        let status = if is_there { PublicResponseStatus::Responded } else { PublicResponseStatus::Open };
        let about = About {
            id: set.id.to_string(),
            title: set.title.as_deref(),
            status: Some(status.to_string()),
            topic: set.topic.as_ref(),
            meeting: set.meeting.as_ref(),
            question: set.question.as_ref(),
            day: set.published_on,
            priorities: &set.priorities,
            ..About::default()
        };
        let own = vec![("/set".to_owned(), String::new())];
        let whole: Moves = own.iter().cloned().chain([(String::new(), String::new())]).collect();
        let listed = PublicRecommendationSet {
            set: set.clone(),
            origin: self.origin(&own, false),
            recommendations: None,
            progress: None,
            comments: None,
            response: None,
        };
        let alone = PublicRecommendationSet {
            set: set.clone(),
            origin: self.origin(&whole, true),
            recommendations: Some(recommendations.clone()),
            progress: Some(*progress),
            comments: Some(comments.clone()),
            response: response.clone(),
        };
        self.add(PublicResource::RecommendationSet, about, (&listed, &alone))?;
        self.files("/set", &set.attachments, &named("recommendations", set.id.as_str(), None, set.title.as_deref()))
    }
}

/// Returns a link to a record of this document.
fn named(collection: &str, id: &str, reference: Option<&str>, title: Option<&str>) -> PublishedLink {
    let url = Some(format!("/public/v1/{collection}/{id}"));
    PublishedLink { id: id.to_owned(), reference: reference.map(str::to_owned), title: title.map(str::to_owned), url }
}

/// Returns the redactions in the parts of a record, each with its pointer into the record on its own.
fn moved(withheld: &[Withheld], moves: &Moves) -> Vec<Withheld> {
    let mut out = Vec::new();
    for entry in withheld {
        for (from, to) in moves {
            let Some(inside) = entry.pointer.strip_prefix(from.as_str()) else { continue };
            if inside.is_empty() || inside.starts_with('/') {
                out.push(Withheld { pointer: format!("{to}{inside}"), ..entry.clone() });
                break;
            }
        }
    }
    out
}
