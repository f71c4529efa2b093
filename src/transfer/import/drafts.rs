//! The drafts of the slices from the records of a file: one function for each kind of record. No I/O.
//!
//! A file is checked with the same drafts that are loaded from it, so a rule of a slice holds in both places and is written down
//! in neither. Faults keep the pointers of the draft; `refused` turns them into pointers of the file.

use super::format;
use super::words::Mode;
use crate::record::actions::model::{ActionId, SetAction, Source, SourceKind};
use crate::record::meetings::agenda::model::AddAgendaItem;
use crate::record::meetings::attendance::model::RecordAttendance;
use crate::record::meetings::model::{AgendaItemId, MeetingId, ScheduleMeeting};
use crate::record::planning::areas::model::{AddArea, AddBody, BodyId};
use crate::record::planning::plans::model::{DraftPlan, PlanId, PriorityId};
use crate::record::planning::priorities::model::AddPriority;
use crate::record::planning::topics::model::{AddTopic, TopicId};
use crate::record::questions::model::{DraftPart, DraftQuestion, QuestionGroupId, QuestionId};
use crate::record::questions::responses::model::DraftResponse;

/// The ids that a record of a file is linked to.
#[derive(Debug, Clone, Default)]
pub struct Links {
    pub meeting: Option<MeetingId>,
    pub agenda_item: Option<AgendaItemId>,
    pub topic: Option<TopicId>,
    pub priorities: Vec<PriorityId>,
    pub question: Option<QuestionId>,
    pub group: Option<QuestionGroupId>,
    /// The earlier action that an action continues.
    pub continues: Option<ActionId>,
    /// Further records that an action came from.
    pub sources: Vec<Source>,
}

/// The area.
pub fn area(area: &format::Area) -> AddArea {
    let format::Area { slug, code, name, force_name } = area.clone();
    AddArea { slug, code, name, force_name }
}

/// The oversight body.
pub fn body(body: &format::Body) -> AddBody {
    let format::Body { kind, name, valid_from, valid_to } = body.clone();
    AddBody { kind, name, valid_from, valid_to, succeeded_by: None }
}

/// A plan without its priorities.
pub fn plan(body: &BodyId, plan: &format::Plan) -> DraftPlan {
    DraftPlan {
        body_id: body.clone(),
        title: plan.title.clone(),
        summary: plan.summary.clone(),
        period_from: plan.period_from,
        period_to: plan.period_to,
    }
}

/// A priority of a plan, `position` from 1.
pub fn priority(plan: &PlanId, position: i32, priority: &format::Priority) -> AddPriority {
    AddPriority {
        plan_id: plan.clone(),
        title: priority.title.clone(),
        description: priority.description.clone(),
        position: Some(position),
    }
}

/// A topic.
pub fn topic(topic: &format::Topic) -> AddTopic {
    AddTopic { title: topic.title.clone(), summary: topic.summary.clone() }
}

/// A meeting that is scheduled. The next one is named once all meetings of the file are there.
pub fn meeting(body: &BodyId, meeting: &format::Meeting) -> ScheduleMeeting {
    ScheduleMeeting {
        kind: meeting.kind,
        title: meeting.title.clone(),
        body_id: body.clone(),
        held_on: meeting.held_on,
        held_in: meeting.held_in.clone(),
        starts_at: meeting.starts_at.clone(),
        ends_at: meeting.ends_at.clone(),
        venue: meeting.venue.clone(),
        is_public: meeting.is_public,
        significant_public_interest: meeting.significant_public_interest,
        significant_public_interest_reason: meeting.significant_public_interest_reason.clone(),
        chair: meeting.chair.clone(),
        minute_taker: meeting.minute_taker.clone(),
        next_meeting_id: None,
    }
}

/// One line of the attendance list.
pub fn attendance(person: &format::Attendance) -> RecordAttendance {
    let format::Attendance { id: _, name, capacity, attended, publish_name } = person.clone();
    RecordAttendance { name, capacity, attended, publish_name }
}

/// An agenda item, `position` from 1 among the items of `parent`.
pub fn agenda_item(parent: Option<&AgendaItemId>, position: i32, item: &format::AgendaItem) -> AddAgendaItem {
    AddAgendaItem {
        kind: item.kind,
        title: item.title.clone(),
        printed_number: item.printed_number.clone(),
        parent_id: parent.cloned(),
        position: Some(position),
        note: item.note.clone(),
    }
}

/// A question.
pub fn question(question: &format::Question, links: &Links) -> DraftQuestion {
    let parts = question.parts.iter();
    let parts = parts.map(|part| DraftPart { printed_number: part.printed_number.clone(), text: part.text.clone() });
    DraftQuestion {
        form: question.form,
        text: question.text.clone(),
        context: question.context.clone(),
        priority_ids: links.priorities.clone(),
        heads: question.heads.clone(),
        topic_id: links.topic.clone(),
        meeting_id: links.meeting.clone(),
        agenda_item_id: links.agenda_item.clone(),
        printed_number: question.printed_number.clone(),
        asked_by: question.asked_by.clone(),
        received_on: question.received_on,
        due_on: question.due_on,
        due_text: question.due_text.clone(),
        due_rule: None,
        urgent: false,
        urgent_reason: None,
        group_id: links.group.clone(),
        parts: parts.collect(),
    }
}

/// An answer.
pub fn response(response: &format::Response) -> DraftResponse {
    DraftResponse {
        text: response.text.clone(),
        points: response.points.clone(),
        speakers: response.speakers.clone(),
        attribution: Some(response.attribution),
        mode: Some(response.mode),
        holding: response.holding,
        // A written answer is the force's, and given on the day of its submission.
        given_on: response.given_on.filter(|_| response.mode == Mode::Oral),
    }
}

/// An action.
pub fn action(action: &format::Action, links: &Links) -> SetAction {
    let earlier = links.continues.iter();
    let earlier = earlier.filter_map(|id| Some(Source { kind: SourceKind::Action, id: id.as_str().parse().ok()? }));
    let mut sources: Vec<Source> = earlier.collect();
    sources.extend(links.sources.iter().cloned());
    SetAction {
        text: action.text.clone(),
        condition: action.condition.clone(),
        owner: action.owner.clone(),
        owner_side: action.owner_side,
        due_on: action.due_on,
        due_text: action.due_text.clone(),
        priority_ids: links.priorities.clone(),
        question_id: links.question.clone(),
        meeting_id: links.meeting.clone(),
        agenda_item_id: links.agenda_item.clone(),
        conditions: action.conditions.clone(),
        owners: action.owners.clone(),
        sources,
        raised_on: action.raised_on,
        raised_text: action.raised_text.clone(),
        own_reference: action.own_reference.clone(),
        rag: action.rag.clone(),
        rag_on: action.rag_on,
    }
}
