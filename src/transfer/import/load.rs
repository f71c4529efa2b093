//! Loads a checked file through the acts of the slices, inside the caller's one transaction: all or nothing.
//!
//! Refusals of an act become [`ApiError::Invalid`] with pointers into the file; `fault::located` finds the lines.

use std::collections::HashMap;
use std::fmt;

use chrono::{NaiveDate, NaiveDateTime};

use super::drafts::Links;
use super::format::{AgendaItem, Meeting, Plan, Question, RecordFile, Response};
use super::refused::{fault, in_file};
use super::words::{Mode, Stage};
use super::{found, steps};
use crate::foundation::actor::{Actor, Role, TokenScope};
use crate::foundation::clock::{Ids, london_day};
use crate::foundation::db::{AnyConnection, Beside, hold_area};
use crate::foundation::digest::sha256_hex;
use crate::foundation::error::ApiError;
use crate::http::call::Tx;
use crate::http::etag::Precondition;
use crate::record::actions::model::{ActionId, SourceKind};
use crate::record::evidence::measures::model::MeasureId;
use crate::record::findings::rating_scales::model::RatingScaleId;
use crate::record::meetings::matters::model::MatterId;
use crate::record::meetings::model::{AgendaItemId, MeetingId, MeetingStatus};
use crate::record::planning::areas::model::BodyId;
use crate::record::planning::plans::model::{PlanId, PlanStatus, PriorityId};
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::{QuestionGroupId, QuestionId};
use crate::record::recommendations::model::RecommendationId;
use crate::record::recommendations::recommendation_sets::model::RecommendationSetId;

/// Number of questions between two progress messages.
const TOLD: usize = 1000;

/// The result of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// The records that were added.
    Added(Counts),
    /// The same bytes were imported before: nothing was changed.
    Before { file_name: String, imported_at: NaiveDateTime },
}

/// Number of records that an import has added, without existing ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub meetings: usize,
    pub questions: usize,
    pub responses: usize,
    pub exchanges: usize,
    pub findings: usize,
    pub actions: usize,
}

impl fmt::Display for Imported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added(Counts { meetings, questions, responses, exchanges, findings, actions }) => {
                write!(f, "imported: meetings {meetings}, questions {questions}, responses {responses}, ")?;
                write!(f, "exchanges {exchanges}, findings {findings}, actions {actions}")
            }
            Self::Before { file_name, imported_at } => {
                let day = london_day(*imported_at);
                write!(f, "nothing to do: the same file was imported on {day} as {file_name}")
            }
        }
    }
}

/// Loads `file`, the checked form of `text`. Must run inside `Db::write`: an error must roll everything back.
pub fn load(
    conn: &mut AnyConnection,
    ids: &Ids,
    now: NaiveDateTime,
    file_name: &str,
    text: &str,
    file: &RecordFile,
) -> Result<Imported, ApiError> {
    load_and_tell(conn, ids, now, (file_name, text), file, |_| ())
}

/// Loads a file and calls `tell` with the progress every thousand questions.
pub fn load_and_tell(
    conn: &mut AnyConnection,
    ids: &Ids,
    now: NaiveDateTime,
    (file_name, text): (&str, &str),
    file: &RecordFile,
    tell: fn(&Counts),
) -> Result<Imported, ApiError> {
    let sha256 = sha256_hex(text.as_bytes());
    if let Some((file_name, imported_at)) = found::import(conn, &sha256)? {
        return Ok(Imported::Before { file_name, imported_at });
    }
    // A large file takes minutes, in which others may add records of their own.
    hold_area(conn, &file.area.slug, Beside::Additions)?;
    let mut loader = Loader::new(conn, ids, now, file_name, &file.area.slug);
    loader.tell = tell;
    loader.file(file)?;
    let counts = loader.counts;
    found::remember(conn, &sha256, &file.area.slug, file_name, now)?;
    Ok(Imported::Added(counts))
}

/// Returns the day of a meeting, or the last day of its month: the check has refused one without either.
fn day_of(meeting: &Meeting) -> Result<NaiveDate, ApiError> {
    meeting.ordered_by().ok_or_else(|| ApiError::Internal("a meeting of the file without a day or a month".into()))
}

/// An existing or added meeting of the file, which its parts are linked to.
pub(super) struct Place {
    /// Its JSON Pointer.
    pub(super) at: String,
    pub(super) meeting: MeetingId,
    /// Day of the meeting, or the last day of its month.
    pub(super) held_on: NaiveDate,
    pub(super) items: HashMap<String, AgendaItemId>,
}

