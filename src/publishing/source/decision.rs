//! The public form of a decision that has been taken: in the record of its meeting, or on its own.

use super::draft::{Draft, Named};
use super::linked::Linked;
use super::origin::Source;
use super::store;
use crate::foundation::actor::reader::Reader;
use crate::foundation::clock::london_day;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::public::records::{
    PersonSide, PublishedDecision, PublishedDecisionRecord, PublishedDecisionWording, PublishedDocument,
};
use crate::record::meetings::decisions;
use crate::record::meetings::decisions::model::{Decision, DecisionDocument, DecisionId, DecisionRevision};
use crate::record::meetings::model::MeetingId;

/// Returns a decision on its own. One of significant public interest must be published even if no meeting took it (SI
/// 2011/3050, Schedule, paragraph 5(d)).
pub fn read(conn: &mut AnyConnection, area: &str, subject_id: &str) -> Result<Option<Source>, ApiError> {
    let Ok(id) = subject_id.parse::<DecisionId>() else { return Ok(None) };
    let scope = decisions::rules::Scope { area: area.to_owned(), only_taken: true, reader: Reader::nobody(area) };
    let Some(decision) = decisions::store::find(conn, &scope, &id)? else { return Ok(None) };
    let meetings: Vec<&MeetingId> = decision.meeting_id.iter().collect();
    let mut draft = Draft::begin_with(conn, area, &meetings)?;
    let wordings = store::decision_wordings(conn, std::slice::from_ref(&decision.id))?;
    let record = PublishedDecisionRecord { decision: value(&mut draft, "/decision", &decision, &wordings)? };
    let (title, place) = match decision.title {
        Some(title) => (title, "/decision/title"),
        None => (decision.reference.unwrap_or_default(), "/decision/reference"),
    };
    draft.finish(conn, &record, title, Some(place)).map(Some)
}

/// Returns the decisions of a meeting.
pub fn values(conn: &mut AnyConnection, draft: &mut Draft, decisions: &[Decision]) -> Result<Vec<PublishedDecision>, ApiError> {
    let ids: Vec<DecisionId> = decisions.iter().map(|one| one.id.clone()).collect();
    let wordings = store::decision_wordings(conn, &ids)?;
    let numbered = decisions.iter().enumerate();
    numbered.map(|(index, one)| value(draft, &format!("/decisions/{index}"), one, &wordings)).collect()
}

fn value(draft: &mut Draft, at: &str, one: &Decision, wordings: &[DecisionRevision]) -> Result<PublishedDecision, ApiError> {
    let Decision {
        id,
        area: _, // the document names it
        reference,
        text,
        reasons,
        revision,
        made_by,
        made_on,
        meeting_id,
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
        title,
        own_reference,
        signed_on,
        documents,
        conflicts,
        revoked_on,
    } = one;
    let of = Named("decisions", id.as_str());
    draft.place(of, at);
    let maker = made_by.get()?;
    let made_by = maker.map(|maker| {
        let person = (Some(maker.name.as_str()), Some(maker.capacity.as_str()));
        draft.person(of, "made_by", person, PersonSide::Body)
    });
    Ok(PublishedDecision {
        id: id.clone(),
        reference: reference.clone(),
        own_reference: own_reference.clone(),
        title: title.clone(),
        signed_on: *signed_on,
        documents: documents.get()?.into_iter().map(document).collect(),
        conflicts: conflicts.clone(),
        revoked_on: *revoked_on,
        text: Some(text.clone()),
        reasons: reasons.clone(),
        made_by,
        made_on: *made_on,
        meeting: draft.link(Linked::Meeting, format!("{at}/meeting"), meeting_id.as_ref()),
        agenda_item: draft.link(Linked::AgendaItem, format!("{at}/agenda_item"), agenda_item_id.as_ref()),
        topic: draft.topic(at, topic_id.as_ref()),
        priorities: draft.priorities(at, &priority_ids.get()?),
        significant_public_interest: *significant_public_interest,
        significant_public_interest_reason: significant_public_interest_reason.clone(),
        status: *status,
        status_reason: status_reason.clone(),
        revision: *revision,
        earlier_wordings: wordings.iter().filter(|wording| wording.decision_id == *id).map(earlier).collect(),
        attachments: Vec::new(),
    })
}

fn document(DecisionDocument { title, url }: DecisionDocument) -> PublishedDocument {
    PublishedDocument { title: Some(title), url: Some(url) }
}

fn earlier(wording: &DecisionRevision) -> PublishedDecisionWording {
    let DecisionRevision {
        decision_id: _, // the wording is listed with its decision
        revision,
        area: _, // the document names it
        text,
        reasons,
        significant_public_interest,
        significant_public_interest_reason,
        reason,
        replaced_by: _, // who typed it
        replaced_at,
    } = wording;
    PublishedDecisionWording {
        revision: *revision,
        text: Some(text.clone()),
        reasons: reasons.clone(),
        significant_public_interest: *significant_public_interest,
        significant_public_interest_reason: significant_public_interest_reason.clone(),
        reason: Some(reason.clone()),
        replaced_on: Some(london_day(*replaced_at)),
    }
}
