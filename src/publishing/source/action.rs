//! The public form of an action, and the log of all actions of an area.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::draft::{Draft, Named};
use super::origin::Source;
use super::store;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::record::actions::model::Action;
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
    let record = json!({ "as_of": today, "actions": values(&mut draft, "/actions", &actions)? });
    let title = format!("Action log of {}", areas::store::name_of(conn, area)?);
    Ok(Some(Source { title, title_at: None, record, places: draft.places, cuts: draft.cuts }))
}

/// Writes actions at a place of a record.
pub fn values(draft: &mut Draft, at: &str, actions: &[Action]) -> Result<Vec<Value>, ApiError> {
    let numbered = actions.iter().enumerate();
    numbered.map(|(index, action)| value(draft, &format!("{at}/{index}"), action)).collect()
}

fn value(draft: &mut Draft, at: &str, action: &Action) -> Result<Value, ApiError> {
    let of = Named("actions", action.id.as_str());
    draft.place(of, at);
    let particulars = action.particulars.get()?;
    let conditions: Vec<&String> = action.condition.iter().chain(&particulars.further_conditions).collect();
    let owners = action.ownership()?.owners();
    for (index, owner) in owners.iter().enumerate() {
        // The printed owner may be a capacity or a person's name.
        draft.line(of, &format!("owners/{index}/capacity"), owner.capacity.as_deref());
        draft.name(of, &format!("owners/{index}/name"), owner.name.as_deref(), owner.capacity.as_deref());
    }
    let owners: Vec<Value> =
        owners.iter().map(|owner| json!({ "capacity": owner.capacity, "name": owner.name, "side": owner.side })).collect();
    Ok(json!({
        "id": action.id,
        "reference": action.reference,
        "text": action.text,
        "conditions": conditions,
        "owners": owners,
        "due_on": action.due_on,
        "due_text": action.due_text,
        "status": action.status,
        "outcome_check": action.outcome_check,
        "set_on": action.set_on,
        "question_id": draft.question(action.question_id.as_ref()),
        "meeting_id": action.meeting_id,
        "priorities": draft.priorities(at, &action.priority_ids.get()?),
        "needs_review": action.needs_review,
        "times_reopened": action.times_reopened,
        "status_reason": action.status_reason,
    }))
}
