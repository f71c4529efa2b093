//! Priorities and topics that other records refer to must be there, in the same area; this says so with a pointer when one is not.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::foundation::actor::Actor;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{plans, priorities, topics};
use crate::foundation::validate::Faults;
use crate::record::planning::plans::model::{PlanStatus, PriorityId};
use crate::record::planning::plans::rules as plan_rules;
use crate::record::planning::topics::model::TopicId;

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
