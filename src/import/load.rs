//! Loads a checked file through the acts of the slices, inside the caller's one transaction: all of it or nothing.
//!
//! What the act refuses comes back as [`ApiError::Invalid`] with pointers into the file; `fault::located` finds the lines.

use std::collections::HashMap;
use std::fmt;

use chrono::{NaiveDate, NaiveDateTime};

use super::format::{AgendaItem, Meeting, Plan, Question, RecordFile};
use super::found;
use super::steps::{self, Links};
use super::words::Stage;
use crate::actor::{Actor, Role, TokenScope};
use crate::areas::model::BodyId;
use crate::clock::{Ids, london_day};
use crate::db::AnyConnection;
use crate::digest::sha256_hex;
use crate::error::{ApiError, FieldError};
use crate::http::call::Tx;
use crate::http::etag::Precondition;
use crate::meetings::model::{AgendaItemId, MeetingId, MeetingStatus};
use crate::plans::model::{PlanId, PlanStatus, PriorityId};
use crate::questions::model::QuestionId;
use crate::topics::model::TopicId;

/// What an import has done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// The records that were added.
    Added(Counts),
    /// The same bytes were imported before: nothing was done.
    Before { file_name: String, imported_at: NaiveDateTime },
}

/// How many records an import has added; what was there already does not count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub meetings: usize,
    pub questions: usize,
    pub responses: usize,
    pub actions: usize,
}

impl fmt::Display for Imported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added(Counts { meetings, questions, responses, actions }) => {
                write!(f, "imported: meetings {meetings}, questions {questions}, responses {responses}, actions {actions}")
            }
            Self::Before { file_name, imported_at } => {
                let day = london_day(*imported_at);
                write!(f, "nothing to do: the same file was imported on {day} as {file_name}")
            }
        }
    }
}

/// Loads `file`, which `text` was checked to be. Run it inside `Db::write`: an error must roll everything back.
pub fn load(
    conn: &mut AnyConnection,
    ids: &Ids,
    now: NaiveDateTime,
    file_name: &str,
    text: &str,
    file: &RecordFile,
) -> Result<Imported, ApiError> {
    let sha256 = sha256_hex(text.as_bytes());
    if let Some((file_name, imported_at)) = found::import(conn, &sha256)? {
        return Ok(Imported::Before { file_name, imported_at });
    }
    let mut loader = Loader::new(conn, ids, now, file_name, &file.area.slug);
    loader.file(file)?;
    let counts = loader.counts;
    found::remember(conn, &sha256, &file.area.slug, file_name, now)?;
    Ok(Imported::Added(counts))
}

