//! The record file of a meeting. No I/O.

#![expect(clippy::indexing_slicing, reason = "a member that a JSON value does not have reads as null")]

use serde_json::{Value, json};

use super::gather::Gathered;
use super::keys::Keys;
use super::schema::ADDRESS;
use super::shape::{Pen, Record, list, set};
use crate::foundation::error::ApiError;
use crate::record::questions::judgements::model::Verdict;
use crate::transfer::import::format::{
    AgendaItem, Area, Attendance, Body, FORMAT, Meeting, Plan, Priority, Question, RecordFile, Response, Topic,
};
use crate::transfer::import::format_evidence::{DataPoint, Measure, RatingScale};
use crate::transfer::import::format_spoken::{Exchange, FollowUp, Judgement, Matter, Paper, Part, QuestionGroup};

/// A file, and what of the meeting it cannot say.
#[derive(Debug)]
pub struct Written {
    pub file: Value,
    /// Sentences for people: "2 exchanges are drafts".
    pub left_out: Vec<String>,
}

impl Written {
    /// Returns the day of its meeting, or the month.
    pub fn day(&self) -> &str {
        day_of(&self.file["meetings"][0])
    }
}

/// Writes the record file of a meeting. A cancelled meeting has none.
pub fn file(gathered: &Gathered) -> Result<Written, ApiError> {
    if gathered.meeting["status"] == "cancelled" {
        return Err(ApiError::Conflict("a cancelled meeting has no record file: read the meeting itself".into()));
    }
    let keys = keys(gathered);
    let mut writer = Writer { pen: Pen { keys: &keys }, gathered, left_out: Vec::new() };
    let mut file = Record::new();
    file.insert("$schema".into(), ADDRESS.into());
    file.insert("format".into(), FORMAT.into());
    file.insert("area".into(), writer.pen.record::<Area>(&gathered.area).into());
    file.insert("body".into(), writer.pen.record::<Body>(&gathered.body).into());
    set(&mut file, "plan", writer.plan());
    set(&mut file, "topics", writer.keyed::<Topic>(&gathered.topics));
    set(&mut file, "rating_scales", writer.keyed::<RatingScale>(&gathered.scales));
    set(&mut file, "measures", writer.keyed::<Measure>(&gathered.measures));
    file.insert("meetings".into(), json!([writer.meeting()]));
    let matters: Vec<Value> = gathered.matters.iter().map(|matter| writer.matter(matter)).collect();
    set(&mut file, "matters", matters);
    let left_out = writer.left_out;
    let file = Value::Object(file);
    // What an import would refuse must not leave.
    serde_json::from_value::<RecordFile>(file.clone())
        .map_err(|error| ApiError::Internal(format!("the record file: {error}")))?;
    Ok(Written { file, left_out })
}

fn keys(gathered: &Gathered) -> Keys {
    let mut keys = Keys::default();
    let name = format!("{} {}", day_of(&gathered.meeting), gathered.meeting["title"].as_str().unwrap_or_default());
    keys.give("meeting", &[json!({"id": gathered.meeting["id"], "name": name})], "name");
    keys.give("priority", list(&gathered.plan["priorities"]), "title");
    keys.give("topic", &gathered.topics, "title");
    keys.give("scale", &gathered.scales, "name");
    keys.give("measure", &gathered.measures, "name");
    keys.give("question", &gathered.questions, "reference");
    keys.give("action", &gathered.actions, "reference");
    keys.give("matter", &gathered.matters, "title");
    keys.give("decision", &gathered.decisions, "reference");
    keys.give("finding", &gathered.findings, "reference");
    keys.number("recommendation", gathered.sets.iter().flat_map(|set| list(&set["recommendations"])));
    keys.number("item", items(&gathered.meeting).iter());
    keys.number("group", gathered.groups.iter());
    keys
}

