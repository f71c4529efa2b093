//! The acts on priorities, each as one unit of work. The rules are those of their plan.

use super::model::{AddPriority, EditPriority, Priority};
use super::store;
use crate::foundation::error::ApiError;
use crate::foundation::validate::Faults;
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked;
use crate::record::planning::plans;
use crate::record::planning::plans::model::{PlanStatus, PriorityId};
use crate::record::planning::plans::rules;
use crate::record::planning::plans::rules::Act;

/// Adds a priority to a draft plan.
pub fn add(tx: &mut Tx<'_>, input: &AddPriority) -> Result<(Priority, PlanStatus), ApiError> {
    rules::may_draft(tx.actor).map_err(|refusal| refusal.into_error("none", vec![]))?;
    let Some(plan) = plans::store::find_to_change(tx.conn, &rules::scope(tx.actor), &input.plan_id, tx.now)? else {
        let mut faults = Faults::default();
        faults.add("/plan_id", "is not the id of a plan in this area");
        faults.finish()?;
        return Err(ApiError::NotFound);
    };
    may_write(tx, plan.status)?;
    let position = match input.position {
        Some(position) => position,
        None => store::next_position(tx.conn, &plan.id)?,
    };
    let priority = Priority {
        id: PriorityId::new(tx.ids),
        area: plan.area,
        plan_id: plan.id,
        position,
        title: input.title.clone(),
        description: input.description.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    tracked::create(tx, &priority, None, input)?;
    Ok((priority, plan.status))
}

/// Changes a priority of a draft plan.
pub fn edit(tx: &mut Tx<'_>, id: &PriorityId, patch: &EditPriority) -> Result<(Priority, PlanStatus), ApiError> {
    let (priority, status) = begin(tx, id)?;
    let edited = patch.apply(&priority)?;
    let priority = tracked::change(tx, priority.with(edited.draft)?, None, Act::Edit.name(), None, &edited.changes)?;
    Ok((priority, status))
}

/// Deletes a priority of a draft plan that nothing is linked to.
pub fn delete(tx: &mut Tx<'_>, id: &PriorityId) -> Result<(), ApiError> {
    let (priority, _) = begin(tx, id)?;
    if store::is_used(tx.conn, id)? {
        return Err(ApiError::Conflict("questions, actions or decisions are linked to this priority: unlink them first".into()));
    }
    let title = serde_json::json!({ "title": priority.title });
    tracked::remove(tx, &priority, &title)
}

fn begin(tx: &mut Tx<'_>, id: &PriorityId) -> Result<(Priority, PlanStatus), ApiError> {
    let (priority, _) = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let plan = plans::store::find_to_change(tx.conn, &rules::scope(tx.actor), &priority.plan_id, tx.now)?;
    let status = plan.ok_or(ApiError::NotFound)?.status;
    may_write(tx, status)?;
    tx.precondition.check(priority.version)?;
    Ok((priority, status))
}

/// Checks permission: writing a priority counts as editing its plan.
fn may_write(tx: &Tx<'_>, status: PlanStatus) -> Result<(), ApiError> {
    let refuse = |refusal: crate::foundation::error::Refusal| {
        refusal.into_error(status.as_str(), rules::allowed_acts_on_priority(status, tx.actor))
    };
    rules::decide(Act::Edit, status, tx.actor).map(|_| ()).map_err(refuse)
}
