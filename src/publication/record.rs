//! A record as the public would read it now, before anything is withheld, and where each part of it stands.
//!
//! Only what has been said in the open is read: questions that were put, responses that were submitted, findings that were
//! confirmed. Nothing here looks at who asks.

use serde_json::{Value, json};

use super::redact::{Cut, Place};
use crate::db::AnyConnection;
use crate::editions::model::EditionKind;
use crate::error::ApiError;
use crate::questions;
use crate::questions::model::QuestionStatus;

/// The source of an edition.
#[derive(Debug, Clone)]
pub struct Source {
    pub title: String,
    pub record: Value,
    pub places: Vec<Place>,
    /// What is withheld without anybody's asking: the names of junior staff.
    pub cuts: Vec<Cut>,
}

/// Reads the source of an edition; `None` when there is no such subject, or nothing of it may be published.
pub fn read(conn: &mut AnyConnection, area: &str, kind: EditionKind, subject_id: &str) -> Result<Option<Source>, ApiError> {
    match kind {
        EditionKind::Question => question(conn, area, subject_id),
        EditionKind::MeetingRecord | EditionKind::Plan | EditionKind::ActionLog | EditionKind::RecommendationResponse => Ok(None),
    }
}

fn question(conn: &mut AnyConnection, area: &str, subject_id: &str) -> Result<Option<Source>, ApiError> {
    let Ok(id) = subject_id.parse() else { return Ok(None) };
    let scope = questions::rules::Scope { area: area.to_owned(), only_put: true };
    let Some(question) = questions::store::find(conn, &scope, &id)? else { return Ok(None) };
    let waiting = matches!(question.status, QuestionStatus::Put | QuestionStatus::Returned);
    let title = question.reference.clone().unwrap_or_default();
    let record = json!({
        "id": question.id, "reference": question.reference, "form": question.form, "text": question.text,
        "context": question.context, "asked_by": question.asked_by, "put_on": question.put_on, "due_on": question.due_on,
        "status": question.status, "outcome": question.outcome, "awaiting_answer": waiting,
    });
    let places = vec![Place { resource: "questions", id: question.id.to_string(), pointer: String::new() }];
    Ok(Some(Source { title, record, places, cuts: Vec::new() }))
}
