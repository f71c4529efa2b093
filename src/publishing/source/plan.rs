//! The public form of an adopted plan.

use serde_json::{Value, json};

use super::draft::{Draft, Named};
use super::origin::Source;
use super::store;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::record::planning::plans;

/// Returns a plan with its priorities.
pub fn read(conn: &mut AnyConnection, area: &str, subject_id: &str) -> Result<Option<Source>, ApiError> {
    let Ok(id) = subject_id.parse() else { return Ok(None) };
    let scope = plans::rules::Scope { area: area.to_owned(), no_drafts: true };
    let Some(plan) = plans::store::find(conn, &scope, &id)? else { return Ok(None) };
    let body = store::body(conn, &plan)?;
    let priorities = store::priorities_of(conn, &plan)?;
    let mut draft = Draft::default();
    draft.place(Named("plans", plan.id.as_str()), "/plan");
    let mut values: Vec<Value> = Vec::with_capacity(priorities.len());
    for (index, priority) in priorities.iter().enumerate() {
        draft.place(Named("priorities", priority.id.as_str()), &format!("/priorities/{index}"));
        values.push(json!({
            "id": priority.id, "position": priority.position, "title": priority.title, "description": priority.description,
        }));
    }
    let record = json!({
        "plan": {
            "id": plan.id, "title": plan.title, "summary": plan.summary, "period_from": plan.period_from,
            "period_to": plan.period_to, "adopted_on": plan.adopted_on, "superseded_on": plan.superseded_on,
            "body": { "kind": body.kind, "name": body.name },
        },
        "priorities": values,
    });
    Ok(Some(Source { title: plan.title, title_at: Some("/plan/title"), record, places: draft.places, cuts: draft.cuts }))
}
