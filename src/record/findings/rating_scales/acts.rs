//! The acts on rating scales, each as one unit of work.

use super::model::{AddRatingScale, EditRatingScale, Grade, RatingScale, RatingScaleAct, RatingScaleId};
use super::{rules, store};
use crate::foundation::db::JsonText;
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::Faults;
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked;
use crate::record::planning::plans;

/// Adds a scale.
pub fn add(tx: &mut Tx<'_>, input: &AddRatingScale) -> Result<RatingScale, ApiError> {
    rules::may_add(tx.actor).map_err(Refusal::without_state)?;
    let mut faults = Faults::default();
    if !plans::store::body_exists(tx.conn, &tx.actor.area, &input.body_id)? {
        faults.add("/body_id", "is not the id of a body in this area");
    }
    faults.finish()?;
    let scale = RatingScale {
        id: RatingScaleId::new(tx.ids),
        area: tx.actor.area.clone(),
        body_id: input.body_id.clone(),
        name: input.name.clone(),
        grades: JsonText::new(&input.grades)?,
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    tracked::create(tx, &scale, None, input)?;
    Ok(scale)
}

/// Edits a scale that no rating has used.
pub fn edit(tx: &mut Tx<'_>, id: &RatingScaleId, patch: &EditRatingScale) -> Result<RatingScale, ApiError> {
    let scale = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    may_edit(tx, id)?;
    tx.precondition.check(scale.version)?;
    let edited = patch.apply(&scale)?;
    let scale = tracked::change(tx, scale.with(edited.draft)?, None, RatingScaleAct::Edit.as_str(), None, &edited.changes)?;
    // Saving has waited for a simultaneous rating (`store::hold`), which counts too.
    may_edit(tx, id)?;
    Ok(scale)
}

fn may_edit(tx: &mut Tx<'_>, id: &RatingScaleId) -> Result<(), ApiError> {
    let used = store::used_of(tx.conn, std::slice::from_ref(id))?.contains(id);
    rules::decide(RatingScaleAct::Edit, used, tx.actor)
        .map_err(|refusal| tracked::refuse(refusal, rules::state(used), &rules::allowed_acts(used, tx.actor)))
}

/// Returns the scale and the grade with `label`; faults are under `pointer`.
pub fn grade(
    tx: &mut Tx<'_>,
    id: &RatingScaleId,
    label: &str,
    pointer: &str,
    faults: &mut Faults,
) -> Result<Option<(RatingScale, Grade)>, ApiError> {
    let Some(scale) = store::find(tx.conn, &rules::scope(tx.actor), id)? else {
        faults.add(&format!("{pointer}/scale_id"), "is not the id of a rating scale in this area");
        return Ok(None);
    };
    let grades = scale.grades.get()?;
    let Some(code) = rules::code_of(&grades, label) else {
        let labels: Vec<&str> = grades.iter().map(|grade| grade.label.as_str()).collect();
        faults.add(&format!("{pointer}/label"), format!("is not on this scale: use one of {}", labels.join(", ")));
        return Ok(None);
    };
    Ok(Some((scale, Grade { label: label.to_owned(), code })))
}

/// Locks scales as they were read until the transaction ends, always in the order of their ids: otherwise two ratings could
/// wait for each other.
pub fn hold(tx: &mut Tx<'_>, mut scales: Vec<RatingScale>) -> Result<(), ApiError> {
    scales.sort_by(|one, other| one.id.cmp(&other.id));
    for scale in &scales {
        if !store::hold(tx.conn, scale)? {
            return Err(ApiError::Conflict("the rating scale was changed at the same time: read it and try again".into()));
        }
    }
    Ok(())
}
