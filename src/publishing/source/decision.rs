//! The public form of a decision that has been taken: in the record of its meeting, or on its own.

use serde_json::{Value, json};

use super::draft::{Draft, Named};
use super::origin::Source;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::record::meetings::decisions;
use crate::record::meetings::decisions::model::{Decision, DecisionId};
use crate::record::meetings::model::MeetingId;

/// Returns a decision on its own. One of significant public interest must be published even if no meeting took it (SI
/// 2011/3050, Schedule, paragraph 5(d)).
pub fn read(conn: &mut AnyConnection, area: &str, subject_id: &str) -> Result<Option<Source>, ApiError> {
    let Ok(id) = subject_id.parse::<DecisionId>() else { return Ok(None) };
    let scope = decisions::rules::Scope { area: area.to_owned(), only_taken: true };
    let Some(decision) = decisions::store::find(conn, &scope, &id)? else { return Ok(None) };
    let meetings: Vec<&MeetingId> = decision.meeting_id.iter().collect();
    let mut draft = Draft::begin_with(conn, area, &meetings, &[])?;
    let record = json!({ "decision": value(&mut draft, "/decision", &decision)? });
    let title = decision.reference.unwrap_or_default();
    Ok(Some(Source { title, title_at: Some("/decision/reference"), record, places: draft.places, cuts: draft.cuts }))
}

/// Returns the decisions of a meeting.
pub fn values(draft: &mut Draft, decisions: &[Decision]) -> Result<Vec<Value>, ApiError> {
    let numbered = decisions.iter().enumerate();
    numbered.map(|(index, one)| value(draft, &format!("/decisions/{index}"), one)).collect()
}

fn value(draft: &mut Draft, at: &str, one: &Decision) -> Result<Value, ApiError> {
    let of = Named("decisions", one.id.as_str());
    draft.place(of, at);
    let maker = one.made_by.get()?;
    if let Some(maker) = &maker {
        draft.name(of, "made_by/name", Some(&maker.name), Some(&maker.capacity));
    }
    Ok(json!({
        "id": one.id,
        "reference": one.reference,
        "text": one.text,
        "reasons": one.reasons,
        "made_by": maker,
        "made_on": one.made_on,
        "significant_public_interest": one.significant_public_interest,
        "status": one.status,
    }))
}
