//! The acts on plans, each as one unit of work.

use super::model::{AdoptPlan, DraftPlan, EditPlan, Plan, PlanAct as Act, PlanId, PlanStatus, SupersedePlan};
use super::{rules, store};
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::{Faults, Reasoned};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, advance, permit};
use crate::record::planning::priorities;
use crate::record::published;
use crate::record::published::model::EditionKind;

/// Drafts a plan.
pub fn draft(tx: &mut Tx<'_>, input: &DraftPlan) -> Result<Plan, ApiError> {
    rules::may_draft(tx.actor).map_err(Refusal::without_state)?;
    check_body(tx, input)?;
    let plan = Plan {
        id: PlanId::new(tx.ids),
        area: tx.actor.area.clone(),
        body_id: input.body_id.clone(),
        title: input.title.clone(),
        summary: input.summary.clone(),
        period_from: input.period_from,
        period_to: input.period_to,
        status: PlanStatus::Draft,
        adopted_on: None,
        superseded_on: None,
        superseded_by: None,
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    tracked::create(tx, &plan, None, input)?;
    Ok(plan)
}

/// Changes a draft.
pub fn edit(tx: &mut Tx<'_>, id: &PlanId, patch: &EditPlan) -> Result<Plan, ApiError> {
    let (plan, next) = begin(tx, id, Act::Edit)?;
    let edited = patch.apply(&plan)?;
    check_body(tx, &edited.draft)?;
    advance(tx, plan.with(edited.draft)?, Act::Edit, next, None, &edited.changes)
}

/// Deletes a draft and its priorities.
pub fn delete(tx: &mut Tx<'_>, id: &PlanId) -> Result<(), ApiError> {
    let (plan, _) = begin(tx, id, Act::Delete)?;
    for priority in priorities::store::of_plans(tx.conn, std::slice::from_ref(&plan.id))? {
        if priorities::store::is_used(tx.conn, &priority.id)? {
            return Err(ApiError::Conflict("questions or actions are linked to its priorities: unlink them first".into()));
        }
    }
    priorities::store::delete_of_plan(tx.conn, &plan.id)?;
    let title = serde_json::json!({ "title": plan.title });
    tracked::remove(tx, &plan, &title)
}

/// Adopts a draft: from then on it cannot change, and the force sees it.
pub fn adopt(tx: &mut Tx<'_>, id: &PlanId, input: &AdoptPlan) -> Result<Plan, ApiError> {
    let (mut plan, next) = begin(tx, id, Act::Adopt)?;
    if priorities::store::of_plans(tx.conn, std::slice::from_ref(&plan.id))?.is_empty() {
        let refusal = Refusal::WrongState("a plan without priorities cannot be adopted: add one first");
        return Err(refuse(refusal, &plan, tx));
    }
    let adopted_on = input.adopted_on.unwrap_or(tx.today);
    let mut faults = Faults::default();
    if adopted_on > tx.today {
        faults.add("/adopted_on", "must not be in the future");
    }
    faults.finish()?;
    plan.adopted_on = Some(adopted_on);
    advance(tx, plan, Act::Adopt, next, None, input)
}

/// Replaces an adopted plan by another one.
pub fn supersede(tx: &mut Tx<'_>, id: &PlanId, input: &SupersedePlan) -> Result<Plan, ApiError> {
    let (mut plan, next) = begin(tx, id, Act::Supersede)?;
    let superseded_on = input.superseded_on.unwrap_or(tx.today);
    let mut faults = Faults::default();
    if superseded_on > tx.today {
        faults.add("/superseded_on", "must not be in the future");
    }
    if plan.adopted_on.is_some_and(|adopted| superseded_on <= adopted) {
        faults.add("/superseded_on", "must be after the day this plan was adopted");
    }
    match store::find(tx.conn, &rules::scope(tx.actor), &input.superseded_by)? {
        None => faults.add("/superseded_by", "is not the id of a plan in this area"),
        Some(other) if other.id == plan.id => faults.add("/superseded_by", "must be another plan"),
        Some(other) if other.status != PlanStatus::Adopted => faults.add("/superseded_by", "must be an adopted plan"),
        Some(_) => {}
    }
    faults.finish()?;
    plan.superseded_on = Some(superseded_on);
    plan.superseded_by = Some(input.superseded_by.clone());
    advance(tx, plan, Act::Supersede, next, Some(&input.reason), input)
}

/// Takes back that a plan was adopted, while nothing that the force or the public reads depends on it: it is a draft again.
pub fn unadopt(tx: &mut Tx<'_>, id: &PlanId, input: &Reasoned) -> Result<Plan, ApiError> {
    let (mut plan, next) = begin(tx, id, Act::Unadopt)?;
    for priority in priorities::store::of_plans(tx.conn, std::slice::from_ref(&plan.id))? {
        if priorities::store::is_linked(tx.conn, &priority.id)? {
            return Err(ApiError::Conflict("records are linked to its priorities: supersede it by another plan".into()));
        }
    }
    if store::is_successor(tx.conn, &plan.id)? {
        return Err(ApiError::Conflict("another plan was superseded by this one: reinstate that one first".into()));
    }
    if published::store::is_public(tx.conn, EditionKind::Plan, plan.id.as_str())? {
        return Err(ApiError::Conflict("this plan is published: withdraw its editions first".into()));
    }
    plan.adopted_on = None;
    advance(tx, plan, Act::Unadopt, next, Some(&input.reason), input)
}

/// Takes back that a plan was superseded: it is in force as before.
pub fn reinstate(tx: &mut Tx<'_>, id: &PlanId, input: &Reasoned) -> Result<Plan, ApiError> {
    let (mut plan, next) = begin(tx, id, Act::Reinstate)?;
    (plan.superseded_on, plan.superseded_by) = (None, None);
    advance(tx, plan, Act::Reinstate, next, Some(&input.reason), input)
}

fn check_body(tx: &mut Tx<'_>, input: &DraftPlan) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    if !store::body_exists(tx.conn, &tx.actor.area, &input.body_id)? {
        faults.add("/body_id", "is not the id of a body in this area");
    }
    faults.finish()
}

/// Loads the plan if visible, decides the new status, then checks the precondition.
fn begin(tx: &mut Tx<'_>, id: &PlanId, act: Act) -> Result<(Plan, PlanStatus), ApiError> {
    let plan = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let next = permit(tx, &plan, act, |act| rules::decide(act, plan.status, tx.actor))?;
    Ok((plan, next))
}

fn refuse(refusal: Refusal, plan: &Plan, tx: &Tx<'_>) -> ApiError {
    tracked::refuse(refusal, plan.status.as_str(), &rules::allowed_acts(plan.status, tx.actor))
}
