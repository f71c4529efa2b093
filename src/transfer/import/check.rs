//! Converts the text of a file to a record that can be loaded, or returns all its faults. No I/O.
//!
//! Each function checks one kind of record of `format` at `at`, its JSON Pointer in the file.

use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};

use super::drafts::Links;
use super::format::{Action, AgendaItem, Area, Attendance, Body, FORMAT, Meeting, Plan, Question, RecordFile, Response, Topic};
use super::format_spoken::Exchange;
use super::keys::Keys;
use super::refused::at_member;
use super::texts::Texts;
use super::words::{Attended, Mode, Stage};
use super::{drafts, drafts_spoken};
use crate::foundation::clock::Ids;
use crate::foundation::dates::YEARS;
use crate::foundation::json_file::fault::{Fault, located};
use crate::foundation::json_file::read;
use crate::foundation::validate::{Check, Faults, ITEMS};
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::planning::areas::model::BodyId;
use crate::record::planning::plans::model::{PlanId, PriorityId};
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;

/// Reads a file: the record with every text in its final form, or its faults in the order of the file.
///
/// Text that is not JSON, or has another shape, has one fault; otherwise all faults are found together. `today` is the date in
/// London.
pub fn check(text: &str, today: NaiveDate) -> Result<RecordFile, Vec<Fault>> {
    let mut file: RecordFile = read::read(text)?;
    let mut checker = Checker::new(&file, today);
    checker.file(&mut file);
    let faults = checker.texts.finish();
    if faults.is_empty() { Ok(file) } else { Err(located(text, &faults)) }
}

/// The state of the check. The checks of each kind of record are in the `check_` files.
pub(super) struct Checker {
    pub(super) texts: Texts,
    today: NaiveDate,
    plan_adopted_on: Option<NaiveDate>,
    pub(super) priorities: Keys,
    pub(super) topics: Keys,
    pub(super) scales: Keys,
    pub(super) measures: Keys,
    pub(super) meetings: Keys,
    /// Keys of the current meeting, like the groups.
    pub(super) items: Keys,
    pub(super) groups: Keys,
    pub(super) questions: Keys,
    pub(super) actions: Keys,
    pub(super) matters: Keys,
    pub(super) decisions: Keys,
    pub(super) findings: Keys,
    pub(super) recommendations: Keys,
    /// Keys of the actions that another one names as replaced.
    pub(super) superseded: BTreeSet<String>,
    /// The days on which questions with a key were put.
    put: HashMap<String, NaiveDate>,
}

impl Checker {
    fn new(file: &RecordFile, today: NaiveDate) -> Self {
        Self {
            texts: Texts::new(file.text_format),
            today,
            plan_adopted_on: file.plan.as_ref().map(|plan| plan.adopted_on),
            priorities: Keys::of("priority"),
            topics: Keys::of("topic"),
            items: Keys::of("item on this meeting's agenda"),
            groups: Keys::of("question group of this meeting"),
            questions: Keys::of("question"),
            scales: Keys::of("rating scale"),
            measures: Keys::of("measure"),
            meetings: Keys::of("meeting"),
            actions: Keys::of("action"),
            matters: Keys::of("matter before this one"),
            decisions: Keys::of("decision"),
            findings: Keys::of("finding"),
            recommendations: Keys::of("recommendation"),
            superseded: BTreeSet::new(),
            put: HashMap::new(),
        }
    }

    fn file(&mut self, file: &mut RecordFile) {
        if file.format != FORMAT {
            self.fault("/format", format!("must be {FORMAT:?}, the only version"));
        }
        self.area(&mut file.area);
        self.body(&mut file.body);
        if let Some(plan) = &mut file.plan {
            self.plan(plan);
        }
        self.topics(&mut file.topics);
        self.measuring(file);
        self.declare(&file.meetings);
        self.declare_history(file);
        for (index, meeting) in file.meetings.iter_mut().enumerate() {
            self.meeting(&format!("/meetings/{index}"), meeting);
        }
        for (index, matter) in file.matters.iter_mut().enumerate() {
            self.matter(&format!("/matters/{index}"), matter);
        }
        self.items = Keys::of("agenda item, outside a meeting,");
        for (index, decision) in file.decisions.iter_mut().enumerate() {
            self.decision(&format!("/decisions/{index}"), decision);
        }
        self.elsewhere("", &mut file.published_elsewhere, None);
        let names: Vec<_> = file.meetings.iter().map(|meeting| (meeting.kind, meeting.ordered_by(), &meeting.title)).collect();
        self.doubles("/meetings", "", &names, "the file has another meeting of this kind, day and title: remove one");
    }

