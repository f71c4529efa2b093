//! The acts on responses, each as one unit of work: load what is visible, decide, check the version, save, audit.

use serde::Serialize;

use super::model::{
    CorrectResponse, DraftResponse, EditResponse, Mode, Response, ResponseAct as Act, ResponseId, ResponseRevision,
    ResponseStatus,
};
use super::{rules, store};
use crate::foundation::db::JsonText;
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::Reasoned;
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, permit};
use crate::record::outbox::acts as outbox;
use crate::record::questions::answer::model::Given;
use crate::record::questions::model::{Question, QuestionId};
use crate::record::restrictions::model::RestrictDraft;
use crate::record::{meetings, questions, restrictions};

/// Drafts a response of the force, or records an oral one for the office.
pub fn draft(tx: &mut Tx<'_>, question_id: &QuestionId, input: &DraftResponse) -> Result<Response, ApiError> {
    let question = visible_question(tx, question_id)?;
    let meeting = match &question.meeting_id {
        Some(id) => store::meeting_status(tx.conn, id)?,
        None => None,
    };
    let mode = input.mode.unwrap_or(rules::natural_mode(tx.actor.role));
    let refuse = |refusal: Refusal| refusal.into_error(question.status.as_str(), vec![]);
    let side = rules::may_draft(tx.actor, mode, meeting).map_err(refuse)?;
    questions::rules::after_response(question.status, input.holding).map_err(refuse)?;
    let response = Response {
        id: ResponseId::new(tx.ids),
        area: question.area,
        question_id: question.id,
        question_revision: question.revision,
        side,
        text: input.text.clone(),
        points: JsonText::new(&input.points)?,
        revision: 1,
        speakers: JsonText::new(&input.speakers)?,
        attribution: settled(input)?,
        mode,
        holding: input.holding,
        status: ResponseStatus::Draft,
        status_reason: None,
        submitted_at: None,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
        given_on: None,
    };
    tracked::create(tx, &response, None, input)?;
    Ok(response)
}

/// Edits a draft, which then answers the current wording of the question.
pub fn edit(tx: &mut Tx<'_>, id: &ResponseId, patch: &EditResponse) -> Result<Response, ApiError> {
    let (response, next) = begin(tx, id, Act::Edit)?;
    let edited = patch.apply_with(&response, |patch, draft| {
        if patch.get("speakers").is_some() && patch.get("attribution").is_none() {
            draft.attribution = None;
        }
    })?;
    let question = visible_question(tx, &response.question_id)?;
    let mode = edited.draft.mode.unwrap_or(response.mode);
    let meeting = match &question.meeting_id {
        Some(id) => store::meeting_status(tx.conn, id)?,
        None => None,
    };
    rules::may_draft(tx.actor, mode, meeting).map_err(|refusal| refuse(refusal, &response, tx))?;
    let response = Response { question_revision: question.revision, ..response.with(edited.draft)? };
    advance(tx, response, Act::Edit, next, None, &edited.changes)
}

/// Deletes a draft.
pub fn delete(tx: &mut Tx<'_>, id: &ResponseId) -> Result<(), ApiError> {
    let (response, _) = begin(tx, id, Act::Delete)?;
    let text = serde_json::json!({ "text": response.text });
    tracked::remove(tx, &response, &text)
}

/// Submits a draft: its words are final and, unless it is a holding response, its question is answered.
pub fn submit(tx: &mut Tx<'_>, id: &ResponseId) -> Result<Response, ApiError> {
    let (mut response, next) = begin(tx, id, Act::Submit)?;
    let question = visible_question(tx, &response.question_id)?;
    check_stands(tx, &question, &response)?;
    if question.revision != response.question_revision {
        let detail = "the question was corrected after this was drafted: read it again and edit the draft, then submit";
        return Err(refuse(Refusal::WrongState(detail), &response, tx));
    }
    response.submitted_at = Some(tx.now);
    let meeting = match (response.mode, &question.meeting_id) {
        (Mode::Oral, Some(meeting)) => Some(meetings::references::meeting_day(tx.conn, meeting)?),
        (Mode::Oral, None) | (Mode::Written, _) => None,
    };
    let on = rules::given_on(tx.today, meeting, question.put_on);
    response.given_on = Some(on);
    let reply = Given { id: response.id.to_string(), on, holding: response.holding, returned: false };
    questions::acts::answered(tx, question, reply)?;
    restrictions::store::end(tx.conn, response.id.as_str())?;
    outbox::response_submitted(tx, response.id.as_str(), response.question_id.as_str())?;
    advance(tx, response, Act::Submit, next, None, &serde_json::json!({}))
}

/// Lets only named people of its side read a draft.
pub fn restrict(tx: &mut Tx<'_>, id: &ResponseId, input: &RestrictDraft) -> Result<Response, ApiError> {
    let (response, _) = begin(tx, id, Act::Restrict)?;
    let side = response.side;
    restrictions::acts::restrict(tx, response, side, Act::Restrict, input)
}

