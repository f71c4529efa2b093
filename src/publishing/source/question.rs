//! The public form of a question, with its answers and outcome.

use super::draft::{Draft, Named};
use super::gathered::Gathered;
use super::history::{Due, Lives, deadline};
use super::linked::Linked;
use super::origin::Source;
use super::store::Said;
use super::{action, escalation, exchange, figure, finding, store};
use crate::foundation::actor::reader::Reader;
use crate::foundation::clock::london_day;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::public::records::{
    PersonSide, PublishedAnswer, PublishedJudged, PublishedJudgement, PublishedPart, PublishedPerson, PublishedQuestion,
    PublishedQuestionRecord, PublishedResponse, PublishedResponseWording, PublishedTakenBack, PublishedWording,
};
use crate::publication_log::reasons;
use crate::record::evidence::data_points::model::DataPoint;
use crate::record::findings::model::Finding;
use crate::record::meetings::model::MeetingId;
use crate::record::questions;
use crate::record::questions::answer::model::{Judged, QuestionAnswer};
use crate::record::questions::answer::rules::answer;
use crate::record::questions::judgements::model::{AnswerJudgement, JudgementTakenBack};
use crate::record::questions::model::{Question, QuestionForm, QuestionRevision};
use crate::record::questions::question_parts::model::QuestionPart;
use crate::record::questions::responses::model::{Response, ResponseRevision};

/// Returns a question on its own, with the actions that follow from it.
pub fn read(conn: &mut AnyConnection, area: &str, subject_id: &str) -> Result<Option<Source>, ApiError> {
    let Ok(id) = subject_id.parse() else { return Ok(None) };
    let scope = questions::rules::Scope { area: area.to_owned(), only_put: true, reader: Reader::nobody(area) };
    let Some(question) = questions::store::find(conn, &scope, &id)? else { return Ok(None) };
    let questions = [question];
    let gathered = Gathered::read(conn, area, &questions, None)?;
    let [question] = questions;
    let actions = store::actions(conn, std::slice::from_ref(&question.id), None)?;
    let meetings: Vec<_> = question.meeting_id.iter().chain(actions.iter().filter_map(|one| one.meeting_id.as_ref())).collect();
    let lives = Lives::read(conn, area, &actions)?;
    let mut draft = Draft::begin_with(conn, area, &meetings)?;
    let record = PublishedQuestionRecord {
        question: value(&mut draft, "/question", &question, &gathered, None)?,
        actions: action::values(&mut draft, "/actions", &actions, &lives)?,
    };
    let title = question.reference.unwrap_or_default();
    draft.finish(conn, &record, title, Some("/question/reference")).map(Some)
}

/// Writes one question at a place of a record. Exchanges about it at `meeting`, whose record this is, are listed with that
/// meeting's exchanges, and not repeated here.
pub fn value(
    draft: &mut Draft,
    at: &str,
    question: &Question,
    gathered: &Gathered,
    meeting: Option<&MeetingId>,
) -> Result<PublishedQuestion, ApiError> {
    let Question {
        id,
        area: _, // the document names it
        reference,
        form,
        text,
        context,
        revision,
        priority_ids,
        topic_id,
        meeting_id,
        agenda_item_id,
        printed_number,
        asked_by,
        put_on,
        due_on,
        status,
        outcome,
        status_reason,
        brought_forward_from,
        carried_forward_to,
        group_id,
        received_on,
        part_count: _,        // the parts say it
        first_response_on: _, // the responses and exchanges say it
        final_response_on: _, // the responses and exchanges say it
        created_by: _,        // who typed it
        created_at: _,        // of the row, not of the record
        updated_at: _,        // of the row, not of the record
        version: _,           // of the row, not of the record
        heads,
        returned_on: _,   // the returned responses say it
        replied_since: _, // the answer says it
        due_text,
        due_rule: _,      // the deadline says it
        needs_review: _,  // for the office
        urgent: _,        // the day that follows from it is published
        urgent_reason: _, // between the sides
        escalations,
        escalated_on: _, // the escalations say it
    } = question;
    let of = Named("questions", id.as_str());
    draft.place(of, at);
    // A member of the public who asks is not junior staff.
    let (side, because) = match form {
        QuestionForm::Public => (PersonSide::Public, "foia_s40"),
        QuestionForm::Direct | QuestionForm::Request | QuestionForm::Challenge => (PersonSide::Body, reasons::JUNIOR_STAFF),
    };
    let ledger = gathered.ledgers.get(id.as_str()).map(Vec::as_slice).unwrap_or_default();
    let Answers { responses, findings, points, said } = Answers::of(question, gathered, meeting);
    let judgements = judgements(draft, at, question, gathered);
    Ok(PublishedQuestion {
        id: id.clone(),
        reference: reference.clone(),
        form: *form,
        printed_number: printed_number.clone(),
        text: Some(text.clone()),
        context: context.clone(),
        // Somebody of that side asks, also where the record does not say who.
        asked_by: draft.printed_because(of, "asked_by", asked_by.as_deref(), side, because).or(Some(PublishedPerson {
            name: None,
            capacity: None,
            side,
        })),
        received_on: *received_on,
        put_on: *put_on,
        due_on: *due_on,
        deadline: deadline(draft, of, &format!("{at}/deadline"), Due { on: *due_on, text: due_text.as_deref() }, ledger),
        escalations: escalation::values(draft, escalations)?,
        status: *status,
        status_reason: status_reason.clone(),
        outcome: *outcome,
        answer: published_answer(draft, at, question, gathered)?,
        revision: *revision,
        earlier_wordings: earlier(question, gathered),
        parts: parts(draft, at, question, gathered),
        heads: heads.get()?,
        brought_forward_from: draft.link(Linked::Question, format!("{at}/brought_forward_from"), brought_forward_from.as_ref()),
        carried_forward_to: draft.link(Linked::Question, format!("{at}/carried_forward_to"), carried_forward_to.as_ref()),
        priorities: draft.priorities(at, &priority_ids.get()?),
        topic: draft.topic(at, topic_id.as_ref()),
        meeting: draft.link(Linked::Meeting, format!("{at}/meeting"), meeting_id.as_ref()),
        agenda_item: draft.link(Linked::AgendaItem, format!("{at}/agenda_item"), agenda_item_id.as_ref()),
        group: draft.link(Linked::Group, format!("{at}/group"), group_id.as_ref()),
        responses: published_responses(draft, at, &responses, &gathered.response_wordings)?,
        exchanges: exchange::values(draft, &format!("{at}/exchanges"), &said, (&gathered.naming, &gathered.exchange_wordings))?,
        findings: finding::values(draft, &format!("{at}/findings"), &findings, gathered)?,
        judgements,
        data_points: figure::values(draft, &format!("{at}/data_points"), &points, Some(id))?,
        attachments: Vec::new(),
    })
}

