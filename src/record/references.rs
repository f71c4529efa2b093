//! What records refer to must be there, in the same area; this says so with a pointer when it is not.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::foundation::actor::Actor;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    actions, agenda_items, decisions, findings, meetings, plans, priorities, question_groups, questions, recommendation_sets,
    recommendations, responses, topics,
};
use crate::foundation::validate::Faults;
use crate::record::actions::model::{ActionId, Source, SourceKind};
use crate::record::findings::model::FindingStatus;
use crate::record::meetings::decisions::model::DecisionStatus;
use crate::record::meetings::model::{AgendaItemId, MeetingId, MeetingStatus};
use crate::record::planning::plans::model::{PlanStatus, PriorityId};
use crate::record::planning::plans::rules as plan_rules;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::{QuestionGroupId, QuestionId};
use crate::record::questions::responses::model::ResponseStatus;
use crate::record::recommendations::recommendation_sets::model::RecommendationSetStatus;

/// A priority and the dates of its plan.
#[derive(Debug, Clone, Queryable)]
pub struct LinkedPriority {
    pub id: PriorityId,
    pub status: PlanStatus,
    pub adopted_on: Option<NaiveDate>,
    pub superseded_on: Option<NaiveDate>,
}

/// The priorities of `ids` that exist in `area`, with their plans' dates.
pub fn priorities(conn: &mut AnyConnection, area: &str, ids: &[PriorityId]) -> Result<Vec<LinkedPriority>, ApiError> {
    let mut found = Vec::with_capacity(ids.len());
    // One prepared statement for each: a list of ids would be a new statement for every length.
    for id in ids {
        let row = priorities::table
            .inner_join(plans::table.on(plans::id.eq(priorities::plan_id)))
            .filter(priorities::id.eq(id).and(priorities::area.eq(area)))
            .select((priorities::id, plans::status, plans::adopted_on, plans::superseded_on))
            .first::<LinkedPriority>(conn)
            .optional()?;
        found.extend(row);
    }
    Ok(found)
}

/// Notes each of `ids` that is no priority of the area, or stands twice.
pub fn check_priorities(conn: &mut AnyConnection, area: &str, ids: &[PriorityId], faults: &mut Faults) -> Result<(), ApiError> {
    let found = priorities(conn, area, ids)?;
    for (index, id) in ids.iter().enumerate() {
        if !found.iter().any(|priority| priority.id == *id) {
            faults.add(&format!("/priority_ids/{index}"), "no such priority");
        }
        if ids.iter().take(index).any(|earlier| earlier == id) {
            faults.add(&format!("/priority_ids/{index}"), "stands here twice");
        }
    }
    Ok(())
}

/// Notes each of `ids` that is no priority of a plan that was adopted, or stands twice. The force does not learn of a plan that
/// is still a draft.
pub fn check_adopted_priorities(
    conn: &mut AnyConnection,
    actor: &Actor,
    ids: &[PriorityId],
    faults: &mut Faults,
) -> Result<(), ApiError> {
    let mut found = priorities(conn, &actor.area, ids)?;
    let scope = plan_rules::scope(actor);
    found.retain(|priority| scope.sees(&actor.area, priority.status));
    for (index, id) in ids.iter().enumerate() {
        let place = format!("/priority_ids/{index}");
        match found.iter().find(|priority| priority.id == *id) {
            None => faults.add(&place, "no such priority"),
            Some(priority) if priority.status == PlanStatus::Draft => {
                faults.add(&place, "the plan of this priority was not adopted yet");
            }
            Some(_) => {}
        }
        if ids.iter().take(index).any(|earlier| earlier == id) {
            faults.add(&place, "stands here twice");
        }
    }
    Ok(())
}

/// Notes each of `ids` whose plan is still a draft: what the force sees must not name what it does not.
pub fn check_no_draft_plan(
    conn: &mut AnyConnection,
    area: &str,
    ids: &[PriorityId],
    faults: &mut Faults,
) -> Result<(), ApiError> {
    let linked = priorities(conn, area, ids)?;
    for (index, id) in ids.iter().enumerate() {
        if linked.iter().any(|priority| priority.id == *id && priority.status == PlanStatus::Draft) {
            faults.add(&format!("/priority_ids/{index}"), "belongs to a plan that is not adopted");
        }
    }
    Ok(())
}

