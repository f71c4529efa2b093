//! The public form of an adopted plan.

use super::draft::{Draft, Named};
use super::linked::Linked;
use super::origin::Source;
use super::store;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::public::records::{PublishedBody, PublishedPlan, PublishedPlanRecord, PublishedPriority};
use crate::record::planning::areas::model::Body;
use crate::record::planning::plans;
use crate::record::planning::plans::model::Plan;
use crate::record::planning::priorities::model::Priority;

/// Returns a plan with its priorities.
pub fn read(conn: &mut AnyConnection, area: &str, subject_id: &str) -> Result<Option<Source>, ApiError> {
    let Ok(id) = subject_id.parse() else { return Ok(None) };
    let scope = plans::rules::Scope { area: area.to_owned(), no_drafts: true };
    let Some(plan) = plans::store::find(conn, &scope, &id)? else { return Ok(None) };
    let body = store::body(conn, &plan.body_id)?;
    let priorities = store::priorities_of(conn, &plan)?;
    let mut draft = Draft::begin(conn, area, &[])?;
    draft.place(Named("plans", plan.id.as_str()), "/plan");
    let numbered = priorities.iter().enumerate();
    let priorities = numbered.map(|(index, one)| priority(&mut draft, &format!("/priorities/{index}"), one)).collect();
    let record = PublishedPlanRecord { plan: published(&mut draft, &plan, &body), priorities };
    draft.finish(conn, &record, plan.title, Some("/plan/title")).map(Some)
}

fn published(draft: &mut Draft, plan: &Plan, body: &Body) -> PublishedPlan {
    let Plan {
        id,
        area: _,    // the document names it
        body_id: _, // the body is shown by its kind and name
        title,
        summary,
        period_from,
        period_to,
        status: _, // the days of adoption and replacement say it
        adopted_on,
        superseded_on,
        superseded_by,
        created_at: _, // of the row, not of the record
        updated_at: _, // of the row, not of the record
        version: _,    // of the row, not of the record
    } = plan;
    PublishedPlan {
        id: id.clone(),
        title: Some(title.clone()),
        summary: summary.clone(),
        period_from: Some(*period_from),
        period_to: Some(*period_to),
        adopted_on: *adopted_on,
        superseded_on: *superseded_on,
        superseded_by: draft.link(Linked::Plan, "/plan/superseded_by".to_owned(), superseded_by.as_ref()),
        body: named(body),
    }
}

/// Returns a body by its kind and name.
pub fn named(body: &Body) -> PublishedBody {
    PublishedBody { kind: body.kind, name: Some(body.name.clone()) }
}

fn priority(draft: &mut Draft, at: &str, priority: &Priority) -> PublishedPriority {
    let Priority {
        id,
        area: _,    // the document names it
        plan_id: _, // the priority is listed with its plan
        position,
        title,
        description,
        created_at: _, // of the row, not of the record
        updated_at: _, // of the row, not of the record
        version: _,    // of the row, not of the record
    } = priority;
    draft.place(Named("priorities", id.as_str()), at);
    PublishedPriority { id: id.clone(), position: *position, title: Some(title.clone()), description: description.clone() }
}