/// The records of the file that exist so far, by key. The needs of each kind of record are in the `load_` files.
pub(super) struct Loader<'a> {
    pub(super) conn: &'a mut AnyConnection,
    ids: &'a Ids,
    now: NaiveDateTime,
    pub(super) today: NaiveDate,
    pub(super) area: &'a str,
    /// The operator, acting for the office and for the head of the body.
    office: Actor,
    head: Actor,
    force: Actor,
    priorities: HashMap<String, PriorityId>,
    topics: HashMap<String, TopicId>,
    pub(super) scales: HashMap<String, RatingScaleId>,
    pub(super) measures: HashMap<String, MeasureId>,
    pub(super) meetings: HashMap<String, MeetingId>,
    /// Groups of the current meeting.
    pub(super) groups: HashMap<String, QuestionGroupId>,
    questions: HashMap<String, QuestionId>,
    pub(super) actions: HashMap<String, ActionId>,
    pub(super) matters: HashMap<String, MatterId>,
    /// Decisions, findings and recommendations by kind and key.
    pub(super) keyed: HashMap<(SourceKind, String), String>,
    /// Loaded actions and reports by their pointers, for what became of them.
    pub(super) loaded_actions: HashMap<String, ActionId>,
    pub(super) loaded_sets: HashMap<String, (RecommendationSetId, Vec<RecommendationId>)>,
    pub(super) counts: Counts,
    tell: fn(&Counts),
}

impl<'a> Loader<'a> {
    fn new(conn: &'a mut AnyConnection, ids: &'a Ids, now: NaiveDateTime, file_name: &str, area: &'a str) -> Self {
        let actor = |role| Actor {
            user_id: None,
            role,
            area: area.to_owned(),
            scope: TokenScope::Write,
            capacity: None,
            name: format!("import of {file_name}"),
        };
        Self {
            conn,
            ids,
            now,
            today: london_day(now),
            area,
            office: actor(Role::Opcc),
            head: actor(Role::Pcc),
            force: actor(Role::Force),
            priorities: HashMap::new(),
            topics: HashMap::new(),
            scales: HashMap::new(),
            measures: HashMap::new(),
            meetings: HashMap::new(),
            groups: HashMap::new(),
            questions: HashMap::new(),
            actions: HashMap::new(),
            matters: HashMap::new(),
            keyed: HashMap::new(),
            loaded_actions: HashMap::new(),
            loaded_sets: HashMap::new(),
            counts: Counts::default(),
            tell: |_| (),
        }
    }

