//! One function for each kind of record: what the file says, as the input of an act of its slice.
//!
//! Faults keep the pointers of the act's input; `load` turns them into pointers of the file.

use serde_json::json;

use super::format;
use super::words::Stage;
use crate::foundation::error::ApiError;
use crate::foundation::validate::Check;
use crate::http::call::Tx;
use crate::record::actions::acts as actions;
use crate::record::actions::model::{ActionId, SetAction, Source, SourceKind};
use crate::record::meetings::acts as meetings;
use crate::record::meetings::agenda::acts as agenda;
use crate::record::meetings::agenda::model::AddAgendaItem;
use crate::record::meetings::attendance::acts as attendances;
use crate::record::meetings::attendance::model::RecordAttendance;
use crate::record::meetings::model::{AgendaItemId, EditMeeting, MeetingId, ScheduleMeeting};
use crate::record::planning::areas::acts as areas;
use crate::record::planning::areas::model::{AddArea, AddBody, BodyId};
use crate::record::planning::plans::acts as plans;
use crate::record::planning::plans::model::{AdoptPlan, DraftPlan, PlanId, PriorityId};
use crate::record::planning::priorities::acts as priorities;
use crate::record::planning::priorities::model::AddPriority;
use crate::record::planning::topics::acts as topics;
use crate::record::planning::topics::model::{AddTopic, TopicId};
use crate::record::questions::acts as questions;
use crate::record::questions::model::{DraftPart, DraftQuestion, PutQuestion, QuestionGroupId, QuestionId};
use crate::record::questions::responses::acts as responses;
use crate::record::questions::responses::model::DraftResponse;

/// What a question or an action is linked to, as ids.
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
}

/// The area.
pub fn area(tx: &mut Tx<'_>, area: &format::Area) -> Result<(), ApiError> {
    let format::Area { slug, code, name, force_name } = area.clone();
    areas::add(tx, &AddArea { slug, code, name, force_name }.parse()?).map(|_| ())
}

/// The oversight body; its id.
pub fn body(tx: &mut Tx<'_>, body: &format::Body) -> Result<BodyId, ApiError> {
    let format::Body { kind, name, valid_from, valid_to } = body.clone();
    let input = AddBody { kind, name, valid_from, valid_to, succeeded_by: None };
    Ok(areas::add_body(tx, &input.parse()?)?.id)
}

/// A draft plan without its priorities.
pub fn plan(tx: &mut Tx<'_>, body: &BodyId, plan: &format::Plan) -> Result<PlanId, ApiError> {
    let input = DraftPlan {
        body_id: body.clone(),
        title: plan.title.clone(),
        summary: plan.summary.clone(),
        period_from: plan.period_from,
        period_to: plan.period_to,
    };
    Ok(plans::draft(tx, &input.parse()?)?.id)
}

/// One priority of a draft plan, `position` from 1.
pub fn priority(tx: &mut Tx<'_>, plan: &PlanId, position: i32, priority: &format::Priority) -> Result<PriorityId, ApiError> {
    let input = AddPriority {
        plan_id: plan.clone(),
        title: priority.title.clone(),
        description: priority.description.clone(),
        position: Some(position),
    };
    Ok(priorities::add(tx, &input.parse()?)?.0.id)
}

/// Adopts the plan on its day (role pcc).
pub fn adopt(tx: &mut Tx<'_>, id: &PlanId, plan: &format::Plan) -> Result<(), ApiError> {
    plans::adopt(tx, id, &AdoptPlan { adopted_on: Some(plan.adopted_on) }).map(|_| ())
}

/// A topic.
pub fn topic(tx: &mut Tx<'_>, topic: &format::Topic) -> Result<TopicId, ApiError> {
    let input = AddTopic { title: topic.title.clone(), summary: topic.summary.clone() };
    Ok(topics::add(tx, &input.parse()?)?.id)
}

/// A scheduled meeting.
pub fn schedule(tx: &mut Tx<'_>, body: &BodyId, meeting: &format::Meeting) -> Result<MeetingId, ApiError> {
    let input = ScheduleMeeting {
        kind: meeting.kind,
        title: meeting.title.clone(),
        body_id: body.clone(),
        held_on: meeting.held_on,
        starts_at: meeting.starts_at.clone(),
        ends_at: meeting.ends_at.clone(),
        venue: meeting.venue.clone(),
        is_public: meeting.is_public,
        significant_public_interest: meeting.significant_public_interest,
        significant_public_interest_reason: meeting.significant_public_interest_reason.clone(),
        chair: meeting.chair.clone(),
        minute_taker: meeting.minute_taker.clone(),
        // Once all meetings of the file are there: `name_next`.
        next_meeting_id: None,
    };
    Ok(meetings::schedule(tx, &input.parse()?)?.id)
}

