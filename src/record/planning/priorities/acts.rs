//! The acts on priorities, each as one unit of work. The rules are those of their plan.

use super::model::{AddPriority, EditPriority, Priority};
use super::store;
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::Faults;
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, permit_in};
use crate::record::planning::plans;
use crate::record::planning::plans::model::{PlanStatus, PriorityAct, PriorityId};
use crate::record::planning::plans::rules;

/// Adds a priority to a draft plan.
pub fn add(tx: &mut Tx<'_>, input: &AddPriority) -> Result<(Priority, PlanStatus), ApiError> {
    rules::may_draft(tx.actor).map_err(Refusal::without_state)?;
    let Some(plan) = plans::store::find_to_change(tx.conn, &rules::scope(tx.actor), &input.plan_id, tx.now)? else {
        let mut faults = Faults::default();
        faults.add("/plan_id", "is not the id of a plan in this area");
        faults.finish()?;
        return Err(ApiError::NotFound);
    };
    rules::may_add_priority(plan.status, tx.actor).map_err(|refusal| {
        tracked::refuse(refusal, plan.status.as_str(), &rules::allowed_acts_on_priority(plan.status, tx.actor))
    })?;
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
    let (priority, status) = begin(tx, id, PriorityAct::Edit)?;
    let edited = patch.apply(&priority)?;
    let priority = tracked::change(tx, priority.with(edited.draft)?, None, PriorityAct::Edit.as_str(), None, &edited.changes)?;
    Ok((priority, status))
}

/// Deletes a priority of a draft plan that nothing is linked to.
pub fn delete(tx: &mut Tx<'_>, id: &PriorityId) -> Result<(), ApiError> {
    let (priority, _) = begin(tx, id, PriorityAct::Delete)?;
    if store::is_used(tx.conn, id)? {
        return Err(ApiError::Conflict("questions, actions or decisions are linked to this priority: unlink them first".into()));
    }
    let title = serde_json::json!({ "title": priority.title });
    tracked::remove(tx, &priority, &title)
}

fn begin(tx: &mut Tx<'_>, id: &PriorityId, act: PriorityAct) -> Result<(Priority, PlanStatus), ApiError> {
    let (priority, _) = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let plan = plans::store::find_to_change(tx.conn, &rules::scope(tx.actor), &priority.plan_id, tx.now)?;
    let status = plan.ok_or(ApiError::NotFound)?.status;
    permit_in(tx, &priority, status.as_str(), act, |act| rules::decide_on_priority(act, status, tx.actor))?;
    Ok((priority, status))
}