    /// Acts as the office: everything but the decisions of the head of the body.
    pub(super) fn office(&mut self) -> Tx<'_> {
        let Self { conn, office: actor, now, today, ids, .. } = self;
        Tx { conn, actor, now: *now, today: *today, ids, precondition: &Precondition::Any, request_id: "import" }
    }

    /// Acts as the head of the body, who adopts, puts and agrees.
    pub(super) fn head(&mut self) -> Tx<'_> {
        let Self { conn, head: actor, now, today, ids, .. } = self;
        Tx { conn, actor, now: *now, today: *today, ids, precondition: &Precondition::Any, request_id: "import" }
    }

    /// Acts as the force, for its own written responses, comments and claims.
    pub(super) fn force(&mut self) -> Tx<'_> {
        let Self { conn, force: actor, now, today, ids, .. } = self;
        Tx { conn, actor, now: *now, today: *today, ids, precondition: &Precondition::Any, request_id: "import" }
    }

    /// Runs an act on a past `day`. Acts that record a day (sharing, confirming) take it from the transaction. Only the day
    /// changes: the audit trail keeps the instant of the import.
    pub(super) fn on<T>(&mut self, day: NaiveDate, act: impl FnOnce(&mut Self) -> T) -> T {
        let today = std::mem::replace(&mut self.today, day);
        let done = act(self);
        self.today = today;
        done
    }

    fn file(&mut self, file: &RecordFile) -> Result<(), ApiError> {
        self.areas(file)?;
        let body = match found::body(self.conn, self.area, &file.body.name)? {
            Some(id) => id,
            None => in_file("/body", steps::body(&mut self.office(), &file.body))?,
        };
        if let Some(plan) = &file.plan {
            self.plan(&body, plan)?;
        }
        for (index, topic) in file.topics.iter().enumerate() {
            let id = match found::topic(self.conn, self.area, &topic.title)? {
                Some(id) => id,
                None => in_file(&format!("/topics/{index}"), steps::topic(&mut self.office(), topic))?,
            };
            self.topics.insert(topic.key.clone(), id);
        }
        self.measuring(&body, file)?;
        self.record(&body, file)
    }

    /// Loads the meetings first, then their questions, then records that may refer to a question of another meeting. Meetings
    /// are agreed at the end, when they are complete.
    fn record(&mut self, body: &BodyId, file: &RecordFile) -> Result<(), ApiError> {
        let mut places = Vec::with_capacity(file.meetings.len());
        for (index, meeting) in file.meetings.iter().enumerate() {
            places.push(self.meeting(format!("/meetings/{index}"), body, meeting)?);
        }
        for (meeting, place) in file.meetings.iter().zip(&places) {
            self.next_meeting(place, meeting)?;
            self.groups(place, meeting)?;
            for (index, question) in meeting.questions.iter().enumerate() {
                self.question(&format!("{}/questions/{index}", place.at), place, question)?;
            }
        }
        for (meeting, place) in file.meetings.iter().zip(&places) {
            self.spoken(place, meeting)?;
            self.evidence(place, meeting)?;
            self.meeting_elsewhere(place, meeting)?;
        }
        self.decisions(file)?;
        self.body_elsewhere(body, file)?;
        for (meeting, place) in file.meetings.iter().zip(&places) {
            self.actions(place, meeting)?;
        }
        self.superseded(file, &places)?;
        for (meeting, place) in file.meetings.iter().zip(&places) {
            self.reports(place, meeting)?;
        }
        self.matters(file)?;
        for (meeting, place) in file.meetings.iter().zip(&places) {
            if meeting.status == Stage::Agreed {
                in_file(&place.at, steps::agree(&mut self.head(), &place.meeting, meeting))?;
            }
        }
        Ok(())
    }

    fn areas(&mut self, file: &RecordFile) -> Result<(), ApiError> {
        match found::area_code(self.conn, self.area)? {
            Some(code) if code == file.area.code => Ok(()),
            Some(code) => {
                Err(fault("/area/code", format!("the area {} already exists with the code {code}: use that code", self.area)))
            }
            None => in_file("/area", steps::area(&mut self.office(), &file.area)),
        }
    }

    fn plan(&mut self, body: &BodyId, plan: &Plan) -> Result<(), ApiError> {
        if let Some((id, status)) = found::plan(self.conn, self.area, plan)? {
            return self.known_plan(&id, status, plan);
        }
        let id = in_file("/plan", steps::plan(&mut self.office(), body, plan))?;
        for (index, (priority, position)) in plan.priorities.iter().zip(1..).enumerate() {
            let at = format!("/plan/priorities/{index}");
            let priority_id = in_file(&at, steps::priority(&mut self.office(), &id, position, priority))?;
            self.priorities.insert(priority.key.clone(), priority_id);
        }
        in_file("/plan", steps::adopt(&mut self.head(), &id, plan))
    }

    /// An existing plan is not changed: its priorities are found by their titles.
    fn known_plan(&mut self, id: &PlanId, status: PlanStatus, plan: &Plan) -> Result<(), ApiError> {
        if status == PlanStatus::Draft {
            return Err(fault("/plan", "this plan already exists as a draft: adopt or delete it, then import again"));
        }
        for (index, priority) in plan.priorities.iter().enumerate() {
            let Some(found) = found::priority(self.conn, id, &priority.title)? else {
                let detail = "the plan already exists and has no priority with this title: use one of its titles";
                return Err(fault(&format!("/plan/priorities/{index}/title"), detail));
            };
            self.priorities.insert(priority.key.clone(), found);
        }
        Ok(())
    }

    fn meeting(&mut self, at: String, body: &BodyId, meeting: &Meeting) -> Result<Place, ApiError> {
        let id = self.meeting_itself(&at, body, meeting)?;
        let mut items = HashMap::new();
        self.agenda(&format!("{at}/agenda"), &id, None, &meeting.agenda, &mut items)?;
        if meeting.status != Stage::Scheduled {
            in_file(&at, steps::advance(&mut self.office(), &id, Stage::Held))?;
        }
        for (index, person) in meeting.attendance.iter().enumerate() {
            let at = format!("{at}/attendance/{index}");
            in_file(&at, steps::attendance(&mut self.office(), &id, person))?;
        }
        self.meetings.extend(meeting.key.clone().map(|key| (key, id.clone())));
        self.counts.meetings += 1;
        Ok(Place { at, meeting: id, held_on: day_of(meeting)?, items })
    }

    fn next_meeting(&mut self, place: &Place, meeting: &Meeting) -> Result<(), ApiError> {
        let next = meeting.next_meeting.as_ref().and_then(|key| self.meetings.get(key)).cloned();
        next.map_or(Ok(()), |next| in_file(&place.at, steps::name_next(&mut self.office(), &place.meeting, &next)))
    }

    fn meeting_itself(&mut self, at: &str, body: &BodyId, meeting: &Meeting) -> Result<MeetingId, ApiError> {
        match found::meeting(self.conn, self.area, meeting.kind, day_of(meeting)?, &meeting.title)? {
            None => in_file(at, steps::schedule(&mut self.office(), body, meeting)),
            Some((id, MeetingStatus::Scheduled)) => {
                let adds_papers = !meeting.agenda.is_empty() || !meeting.attendance.is_empty();
                if adds_papers && found::has_papers(self.conn, &id)? {
                    return Err(fault(
                        at,
                        "this scheduled meeting already has an agenda or an attendance list: remove them from the meeting or from the file",
                    ));
                }
                in_file(at, steps::reschedule(&mut self.office(), &id, meeting))?;
                Ok(id)
            }
            Some((_, MeetingStatus::Held | MeetingStatus::Agreed | MeetingStatus::Cancelled)) => {
                Err(fault(at, "a meeting of this kind, day and title is already recorded: remove it from the file"))
            }
        }
    }

    fn agenda(
        &mut self,
        at: &str,
        meeting: &MeetingId,
        parent: Option<&AgendaItemId>,
        agenda: &[AgendaItem],
        items: &mut HashMap<String, AgendaItemId>,
    ) -> Result<(), ApiError> {
        for (index, (item, position)) in agenda.iter().zip(1..).enumerate() {
            let at = format!("{at}/{index}");
            let id = in_file(&at, steps::agenda_item(&mut self.office(), meeting, parent, position, item))?;
            self.agenda(&format!("{at}/items"), meeting, Some(&id), &item.items, items)?;
            items.extend(item.key.clone().map(|key| (key, id)));
        }
        Ok(())
    }

    /// Records an oral answer for the office, and a written one for the force.
    fn response(&mut self, at: &str, place: &Place, id: &QuestionId, response: &Response) -> Result<(), ApiError> {
        match response.mode {
            Mode::Oral => in_file(at, steps::response(&mut self.office(), id, response)),
            Mode::Written => {
                let day = response.given_on.unwrap_or(place.held_on).min(self.today);
                self.on(day, |loader| in_file(at, steps::response(&mut loader.force(), id, response)))
            }
        }
    }

    fn question(&mut self, at: &str, place: &Place, question: &Question) -> Result<(), ApiError> {
        let (item, topic) = (question.agenda_item.as_ref(), question.topic.as_ref());
        let links = Links {
            group: question.group.as_ref().and_then(|key| self.groups.get(key)).cloned(),
            ..self.links(place, item, topic, None, &question.priorities)
        };
        let id = in_file(at, steps::draft(&mut self.office(), question, &links))?;
        if question.put_on.is_some() {
            in_file(at, steps::put(&mut self.head(), &id, question))?;
        }
        for (index, response) in question.responses.iter().enumerate() {
            let at = format!("{at}/responses/{index}");
            self.response(&at, place, &id, response)?;
            self.counts.responses += 1;
        }
        self.judgements(at, place, &id, question)?;
        self.questions.extend(question.key.clone().map(|key| (key, id)));
        self.counts.questions += 1;
        if self.counts.questions.is_multiple_of(TOLD) {
            (self.tell)(&self.counts);
        }
        Ok(())
    }

    fn actions(&mut self, place: &Place, meeting: &Meeting) -> Result<(), ApiError> {
        for (index, action) in meeting.actions.iter().enumerate() {
            let at = format!("{}/actions/{index}", place.at);
            let links = Links {
                continues: action.continues.as_ref().and_then(|key| self.actions.get(key)).cloned(),
                sources: self.sources(&action.sources),
                ..self.links(place, action.agenda_item.as_ref(), None, action.question.as_ref(), &action.priorities)
            };
            let held_on = place.held_on.min(self.today);
            let id = in_file(&at, steps::action(&mut self.office(), action, (&links, held_on)))?;
            self.stood_again(&at, &id, action)?;
            self.life(&at, &id, action)?;
            self.loaded_actions.insert(at, id.clone());
            self.actions.extend(action.key.clone().map(|key| (key, id)));
            self.counts.actions += 1;
        }
        Ok(())
    }

    /// Returns the links of a record of a meeting.
    pub(super) fn links(
        &self,
        place: &Place,
        item: Option<&String>,
        topic: Option<&String>,
        question: Option<&String>,
        priorities: &[String],
    ) -> Links {
        Links {
            meeting: Some(place.meeting.clone()),
            agenda_item: item.and_then(|key| place.items.get(key)).cloned(),
            topic: self.topic_id(topic),
            priorities: self.priority_ids(priorities),
            question: self.question_id(question),
            ..Links::default()
        }
    }

    pub(super) fn topic_id(&self, key: Option<&String>) -> Option<TopicId> {
        key.and_then(|key| self.topics.get(key)).cloned()
    }

    pub(super) fn question_id(&self, key: Option<&String>) -> Option<QuestionId> {
        key.and_then(|key| self.questions.get(key)).cloned()
    }

    /// Every key is known, because the file was checked.
    pub(super) fn priority_ids(&self, keys: &[String]) -> Vec<PriorityId> {
        keys.iter().filter_map(|key| self.priorities.get(key)).cloned().collect()
    }
}
