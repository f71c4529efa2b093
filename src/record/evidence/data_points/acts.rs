//! The acts on data points, each as one unit of work: load what is visible, decide, check the version, save, audit.

use serde_json::json;

use super::input::{DraftDataPoint, EditDataPoint};
use super::model::{DataPoint, DataPointAct as Act, DataPointId};
use super::{rules, store};
use crate::foundation::db::JsonText;
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::{Check, Faults, Reasoned};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, advance, permit};
use crate::record::evidence::measures;
use crate::record::model::DataPointStatus;
use crate::record::questions::responses;
use crate::record::restrictions::model::RestrictDraft;
use crate::record::{meetings, planning, questions, restrictions};

/// Drafts a data point.
pub fn draft(tx: &mut Tx<'_>, input: &DraftDataPoint) -> Result<DataPoint, ApiError> {
    let side = rules::may_draft(tx.actor).map_err(Refusal::without_state)?;
    let id = DataPointId::new(tx.ids);
    let point = DataPoint {
        id,
        area: tx.actor.area.clone(),
        side,
        measure_id: None,
        label: String::new(),
        unit: None,
        kind: input.value.kind(),
        value: JsonText::new(&input.value)?,
        conditional_on: None,
        period_from: None,
        period_to: None,
        period_text: None,
        as_of: None,
        collected: input.collected,
        caveat: None,
        said_by: JsonText::new(&input.said_by)?,
        as_stated: None,
        question_id: None,
        response_id: None,
        meeting_id: None,
        topic_id: None,
        priority_ids: JsonText::new(&input.priority_ids)?,
        supersedes: None,
        supersede_reason: None,
        superseded_by: None,
        status: DataPointStatus::Draft,
        submitted_at: None,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    check_links(tx, &point, input)?;
    let point = filled(point, input.clone())?;
    tracked::create(tx, &point, None, input)?;
    store::link(tx.conn, &point, &input.conflicts_with)?;
    Ok(point)
}

/// Changes a draft.
pub fn edit(tx: &mut Tx<'_>, id: &DataPointId, patch: &EditDataPoint) -> Result<DataPoint, ApiError> {
    let (point, next) = begin(tx, id, Act::Edit)?;
    let edited = patch.apply_to(draft_of(tx, &point)?)?;
    check_links(tx, &point, &edited.draft)?;
    let conflicts = edited.draft.conflicts_with.clone();
    let point = filled(point, edited.draft)?;
    store::link(tx.conn, &point, &conflicts)?;
    advance(tx, point, Act::Edit, next, None, &edited.changes)
}

/// Deletes a draft.
pub fn delete(tx: &mut Tx<'_>, id: &DataPointId) -> Result<(), ApiError> {
    let (point, _) = begin(tx, id, Act::Delete)?;
    store::unlink(tx.conn, id)?;
    if let Some(response) = &point.response_id {
        restrictions::store::leave(tx.conn, response.as_str(), id.as_str())?;
    }
    let label = json!({ "label": point.label });
    tracked::remove(tx, &point, &label)
}

/// Submits a draft: the figure is now final, everybody in the area sees it, and the figure it corrects is superseded.
pub fn submit(tx: &mut Tx<'_>, id: &DataPointId) -> Result<DataPoint, ApiError> {
    let (mut point, next) = begin(tx, id, Act::Submit)?;
    let whole = draft_of(tx, &point)?.parse()?;
    check_links(tx, &point, &whole)?;
    if let (Some(earlier), Some(reason)) = (&point.supersedes, &point.supersede_reason) {
        supersede(tx, earlier, &point, reason)?;
    }
    point.submitted_at = Some(tx.now);
    restrictions::store::end(tx.conn, point.id.as_str())?;
    let reason = point.supersede_reason.clone();
    advance(tx, point, Act::Submit, next, reason.as_deref(), &whole)
}

/// Lets only named people of its side read a draft.
pub fn restrict(tx: &mut Tx<'_>, id: &DataPointId, input: &RestrictDraft) -> Result<DataPoint, ApiError> {
    let (point, _) = begin(tx, id, Act::Restrict)?;
    let side = point.side;
    restrictions::acts::restrict(tx, point, side, Act::Restrict, input)
}

/// Lets its whole side read a draft again.
pub fn unrestrict(tx: &mut Tx<'_>, id: &DataPointId, input: &Reasoned) -> Result<DataPoint, ApiError> {
    let (point, _) = begin(tx, id, Act::Unrestrict)?;
    restrictions::acts::unrestrict(tx, point, Act::Unrestrict, input)
}

/// Supersedes an earlier figure by `by`. The earlier figure is checked once more, in the version that is saved over: on
/// PostgreSQL another request may have come between the check of the links and this.
fn supersede(tx: &mut Tx<'_>, earlier: &DataPointId, by: &DataPoint, reason: &str) -> Result<(), ApiError> {
    let mut earlier = store::find(tx.conn, &rules::scope(tx.actor), earlier)?.ok_or(ApiError::NotFound)?;
    let mut faults = Faults::default();
    if let Some(why) = rules::cannot_replace(by.side, earlier.side, earlier.status) {
        faults.add("/supersedes", why);
    }
    faults.finish()?;
    let before = std::mem::replace(&mut earlier.status, rules::replaced());
    earlier.superseded_by = Some(by.id.clone());
    let changes = json!({ "superseded_by": by.id });
    tracked::change(tx, earlier, Some(before.as_str()), "supersede", Some(reason), &changes)?;
    Ok(())
}

/// Returns the draft of `point` with the figures it names; a number that JSON cannot carry is in words.
fn draft_of(tx: &mut Tx<'_>, point: &DataPoint) -> Result<DraftDataPoint, ApiError> {
    let draft = point.draft()?;
    Ok(DraftDataPoint { value: draft.value.carried(), conflicts_with: store::named_conflicts(tx.conn, &point.id)?, ..draft })
}

/// Returns the data point as a draft has it.
fn filled(point: DataPoint, draft: DraftDataPoint) -> Result<DataPoint, ApiError> {
    Ok(DataPoint { kind: draft.value.kind(), ..point.with(draft)? })
}

/// Loads the data point if visible, decides the new status, then checks the precondition.
fn begin(tx: &mut Tx<'_>, id: &DataPointId, act: Act) -> Result<(DataPoint, DataPointStatus), ApiError> {
    let point = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let is_restricted = restrictions::store::is_restricted(tx.conn, &point)?;
    let next = permit(tx, &point, act, |act| rules::decide(act, point.status, point.side, is_restricted, tx.actor))?;
    Ok((point, next))
}

fn check_links(tx: &mut Tx<'_>, point: &DataPoint, draft: &DraftDataPoint) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    let actor = tx.actor;
    planning::references::check_adopted_priorities(tx.conn, actor, &draft.priority_ids, &mut faults)?;
    planning::references::check_topic(tx.conn, &actor.area, draft.topic_id.as_ref(), &mut faults)?;
    meetings::references::check_meeting(tx.conn, &actor.area, draft.meeting_id.as_ref(), None, &mut faults)?;
    if let Some(id) = &draft.measure_id
        && measures::store::find(tx.conn, &measures::rules::scope(actor), id)?.is_none()
    {
        faults.add("/measure_id", "is not the id of a measure in this area");
    }
    if let Some(id) = &draft.question_id {
        match questions::store::find(tx.conn, &questions::rules::scope(actor), id)? {
            None => faults.add("/question_id", "is not the id of a question in this area"),
            Some(question) if question.put_on.is_none() => {
                faults.add("/question_id", "the question has not been put: put it first");
            }
            Some(_) => {}
        }
    }
    if let Some(id) = &draft.response_id
        && responses::store::find(tx.conn, &responses::rules::scope(actor), id)?.is_none()
    {
        faults.add("/response_id", "is not the id of a response that you can see");
    }
    check_other_points(tx, point, draft, &mut faults)?;
    faults.finish()
}

fn check_other_points(tx: &mut Tx<'_>, point: &DataPoint, draft: &DraftDataPoint, faults: &mut Faults) -> Result<(), ApiError> {
    let scope = rules::scope(tx.actor);
    for (index, id) in draft.conflicts_with.iter().enumerate() {
        let place = format!("/conflicts_with/{index}");
        if *id == point.id {
            faults.add(&place, "must be another figure");
        } else if store::find(tx.conn, &scope, id)?.is_none() {
            faults.add(&place, "is not the id of a data point that you can see");
        }
        if draft.conflicts_with.iter().take(index).any(|earlier| earlier == id) {
            faults.add(&place, "is listed more than once");
        }
    }
    if let Some(id) = &draft.supersedes {
        match store::find(tx.conn, &scope, id)? {
            Some(_) if *id == point.id => faults.add("/supersedes", "must be another figure"),
            None => faults.add("/supersedes", "is not the id of a data point that you can see"),
            Some(other) => {
                if let Some(why) = rules::cannot_replace(point.side, other.side, other.status) {
                    faults.add("/supersedes", why);
                }
            }
        }
    }
    Ok(())
}