/// Notes a topic that is not there.
pub fn check_topic(conn: &mut AnyConnection, area: &str, id: Option<&TopicId>, faults: &mut Faults) -> Result<(), ApiError> {
    if let Some(id) = id {
        let found: i64 = topics::table.filter(topics::id.eq(id).and(topics::area.eq(area))).count().get_result(conn)?;
        if found == 0 {
            faults.add("/topic_id", "no such topic");
        }
    }
    Ok(())
}

/// Notes a meeting that is not there or was cancelled, and an agenda item that is not one of its.
pub fn check_meeting(
    conn: &mut AnyConnection,
    area: &str,
    meeting: Option<&MeetingId>,
    item: Option<&AgendaItemId>,
    faults: &mut Faults,
) -> Result<(), ApiError> {
    let Some(meeting) = meeting else {
        if item.is_some() {
            faults.add("/agenda_item_id", "needs meeting_id beside it");
        }
        return Ok(());
    };
    let status: Option<MeetingStatus> = meetings::table
        .filter(meetings::id.eq(meeting).and(meetings::area.eq(area)))
        .select(meetings::status)
        .first(conn)
        .optional()?;
    match status {
        None => faults.add("/meeting_id", "no such meeting"),
        Some(MeetingStatus::Cancelled) => faults.add("/meeting_id", "the meeting was cancelled"),
        Some(MeetingStatus::Scheduled | MeetingStatus::Held | MeetingStatus::Agreed) => {}
    }
    check_item(conn, meeting, item, "/agenda_item_id", faults)
}

/// Notes an agenda item, at `pointer`, that is not one of the meeting's.
pub fn check_item(
    conn: &mut AnyConnection,
    meeting: &MeetingId,
    item: Option<&AgendaItemId>,
    pointer: &str,
    faults: &mut Faults,
) -> Result<(), ApiError> {
    let Some(item) = item else { return Ok(()) };
    let found: i64 = agenda_items::table
        .filter(agenda_items::id.eq(item).and(agenda_items::meeting_id.eq(meeting)))
        .count()
        .get_result(conn)?;
    if found == 0 {
        faults.add(pointer, "no such item on this meeting's agenda");
    }
    Ok(())
}

/// Notes an action that is not there.
pub fn check_action(conn: &mut AnyConnection, area: &str, id: Option<&ActionId>, faults: &mut Faults) -> Result<(), ApiError> {
    let Some(id) = id else { return Ok(()) };
    let found: i64 = actions::table.filter(actions::id.eq(id).and(actions::area.eq(area))).count().get_result(conn)?;
    if found == 0 {
        faults.add("/action_id", "no such action");
    }
    Ok(())
}

/// The day of a meeting that is there.
pub fn meeting_day(conn: &mut AnyConnection, id: &MeetingId) -> Result<NaiveDate, ApiError> {
    Ok(meetings::table.filter(meetings::id.eq(id)).select(meetings::held_on).first(conn)?)
}

/// Notes a question that is not there. For records that the force does not see yet: the others ask
/// [`check_question_put`].
pub fn check_question(
    conn: &mut AnyConnection,
    area: &str,
    id: Option<&QuestionId>,
    faults: &mut Faults,
) -> Result<(), ApiError> {
    if let Some(id) = id {
        let found: i64 = questions::table.filter(questions::id.eq(id).and(questions::area.eq(area))).count().get_result(conn)?;
        if found == 0 {
            faults.add("/question_id", "no such question");
        }
    }
    Ok(())
}

