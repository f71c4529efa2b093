//! Checks that referenced priorities and topics exist in the same area; a fault has a pointer.

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

/// Returns the priorities of `ids` that exist in `area`, with their plans' dates.
pub fn priorities(conn: &mut AnyConnection, area: &str, ids: &[PriorityId]) -> Result<Vec<LinkedPriority>, ApiError> {
    let mut found = Vec::with_capacity(ids.len());
    // One prepared statement for each: a list of ids would need a new statement for every length.
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

/// Adds a fault for each of `ids` that is not a priority of the area, or is repeated.
pub fn check_priorities(conn: &mut AnyConnection, area: &str, ids: &[PriorityId], faults: &mut Faults) -> Result<(), ApiError> {
    let found = priorities(conn, area, ids)?;
    for (index, id) in ids.iter().enumerate() {
        if !found.iter().any(|priority| priority.id == *id) {
            faults.add(&format!("/priority_ids/{index}"), "is not the id of a priority in this area");
        }
        if ids.iter().take(index).any(|earlier| earlier == id) {
            faults.add(&format!("/priority_ids/{index}"), "is listed more than once");
        }
    }
    Ok(())
}

/// Adds a fault for each of `ids` that is not a priority of an adopted plan, or is repeated. The force must not learn of a plan
/// that is still a draft.
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
            None => faults.add(&place, "is not the id of a priority in this area"),
            Some(priority) if priority.status == PlanStatus::Draft => {
                faults.add(&place, "the plan of this priority is not adopted yet: choose another priority");
            }
            Some(_) => {}
        }
        if ids.iter().take(index).any(|earlier| earlier == id) {
            faults.add(&place, "is listed more than once");
        }
    }
    Ok(())
}

/// Adds a fault for each of `ids` whose plan is still a draft: records that the force sees must not name records that it does
/// not.
pub fn check_no_draft_plan(
    conn: &mut AnyConnection,
    area: &str,
    ids: &[PriorityId],
    faults: &mut Faults,
) -> Result<(), ApiError> {
    let linked = priorities(conn, area, ids)?;
    for (index, id) in ids.iter().enumerate() {
        if linked.iter().any(|priority| priority.id == *id && priority.status == PlanStatus::Draft) {
            faults.add(&format!("/priority_ids/{index}"), "belongs to a plan that is not adopted: choose another priority");
        }
    }
    Ok(())
}

/// Adds a fault for a topic that does not exist.
pub fn check_topic(conn: &mut AnyConnection, area: &str, id: Option<&TopicId>, faults: &mut Faults) -> Result<(), ApiError> {
    if let Some(id) = id {
        let found: i64 = topics::table.filter(topics::id.eq(id).and(topics::area.eq(area))).count().get_result(conn)?;
        if found == 0 {
            faults.add("/topic_id", "is not the id of a topic in this area");
        }
    }
    Ok(())
}