/// What was answered to one question, and found about it.
struct Answers<'a> {
    responses: Vec<&'a Response>,
    findings: Vec<&'a Finding>,
    points: Vec<&'a DataPoint>,
    said: Vec<&'a Said>,
}

impl<'a> Answers<'a> {
    fn of(question: &Question, gathered: &'a Gathered, meeting: Option<&MeetingId>) -> Self {
        let responses: Vec<&Response> = gathered.responses.iter().filter(|one| one.question_id == question.id).collect();
        let findings = gathered.findings.iter().filter(|one| one.question_id.as_ref() == Some(&question.id)).collect();
        let belongs = |point: &&DataPoint| {
            point.question_id.as_ref() == Some(&question.id)
                || responses.iter().any(|response| point.response_id.as_ref() == Some(&response.id))
        };
        let points = gathered.data_points.iter().filter(belongs).collect();
        let elsewhere = |(one, _): &&Said| one.question_id.as_ref() == Some(&question.id) && Some(&one.meeting_id) != meeting;
        let said = gathered.exchanges.iter().filter(elsewhere).collect();
        Self { responses, findings, points, said }
    }
}

/// Writes the state of the answer. The words of the judgement appear here again, with the same redactions. The author of the
/// judgement is not published.
fn published_answer(draft: &mut Draft, at: &str, question: &Question, gathered: &Gathered) -> Result<PublishedAnswer, ApiError> {
    let standing = |one: &&AnswerJudgement| one.question_id == question.id && !gathered.taken_back.contains_key(&one.id);
    let last = gathered.judgements.iter().rfind(standing);
    let answer = answer(question, last);
    let QuestionAnswer { state, since, judged } = answer
        .ok_or_else(|| ApiError::Internal(format!("the question {} was put, and has no state of its answer", question.id)))?;
    if let (Some(_), Some(last)) = (&judged, last) {
        draft.place(Named("judgements", last.id.as_str()), &format!("{at}/answer/judged"));
    }
    let judged = judged.map(|Judged { outcome, reason, on, by }| PublishedJudged {
        outcome,
        reason: Some(reason),
        on: Some(on),
        by: draft.official(by.capacity.as_deref(), action::side_of(by.side)),
    });
    Ok(PublishedAnswer { state, since, judged })
}

fn earlier(question: &Question, gathered: &Gathered) -> Vec<PublishedWording> {
    let wordings = gathered.revisions.iter().filter(|one| one.question_id == question.id);
    let wording = |one: &QuestionRevision| {
        let QuestionRevision {
            question_id: _, // the wording is listed with its question
            revision,
            text,
            context,
            reason,
            replaced_by: _, // who typed it
            replaced_at,
        } = one;
        PublishedWording {
            revision: *revision,
            text: Some(text.clone()),
            context: context.clone(),
            reason: Some(reason.clone()),
            replaced_on: Some(london_day(*replaced_at)),
        }
    };
    wordings.map(wording).collect()
}