    fn area(&mut self, area: &mut Area) {
        self.texts.read("/area/name", &mut area.name);
        self.texts.read("/area/force_name", &mut area.force_name);
        self.draft("/area", drafts::area(area));
    }

    fn body(&mut self, body: &mut Body) {
        self.texts.read("/body/name", &mut body.name);
        self.draft("/body", drafts::body(body));
        self.day("/body/valid_from", body.valid_from);
        self.optional_day("/body/valid_to", body.valid_to);
    }

    fn plan(&mut self, plan: &mut Plan) {
        self.texts.read("/plan/title", &mut plan.title);
        self.texts.read_optional("/plan/summary", &mut plan.summary);
        self.draft("/plan", drafts::plan(&BodyId::new(&Ids), plan));
        self.day("/plan/period_from", plan.period_from);
        self.day("/plan/period_to", plan.period_to);
        self.past_day("/plan/adopted_on", Some(plan.adopted_on));
        self.texts.faults.at_most("/plan/priorities", plan.priorities.len(), ITEMS);
        for (index, (priority, position)) in plan.priorities.iter_mut().zip(1..).enumerate() {
            let at = format!("/plan/priorities/{index}");
            self.priorities.declare(&mut self.texts.faults, &format!("{at}/key"), &priority.key);
            self.texts.read(&format!("{at}/title"), &mut priority.title);
            self.texts.read_optional(&format!("{at}/description"), &mut priority.description);
            self.draft(&at, drafts::priority(&PlanId::new(&Ids), position, priority));
        }
        let titles: Vec<&String> = plan.priorities.iter().map(|priority| &priority.title).collect();
        self.doubles("/plan/priorities", "/title", &titles, "two priorities of the plan have this title: rename one");
    }

    fn topics(&mut self, topics: &mut [Topic]) {
        for (index, topic) in topics.iter_mut().enumerate() {
            let at = format!("/topics/{index}");
            self.topics.declare(&mut self.texts.faults, &format!("{at}/key"), &topic.key);
            self.texts.read(&format!("{at}/title"), &mut topic.title);
            self.texts.read_optional(&format!("{at}/summary"), &mut topic.summary);
            self.draft(&at, drafts::topic(topic));
        }
        let titles: Vec<&String> = topics.iter().map(|topic| &topic.title).collect();
        self.doubles("/topics", "/title", &titles, "two topics have this title: rename one");
    }

    fn measuring(&mut self, file: &mut RecordFile) {
        for (index, scale) in file.rating_scales.iter_mut().enumerate() {
            self.scale(&format!("/rating_scales/{index}"), scale);
        }
        for (index, measure) in file.measures.iter_mut().enumerate() {
            self.measure(&format!("/measures/{index}"), measure);
        }
    }

    /// Declares keys before the meetings are checked: a record may refer to another meeting of the file, and to records there.
    fn declare(&mut self, meetings: &[Meeting]) {
        let faults = &mut self.texts.faults;
        for (index, meeting) in meetings.iter().enumerate() {
            let at = format!("/meetings/{index}");
            if let Some(key) = &meeting.key {
                self.meetings.declare(faults, &format!("{at}/key"), key);
            }
            for (number, question) in meeting.questions.iter().enumerate() {
                if let Some(key) = &question.key {
                    self.questions.declare(faults, &format!("{at}/questions/{number}/key"), key);
                    self.put.extend(question.put_on.map(|day| (key.clone(), day)));
                }
            }
            for (number, action) in meeting.actions.iter().enumerate() {
                if let Some(key) = &action.key {
                    self.actions.declare(faults, &format!("{at}/actions/{number}/key"), key);
                }
            }
        }
    }

