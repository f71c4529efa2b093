//! The acts on areas and bodies, each as one unit of work.

use super::model::{AddArea, AddBody, Area, AreaId, Body, BodyAct, BodyId, EditBody};
use super::{rules, store};
use crate::foundation::db::next_in_series;
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::Faults;
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, permit};

/// Adds an area, for the operator and for record files.
pub fn add(tx: &mut Tx<'_>, input: &AddArea) -> Result<Area, ApiError> {
    if store::is_taken(tx.conn, &input.slug, &input.code)? {
        return Err(ApiError::Conflict("an area with this slug or code already exists: choose another".into()));
    }
    let area = Area {
        id: AreaId::new(tx.ids),
        slug: input.slug.clone(),
        code: input.code.clone(),
        name: input.name.clone(),
        force_name: input.force_name.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    tracked::create(tx, &area, None, input)?;
    Ok(area)
}

/// Adds a body to the caller's area.
pub fn add_body(tx: &mut Tx<'_>, input: &AddBody) -> Result<Body, ApiError> {
    rules::may_write(tx.actor).map_err(Refusal::without_state)?;
    check_successor(tx, None, input)?;
    check_term(tx, None, input)?;
    let body = Body {
        id: BodyId::new(tx.ids),
        area: tx.actor.area.clone(),
        kind: input.kind,
        name: input.name.clone(),
        valid_from: input.valid_from,
        valid_to: input.valid_to,
        succeeded_by: input.succeeded_by.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    tracked::create(tx, &body, None, input)?;
    Ok(body)
}

/// Edits a body: its name, its term, its successor.
pub fn edit_body(tx: &mut Tx<'_>, id: &BodyId, patch: &EditBody) -> Result<Body, ApiError> {
    let body = store::find_body(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    permit(tx, &body, BodyAct::Edit, |act| rules::decide(act, tx.actor))?;
    let edited = patch.apply(&body)?;
    check_successor(tx, Some(&body), &edited.draft)?;
    if (edited.draft.valid_from, edited.draft.valid_to) != (body.valid_from, body.valid_to) {
        check_term(tx, Some(&body), &edited.draft)?;
    }
    tracked::change(tx, body.with(edited.draft)?, None, BodyAct::Edit.as_str(), None, &edited.changes)
}

/// Refuses a term that overlaps that of another body of the area: on each day one body holds the force to account, or none does.
fn check_term(tx: &mut Tx<'_>, body: Option<&Body>, input: &AddBody) -> Result<(), ApiError> {
    // Two requests must not check at the same time: the row of a counter makes the second wait for the first.
    next_in_series(tx.conn, &tx.actor.area, "body_terms", 0)?;
    let others = store::between(tx.conn, &tx.actor.area, input.valid_from, input.valid_to)?;
    let Some(other) = others.into_iter().find(|other| body.is_none_or(|body| body.id != other.id)) else { return Ok(()) };
    let mut faults = Faults::default();
    faults.add(rules::end_that_overlaps(input.valid_from, other.valid_from), rules::overlap(&other));
    faults.finish()
}

/// Checks the successor: another body of the area that begins later, so that chains of successors cannot form a circle.
fn check_successor(tx: &mut Tx<'_>, body: Option<&Body>, input: &AddBody) -> Result<(), ApiError> {
    let Some(id) = &input.succeeded_by else { return Ok(()) };
    let mut faults = Faults::default();
    match store::find_body(tx.conn, &rules::scope(tx.actor), id)? {
        None => faults.add("/succeeded_by", "is not the id of a body in this area"),
        Some(other) if body.is_some_and(|body| body.id == other.id) => faults.add("/succeeded_by", "must be another body"),
        Some(other) if other.valid_from <= input.valid_from => {
            faults.add("/succeeded_by", "must be a body whose term begins later than this one's");
        }
        Some(_) => {}
    }
    faults.finish()
}
