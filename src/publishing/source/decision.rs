//! The public form of a decision that has been taken: in the record of its meeting, or on its own.

use super::draft::{Draft, Named};
use super::origin::Source;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::public::records::{PublishedDecision, PublishedDecisionRecord, PublishedMaker};
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
    let record = serde_json::to_value(PublishedDecisionRecord { decision: value(&mut draft, "/decision", &decision)? })?;
    let title = decision.reference.unwrap_or_default();
    Ok(Some(Source { title, title_at: Some("/decision/reference"), record, places: draft.places, cuts: draft.cuts }))
}

/// Returns the decisions of a meeting.
pub fn values(draft: &mut Draft, decisions: &[Decision]) -> Result<Vec<PublishedDecision>, ApiError> {
    let numbered = decisions.iter().enumerate();
    numbered.map(|(index, one)| value(draft, &format!("/decisions/{index}"), one)).collect()
}

fn value(draft: &mut Draft, at: &str, one: &Decision) -> Result<PublishedDecision, ApiError> {
    let Decision {
        id,
        area: _, // the document names it
        reference,
        text,
        reasons,
        revision: _, // not yet: earlier wordings of decisions
        made_by,
        made_on,
        meeting_id: _, // the decision is listed with its meeting
        agenda_item_id,
        topic_id,
        priority_ids,
        significant_public_interest,
        significant_public_interest_reason,
        status,
        status_reason,
        created_by: _, // who typed it
        created_at: _, // of the row, not of the record
        updated_at: _, // of the row, not of the record
        version: _,    // of the row, not of the record
    } = one;
    let of = Named("decisions", id.as_str());
    draft.place(of, at);
    let maker = made_by.get()?;
    if let Some(maker) = &maker {
        draft.name(of, "made_by/name", Some(&maker.name), Some(&maker.capacity));
    }
    Ok(PublishedDecision {
        id: id.clone(),
        reference: reference.clone(),
        text: Some(text.clone()),
        reasons: reasons.clone(),
        made_by: maker.map(|maker| PublishedMaker { name: Some(maker.name), capacity: Some(maker.capacity) }),
        made_on: *made_on,
        agenda_item_id: agenda_item_id.clone(),
        topic: draft.topic(at, topic_id.as_ref()),
        priorities: draft.priorities(at, &priority_ids.get()?),
        significant_public_interest: *significant_public_interest,
        significant_public_interest_reason: significant_public_interest_reason.clone(),
        status: *status,
        status_reason: status_reason.clone(),
    })
}
