//! The acts on measures, each as one unit of work.

use super::model::{AddMeasure, EditMeasure, Measure, MeasureAct as Act, MeasureId};
use super::{rules, store};
use crate::foundation::db::JsonText;
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::Faults;
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, permit};
use crate::record::evidence::data_points;
use crate::record::planning;

/// Adds a measure.
pub fn add(tx: &mut Tx<'_>, input: &AddMeasure) -> Result<Measure, ApiError> {
    rules::may_write(tx.actor).map_err(Refusal::without_state)?;
    check_links(tx, input)?;
    let measure = Measure {
        id: MeasureId::new(tx.ids),
        area: tx.actor.area.clone(),
        name: input.name.clone(),
        definition: input.definition.clone(),
        unit: input.unit.clone(),
        unit_kind: input.unit_kind,
        direction: input.direction,
        numerator: input.numerator.clone(),
        denominator: input.denominator.clone(),
        topic_id: input.topic_id.clone(),
        priority_ids: JsonText::new(&input.priority_ids)?,
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    tracked::create(tx, &measure, None, input)?;
    store::link_priorities(tx.conn, &measure)?;
    Ok(measure)
}

/// Changes a measure.
pub fn edit(tx: &mut Tx<'_>, id: &MeasureId, patch: &EditMeasure) -> Result<Measure, ApiError> {
    let measure = begin(tx, id, Act::Edit)?;
    let edited = patch.apply(&measure)?;
    check_links(tx, &edited.draft)?;
    let used = store::is_used(tx.conn, &data_points::rules::scope(tx.actor), &measure.id)?;
    let mut faults = Faults::default();
    for pointer in rules::fixed_facts(used, &measure.draft()?, &edited.draft) {
        faults.add(pointer, "cannot be changed, because figures use this measure: add another measure");
    }
    faults.finish()?;
    let measure = measure.with(edited.draft)?;
    store::link_priorities(tx.conn, &measure)?;
    tracked::change(tx, measure, None, Act::Edit.as_str(), None, &edited.changes)
}

/// Deletes a measure that no data point uses.
pub fn delete(tx: &mut Tx<'_>, id: &MeasureId) -> Result<(), ApiError> {
    let measure = begin(tx, id, Act::Delete)?;
    if store::is_used(tx.conn, &data_points::rules::scope(tx.actor), id)? {
        return Err(ApiError::Conflict("data points use this measure, so it cannot be deleted".into()));
    }
    store::unlink_priorities(tx.conn, &measure)?;
    let name = serde_json::json!({ "name": measure.name });
    tracked::remove(tx, &measure, &name)
}

fn begin(tx: &mut Tx<'_>, id: &MeasureId, act: Act) -> Result<Measure, ApiError> {
    let measure = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    permit(tx, &measure, act, |act| rules::decide(act, tx.actor))?;
    Ok(measure)
}

fn check_links(tx: &mut Tx<'_>, input: &AddMeasure) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    let area = &tx.actor.area;
    planning::references::check_adopted_priorities(tx.conn, tx.actor, &input.priority_ids, &mut faults)?;
    planning::references::check_topic(tx.conn, area, input.topic_id.as_ref(), &mut faults)?;
    faults.finish()
}