    fn meeting(&mut self, at: &str, meeting: &mut Meeting) {
        self.texts.read(&format!("{at}/title"), &mut meeting.title);
        self.texts.read_optional(&format!("{at}/venue"), &mut meeting.venue);
        self.texts.read_optional(&format!("{at}/chair"), &mut meeting.chair);
        self.texts.read_optional(&format!("{at}/minute_taker"), &mut meeting.minute_taker);
        self.optional_day(&format!("{at}/held_on"), meeting.held_on);
        // Without a day or a month there is a fault already.
        let held_on = meeting.ordered_by().unwrap_or(self.today);
        let reason = &mut meeting.significant_public_interest_reason;
        self.texts.read_optional(&format!("{at}/significant_public_interest_reason"), reason);
        self.draft(at, drafts::meeting(&BodyId::new(&Ids), meeting));
        let next = meeting.next_meeting.as_ref();
        self.meetings.refer_optional(&mut self.texts.faults, &format!("{at}/next_meeting"), next);
        match meeting.status {
            Stage::Scheduled => {}
            Stage::Held | Stage::Agreed if held_on > self.today => {
                self.fault(
                    &format!("{at}/{}", if meeting.held_on.is_some() { "held_on" } else { "held_in" }),
                    format!("is in the future, but status is {}: correct one of them", meeting.status),
                );
            }
            Stage::Held | Stage::Agreed => {}
        }
        for (index, person) in meeting.attendance.iter_mut().enumerate() {
            self.attendance(&format!("{at}/attendance/{index}"), person, meeting.status);
        }
        self.items = Keys::of("item on this meeting's agenda");
        self.agenda(&format!("{at}/agenda"), &mut meeting.agenda);
        self.groups = Keys::of("question group of this meeting");
        for (index, group) in meeting.question_groups.iter_mut().enumerate() {
            self.group(&format!("{at}/question_groups/{index}"), group);
        }
        for (index, question) in meeting.questions.iter_mut().enumerate() {
            self.question(&format!("{at}/questions/{index}"), question, held_on);
        }
        for (index, action) in meeting.actions.iter_mut().enumerate() {
            self.action(&format!("{at}/actions/{index}"), action, held_on);
        }
        self.record(at, meeting, held_on);
        self.past_day(&format!("{at}/agreed_on"), meeting.agreed_on);
        self.elsewhere(at, &mut meeting.published_elsewhere, None);
        if meeting.held_in.is_some() {
            self.days_of_their_own(at, meeting);
        }
    }

    /// Refuses what would get its day from a meeting that has none.
    fn days_of_their_own(&mut self, at: &str, meeting: &Meeting) {
        let detail = "is required: the day of this meeting is not known";
        for (index, question) in meeting.questions.iter().enumerate() {
            let at = format!("{at}/questions/{index}");
            for (number, response) in question.responses.iter().enumerate() {
                if response.mode == Mode::Written && response.given_on.is_none() {
                    self.fault(&format!("{at}/responses/{number}/given_on"), detail);
                }
            }
            if question.judgement.as_ref().is_some_and(|judgement| judgement.judged_on.is_none()) {
                self.fault(&format!("{at}/judgement/judged_on"), detail);
            }
            for (number, part) in question.parts.iter().enumerate() {
                if part.judgement.as_ref().is_some_and(|judgement| judgement.judged_on.is_none()) {
                    self.fault(&format!("{at}/parts/{number}/judgement/judged_on"), detail);
                }
            }
        }
    }

    /// Checks the rest of a meeting's record.
    fn record(&mut self, at: &str, meeting: &mut Meeting, held_on: NaiveDate) {
        for (index, paper) in meeting.papers.iter_mut().enumerate() {
            self.paper(&format!("{at}/papers/{index}"), paper);
        }
        for (index, exchange) in meeting.exchanges.iter_mut().enumerate() {
            let at = format!("{at}/exchanges/{index}");
            self.exchange(&at, exchange);
            self.spoken_after_it_was_put(&at, exchange, held_on);
        }
        for (index, finding) in meeting.findings.iter_mut().enumerate() {
            self.finding(&format!("{at}/findings/{index}"), finding);
        }
        for (index, decision) in meeting.decisions.iter_mut().enumerate() {
            self.decision(&format!("{at}/decisions/{index}"), decision);
        }
        for (index, point) in meeting.data_points.iter_mut().enumerate() {
            self.data_point(&format!("{at}/data_points/{index}"), point);
        }
        for (index, set) in meeting.recommendation_sets.iter_mut().enumerate() {
            self.set(&format!("{at}/recommendation_sets/{index}"), set);
        }
        for (index, follow_up) in meeting.follow_ups.iter_mut().enumerate() {
            self.follow_up(&format!("{at}/follow_ups/{index}"), follow_up);
        }
    }

    fn attendance(&mut self, at: &str, person: &mut Attendance, status: Stage) {
        self.texts.read(&format!("{at}/name"), &mut person.name);
        self.texts.read(&format!("{at}/capacity"), &mut person.capacity);
        self.draft(at, drafts::attendance(person));
        if person.attended == Attended::Present && status == Stage::Scheduled {
            self.fault(&format!("{at}/attended"), "the meeting is only scheduled: omit this until it is held");
        }
    }

