//! The public form of a question, with its answers and outcome.

use serde_json::{Value, json};

use super::draft::{Draft, Named};
use super::gathered::Gathered;
use super::origin::Source;
use super::store::Said;
use super::{action, exchange, figure, finding, store};
use crate::foundation::clock::london_day;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::publication_log::reasons;
use crate::record::meetings::model::MeetingId;
use crate::record::questions;
use crate::record::questions::answer::rules::answer;
use crate::record::questions::model::{Question, QuestionForm};
use crate::record::questions::responses::model::Response;

/// Returns a question on its own, with the actions that follow from it.
pub fn read(conn: &mut AnyConnection, area: &str, subject_id: &str) -> Result<Option<Source>, ApiError> {
    let Ok(id) = subject_id.parse() else { return Ok(None) };
    let scope = questions::rules::Scope { area: area.to_owned(), only_put: true };
    let Some(question) = questions::store::find(conn, &scope, &id)? else { return Ok(None) };
    let questions = [question];
    let gathered = Gathered::read(conn, area, &questions, None)?;
    let [question] = questions;
    let actions = store::actions(conn, std::slice::from_ref(&question.id), None)?;
    let meetings: Vec<_> = question.meeting_id.iter().chain(actions.iter().filter_map(|one| one.meeting_id.as_ref())).collect();
    let mut draft = Draft::begin_with(conn, area, &meetings, &[&question.id])?;
    let record = json!({
        "question": value(&mut draft, "/question", &question, &gathered, None)?,
        "actions": action::values(&mut draft, "/actions", &actions)?,
    });
    let title = question.reference.unwrap_or_default();
    Ok(Some(Source { title, title_at: Some("/question/reference"), record, places: draft.places, cuts: draft.cuts }))
}

/// Writes one question at a place of a record. Exchanges about it at `meeting`, whose record this is, are listed with that
/// meeting's exchanges, and not repeated here.
pub fn value(
    draft: &mut Draft,
    at: &str,
    question: &Question,
    gathered: &Gathered,
    meeting: Option<&MeetingId>,
) -> Result<Value, ApiError> {
    let of = Named("questions", question.id.as_str());
    draft.place(of, at);
    // A member of the public who asks is not junior staff.
    let because = if question.form == QuestionForm::Public { "foia_s40" } else { reasons::JUNIOR_STAFF };
    draft.line_because(of, "asked_by", question.asked_by.as_deref(), because);
    let responses: Vec<&Response> = gathered.responses.iter().filter(|one| one.question_id == question.id).collect();
    let findings: Vec<_> = gathered.findings.iter().filter(|one| one.question_id.as_ref() == Some(&question.id)).collect();
    let belongs = |point: &&crate::record::evidence::data_points::model::DataPoint| {
        point.question_id.as_ref() == Some(&question.id)
            || responses.iter().any(|response| point.response_id.as_ref() == Some(&response.id))
    };
    let points: Vec<_> = gathered.data_points.iter().filter(belongs).collect();
    let elsewhere = |(one, _): &&Said| one.question_id.as_ref() == Some(&question.id) && Some(&one.meeting_id) != meeting;
    let said: Vec<&Said> = gathered.exchanges.iter().filter(elsewhere).collect();
    let judgements = judgements(draft, at, question, gathered);
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
        "answer": answer_value(draft, at, question, gathered)?,
        "revision": question.revision,
        "earlier_wordings": earlier(question, gathered),
        "parts": parts(draft, at, question, gathered),
        "priorities": draft.priorities(at, &question.priority_ids.get()?),
        "topic": draft.topic(at, question.topic_id.as_ref()),
        "meeting_id": question.meeting_id,
        "agenda_item_id": question.agenda_item_id,
        "group_id": question.group_id,
        "responses": response_values(draft, at, &responses)?,
        "exchanges": exchange::values(draft, &format!("{at}/exchanges"), &said, &gathered.naming)?,
        "findings": finding::values(draft, &format!("{at}/findings"), &findings, gathered)?,
        "judgements": judgements,
        "data_points": figure::values(draft, &format!("{at}/data_points"), &points)?,
    }))
}

/// Writes the state of the answer. The words of the judgement appear here again, with the same redactions. The author of the
/// judgement is not published.
fn answer_value(draft: &mut Draft, at: &str, question: &Question, gathered: &Gathered) -> Result<Value, ApiError> {
    let last = gathered.judgements.iter().rfind(|one| one.question_id == question.id);
    let mut answer = answer(question, last);
    if let (Some(judged), Some(last)) = (answer.as_mut().and_then(|answer| answer.judged.as_mut()), last) {
        judged.by.name = None;
        draft.place(Named("judgements", last.id.as_str()), &format!("{at}/answer/judged"));
    }
    Ok(serde_json::to_value(answer)?)
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
            json!({
                "id": one.id, "part_id": one.part_id, "outcome": one.fate, "reason": one.reason, "on": one.on(),
            })
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
            "given_on": response.given_on,
            "question_revision": response.question_revision,
            "status": response.status,
            "status_reason": response.status_reason,
        }));
    }
    Ok(values)
}
