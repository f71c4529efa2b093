//! The record file of a meeting. No I/O.

#![expect(clippy::indexing_slicing, reason = "a member that a JSON value does not have reads as null")]

use serde_json::{Value, json};

use super::gather::Gathered;
use super::keys::Keys;
use super::schema::ADDRESS;
use super::shape::{Pen, Record, set};
use crate::foundation::error::ApiError;
use crate::transfer::import::format::{
    Action, AgendaItem, Area, Attendance, Body, FORMAT, Meeting, Plan, Priority, Question, RecordFile, Response, Topic,
};
use crate::transfer::import::format_evidence::{
    DataPoint, Finding, Measure, ProgressClaim, RatingScale, Recommendation, RecommendationSet,
};
use crate::transfer::import::format_spoken::{Decision, Exchange, FollowUp, Judgement, Matter, Paper, Part, QuestionGroup};

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
    keys.give("priority", gathered.plan["priorities"].as_array().map_or(&[][..], Vec::as_slice), "title");
    keys.give("topic", &gathered.topics, "title");
    keys.give("scale", &gathered.scales, "name");
    keys.give("measure", &gathered.measures, "name");
    keys.give("question", &gathered.questions, "reference");
    keys.give("action", &gathered.actions, "reference");
    keys.give("matter", &gathered.matters, "title");
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
    meeting["agenda_items"].as_array().map_or(&[], Vec::as_slice)
}