/// Lets its whole side read a draft again.
pub fn unrestrict(tx: &mut Tx<'_>, id: &ResponseId, input: &Reasoned) -> Result<Response, ApiError> {
    let (response, _) = begin(tx, id, Act::Unrestrict)?;
    restrictions::acts::unrestrict(tx, response, Act::Unrestrict, input)
}

/// Accepts a submitted response.
pub fn accept(tx: &mut Tx<'_>, id: &ResponseId) -> Result<Response, ApiError> {
    let (response, next) = begin(tx, id, Act::Accept)?;
    advance(tx, response, Act::Accept, next, None, &serde_json::json!({}))
}

/// Returns a submitted response, and its question with it.
pub fn send_back(tx: &mut Tx<'_>, id: &ResponseId, input: &Reasoned) -> Result<Response, ApiError> {
    let (response, next) = begin(tx, id, Act::Return)?;
    let question = visible_question(tx, &response.question_id)?;
    questions::acts::response_returned(tx, question, response.id.as_str(), response.holding, &input.reason)?;
    advance(tx, response, Act::Return, next, Some(&input.reason), input)
}

/// Takes back the return of a response: it answers its question again.
pub fn reinstate(tx: &mut Tx<'_>, id: &ResponseId, input: &Reasoned) -> Result<Response, ApiError> {
    let (response, next) = begin(tx, id, Act::Reinstate)?;
    let question = visible_question(tx, &response.question_id)?;
    check_stands(tx, &question, &response)?;
    questions::acts::reply_reinstated(tx, question, response.id.as_str(), response.holding, &input.reason)?;
    advance(tx, response, Act::Reinstate, next, Some(&input.reason), input)
}

/// Refuses what was said at a meeting that was not held, or whose record is agreed.
fn check_stands(tx: &mut Tx<'_>, question: &Question, response: &Response) -> Result<(), ApiError> {
    let meeting = match &question.meeting_id {
        Some(id) => store::meeting_status(tx.conn, id)?,
        None => None,
    };
    rules::may_stand(response.side, response.mode, meeting).map_err(|refusal| refuse(refusal, response, tx))
}

/// Returns everything that answered a question that the PCC has just returned, accepted or not, so that the two always agree.
pub fn returned_with_question(tx: &mut Tx<'_>, question: &Question, input: &Reasoned) -> Result<(), ApiError> {
    let scope = rules::scope(tx.actor);
    for response in store::of_questions(tx.conn, &scope, std::slice::from_ref(&question.id))? {
        if !response.holding && rules::stands(response.status) {
            advance(tx, response, Act::Return, ResponseStatus::Returned, Some(&input.reason), input)?;
        }
    }
    Ok(())
}

/// Replaces the words of a valid response; the earlier ones are kept as a revision.
pub fn correct(tx: &mut Tx<'_>, id: &ResponseId, input: &CorrectResponse) -> Result<Response, ApiError> {
    let (mut response, next) = begin(tx, id, Act::Correct)?;
    let question = visible_question(tx, &response.question_id)?;
    questions::acts::response_corrected(tx, question, response.holding, &input.reason)?;
    let before = ResponseRevision {
        response_id: response.id.clone(),
        revision: response.revision,
        text: std::mem::replace(&mut response.text, input.text.clone()),
        points: std::mem::replace(&mut response.points, JsonText::new(&input.points)?),
        reason: input.reason.clone(),
        replaced_by: tx.actor.name.clone(),
        replaced_at: tx.now,
    };
    store::keep_revision(tx.conn, &before)?;
    response.revision += 1;
    advance(tx, response, Act::Correct, next, Some(&input.reason), input)
}

fn settled(input: &DraftResponse) -> Result<super::model::Attribution, ApiError> {
    input.attribution.ok_or_else(|| ApiError::Internal("a response was not parsed".into()))
}

fn visible_question(tx: &mut Tx<'_>, id: &QuestionId) -> Result<Question, ApiError> {
    questions::store::find(tx.conn, &questions::rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)
}

/// Loads the response if visible, decides the new status, then checks the precondition.
fn begin(tx: &mut Tx<'_>, id: &ResponseId, act: Act) -> Result<(Response, ResponseStatus), ApiError> {
    let response = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let is_restricted = restrictions::store::is_restricted(tx.conn, &response)?;
    let next = permit(tx, &response, act, |act| rules::decide(act, response.status, response.side, is_restricted, tx.actor))?;
    Ok((response, next))
}

fn refuse(refusal: Refusal, response: &Response, tx: &mut Tx<'_>) -> ApiError {
    match restrictions::store::is_restricted(tx.conn, response) {
        Ok(is_restricted) => {
            let instead = rules::allowed_acts(response.status, response.side, is_restricted, tx.actor);
            tracked::refuse(refusal, response.status.as_str(), &instead)
        }
        Err(error) => error,
    }
}

fn advance<C: Serialize>(
    tx: &mut Tx<'_>,
    mut response: Response,
    act: Act,
    next: ResponseStatus,
    reason: Option<&str>,
    changes: &C,
) -> Result<Response, ApiError> {
    if response.status != next {
        response.status_reason = reason.map(str::to_owned);
    }
    tracked::advance(tx, response, act, next, reason, changes)
}