    fn agenda(&mut self, at: &str, items: &mut [AgendaItem]) {
        for (index, (item, position)) in items.iter_mut().zip(1..).enumerate() {
            let at = format!("{at}/{index}");
            if let Some(key) = &item.key {
                self.items.declare(&mut self.texts.faults, &format!("{at}/key"), key);
            }
            self.texts.read_optional(&format!("{at}/printed_number"), &mut item.printed_number);
            self.texts.read(&format!("{at}/title"), &mut item.title);
            self.texts.read_optional(&format!("{at}/note"), &mut item.note);
            self.draft(&at, drafts::agenda_item(None, position, item));
            self.agenda(&format!("{at}/items"), &mut item.items);
        }
    }

    fn question(&mut self, at: &str, question: &mut Question, held_on: NaiveDate) {
        self.texts.read(&format!("{at}/text"), &mut question.text);
        self.texts.read_optional(&format!("{at}/context"), &mut question.context);
        self.texts.read_optional(&format!("{at}/printed_number"), &mut question.printed_number);
        self.texts.read_optional(&format!("{at}/asked_by"), &mut question.asked_by);
        self.texts.read_optional(&format!("{at}/due_text"), &mut question.due_text);
        let faults = &mut self.texts.faults;
        self.topics.refer_optional(faults, &format!("{at}/topic"), question.topic.as_ref());
        self.items.refer_optional(faults, &format!("{at}/agenda_item"), question.agenda_item.as_ref());
        self.priorities.refer_all(faults, &format!("{at}/priorities"), &question.priorities);
        self.groups.refer_optional(faults, &format!("{at}/group"), question.group.as_ref());
        self.parts(at, &mut question.parts);
        let links = links(question.topic.as_ref(), None, question.agenda_item.as_ref(), &question.priorities);
        self.draft(at, drafts::question(question, &links));
        self.judgement(&format!("{at}/judgement"), question.judgement.as_mut());
        self.question_days(at, question, held_on);
        for (index, response) in question.responses.iter_mut().enumerate() {
            self.response(&format!("{at}/responses/{index}"), response);
        }
    }

    fn question_days(&mut self, at: &str, question: &Question, held_on: NaiveDate) {
        self.optional_day(&format!("{at}/put_on"), question.put_on);
        self.optional_day(&format!("{at}/due_on"), question.due_on);
        self.past_day(&format!("{at}/received_on"), question.received_on);
        let Some(put_on) = question.put_on else {
            if !question.responses.is_empty() {
                self.fault(&format!("{at}/responses"), "a question with an answer was put: add put_on");
            }
            if question.judgement.is_some() || question.parts.iter().any(|part| part.judgement.is_some()) {
                self.fault(&format!("{at}/put_on"), "only a question that was put can be judged: add put_on");
            }
            return;
        };
        if put_on > self.today {
            self.fault(&format!("{at}/put_on"), "is in the future: omit it to keep the question as a draft");
        }
        if question.due_on.is_some_and(|due| due < put_on) {
            self.fault(&format!("{at}/due_on"), format!("must be on or after the day the question was put ({put_on})"));
        }
        self.answer_days(at, question, put_on, held_on);
        if let Some(adopted) = self.plan_adopted_on
            && !question.priorities.is_empty()
            && put_on < adopted
        {
            self.fault(&format!("{at}/put_on"), format!("must be on or after the day its plan was adopted ({adopted})"));
        }
    }

    /// Refuses answers from before a question was put: another day than the file's would be published instead.
    fn answer_days(&mut self, at: &str, question: &Question, put_on: NaiveDate, held_on: NaiveDate) {
        let at_meeting = |response: &Response| response.mode == Mode::Oral && response.given_on.is_none();
        if put_on > held_on && question.responses.iter().any(at_meeting) {
            self.fault(&format!("{at}/put_on"), format!("must be on or before the meeting ({held_on}) that answered it"));
        }
        for (index, response) in question.responses.iter().enumerate() {
            if response.given_on.is_some_and(|given| given < put_on) {
                self.fault(
                    &format!("{at}/responses/{index}/given_on"),
                    format!("must be on or after the day the question was put ({put_on})"),
                );
            }
        }
    }

    fn spoken_after_it_was_put(&mut self, at: &str, exchange: &Exchange, held_on: NaiveDate) {
        let is_reply = exchange.reply.is_some() || !exchange.points.is_empty();
        let put_on = exchange.question.as_ref().and_then(|key| self.put.get(key)).copied();
        if let Some(put_on) = put_on.filter(|put_on| is_reply && *put_on > held_on) {
            let detail = format!("was put on {put_on}, after this meeting ({held_on}): correct the date or the question");
            self.fault(&format!("{at}/question"), detail);
        }
    }

