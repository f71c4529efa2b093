//! Escalations to a higher step, as published.

use super::draft::Draft;
use crate::foundation::db::JsonText;
use crate::foundation::error::ApiError;
use crate::public::records::{PersonSide, PublishedEscalation, PublishedTakenBack};
use crate::record::escalations::model::Escalation;
use crate::record::model::TakenBack;

/// Writes the escalations of a record, also those that were taken back.
pub fn values(draft: &Draft, all: &JsonText<Vec<Escalation>>) -> Result<Vec<PublishedEscalation>, ApiError> {
    Ok(all.get()?.into_iter().map(|one| value(draft, one)).collect())
}

fn value(draft: &Draft, one: Escalation) -> PublishedEscalation {
    let Escalation {
        to,
        name,
        reason,
        escalated_on,
        escalated_by: _, // who typed it
        capacity,
        taken_back,
    } = one;
    PublishedEscalation {
        to,
        name,
        on: escalated_on,
        by: draft.official(capacity.as_deref(), PersonSide::Body),
        reason: Some(reason),
        taken_back: taken_back.map(published),
    }
}

/// Writes that something was taken back.
pub fn published(TakenBack { on, reason }: TakenBack) -> PublishedTakenBack {
    PublishedTakenBack { on, reason: Some(reason) }
}
