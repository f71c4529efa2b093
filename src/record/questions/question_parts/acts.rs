//! The acts on parts of a question, each as one unit of work. Who may is decided by the rules of the question.
//!
//! Every change also increases the version of the question, so that a put always covers its current parts.

use super::model::{EditQuestionPart, QuestionPart};
use super::store;
use crate::foundation::error::ApiError;
use crate::foundation::validate::{Faults, ITEMS};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked;
use crate::record::questions;
use crate::record::questions::model::{DraftPart, Question, QuestionAct, QuestionId, QuestionPartAct, QuestionPartId};
use crate::record::questions::rules::{allowed_acts_on_part, may_edit, scope};

/// Adds the parts given with a new question, which counts them already.
pub fn draft_all(tx: &mut Tx<'_>, question: &Question, parts: &[DraftPart]) -> Result<(), ApiError> {
    for (position, part) in (1..).zip(parts) {
        insert(tx, question, position, part)?;
    }
    Ok(())
}

/// Adds a part to a draft question.
pub fn add(tx: &mut Tx<'_>, question: &QuestionId, input: &DraftPart) -> Result<(QuestionPart, Question), ApiError> {
    let question = to_write(tx, question)?;
    let parts = store::of_questions(tx.conn, std::slice::from_ref(&question.id))?;
    if parts.len() >= ITEMS {
        let mut faults = Faults::default();
        faults.add("", format!("a question can have at most {ITEMS} parts"));
        faults.finish()?;
    }
    let last = parts.iter().map(|part| part.position).max().unwrap_or(0);
    let part = insert(tx, &question, last.saturating_add(1), input)?;
    let question = count(tx, question, 1)?;
    Ok((part, question))
}

/// Changes a part of a draft question.
pub fn edit(tx: &mut Tx<'_>, id: &QuestionPartId, patch: &EditQuestionPart) -> Result<(QuestionPart, Question), ApiError> {
    let (part, question) = begin(tx, id)?;
    let edited = patch.apply(&part)?;
    let part = tracked::change(tx, part.with(edited.draft)?, None, QuestionPartAct::Edit.as_str(), None, &edited.changes)?;
    let question = count(tx, question, 0)?;
    Ok((part, question))
}

/// Deletes a part of a draft question.
pub fn delete(tx: &mut Tx<'_>, id: &QuestionPartId) -> Result<(), ApiError> {
    let (part, question) = begin(tx, id)?;
    remove(tx, &part)?;
    count(tx, question, -1).map(|_| ())
}

/// Deletes the parts of a draft question that is being deleted.
pub fn delete_all(tx: &mut Tx<'_>, question: &Question) -> Result<(), ApiError> {
    if question.part_count > 0 {
        for part in store::of_questions(tx.conn, std::slice::from_ref(&question.id))? {
            remove(tx, &part)?;
        }
    }
    Ok(())
}

/// Returns the part and its question, if visible to the caller.
fn visible(tx: &mut Tx<'_>, id: &QuestionPartId) -> Result<(QuestionPart, Question), ApiError> {
    let part = store::find(tx.conn, &tx.actor.area, id)?.ok_or(ApiError::NotFound)?;
    let question = questions::store::find(tx.conn, &scope(tx.actor), &part.question_id)?.ok_or(ApiError::NotFound)?;
    Ok((part, question))
}

fn insert(tx: &mut Tx<'_>, question: &Question, position: i32, input: &DraftPart) -> Result<QuestionPart, ApiError> {
    let part = QuestionPart {
        id: QuestionPartId::new(tx.ids),
        area: question.area.clone(),
        question_id: question.id.clone(),
        position,
        printed_number: input.printed_number.clone(),
        text: input.text.clone(),
        fate: None,
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    tracked::create(tx, &part, None, input)?;
    Ok(part)
}

fn remove(tx: &mut Tx<'_>, part: &QuestionPart) -> Result<(), ApiError> {
    let gone = serde_json::json!({ "text": part.text, "printed_number": part.printed_number });
    tracked::remove(tx, part, &gone)
}

/// Returns the question, if the caller sees it and may write its parts.
fn to_write(tx: &mut Tx<'_>, id: &QuestionId) -> Result<Question, ApiError> {
    let question = questions::store::find(tx.conn, &scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    may_write(tx, &question)?;
    Ok(question)
}

fn may_write(tx: &Tx<'_>, question: &Question) -> Result<(), ApiError> {
    let acts = || allowed_acts_on_part(question.status, tx.actor);
    let refuse = |refusal| tracked::refuse(refusal, question.status.as_str(), &acts());
    may_edit(question.status, tx.actor).map_err(refuse)
}

fn begin(tx: &mut Tx<'_>, id: &QuestionPartId) -> Result<(QuestionPart, Question), ApiError> {
    let (part, question) = visible(tx, id)?;
    may_write(tx, &question)?;
    tx.precondition.check(part.version)?;
    Ok((part, question))
}

fn count(tx: &mut Tx<'_>, mut question: Question, more: i32) -> Result<Question, ApiError> {
    question.part_count += more;
    let changes = serde_json::json!({ "part_count": question.part_count });
    let before = question.status.as_str();
    tracked::change(tx, question, Some(before), QuestionAct::Edit.as_str(), None, &changes)
}