/// The day of a meeting, or its month.
fn day_of(meeting: &Value) -> &str {
    meeting["held_on"].as_str().or(meeting["held_in"].as_str()).unwrap_or("undated")
}

/// The agenda items, in no order that matters.
fn items(meeting: &Value) -> &[Value] {
    list(&meeting["agenda_items"])
}

/// Writes the parts of a file.
pub(super) struct Writer<'a> {
    pub(super) pen: Pen<'a>,
    pub(super) gathered: &'a Gathered,
    pub(super) left_out: Vec<String>,
}

impl Writer<'_> {
    fn keyed<T: utoipa::ToSchema>(&self, views: &[Value]) -> Vec<Value> {
        views.iter().map(|view| self.pen.keyed(self.pen.record::<T>(view), view).into()).collect()
    }

    fn plan(&self) -> Value {
        let plan = &self.gathered.plan;
        if plan.is_null() {
            return Value::Null;
        }
        let mut record = self.pen.record::<Plan>(plan);
        let priorities = list(&plan["priorities"]);
        record.insert("priorities".into(), self.keyed::<Priority>(priorities).into());
        record.into()
    }

    fn meeting(&mut self) -> Value {
        let (gathered, meeting) = (self.gathered, &self.gathered.meeting);
        let mut record = self.pen.keyed(self.pen.record::<Meeting>(meeting), meeting);
        let attendance = list(&meeting["attendance"]);
        set(&mut record, "attendance", attendance.iter().map(|one| self.pen.record::<Attendance>(one)).collect::<Vec<_>>());
        set(&mut record, "agenda", self.agenda(&Value::Null));
        set(&mut record, "papers", self.plain::<Paper>(&gathered.papers));
        set(&mut record, "question_groups", self.keyed::<QuestionGroup>(&gathered.groups));
        let of_a_draft = |status: &Value| status == "draft";
        let questions = self.kept(&gathered.questions, "questions", |status| status == "withdrawn");
        set(&mut record, "questions", questions.into_iter().map(|question| self.question(question)).collect::<Vec<_>>());
        let mut exchanges = self.kept(&gathered.exchanges, "exchanges", of_a_draft);
        exchanges.sort_by_key(|exchange| exchange["position"].as_i64());
        set(&mut record, "exchanges", exchanges.into_iter().map(|one| self.exchange(one)).collect::<Vec<_>>());
        set(&mut record, "findings", gathered.findings.iter().map(|finding| self.finding(finding)).collect::<Vec<_>>());
        set(&mut record, "decisions", gathered.decisions.iter().map(|decision| self.decision(decision)).collect::<Vec<_>>());
        set(&mut record, "published_elsewhere", self.elsewhere(&meeting["id"]));
        let figures = self.kept(&gathered.figures, "figures", |status| status != "submitted");
        set(&mut record, "data_points", figures.into_iter().map(|one| self.pen.record::<DataPoint>(one)).collect::<Vec<_>>());
        let sets = self.kept(&gathered.sets, "sets of recommendations", of_a_draft);
        set(&mut record, "recommendation_sets", sets.into_iter().map(|one| self.report(one)).collect::<Vec<_>>());
        set(&mut record, "follow_ups", self.plain::<FollowUp>(&gathered.follow_ups));
        let actions = self.actions();
        set(&mut record, "actions", actions);
        record.into()
    }

    /// An action that was replaced needs the one that replaced it.
    fn actions(&mut self) -> Vec<Record> {
        let gathered = self.gathered;
        let kept = self.kept(&gathered.actions, "actions", |_| false);
        let is_here = |id: &Value| kept.iter().any(|one| one["id"] == *id);
        let is_out = |one: &Value| one["status"] == "superseded" && !is_here(&one["superseded_by"]);
        let (out, kept): (Vec<&Value>, Vec<&Value>) = kept.iter().copied().partition(|one| is_out(one));
        for one in out {
            let name = one["reference"].as_str().unwrap_or_default();
            self.left_out.push(format!("action {name}: an action of another meeting replaced it"));
        }
        kept.into_iter().map(|one| self.action(one)).collect()
    }

    pub(super) fn plain<T: utoipa::ToSchema>(&self, views: &[Value]) -> Vec<Record> {
        views.iter().map(|view| self.pen.record::<T>(view)).collect()
    }

    /// Leaves out what is void, and what has a status that a file cannot say.
    fn kept<'v>(&mut self, views: &'v [Value], what: &str, is_out: impl Fn(&Value) -> bool) -> Vec<&'v Value> {
        let (out, kept): (Vec<&Value>, Vec<&Value>) =
            views.iter().partition(|view| is_out(&view["status"]) || !view["voided_on"].is_null());
        if !out.is_empty() {
            self.left_out.push(format!("{what}: {} that are drafts, void, withdrawn or returned", out.len()));
        }
        kept
    }

    fn agenda(&self, parent: &Value) -> Vec<Value> {
        let mut here: Vec<&Value> = items(&self.gathered.meeting).iter().filter(|item| item["parent_id"] == *parent).collect();
        here.sort_by_key(|item| item["position"].as_i64());
        let item = |view: &Value| {
            let mut record = self.pen.keyed(self.pen.record::<AgendaItem>(view), view);
            set(&mut record, "items", self.agenda(&view["id"]));
            Value::Object(record)
        };
        here.into_iter().map(item).collect()
    }

    fn question(&mut self, view: &Value) -> Record {
        let mut record = self.pen.keyed(self.pen.record::<Question>(view), view);
        let responses = self.kept(list(&view["responses"]), "responses", |status| status == "returned");
        set(&mut record, "responses", responses.into_iter().map(|response| self.response(response)).collect::<Vec<_>>());
        let parts = list(&view["parts"]);
        let part = |part: &Value| {
            let mut record = self.pen.record::<Part>(part);
            set(&mut record, "judgement", self.judgement(view, &part["id"]));
            record
        };
        set(&mut record, "parts", parts.iter().map(part).collect::<Vec<_>>());
        set(&mut record, "judgement", self.judgement(view, &Value::Null));
        if view["outcome"] == "carried_forward" {
            let name = view["reference"].as_str().unwrap_or_default();
            self.left_out.push(format!("question {name}: that it was carried forward"));
        }
        record
    }

    fn response(&self, view: &Value) -> Record {
        let mut record = self.pen.record::<Response>(view);
        if view["status"] == "draft" {
            record.insert("submitted".into(), false.into());
        }
        record
    }

    /// The judgement of a question or a part that stands. That it was carried forward or withdrawn is no judgement of an answer.
    fn judgement(&self, question: &Value, part: &Value) -> Value {
        let judgements = list(&question["judgements"]);
        let is_verdict = |one: &Value| Verdict::ALL.iter().any(|verdict| one["outcome"] == verdict.as_str());
        let stands = |one: &&Value| one["part_id"] == *part && one["taken_back_on"].is_null() && is_verdict(one);
        judgements.iter().rfind(stands).map_or(Value::Null, |one| self.pen.record::<Judgement>(one).into())
    }

    fn exchange(&self, view: &Value) -> Record {
        self.pen.record::<Exchange>(view)
    }

    /// A matter names the other meeting in words: it is not in the file.
    fn matter(&self, view: &Value) -> Value {
        let mut record = self.pen.keyed(self.pen.record::<Matter>(view), view);
        set(&mut record, "continues", self.pen.linked(&view["continues"]));
        if !record.contains_key("from_meeting")
            && let Some(from) = view["from_meeting_id"].as_str().and_then(|id| self.gathered.other_meetings.get(id))
        {
            set(&mut record, "from_text", format!("{}, {}", from["title"].as_str().unwrap_or_default(), day_of(from)));
        }
        record.into()
    }
}
