//! The public form of an action, and the log of all actions of an area.

use chrono::NaiveDate;

use super::draft::{Draft, Named};
use super::origin::Source;
use super::store;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::public::records::{PublishedAction, PublishedActionLog, PublishedOwner};
use crate::record::actions::model::{Action, Owner, Particulars};
use crate::record::planning::areas;

/// Returns the current actions of the area.
pub fn log(conn: &mut AnyConnection, area: &str, subject_id: &str, today: NaiveDate) -> Result<Option<Source>, ApiError> {
    if subject_id != area {
        return Ok(None);
    }
    let actions = store::all_actions(conn, area)?;
    let mut meetings: Vec<_> = actions.iter().filter_map(|action| action.meeting_id.as_ref()).collect();
    meetings.sort();
    meetings.dedup();
    let mut questions: Vec<_> = actions.iter().filter_map(|action| action.question_id.as_ref()).collect();
    questions.sort();
    questions.dedup();
    let mut draft = Draft::begin_with(conn, area, &meetings, &questions)?;
    let actions = values(&mut draft, "/actions", &actions)?;
    let record = serde_json::to_value(PublishedActionLog { as_of: today, actions })?;
    let title = format!("Action log of {}", areas::store::name_of(conn, area)?);
    Ok(Some(Source { title, title_at: None, record, places: draft.places, cuts: draft.cuts }))
}

/// Writes actions at a place of a record.
pub fn values(draft: &mut Draft, at: &str, actions: &[Action]) -> Result<Vec<PublishedAction>, ApiError> {
    let numbered = actions.iter().enumerate();
    numbered.map(|(index, action)| value(draft, &format!("{at}/{index}"), action)).collect()
}

fn value(draft: &mut Draft, at: &str, action: &Action) -> Result<PublishedAction, ApiError> {
    let Action {
        id,
        area: _, // the document names it
        reference,
        text,
        condition,
        owner: _,      // the owners say it
        owner_side: _, // the owners say it
        due_on,
        due_text,
        priority_ids,
        question_id,
        meeting_id,
        needs_review,
        status,
        status_reason,
        claimed_by: _, // an account
        evidence,
        times_rejected,
        times_reopened,
        outcome_check,
        superseded_by,
        created_by: _, // who typed it
        created_at: _, // of the row, not of the record
        updated_at: _, // of the row, not of the record
        version: _,    // of the row, not of the record
        particulars,
        hands: _, // accounts
        times_extended,
        set_on,
    } = action;
    let Particulars {
        owners: _, // as of the action
        further_conditions,
        raised_on,
        raised_text,
    } = particulars.get()?;
    let of = Named("actions", id.as_str());
    draft.place(of, at);
    Ok(PublishedAction {
        id: id.clone(),
        reference: Some(reference.clone()),
        text: text.clone(),
        conditions: condition.iter().cloned().chain(further_conditions).map(Some).collect(),
        owners: owners(draft, of, action)?,
        due_on: *due_on,
        due_text: due_text.clone(),
        status: *status,
        status_reason: status_reason.clone(),
        evidence: evidence.clone(),
        outcome_check: *outcome_check,
        set_on: Some(*set_on),
        raised_on,
        raised_text,
        question_id: draft.question(question_id.as_ref()),
        meeting_id: meeting_id.clone(),
        priorities: draft.priorities(at, &priority_ids.get()?),
        needs_review: *needs_review,
        times_extended: *times_extended,
        times_rejected: *times_rejected,
        times_reopened: *times_reopened,
        superseded_by_id: superseded_by.clone(),
    })
}

fn owners(draft: &mut Draft, of: Named<'_>, action: &Action) -> Result<Vec<PublishedOwner>, ApiError> {
    let owners = action.ownership()?.owners();
    for (index, owner) in owners.iter().enumerate() {
        // The printed owner may be a capacity or a person's name.
        draft.line(of, &format!("owners/{index}/capacity"), owner.capacity.as_deref());
        draft.name(of, &format!("owners/{index}/name"), owner.name.as_deref(), owner.capacity.as_deref());
    }
    Ok(owners.into_iter().map(|Owner { capacity, name, side }| PublishedOwner { capacity, name, side }).collect())
}
