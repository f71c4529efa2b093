//! A question as the public reads it, with its answers and what became of them.

use serde_json::{Value, json};

use super::draft::{Draft, Named};
use super::gathered::Gathered;
use super::source::Source;
use super::{action, figure, finding, store};
use crate::clock::london_day;
use crate::db::AnyConnection;
use crate::error::ApiError;
use crate::publication::reasons;
use crate::questions;
use crate::questions::model::{Question, QuestionForm, QuestionStatus};
use crate::responses::model::Response;

/// A question by itself, with the actions that follow from it.
pub fn read(conn: &mut AnyConnection, area: &str, subject_id: &str) -> Result<Option<Source>, ApiError> {
    let Ok(id) = subject_id.parse() else { return Ok(None) };
    let scope = questions::rules::Scope { area: area.to_owned(), only_put: true };
    let Some(question) = questions::store::find(conn, &scope, &id)? else { return Ok(None) };
    let questions = [question];
    let gathered = Gathered::read(conn, &questions, None)?;
    let [question] = questions;
    let actions = store::actions(conn, std::slice::from_ref(&question.id), None)?;
    let meetings: Vec<_> = question.meeting_id.iter().chain(actions.iter().filter_map(|one| one.meeting_id.as_ref())).collect();
    let mut draft = Draft::begin_with(conn, area, &meetings, &[&question.id])?;
    let record = json!({
        "question": value(&mut draft, "/question", &question, &gathered)?,
        "actions": action::values(&mut draft, "/actions", &actions)?,
    });
    let title = question.reference.unwrap_or_default();
    Ok(Some(Source { title, title_at: Some("/question/reference"), record, places: draft.places, cuts: draft.cuts }))
}

/// One question at a place of a record.
pub fn value(draft: &mut Draft, at: &str, question: &Question, gathered: &Gathered) -> Result<Value, ApiError> {
    let of = Named("questions", question.id.as_str());
    draft.place(of, at);
    // Who asks as a member of the public is no member of staff.
    let because = if question.form == QuestionForm::Public { "foia_s40" } else { reasons::JUNIOR_STAFF };
    draft.line_because(of, "asked_by", question.asked_by.as_deref(), because);
    let responses: Vec<&Response> = gathered.responses.iter().filter(|one| one.question_id == question.id).collect();
    let findings: Vec<_> = gathered.findings.iter().filter(|one| one.question_id.as_ref() == Some(&question.id)).collect();
    let belongs = |point: &&crate::data_points::model::DataPoint| {
        point.question_id.as_ref() == Some(&question.id)
            || responses.iter().any(|response| point.response_id.as_ref() == Some(&response.id))
    };
    let points: Vec<_> = gathered.data_points.iter().filter(belongs).collect();
    Ok(json!({
        "id": question.id,
        "reference": question.reference,
        "form": question.form,
        "printed_number": question.printed_number,
        "text": question.text,
        "context": question.context,
        "asked_by": question.asked_by,
        "received_on": question.received_on,
        "put_on": question.put_on,
        "due_on": question.due_on,
        "status": question.status,
        "outcome": question.outcome,
        "awaiting_answer": matches!(question.status, QuestionStatus::Put | QuestionStatus::Returned),
        "revision": question.revision,
        "earlier_wordings": earlier(question, gathered),
        "parts": parts(draft, at, question, gathered),
        "priorities": draft.priorities(at, &question.priority_ids.get()?),
        "topic": draft.topic(at, question.topic_id.as_ref()),
        "meeting_id": question.meeting_id,
        "agenda_item_id": question.agenda_item_id,
        "group_id": question.group_id,
        "responses": response_values(draft, at, &responses)?,
        "findings": finding::values(draft, &format!("{at}/findings"), &findings, gathered)?,
        "judgements": judgements(draft, at, question, gathered),
        "data_points": figure::values(draft, &format!("{at}/data_points"), &points)?,
    }))
}

fn earlier(question: &Question, gathered: &Gathered) -> Value {
    let wordings = gathered.revisions.iter().filter(|one| one.question_id == question.id);
    wordings
        .map(|one| {
            json!({
                "revision": one.revision, "text": one.text, "context": one.context, "reason": one.reason,
                "replaced_on": london_day(one.replaced_at),
            })
        })
        .collect()
}

fn parts(draft: &mut Draft, at: &str, question: &Question, gathered: &Gathered) -> Value {
    let parts = gathered.parts.iter().filter(|part| part.question_id == question.id).enumerate();
    parts
        .map(|(index, part)| {
            draft.place(Named("question_parts", part.id.as_str()), &format!("{at}/parts/{index}"));
            json!({ "id": part.id, "printed_number": part.printed_number, "text": part.text, "outcome": part.fate })
        })
        .collect()
}

fn judgements(draft: &mut Draft, at: &str, question: &Question, gathered: &Gathered) -> Value {
    let judgements = gathered.judgements.iter().filter(|one| one.question_id == question.id).enumerate();
    judgements
        .map(|(index, one)| {
            draft.place(Named("judgements", one.id.as_str()), &format!("{at}/judgements/{index}"));
            json!({ "part_id": one.part_id, "outcome": one.fate, "reason": one.reason, "on": london_day(one.created_at) })
        })
        .collect()
}

fn response_values(draft: &mut Draft, at: &str, responses: &[&Response]) -> Result<Vec<Value>, ApiError> {
    let mut values = Vec::with_capacity(responses.len());
    for (index, response) in responses.iter().enumerate() {
        let of = Named("responses", response.id.as_str());
        draft.place(of, &format!("{at}/responses/{index}"));
        values.push(json!({
            "id": response.id,
            "text": response.text,
            "points": response.points.get()?,
            "speakers": draft.speakers(of, "speakers", &response.speakers.get()?),
            "attribution": response.attribution,
            "mode": response.mode,
            "holding": response.holding,
            "given_on": response.submitted_at.map(london_day),
            "question_revision": response.question_revision,
            "status": response.status,
            "status_reason": response.status_reason,
        }));
    }
    Ok(values)
}