    fn response(&mut self, at: &str, response: &mut Response) {
        self.texts.read(&format!("{at}/text"), &mut response.text);
        self.texts.read_list(&format!("{at}/points"), &mut response.points);
        self.texts.read_speakers(&format!("{at}/speakers"), &mut response.speakers);
        self.draft(at, drafts::response(response));
        self.past_day(&format!("{at}/given_on"), response.given_on);
    }

    fn action(&mut self, at: &str, action: &mut Action, held_on: NaiveDate) {
        self.texts.read_optional(&format!("{at}/text"), &mut action.text);
        self.texts.read_optional(&format!("{at}/condition"), &mut action.condition);
        self.texts.read_optional(&format!("{at}/owner"), &mut action.owner);
        self.texts.read_optional(&format!("{at}/due_text"), &mut action.due_text);
        self.texts.read_optional(&format!("{at}/raised_text"), &mut action.raised_text);
        self.optional_day(&format!("{at}/raised_on"), action.raised_on);
        for (index, condition) in action.conditions.iter_mut().enumerate() {
            self.texts.read(&format!("{at}/conditions/{index}/text"), &mut condition.text);
        }
        for (index, owner) in action.owners.iter_mut().enumerate() {
            let lines = &mut [("capacity", &mut owner.capacity), ("name", &mut owner.name)];
            self.texts.read_members(&format!("{at}/owners/{index}"), lines);
        }
        self.life(at, action);
        let links = links(None, action.question.as_ref(), action.agenda_item.as_ref(), &action.priorities);
        self.draft(at, drafts::action(action, &links));
        self.optional_day(&format!("{at}/due_on"), action.due_on);
        if action.due_on.is_some_and(|due| due < held_on) {
            self.fault(&format!("{at}/due_on"), format!("must be on or after the meeting ({held_on})"));
        }
        let faults = &mut self.texts.faults;
        self.priorities.refer_all(faults, &format!("{at}/priorities"), &action.priorities);
        self.questions.refer_optional(faults, &format!("{at}/question"), action.question.as_ref());
        self.actions.refer_optional(faults, &format!("{at}/continues"), action.continues.as_ref());
        for (index, again) in action.stood_again.iter_mut().enumerate() {
            let at = format!("{at}/stood_again/{index}");
            self.meetings.refer(&mut self.texts.faults, &format!("{at}/meeting"), &again.meeting);
            self.texts.read_optional(&format!("{at}/note"), &mut again.note);
            self.draft(&at, drafts_spoken::stood_again(MeetingId::new(&Ids), again));
        }
    }

    /// Notes what the slice finds wrong with a record of the file.
    pub(super) fn draft<D: Check>(&mut self, at: &str, draft: D) {
        let mut faults = Faults::default();
        drop(draft.check(&mut faults));
        for fault in faults.into_list() {
            let fault = at_member(at, &fault);
            self.texts.faults.add(&fault.pointer, fault.detail);
        }
    }

    fn doubles<T: PartialEq>(&mut self, at: &str, member: &str, names: &[T], detail: &str) {
        for (index, name) in names.iter().enumerate() {
            if names.iter().take(index).any(|earlier| earlier == name) {
                self.fault(&format!("{at}/{index}{member}"), detail);
            }
        }
    }

    /// Refuses mistyped years such as 0219 or 20190, which are dates too.
    fn day(&mut self, at: &str, day: NaiveDate) {
        if !YEARS.contains(&day.year()) {
            self.fault(at, format!("the year {} is out of range: check for a typing error", day.year()));
        }
    }

    pub(super) fn optional_day(&mut self, at: &str, day: Option<NaiveDate>) {
        if let Some(day) = day {
            self.day(at, day);
        }
    }

    /// Checks the day of a past event.
    pub(super) fn past_day(&mut self, at: &str, day: Option<NaiveDate>) {
        self.optional_day(at, day);
        if day.is_some_and(|day| day > self.today) {
            self.fault(at, "must not be in the future");
        }
    }

    pub(super) fn fault(&mut self, at: &str, detail: impl Into<String>) {
        self.texts.faults.add(at, detail);
    }
}

/// Ids in the place of records that are not there yet: a draft only knows that there is one.
pub(super) fn links(topic: Option<&String>, question: Option<&String>, item: Option<&String>, priorities: &[String]) -> Links {
    Links {
        meeting: Some(MeetingId::new(&Ids)),
        topic: topic.map(|_| TopicId::new(&Ids)),
        question: question.map(|_| QuestionId::new(&Ids)),
        agenda_item: item.map(|_| AgendaItemId::new(&Ids)),
        priorities: priorities.iter().map(|_| PriorityId::new(&Ids)).collect(),
        ..Links::default()
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
