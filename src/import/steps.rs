//! One function for each kind of record: what the file says, as the input of an act of its slice.
//!
//! Faults keep the pointers of the act's input; `load` turns them into pointers of the file.

use super::format;
use super::words::Stage;
use crate::actions::model::ActionId;
use crate::error::ApiError;
use crate::http::call::Tx;
use crate::meetings::model::{AgendaItemId, MeetingId};
use crate::plans::model::{PlanId, PriorityId};
use crate::questions::acts as questions;
use crate::questions::model::{DraftQuestion, PutQuestion, QuestionId};
use crate::topics::model::TopicId;

/// What a question or an action is linked to, as ids.
#[derive(Debug, Clone, Default)]
pub struct Links {
    pub meeting: Option<MeetingId>,
    pub agenda_item: Option<AgendaItemId>,
    pub topic: Option<TopicId>,
    pub priorities: Vec<PriorityId>,
    pub question: Option<QuestionId>,
}

fn not_wired<T>(what: &str) -> Result<T, ApiError> {
    Err(ApiError::Internal(format!("the import cannot create {what} yet")))
}

/// The area; `tx.actor.area` is its slug already.
pub fn area(tx: &mut Tx<'_>, area: &format::Area) -> Result<(), ApiError> {
    // areas::acts::create(tx, &CreateArea { slug, code, name, force_name })
    let _ = (tx, area);
    not_wired("areas")
}

/// The oversight body; its id.
pub fn body(tx: &mut Tx<'_>, body: &format::Body) -> Result<String, ApiError> {
    // areas::acts::create_body(tx, &CreateBody { kind, name, valid_from, valid_to }).map(|body| body.id)
    let _ = (tx, body);
    not_wired("oversight bodies")
}

/// A draft plan without its priorities.
pub fn plan(tx: &mut Tx<'_>, body: &str, plan: &format::Plan) -> Result<PlanId, ApiError> {
    // plans::acts::draft(tx, &DraftPlan { body_id, title, summary, period_from, period_to }).map(|plan| plan.id)
    let _ = (tx, body, plan);
    not_wired("plans")
}

/// One priority of a draft plan, `position` from 1.
pub fn priority(tx: &mut Tx<'_>, plan: &PlanId, position: i32, priority: &format::Priority) -> Result<PriorityId, ApiError> {
    // plans::acts::add_priority(tx, plan, &DraftPriority { position, title, description }).map(|priority| priority.id)
    let _ = (tx, plan, position, priority);
    not_wired("priorities")
}

/// Adopts the plan on its day (role pcc).
pub fn adopt(tx: &mut Tx<'_>, id: &PlanId, plan: &format::Plan) -> Result<(), ApiError> {
    // plans::acts::adopt(tx, id, &AdoptPlan { adopted_on: Some(plan.adopted_on) })
    let _ = (tx, id, plan);
    not_wired("adopted plans")
}

/// A topic.
pub fn topic(tx: &mut Tx<'_>, topic: &format::Topic) -> Result<TopicId, ApiError> {
    // topics::acts::create(tx, &CreateTopic { title, summary }).map(|topic| topic.id)
    let _ = (tx, topic);
    not_wired("topics")
}

/// A scheduled meeting.
pub fn schedule(tx: &mut Tx<'_>, body: &str, meeting: &format::Meeting) -> Result<MeetingId, ApiError> {
    // meetings::acts::schedule(tx, &ScheduleMeeting { body_id, kind, title, held_on, starts_at, venue, is_public, chair,
    //     minute_taker }).map(|meeting| meeting.id)
    let _ = (tx, body, meeting);
    not_wired("meetings")
}

/// Gives a meeting that was scheduled before what the file says of it (time, venue, chair, minute taker).
pub fn reschedule(tx: &mut Tx<'_>, id: &MeetingId, meeting: &format::Meeting) -> Result<(), ApiError> {
    // meetings::acts::edit(tx, id, EditMeeting { starts_at, venue, is_public, chair, minute_taker, ..default }); members
    // that the file leaves out stay as they are.
    let _ = (tx, id, meeting);
    not_wired("meetings from scheduled ones")
}

/// Moves a meeting on: `held` by the office, `agreed` by the PCC.
pub fn advance(tx: &mut Tx<'_>, id: &MeetingId, to: Stage) -> Result<(), ApiError> {
    // match to { Stage::Scheduled => Ok(()), Stage::Held => meetings::acts::hold(tx, id), Stage::Agreed =>
    //     meetings::acts::agree(tx, id) }
    let _ = (tx, id, to);
    not_wired("held meetings")
}

/// One line of the attendance list.
pub fn attendance(tx: &mut Tx<'_>, meeting: &MeetingId, person: &format::Attendance) -> Result<(), ApiError> {
    // meetings::acts::record_attendance(tx, meeting, &RecordAttendance { name, capacity, attended })
    let _ = (tx, meeting, person);
    not_wired("attendance")
}

/// One agenda item, `position` from 1 among the items of `parent`.
pub fn agenda_item(
    tx: &mut Tx<'_>,
    meeting: &MeetingId,
    parent: Option<&AgendaItemId>,
    position: i32,
    item: &format::AgendaItem,
) -> Result<AgendaItemId, ApiError> {
    // meetings::acts::add_item(tx, meeting, &AddAgendaItem { parent_id, position, printed_number, kind, title, note })
    //     .map(|item| item.id)
    let _ = (tx, meeting, parent, position, item);
    not_wired("agenda items")
}

/// A draft question.
pub fn draft(tx: &mut Tx<'_>, question: &format::Question, links: &Links) -> Result<QuestionId, ApiError> {
    let draft = DraftQuestion {
        form: question.form,
        text: question.text.clone(),
        context: question.context.clone(),
        priority_ids: links.priorities.clone(),
        topic_id: links.topic.clone(),
        meeting_id: links.meeting.clone(),
        agenda_item_id: links.agenda_item.clone(),
        printed_number: question.printed_number.clone(),
        asked_by: question.asked_by.clone(),
        due_on: question.due_on,
    };
    Ok(questions::draft(tx, &draft.parse()?)?.id)
}

/// Puts a draft on the day the file gives (role pcc).
pub fn put(tx: &mut Tx<'_>, id: &QuestionId, question: &format::Question) -> Result<(), ApiError> {
    questions::put(tx, id, &PutQuestion { put_on: question.put_on, due_on: question.due_on }).map(|_| ())
}

/// An answer, recorded by the office.
pub fn response(tx: &mut Tx<'_>, question: &QuestionId, response: &format::Response) -> Result<(), ApiError> {
    // let id = responses::acts::draft(tx, question, &DraftResponse { text, points, speakers, attribution, mode, holding })?.id;
    // if response.submitted { responses::acts::submit(tx, &id)?; }
    let _ = (tx, question, response);
    not_wired("responses")
}

/// An action; the act flags it for review when something is missing.
pub fn action(tx: &mut Tx<'_>, action: &format::Action, links: &Links) -> Result<ActionId, ApiError> {
    // actions::acts::create(tx, &CreateAction { text, condition, owner, owner_side, due_on, due_text,
    //     priority_ids: links.priorities, question_id: links.question, meeting_id: links.meeting }).map(|action| action.id)
    let _ = (tx, action, &links.question);
    not_wired("actions")
}