struct Loader<'a> {
    conn: &'a mut AnyConnection,
    ids: &'a Ids,
    now: NaiveDateTime,
    today: NaiveDate,
    area: &'a str,
    /// The operator, acting for the office and for the head of the body.
    office: Actor,
    head: Actor,
    priorities: HashMap<String, PriorityId>,
    topics: HashMap<String, TopicId>,
    questions: HashMap<String, QuestionId>,
    counts: Counts,
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
            priorities: HashMap::new(),
            topics: HashMap::new(),
            questions: HashMap::new(),
            counts: Counts::default(),
        }
    }

    /// What the office does: everything but the decisions of the head of the body.
    fn office(&mut self) -> Tx<'_> {
        let Self { conn, office: actor, now, today, ids, .. } = self;
        Tx { conn, actor, now: *now, today: *today, ids, precondition: &Precondition::Any, request_id: "import" }
    }

    /// What only the head of the body does: adopt, put, agree.
    fn head(&mut self) -> Tx<'_> {
        let Self { conn, head: actor, now, today, ids, .. } = self;
        Tx { conn, actor, now: *now, today: *today, ids, precondition: &Precondition::Any, request_id: "import" }
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
        let mut ids = Vec::with_capacity(file.meetings.len());
        for (index, meeting) in file.meetings.iter().enumerate() {
            ids.push(self.meeting(&format!("/meetings/{index}"), &body, meeting)?);
        }
        // After all questions: an action may come from a question of another meeting of the file.
        for (index, (meeting, id)) in file.meetings.iter().zip(&ids).enumerate() {
            self.actions(&format!("/meetings/{index}"), meeting, id)?;
        }
        Ok(())
    }

    fn areas(&mut self, file: &RecordFile) -> Result<(), ApiError> {
        match found::area_code(self.conn, self.area)? {
            Some(code) if code == file.area.code => Ok(()),
            Some(code) => Err(fault("/area/code", format!("the area {} is there with the code {code}", self.area))),
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

    /// A plan that is there is not changed: its priorities are found by their titles.
    fn known_plan(&mut self, id: &PlanId, status: PlanStatus, plan: &Plan) -> Result<(), ApiError> {
        if status == PlanStatus::Draft {
            return Err(fault("/plan", "this plan is there as a draft: adopt or delete it, then import again"));
        }
        for (index, priority) in plan.priorities.iter().enumerate() {
            let Some(found) = found::priority(self.conn, id, &priority.title)? else {
                let detail = "the plan is there and has no priority with this title";
                return Err(fault(&format!("/plan/priorities/{index}/title"), detail));
            };
            self.priorities.insert(priority.key.clone(), found);
        }
        Ok(())
    }

    fn meeting(&mut self, at: &str, body: &BodyId, meeting: &Meeting) -> Result<MeetingId, ApiError> {
        let id = match found::meeting(self.conn, self.area, meeting.kind, meeting.held_on, &meeting.title)? {
            None => in_file(at, steps::schedule(&mut self.office(), body, meeting))?,
            Some((id, MeetingStatus::Scheduled)) => {
                let adds_papers = !meeting.agenda.is_empty() || !meeting.attendance.is_empty();
                if adds_papers && found::has_papers(self.conn, &id)? {
                    return Err(fault(
                        at,
                        "this scheduled meeting has an agenda or an attendance list already: they would double",
                    ));
                }
                in_file(at, steps::reschedule(&mut self.office(), &id, meeting))?;
                id
            }
            Some((_, MeetingStatus::Held | MeetingStatus::Agreed | MeetingStatus::Cancelled)) => {
                return Err(fault(at, "a meeting of this kind, day and title is recorded already"));
            }
        };
        let mut items = HashMap::new();
        self.agenda(&format!("{at}/agenda"), &id, None, &meeting.agenda, &mut items)?;
        if meeting.status != Stage::Scheduled {
            in_file(at, steps::advance(&mut self.office(), &id, Stage::Held))?;
        }
        for (index, person) in meeting.attendance.iter().enumerate() {
            let at = format!("{at}/attendance/{index}");
            in_file(&at, steps::attendance(&mut self.office(), &id, person))?;
        }
        for (index, question) in meeting.questions.iter().enumerate() {
            self.question(&format!("{at}/questions/{index}"), &id, question, &items)?;
        }
        if meeting.status == Stage::Agreed {
            in_file(at, steps::advance(&mut self.head(), &id, Stage::Agreed))?;
        }
        self.counts.meetings += 1;
        Ok(id)
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

    fn question(
        &mut self,
        at: &str,
        meeting: &MeetingId,
        question: &Question,
        items: &HashMap<String, AgendaItemId>,
    ) -> Result<(), ApiError> {
        let links = Links {
            meeting: Some(meeting.clone()),
            agenda_item: question.agenda_item.as_ref().and_then(|key| items.get(key)).cloned(),
            topic: question.topic.as_ref().and_then(|key| self.topics.get(key)).cloned(),
            priorities: self.priority_ids(&question.priorities),
            question: None,
        };
        let id = in_file(at, steps::draft(&mut self.office(), question, &links))?;
        if question.put_on.is_some() {
            in_file(at, steps::put(&mut self.head(), &id, question))?;
        }
        for (index, response) in question.responses.iter().enumerate() {
            let at = format!("{at}/responses/{index}");
            in_file(&at, steps::response(&mut self.office(), &id, response))?;
            self.counts.responses += 1;
        }
        self.questions.extend(question.key.clone().map(|key| (key, id)));
        self.counts.questions += 1;
        Ok(())
    }

    fn actions(&mut self, at: &str, meeting: &Meeting, id: &MeetingId) -> Result<(), ApiError> {
        for (index, action) in meeting.actions.iter().enumerate() {
            let links = Links {
                meeting: Some(id.clone()),
                priorities: self.priority_ids(&action.priorities),
                question: action.question.as_ref().and_then(|key| self.questions.get(key)).cloned(),
                ..Links::default()
            };
            in_file(&format!("{at}/actions/{index}"), steps::action(&mut self.office(), action, &links))?;
            self.counts.actions += 1;
        }
        Ok(())
    }

    /// Every key is known: the file was checked.
    fn priority_ids(&self, keys: &[String]) -> Vec<PriorityId> {
        keys.iter().filter_map(|key| self.priorities.get(key)).cloned().collect()
    }
}

fn fault(at: &str, detail: impl Into<String>) -> ApiError {
    ApiError::Invalid(vec![FieldError::new(at, detail)])
}

/// What an act refuses, as faults of the record at `at`. A failure that is not the file's stays what it is.
fn in_file<T>(at: &str, result: Result<T, ApiError>) -> Result<T, ApiError> {
    result.map_err(|error| match error {
        ApiError::Invalid(faults) => ApiError::Invalid(
            faults.iter().map(|fault| FieldError::new(format!("{at}{}", member(&fault.pointer)), &fault.detail)).collect(),
        ),
        ApiError::Forbidden(detail) | ApiError::Conflict(detail) | ApiError::WrongState { detail, .. } => fault(at, detail),
        ApiError::NotFound => fault(at, "belongs to a record that is not there"),
        other => other,
    })
}

/// The member of the file that became a member of an act's input: ids are keys in the file.
fn member(pointer: &str) -> String {
    let (first, rest) = pointer.strip_prefix('/').and_then(|path| path.split_once('/')).unwrap_or(("", ""));
    let (first, rest) =
        if first.is_empty() { (pointer.trim_start_matches('/'), String::new()) } else { (first, format!("/{rest}")) };
    let name = match first {
        "" => return String::new(),
        "priority_ids" => "priorities",
        "topic_id" => "topic",
        "agenda_item_id" => "agenda_item",
        "question_id" => "question",
        // The record stands inside its meeting, its body and its plan.
        "meeting_id" | "body_id" | "plan_id" | "parent_id" => return String::new(),
        other => other,
    };
    format!("/{name}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acts_pointers_become_the_files() {
        for (pointer, want) in [
            ("", ""),
            ("/text", "/text"),
            ("/priority_ids/2", "/priorities/2"),
            ("/priority_ids", "/priorities"),
            ("/agenda_item_id", "/agenda_item"),
            ("/meeting_id", ""),
            ("/speakers/0/name", "/speakers/0/name"),
        ] {
            assert_eq!(member(pointer), want, "{pointer}");
        }
    }

    #[test]
    fn refusals_are_faults_of_the_file_and_failures_are_not() {
        let refusals = [
            ApiError::Invalid(vec![FieldError::new("/topic_id", "no such topic")]),
            ApiError::Conflict("is there".into()),
            ApiError::WrongState { detail: "not now".into(), status: "draft", allowed_acts: vec![] },
            ApiError::NotFound,
        ];
        let found: Vec<String> = refusals
            .into_iter()
            .map(|refusal| match in_file::<()>("/meetings/0/questions/3", Err(refusal)) {
                Err(ApiError::Invalid(faults)) => format!("{} {}", faults[0].pointer, faults[0].detail),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            found,
            [
                "/meetings/0/questions/3/topic no such topic",
                "/meetings/0/questions/3 is there",
                "/meetings/0/questions/3 not now",
                "/meetings/0/questions/3 belongs to a record that is not there",
            ]
        );
        assert!(matches!(in_file::<()>("/body", Err(ApiError::DatabaseAway)), Err(ApiError::DatabaseAway)));
    }
}
