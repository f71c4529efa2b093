//! The acts on judgements: each judgement is added, and the current one is kept on the part and the question.
//!
//! The question itself is saved by its own acts (`questions::acts`), which also decide permissions and states.

use chrono::NaiveDate;

use super::model::{AnswerJudgement, CloseQuestion, JudgeQuestion, JudgementId, JudgementTakenBack, TakeBackJudgement};
use super::{rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Faults;
use crate::http::call::Tx;
use crate::record::audit::tracked;
use crate::record::questions::model::{Fate, Outcome, Question, QuestionPartId};
use crate::record::questions::question_parts::model::QuestionPart;
use crate::record::questions::question_parts::store as parts;
use crate::record::questions::rules::fate;

/// Judges a question, or one of its parts.
pub fn judge(tx: &mut Tx<'_>, question: &mut Question, input: &JudgeQuestion) -> Result<(), ApiError> {
    let mut parts = parts_of(tx, question)?;
    let mut faults = Faults::default();
    match &input.part_id {
        Some(id) => check_part(&parts, id, "/part_id", &mut faults),
        None if !parts.is_empty() => faults.add("/part_id", "is required for a question with parts: add the part to judge"),
        None => {}
    }
    let on = day(tx, question, &[input.part_id.as_ref()], input.judged_on, &mut faults)?;
    faults.finish()?;
    let verdict = Written { fate: input.outcome.fate(), reason: &input.reason, on, before: None };
    match &input.part_id {
        Some(id) => write_part(tx, question, &mut parts, id, &verdict)?,
        None => write(tx, question, None, &verdict)?,
    }
    settle(question, &parts, input.outcome.fate());
    Ok(())
}

/// Judges the parts given with a closing, and checks that all of the question is judged.
pub fn close(tx: &mut Tx<'_>, question: &mut Question, input: &CloseQuestion) -> Result<(), ApiError> {
    let mut parts = parts_of(tx, question)?;
    let mut faults = Faults::default();
    let whole = input.outcome.map(|_| None);
    let judged: Vec<_> = input.parts.iter().map(|part| Some(&part.part_id)).chain(whole).collect();
    let on = day(tx, question, &judged, input.judged_on, &mut faults)?;
    check_closing(question, &parts, input, faults)?;
    for part in &input.parts {
        let verdict = Written { fate: part.outcome.fate(), reason: &part.reason, on, before: None };
        write_part(tx, question, &mut parts, &part.part_id, &verdict)?;
    }
    if let (Some(verdict), Some(reason)) = (input.outcome, &input.reason) {
        write(tx, question, None, &Written { fate: verdict.fate(), reason, on, before: None })?;
        settle(question, &parts, verdict.fate());
    } else if !parts.is_empty() {
        question.outcome = rules::outcome_of(&fates(&parts));
    }
    Ok(())
}

/// Ends unanswered parts as `fate`, because the question is withdrawn or carried forward; returns those parts.
pub fn end(
    tx: &mut Tx<'_>,
    question: &Question,
    (fate, on): (Fate, NaiveDate),
    reason: &str,
) -> Result<Vec<QuestionPart>, ApiError> {
    let mut parts = parts_of(tx, question)?;
    if parts.is_empty() {
        let ended = Written { fate, reason, on, before: rules::fate_of(question.outcome) };
        write(tx, question, None, &ended)?;
        return Ok(parts);
    }
    let left: Vec<(QuestionPartId, Option<Fate>)> =
        parts.iter().filter(|part| rules::is_left(part.fate)).map(|part| (part.id.clone(), part.fate)).collect();
    for (id, before) in &left {
        let ended = Written { fate, reason, on, before: *before };
        write_part(tx, question, &mut parts, id, &ended)?;
    }
    parts.retain(|part| left.iter().any(|(id, _)| *id == part.id));
    Ok(parts)
}

/// Resets the current judgements, because the body has returned the answer or corrected the question. The judgements themselves
/// stay, each with the revision it was about.
pub fn reopen(tx: &mut Tx<'_>, question: &mut Question, because: &str) -> Result<(), ApiError> {
    question.outcome = None;
    for mut part in parts_of(tx, question)? {
        if part.fate.take().is_some() {
            tracked::change(tx, part, None, "reopen", Some(because), &serde_json::json!({ "fate": null }))?;
        }
    }
    Ok(())
}

/// Takes back the current judgement of a question or of one of its parts: it stays readable, and no longer counts.
pub fn take_back(tx: &mut Tx<'_>, question: &mut Question, input: &TakeBackJudgement) -> Result<(), ApiError> {
    let parts = parts_of(tx, question)?;
    let mut faults = Faults::default();
    match &input.part_id {
        Some(id) => check_part(&parts, id, "/part_id", &mut faults),
        None if !parts.is_empty() => faults.add("/part_id", "is required for a question with parts: add the part"),
        None => {}
    }
    let standing = store::standing_of(tx.conn, std::slice::from_ref(&question.id))?;
    let last = standing.iter().rfind(|one| one.part_id == input.part_id);
    let part = parts.into_iter().find(|part| Some(&part.id) == input.part_id.as_ref());
    if part.as_ref().is_some_and(|part| part.fate.is_none()) {
        faults.add("/part_id", "is not judged: there is nothing to take back");
    }
    faults.finish()?;
    let last = last.ok_or_else(|| ApiError::Internal("a question with an outcome and no judgement".into()))?;
    withdraw(tx, last, &input.reason)?;
    if let Some(mut part) = part {
        part.fate = None;
        let how = serde_json::json!({ "fate": null });
        tracked::change(tx, part, None, "take-back-judgement", Some(&input.reason), &how)?;
    }
    question.outcome = None;
    Ok(())
}

fn withdraw(tx: &mut Tx<'_>, judgement: &AnswerJudgement, reason: &str) -> Result<(), ApiError> {
    store::insert_taken_back(
        tx.conn,
        &JudgementTakenBack {
            id: judgement.id.clone(),
            area: judgement.area.clone(),
            question_id: judgement.question_id.clone(),
            reason: reason.to_owned(),
            taken_back_by: tx.actor.name.clone(),
            taken_back_on: tx.today,
            created_at: tx.now,
        },
    )
}

/// Takes back that a question and its parts ended as withdrawn or carried forward: each counts as what it did before.
pub fn undo_end(tx: &mut Tx<'_>, question: &mut Question, reason: &str) -> Result<(), ApiError> {
    let standing = store::standing_of(tx.conn, std::slice::from_ref(&question.id))?;
    let ends: Vec<AnswerJudgement> = standing.into_iter().filter(|one| rules::is_end(one.fate)).collect();
    for one in &ends {
        withdraw(tx, one, reason)?;
    }
    let before = |part: Option<&QuestionPartId>| ends.iter().rfind(|one| one.part_id.as_ref() == part)?.fate_before;
    let mut parts = parts_of(tx, question)?;
    for part in &mut parts {
        if part.fate.is_some_and(rules::is_end) {
            part.fate = before(Some(&part.id));
            let how = serde_json::json!({ "fate": part.fate });
            *part = tracked::change(tx, part.clone(), None, "reopen", Some(reason), &how)?;
        }
    }
    if !ends.is_empty() {
        question.outcome = if parts.is_empty() { rules::outcome_of(&[before(None)]) } else { rules::outcome_of(&fates(&parts)) };
    } else if question.outcome == Some(Outcome::CarriedForward) {
        question.outcome = None;
    }
    Ok(())
}

fn parts_of(tx: &mut Tx<'_>, question: &Question) -> Result<Vec<QuestionPart>, ApiError> {
    if question.part_count == 0 { Ok(vec![]) } else { parts::of_questions(tx.conn, std::slice::from_ref(&question.id)) }
}

fn check_part(parts: &[QuestionPart], id: &QuestionPartId, at: &str, faults: &mut Faults) {
    if !parts.iter().any(|part| part.id == *id) {
        faults.add(at, "is not the id of a part of this question");
    }
}

/// Returns the day of a judgement of `question`, or of these parts of it; adds a fault if it is invalid.
fn day(
    tx: &mut Tx<'_>,
    question: &Question,
    judged: &[Option<&QuestionPartId>],
    said: Option<NaiveDate>,
    faults: &mut Faults,
) -> Result<NaiveDate, ApiError> {
    let earlier = store::standing_of(tx.conn, std::slice::from_ref(&question.id))?;
    let replaced = earlier.iter().filter(|one| judged.contains(&one.part_id.as_ref()));
    let before = replaced.map(AnswerJudgement::on).max();
    let day = rules::judged_on(said, tx.today, question.put_on, question.final_response_on, before);
    Ok(day.unwrap_or_else(|detail| {
        faults.add("/judged_on", detail);
        tx.today
    }))
}

fn check_closing(question: &Question, parts: &[QuestionPart], input: &CloseQuestion, mut faults: Faults) -> Result<(), ApiError> {
    for (index, judged) in input.parts.iter().enumerate() {
        let at = format!("/parts/{index}/part_id");
        check_part(parts, &judged.part_id, &at, &mut faults);
        if input.parts.iter().take(index).any(|earlier| earlier.part_id == judged.part_id) {
            faults.add(&at, "is listed more than once");
        }
    }
    if parts.is_empty() {
        if input.outcome.is_none() && fate(question.status, question.outcome).is_none() {
            faults.add("/outcome", "is required, because the question is not judged yet");
        }
    } else if input.outcome.is_some() {
        faults.add("/outcome", "must be absent for a question with parts: judge each part in parts");
    }
    for part in parts {
        if part.fate.is_none() && !input.parts.iter().any(|judged| judged.part_id == part.id) {
            faults.add("/parts", format!("{} ({}) is not judged yet: add its judgement", part.name(), part.id));
        }
    }
    faults.finish()
}

fn fates(parts: &[QuestionPart]) -> Vec<Option<Fate>> {
    parts.iter().map(|part| part.fate).collect()
}

fn settle(question: &mut Question, parts: &[QuestionPart], of_whole: Fate) {
    let fates = if parts.is_empty() { vec![Some(of_whole)] } else { fates(parts) };
    question.outcome = rules::outcome_of(&fates);
}

fn write_part(
    tx: &mut Tx<'_>,
    question: &Question,
    parts: &mut [QuestionPart],
    id: &QuestionPartId,
    written: &Written<'_>,
) -> Result<(), ApiError> {
    let Written { fate, reason, .. } = *written;
    let found = parts.iter_mut().find(|part| part.id == *id);
    let part = found.ok_or_else(|| ApiError::Internal("a judgement of a part that was not checked".into()))?;
    part.fate = Some(fate);
    *part = tracked::change(tx, part.clone(), None, "judge", Some(reason), &serde_json::json!({ "fate": fate }))?;
    write(tx, question, Some(id), written)
}

/// The content of a judgement of a question or a part.
struct Written<'a> {
    fate: Fate,
    reason: &'a str,
    on: NaiveDate,
    /// Fate until then, if this ends it.
    before: Option<Fate>,
}

fn write(tx: &mut Tx<'_>, question: &Question, part: Option<&QuestionPartId>, written: &Written<'_>) -> Result<(), ApiError> {
    let judgement = AnswerJudgement {
        id: JudgementId::new(tx.ids),
        area: question.area.clone(),
        question_id: question.id.clone(),
        part_id: part.cloned(),
        question_revision: question.revision,
        fate: written.fate,
        reason: written.reason.to_owned(),
        judged_by: tx.actor.name.clone(),
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        judged_on: Some(written.on),
        judged_capacity: tx.actor.capacity.clone(),
        fate_before: written.before,
    };
    store::insert(tx.conn, &judgement)
}