struct Writer<'a> {
    pen: Pen<'a>,
    gathered: &'a Gathered,
    left_out: Vec<String>,
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
        let priorities = plan["priorities"].as_array().map_or(&[][..], Vec::as_slice);
        record.insert("priorities".into(), self.keyed::<Priority>(priorities).into());
        record.into()
    }

    fn meeting(&mut self) -> Value {
        let (gathered, meeting) = (self.gathered, &self.gathered.meeting);
        let mut record = self.pen.keyed(self.pen.record::<Meeting>(meeting), meeting);
        let attendance = meeting["attendance"].as_array().map_or(&[][..], Vec::as_slice);
        set(&mut record, "attendance", attendance.iter().map(|one| self.pen.record::<Attendance>(one)).collect::<Vec<_>>());
        set(&mut record, "agenda", self.agenda(&Value::Null));
        set(&mut record, "papers", self.plain::<Paper>(&gathered.papers));
        set(&mut record, "question_groups", self.keyed::<QuestionGroup>(&gathered.groups));
        let of_a_draft = |status: &Value| status == "draft";
        set(&mut record, "questions", gathered.questions.iter().map(|question| self.question(question)).collect::<Vec<_>>());
        let mut exchanges = self.kept(&gathered.exchanges, "exchanges", of_a_draft);
        exchanges.sort_by_key(|exchange| exchange["position"].as_i64());
        set(&mut record, "exchanges", exchanges.into_iter().map(|one| self.exchange(one)).collect::<Vec<_>>());
        set(&mut record, "findings", gathered.findings.iter().map(|finding| self.finding(finding)).collect::<Vec<_>>());
        set(&mut record, "decisions", self.plain::<Decision>(&gathered.decisions));
        let figures = self.kept(&gathered.figures, "figures", |status| status != "submitted");
        set(&mut record, "data_points", figures.into_iter().map(|one| self.pen.record::<DataPoint>(one)).collect::<Vec<_>>());
        let sets = self.kept(&gathered.sets, "sets of recommendations", of_a_draft);
        set(&mut record, "recommendation_sets", sets.into_iter().map(|one| self.set(one)).collect::<Vec<_>>());
        set(&mut record, "follow_ups", self.plain::<FollowUp>(&gathered.follow_ups));
        let actions = self.kept(&gathered.actions, "actions", |_| false);
        set(&mut record, "actions", actions.into_iter().map(|one| self.action(one)).collect::<Vec<_>>());
        record.into()
    }

    fn plain<T: utoipa::ToSchema>(&self, views: &[Value]) -> Vec<Record> {
        views.iter().map(|view| self.pen.record::<T>(view)).collect()
    }

    /// Leaves out what is void, and what has a status that a file cannot say.
    fn kept<'v>(&mut self, views: &'v [Value], what: &str, is_out: impl Fn(&Value) -> bool) -> Vec<&'v Value> {
        let (out, kept): (Vec<&Value>, Vec<&Value>) =
            views.iter().partition(|view| is_out(&view["status"]) || !view["voided_on"].is_null());
        if !out.is_empty() {
            self.left_out.push(format!("{what}: {} that are drafts, void or superseded", out.len()));
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

    fn question(&self, view: &Value) -> Record {
        let mut record = self.pen.keyed(self.pen.record::<Question>(view), view);
        let responses = view["responses"].as_array().map_or(&[][..], Vec::as_slice);
        set(&mut record, "responses", responses.iter().map(|response| self.response(response)).collect::<Vec<_>>());
        let parts = view["parts"].as_array().map_or(&[][..], Vec::as_slice);
        let part = |part: &Value| {
            let mut record = self.pen.record::<Part>(part);
            set(&mut record, "judgement", self.judgement(view, &part["id"]));
            record
        };
        set(&mut record, "parts", parts.iter().map(part).collect::<Vec<_>>());
        set(&mut record, "judgement", self.judgement(view, &Value::Null));
        record
    }

    fn response(&self, view: &Value) -> Record {
        let mut record = self.pen.record::<Response>(view);
        if view["status"] == "draft" {
            record.insert("submitted".into(), false.into());
        }
        record
    }

    /// The judgement of a question or a part that stands.
    fn judgement(&self, question: &Value, part: &Value) -> Value {
        let judgements = question["judgements"].as_array().map_or(&[][..], Vec::as_slice);
        let stands = |one: &&Value| one["part_id"] == *part && one["taken_back_on"].is_null();
        judgements.iter().rfind(stands).map_or(Value::Null, |one| self.pen.record::<Judgement>(one).into())
    }

    fn exchange(&self, view: &Value) -> Record {
        self.pen.record::<Exchange>(view)
    }

    fn finding(&self, view: &Value) -> Record {
        let mut record = self.pen.record::<Finding>(view);
        let rated = |grade: &Value| match self.pen.linked(&grade["scale_id"]) {
            Value::Null => Value::Null,
            scale => json!({"scale": scale, "label": grade["label"]}),
        };
        let ratings = view["ratings"].as_array().map_or(&[][..], Vec::as_slice);
        let rating = |view: &Value| {
            let mut record = Record::new();
            set(&mut record, "performance", rated(&view["performance"]));
            set(&mut record, "plan", rated(&view["plan"]));
            set(&mut record, "reason", view["reason"].clone());
            record
        };
        set(&mut record, "ratings", ratings.iter().map(rating).collect::<Vec<_>>());
        record
    }

    fn set(&self, view: &Value) -> Record {
        let mut record = self.pen.record::<RecommendationSet>(view);
        let listed = view["recommendations"].as_array().map_or(&[][..], Vec::as_slice);
        set(&mut record, "recommendations", self.plain::<Recommendation>(listed));
        let claims = view["claims"].as_array().map_or(&[][..], Vec::as_slice);
        set(&mut record, "claims", self.plain::<ProgressClaim>(claims));
        record
    }

    fn action(&self, view: &Value) -> Record {
        let mut record = self.pen.keyed(self.pen.record::<Action>(view), view);
        let earlier =
            view["continues"].as_array().and_then(|ids| ids.iter().map(|id| self.pen.linked(id)).find(|key| !key.is_null()));
        set(&mut record, "continues", earlier);
        // One condition and one owner are said in one member each, several in a list.
        if record.contains_key("conditions") {
            record.remove("condition");
        }
        record
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
