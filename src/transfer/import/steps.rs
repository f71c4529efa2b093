//! One function for each kind of record: the act of its slice with the draft of what the file says.
//!
//! Faults keep the pointers of the draft; `load` turns them into pointers of the file.

use chrono::NaiveDate;
use serde_json::json;

use super::drafts::Links;
use super::words::Stage;
use super::{drafts, format};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Check;
use crate::http::call::Tx;
use crate::record::actions::acts as actions;
use crate::record::actions::model::ActionId;
use crate::record::meetings::acts as meetings;
use crate::record::meetings::agenda::acts as agenda;
use crate::record::meetings::attendance::acts as attendances;
use crate::record::meetings::model::{AgendaItemId, EditMeeting, MeetingId};
use crate::record::planning::areas::acts as areas;
use crate::record::planning::areas::model::BodyId;
use crate::record::planning::plans::acts as plans;
use crate::record::planning::plans::model::{AdoptPlan, PlanId, PriorityId};
use crate::record::planning::priorities::acts as priorities;
use crate::record::planning::topics::acts as topics;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::acts as questions;
use crate::record::questions::model::{PutQuestion, QuestionId};
use crate::record::questions::responses::acts as responses;

/// Adds the area.
pub fn area(tx: &mut Tx<'_>, area: &format::Area) -> Result<(), ApiError> {
    areas::add(tx, &drafts::area(area).parse()?).map(|_| ())
}

/// Adds the oversight body and returns its id.
pub fn body(tx: &mut Tx<'_>, body: &format::Body) -> Result<BodyId, ApiError> {
    Ok(areas::add_body(tx, &drafts::body(body).parse()?)?.id)
}

/// Adds a draft plan without its priorities.
pub fn plan(tx: &mut Tx<'_>, body: &BodyId, plan: &format::Plan) -> Result<PlanId, ApiError> {
    Ok(plans::draft(tx, &drafts::plan(body, plan).parse()?)?.id)
}

/// Adds one priority of a draft plan, `position` from 1.
pub fn priority(tx: &mut Tx<'_>, plan: &PlanId, position: i32, priority: &format::Priority) -> Result<PriorityId, ApiError> {
    Ok(priorities::add(tx, &drafts::priority(plan, position, priority).parse()?)?.0.id)
}

/// Adopts the plan on its day (role pcc).
pub fn adopt(tx: &mut Tx<'_>, id: &PlanId, plan: &format::Plan) -> Result<(), ApiError> {
    plans::adopt(tx, id, &AdoptPlan { adopted_on: Some(plan.adopted_on) }).map(|_| ())
}

/// Adds a topic.
pub fn topic(tx: &mut Tx<'_>, topic: &format::Topic) -> Result<TopicId, ApiError> {
    Ok(topics::add(tx, &drafts::topic(topic).parse()?)?.id)
}

/// Adds a scheduled meeting.
pub fn schedule(tx: &mut Tx<'_>, body: &BodyId, meeting: &format::Meeting) -> Result<MeetingId, ApiError> {
    Ok(meetings::schedule(tx, &drafts::meeting(body, meeting).parse()?)?.id)
}

/// Updates a meeting scheduled before with the data of the file; absent members stay as they are.
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

/// Sets the meeting that follows.
pub fn name_next(tx: &mut Tx<'_>, id: &MeetingId, next: &MeetingId) -> Result<(), ApiError> {
    meetings::edit(tx, id, &EditMeeting::of(json!({ "next_meeting_id": next }))?).map(|_| ())
}

/// Advances a meeting that was held. Its record is agreed at the end, when it is complete.
pub fn advance(tx: &mut Tx<'_>, id: &MeetingId, to: Stage) -> Result<(), ApiError> {
    match to {
        Stage::Scheduled => Ok(()),
        Stage::Held | Stage::Agreed => meetings::hold(tx, id).map(|_| ()),
    }
}

/// Agrees the record of a meeting on the day of the file, if it has one (role pcc).
pub fn agree(tx: &mut Tx<'_>, id: &MeetingId, meeting: &format::Meeting) -> Result<(), ApiError> {
    meetings::agree_as_recorded(tx, id, meeting.agreed_on).map(|_| ())
}

/// Adds one line of the attendance list.
pub fn attendance(tx: &mut Tx<'_>, meeting: &MeetingId, person: &format::Attendance) -> Result<(), ApiError> {
    attendances::add(tx, meeting, &drafts::attendance(person).parse()?).map(|_| ())
}

/// Adds one agenda item, `position` from 1 among the items of `parent`.
pub fn agenda_item(
    tx: &mut Tx<'_>,
    meeting: &MeetingId,
    parent: Option<&AgendaItemId>,
    position: i32,
    item: &format::AgendaItem,
) -> Result<AgendaItemId, ApiError> {
    Ok(agenda::add(tx, meeting, &drafts::agenda_item(parent, position, item).parse()?)?.0.id)
}

/// Adds a draft question.
pub fn draft(tx: &mut Tx<'_>, question: &format::Question, links: &Links) -> Result<QuestionId, ApiError> {
    Ok(questions::draft(tx, &drafts::question(question, links).parse()?)?.id)
}

/// Puts a draft on the day in the file (role pcc).
pub fn put(tx: &mut Tx<'_>, id: &QuestionId, question: &format::Question) -> Result<(), ApiError> {
    questions::put(tx, id, &PutQuestion { put_on: question.put_on, ..PutQuestion::default() }).map(|_| ())
}

/// Adds an answer, recorded by the office.
pub fn response(tx: &mut Tx<'_>, question: &QuestionId, response: &format::Response) -> Result<(), ApiError> {
    let draft = responses::draft(tx, question, &drafts::response(response).parse()?)?;
    if response.submitted {
        responses::submit(tx, &draft.id)?;
    }
    Ok(())
}

/// Adds an action; the act flags it for review when something is missing.
pub fn action(tx: &mut Tx<'_>, action: &format::Action, (links, held_on): (&Links, NaiveDate)) -> Result<ActionId, ApiError> {
    let mut draft = drafts::action(action, links);
    draft.rag_on = draft.rag_on.or_else(|| draft.rag.as_ref().map(|_| held_on));
    Ok(actions::create(tx, &draft.parse()?)?.id)
}