/// Notes a question that is not there, or that was never put.
pub fn check_question_put(
    conn: &mut AnyConnection,
    area: &str,
    id: Option<&QuestionId>,
    faults: &mut Faults,
) -> Result<(), ApiError> {
    let Some(id) = id else { return Ok(()) };
    let question = questions::table.filter(questions::id.eq(id).and(questions::area.eq(area)));
    match question.select(questions::put_on).first::<Option<NaiveDate>>(conn).optional()? {
        None => faults.add("/question_id", "no such question"),
        // The force sees what links to it; a link to a draft would tell it that there is one.
        Some(None) => faults.add("/question_id", "has not been put"),
        Some(Some(_)) => {}
    }
    Ok(())
}

/// Notes a group of questions that is not there. Only the body links questions to groups, and it sees all of them.
pub fn check_group(
    conn: &mut AnyConnection,
    area: &str,
    id: Option<&QuestionGroupId>,
    faults: &mut Faults,
) -> Result<(), ApiError> {
    if let Some(id) = id {
        let group = question_groups::table.filter(question_groups::id.eq(id).and(question_groups::area.eq(area)));
        let found: i64 = group.count().get_result(conn)?;
        if found == 0 {
            faults.add("/group_id", "no such question group");
        }
    }
    Ok(())
}

/// Notes each of `sources` that is not there, or that the force may not see: it sees every action and where it comes from.
pub fn check_sources(conn: &mut AnyConnection, area: &str, sources: &[Source], faults: &mut Faults) -> Result<(), ApiError> {
    for (index, source) in sources.iter().enumerate() {
        let (found, missing) = find_source(conn, area, source)?;
        if found == 0 {
            faults.add(&format!("/sources/{index}/id"), missing);
        }
        if sources.iter().take(index).any(|earlier| earlier == source) {
            faults.add(&format!("/sources/{index}"), "stands here twice");
        }
    }
    Ok(())
}

/// How many records a source names, and what to say if it is none. A kind is an arm.
fn find_source(conn: &mut AnyConnection, area: &str, source: &Source) -> Result<(i64, &'static str), ApiError> {
    let id = source.id.as_str();
    Ok(match source.kind {
        SourceKind::Question => {
            let put = questions::table.filter(questions::id.eq(id).and(questions::area.eq(area)));
            (put.filter(questions::put_on.is_not_null()).count().get_result(conn)?, "no such question that was put")
        }
        SourceKind::Response => {
            let said = responses::table.filter(responses::id.eq(id).and(responses::area.eq(area)));
            let said = said.filter(responses::status.ne(ResponseStatus::Draft));
            (said.count().get_result(conn)?, "no such response that was submitted")
        }
        SourceKind::Finding => {
            let shared = findings::table.filter(findings::id.eq(id).and(findings::area.eq(area)));
            let shared = shared.filter(findings::status.ne(FindingStatus::Draft));
            (shared.count().get_result(conn)?, "no such finding that was shared")
        }
        SourceKind::Recommendation => {
            let recorded = recommendations::table
                .inner_join(recommendation_sets::table.on(recommendation_sets::id.eq(recommendations::set_id)))
                .filter(recommendations::id.eq(id).and(recommendations::area.eq(area)))
                .filter(recommendation_sets::status.eq(RecommendationSetStatus::Recorded));
            (recorded.count().get_result(conn)?, "no such recommendation that was recorded")
        }
        SourceKind::Decision => {
            let taken = decisions::table.filter(decisions::id.eq(id).and(decisions::area.eq(area)));
            let taken = taken.filter(decisions::status.ne(DecisionStatus::Draft));
            (taken.count().get_result(conn)?, "no such decision that was taken")
        }
        SourceKind::Meeting => {
            let meeting = meetings::table.filter(meetings::id.eq(id).and(meetings::area.eq(area)));
            (meeting.count().get_result(conn)?, "no such meeting")
        }
        SourceKind::Action => {
            let action = actions::table.filter(actions::id.eq(id).and(actions::area.eq(area)));
            (action.count().get_result(conn)?, "no such action")
        }
    })
}

/// The topic of a question that is there.
pub fn topic_of(conn: &mut AnyConnection, id: &QuestionId) -> Result<Option<TopicId>, ApiError> {
    Ok(questions::table.filter(questions::id.eq(id)).select(questions::topic_id).first(conn)?)
}