/// Gives a meeting that was scheduled before what the file says of it; members that the file leaves out stay as they are.
pub fn reschedule(tx: &mut Tx<'_>, id: &MeetingId, meeting: &format::Meeting) -> Result<(), ApiError> {
    let mut members = json!({
        "starts_at": meeting.starts_at,
        "venue": meeting.venue,
        "is_public": meeting.is_public,
        "ends_at": meeting.ends_at,
        "significant_public_interest": meeting.significant_public_interest.then_some(true),
        "significant_public_interest_reason": meeting.significant_public_interest_reason,
        "chair": meeting.chair,
        "minute_taker": meeting.minute_taker,
    });
    if let Some(members) = members.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    meetings::edit(tx, id, &EditMeeting::of(members)?).map(|_| ())
}

/// Names the meeting that follows.
pub fn name_next(tx: &mut Tx<'_>, id: &MeetingId, next: MeetingId) -> Result<(), ApiError> {
    meetings::edit(tx, id, &EditMeeting::of(json!({ "next_meeting_id": next }))?).map(|_| ())
}

/// Moves a meeting on: `held` by the office, `agreed` by the PCC.
pub fn advance(tx: &mut Tx<'_>, id: &MeetingId, to: Stage) -> Result<(), ApiError> {
    match to {
        Stage::Scheduled => Ok(()),
        Stage::Held => meetings::hold(tx, id).map(|_| ()),
        Stage::Agreed => meetings::agree(tx, id).map(|_| ()),
    }
}

/// One line of the attendance list.
pub fn attendance(tx: &mut Tx<'_>, meeting: &MeetingId, person: &format::Attendance) -> Result<(), ApiError> {
    let format::Attendance { name, capacity, attended, publish_name } = person.clone();
    attendances::add(tx, meeting, &RecordAttendance { name, capacity, attended, publish_name }.parse()?).map(|_| ())
}

/// One agenda item, `position` from 1 among the items of `parent`.
pub fn agenda_item(
    tx: &mut Tx<'_>,
    meeting: &MeetingId,
    parent: Option<&AgendaItemId>,
    position: i32,
    item: &format::AgendaItem,
) -> Result<AgendaItemId, ApiError> {
    let input = AddAgendaItem {
        kind: item.kind,
        title: item.title.clone(),
        printed_number: item.printed_number.clone(),
        parent_id: parent.cloned(),
        position: Some(position),
        note: item.note.clone(),
    };
    Ok(agenda::add(tx, meeting, &input.parse()?)?.0.id)
}

/// A draft question.
pub fn draft(tx: &mut Tx<'_>, question: &format::Question, links: &Links) -> Result<QuestionId, ApiError> {
    let parts = question.parts.iter();
    let parts = parts.map(|part| DraftPart { printed_number: part.printed_number.clone(), text: part.text.clone() });
    let draft = DraftQuestion {
        form: question.form,
        text: question.text.clone(),
        context: question.context.clone(),
        priority_ids: links.priorities.clone(),
        heads: vec![],
        topic_id: links.topic.clone(),
        meeting_id: links.meeting.clone(),
        agenda_item_id: links.agenda_item.clone(),
        printed_number: question.printed_number.clone(),
        asked_by: question.asked_by.clone(),
        received_on: question.received_on,
        due_on: question.due_on,
        group_id: links.group.clone(),
        parts: parts.collect(),
    };
    Ok(questions::draft(tx, &draft.parse()?)?.id)
}

/// Puts a draft on the day the file gives (role pcc).
pub fn put(tx: &mut Tx<'_>, id: &QuestionId, question: &format::Question) -> Result<(), ApiError> {
    questions::put(tx, id, &PutQuestion { put_on: question.put_on, due_on: question.due_on, ..PutQuestion::default() })
        .map(|_| ())
}

/// An answer, recorded by the office.
pub fn response(tx: &mut Tx<'_>, question: &QuestionId, response: &format::Response) -> Result<(), ApiError> {
    let input = DraftResponse {
        text: response.text.clone(),
        points: response.points.clone(),
        speakers: response.speakers.clone(),
        attribution: Some(response.attribution),
        mode: Some(response.mode),
        holding: response.holding,
    };
    let draft = responses::draft(tx, question, &input.parse()?)?;
    if response.submitted {
        responses::submit(tx, &draft.id)?;
    }
    Ok(())
}

/// An action; the act flags it for review when something is missing.
pub fn action(tx: &mut Tx<'_>, action: &format::Action, links: &Links) -> Result<ActionId, ApiError> {
    let earlier = links.continues.iter();
    let sources = earlier.filter_map(|id| Some(Source { kind: SourceKind::Action, id: id.as_str().parse().ok()? }));
    let input = SetAction {
        text: action.text.clone(),
        condition: action.condition.clone(),
        owner: action.owner.clone(),
        owner_side: action.owner_side,
        due_on: action.due_on,
        due_text: action.due_text.clone(),
        priority_ids: links.priorities.clone(),
        question_id: links.question.clone(),
        meeting_id: links.meeting.clone(),
        conditions: action.conditions.clone(),
        owners: action.owners.clone(),
        sources: sources.collect(),
        raised_on: action.raised_on,
        raised_text: action.raised_text.clone(),
    };
    Ok(actions::create(tx, &input.parse()?)?.id)
}