fn parts(draft: &mut Draft, at: &str, question: &Question, gathered: &Gathered) -> Vec<PublishedPart> {
    let parts = gathered.parts.iter().filter(|part| part.question_id == question.id).enumerate();
    let part = |(index, part): (usize, &QuestionPart)| {
        let QuestionPart {
            id,
            area: _,        // the document names it
            question_id: _, // the part is listed with its question
            position: _,    // the parts are in order
            printed_number,
            text,
            fate,
            created_at: _, // of the row, not of the record
            updated_at: _, // of the row, not of the record
            version: _,    // of the row, not of the record
        } = part;
        draft.place(Named("question_parts", id.as_str()), &format!("{at}/parts/{index}"));
        PublishedPart { id: id.clone(), printed_number: printed_number.clone(), text: Some(text.clone()), outcome: *fate }
    };
    parts.map(part).collect()
}

fn judgements(draft: &mut Draft, at: &str, question: &Question, gathered: &Gathered) -> Vec<PublishedJudgement> {
    let judgements = gathered.judgements.iter().filter(|one| one.question_id == question.id).enumerate();
    let judgement = |(index, one): (usize, &AnswerJudgement)| {
        let AnswerJudgement {
            id,
            area: _,        // the document names it
            question_id: _, // the judgement is listed with its question
            part_id,
            question_revision,
            fate,
            reason,
            judged_by: _,  // who typed it
            created_by: _, // who typed it
            created_at: _, // the day it was judged is published
            judged_on: _,  // the day it was judged is published, also for those before it was stored
            judged_capacity,
        } = one;
        draft.place(Named("judgements", id.as_str()), &format!("{at}/judgements/{index}"));
        PublishedJudgement {
            id: id.clone(),
            part_id: part_id.clone(),
            outcome: *fate,
            reason: Some(reason.clone()),
            on: Some(one.on()),
            by: draft.official(judged_capacity.as_deref(), PersonSide::Body),
            question_revision: *question_revision,
            taken_back: gathered.taken_back.get(id).map(taken_back),
        }
    };
    judgements.map(judgement).collect()
}

fn taken_back(one: &JudgementTakenBack) -> PublishedTakenBack {
    let JudgementTakenBack {
        id: _,          // it is published with its judgement
        area: _,        // the document names it
        question_id: _, // it is published with its judgement
        reason,
        taken_back_by: _, // who typed it
        taken_back_on,
        created_at: _, // the day is published
    } = one;
    PublishedTakenBack { on: *taken_back_on, reason: Some(reason.clone()) }
}

fn published_responses(
    draft: &mut Draft,
    at: &str,
    responses: &[&Response],
    wordings: &[ResponseRevision],
) -> Result<Vec<PublishedResponse>, ApiError> {
    let numbered = responses.iter().enumerate();
    numbered.map(|(index, one)| published_response(draft, &format!("{at}/responses/{index}"), one, wordings)).collect()
}

fn published_response(
    draft: &mut Draft,
    at: &str,
    response: &Response,
    wordings: &[ResponseRevision],
) -> Result<PublishedResponse, ApiError> {
    let Response {
        id,
        area: _,        // the document names it
        question_id: _, // the response is listed with its question
        question_revision,
        side: _, // of the account that typed it; who gave it is in speakers
        text,
        points,
        revision,
        speakers,
        attribution,
        mode,
        holding,
        status,
        status_reason,
        submitted_at: _, // the day it was given is published
        created_by: _,   // who typed it
        created_at: _,   // of the row, not of the record
        updated_at: _,   // of the row, not of the record
        version: _,      // of the row, not of the record
        given_on,
    } = response;
    let of = Named("responses", id.as_str());
    draft.place(of, at);
    let speakers = draft.speakers(of, "speakers", &speakers.get()?, PersonSide::Force);
    let own = wordings.iter().filter(|wording| wording.response_id == *id);
    Ok(PublishedResponse {
        text: Some(text.clone()),
        points: points.get()?.into_iter().map(Some).collect(),
        on_behalf_of: speakers.is_empty().then(|| "Chief Constable".to_owned()),
        speakers,
        attribution: Some(*attribution),
        mode: Some(*mode),
        holding: *holding,
        given_on: *given_on,
        question_revision: *question_revision,
        status: *status,
        status_reason: status_reason.clone(),
        revision: *revision,
        earlier_wordings: own.map(earlier_response).collect::<Result<_, ApiError>>()?,
        attachments: Vec::new(),
        id: id.clone(),
    })
}

fn earlier_response(wording: &ResponseRevision) -> Result<PublishedResponseWording, ApiError> {
    let ResponseRevision {
        response_id: _, // the wording is listed with its response
        revision,
        text,
        points,
        reason,
        replaced_by: _, // who typed it
        replaced_at,
    } = wording;
    Ok(PublishedResponseWording {
        revision: *revision,
        text: Some(text.clone()),
        points: points.get()?.into_iter().map(Some).collect(),
        reason: Some(reason.clone()),
        replaced_on: Some(london_day(*replaced_at)),
    })
}
