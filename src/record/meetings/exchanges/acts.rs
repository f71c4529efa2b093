//! The acts on exchanges, each as one unit of work: load what is visible, decide, check the version, save, audit.

use super::model::{
    CorrectExchange, DraftExchange, EditExchange, Exchange, ExchangeAct as Act, ExchangeId, ExchangeRevision, ExchangeStatus,
    Said,
};
use super::rules::ExchangeState;
use super::{rules, store};
use crate::foundation::db::JsonText;
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::{DatedReason, Faults, Reasoned};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, advance, permit};
use crate::record::meetings::model::{MeetingId, MeetingStatus};
use crate::record::outbox::acts as outbox;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::answer::model::Given;
use crate::record::questions::answer::rules::spoken_on;
use crate::record::questions::model::Question;
use crate::record::{meetings, planning, questions};

/// The highest position of an exchange in its meeting.
const LAST: i32 = 10_000;

/// Drafts an exchange; only the body sees it until it is recorded.
pub fn draft(tx: &mut Tx<'_>, input: &DraftExchange) -> Result<Exchange, ApiError> {
    rules::may_draft(tx.actor).map_err(Refusal::without_state)?;
    check_links(tx, None, input)?;
    let position = match input.position {
        Some(position) => position,
        None => LAST.min(store::last_position(tx.conn, &input.meeting_id)? + 1),
    };
    let exchange = Exchange {
        id: ExchangeId::new(tx.ids),
        area: tx.actor.area.clone(),
        meeting_id: input.meeting_id.clone(),
        agenda_item_id: input.agenda_item_id.clone(),
        position,
        topic_id: topic(tx, input)?,
        question_id: input.question_id.clone(),
        challenge: input.challenge.clone(),
        challenged_by: input.challenged_by.clone(),
        reply: input.reply.clone(),
        points: JsonText::new(&input.points)?,
        point_speakers: JsonText::new(&input.point_speakers)?,
        speakers: JsonText::new(&input.speakers)?,
        attribution: input.attribution,
        revision: 1,
        status: ExchangeStatus::Draft,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
        returned_on: None,
        returned_reason: None,
        voided_on: None,
        void_reason: None,
    };
    tracked::create(tx, &exchange, None, input)?;
    Ok(exchange)
}

/// Changes a draft.
pub fn edit(tx: &mut Tx<'_>, id: &ExchangeId, patch: &EditExchange) -> Result<Exchange, ApiError> {
    let (exchange, next) = begin(tx, id, Act::Edit)?;
    let edited = patch.apply_with(&exchange, |patch, draft| {
        // Other speakers settle the attribution anew, and without a reply there is none.
        let has_reply = draft.reply.is_some() || !draft.points.is_empty();
        if patch.get("attribution").is_none() && (patch.get("speakers").is_some() || !has_reply) {
            draft.attribution = None;
        }
    })?;
    check_links(tx, Some(&exchange.meeting_id), &edited.draft)?;
    let topic_id = topic(tx, &edited.draft)?;
    let exchange = Exchange { topic_id, ..exchange.with(edited.draft)? };
    advance(tx, exchange, Act::Edit, next, None, &edited.changes)
}

/// Deletes a draft.
pub fn delete(tx: &mut Tx<'_>, id: &ExchangeId) -> Result<(), ApiError> {
    let (exchange, _) = begin(tx, id, Act::Delete)?;
    let gone = serde_json::json!({ "challenge": exchange.challenge, "reply": exchange.reply });
    tracked::remove(tx, &exchange, &gone)
}

/// Records a draft: its words are now final, the force sees it, and a reply answers the question it is about.
pub fn record(tx: &mut Tx<'_>, id: &ExchangeId) -> Result<Exchange, ApiError> {
    let (exchange, next) = begin(tx, id, Act::Record)?;
    if exchange.has_reply() {
        replied(tx, &exchange)?;
    }
    advance(tx, exchange, Act::Record, next, None, &serde_json::json!({}))
}

/// Replaces the words of a recorded exchange; the earlier ones are kept as a revision.
pub fn correct(tx: &mut Tx<'_>, id: &ExchangeId, input: &CorrectExchange) -> Result<Exchange, ApiError> {
    let (mut exchange, next) = begin(tx, id, Act::Correct)?;
    let before = ExchangeRevision {
        exchange_id: exchange.id.clone(),
        revision: exchange.revision,
        challenge: exchange.challenge.clone(),
        challenged_by: exchange.challenged_by.clone(),
        reply: exchange.reply.clone(),
        points: exchange.points.clone(),
        point_speakers: exchange.point_speakers.clone(),
        speakers: exchange.speakers.clone(),
        attribution: exchange.attribution,
        reason: input.reason.clone(),
        replaced_by: tx.actor.name.clone(),
        replaced_at: tx.now,
    };
    store::keep_revision(tx.conn, &before)?;
    let had_reply = exchange.has_reply();
    say(&mut exchange, input.said())?;
    corrected(tx, &mut exchange, had_reply, &input.reason)?;
    exchange.revision += 1;
    advance(tx, exchange, Act::Correct, next, Some(&input.reason), input)
}

/// Declares void an exchange that was recorded in error: it stays readable as such, and its reply no longer answers the question.
pub fn void(tx: &mut Tx<'_>, id: &ExchangeId, input: &Reasoned) -> Result<Exchange, ApiError> {
    let (mut exchange, next) = begin(tx, id, Act::Void)?;
    if exchange.has_reply()
        && exchange.returned_on.is_none()
        && let Some(question) = question_of(tx, &exchange)?
    {
        questions::acts::reply_removed(tx, question, exchange.id.as_str(), &input.reason)?;
    }
    exchange.voided_on = Some(tx.today);
    exchange.void_reason = Some(input.reason.clone());
    advance(tx, exchange, Act::Void, next, Some(&input.reason), input)
}

/// Takes back that an exchange was declared void, or that its reply was returned with its question: it answers it again.
pub fn reinstate(tx: &mut Tx<'_>, id: &ExchangeId, input: &Reasoned) -> Result<Exchange, ApiError> {
    let (mut exchange, next) = begin(tx, id, Act::Reinstate)?;
    if exchange.voided_on.is_some() {
        (exchange.voided_on, exchange.void_reason) = (None, None);
        if exchange.has_reply() && exchange.returned_on.is_none() {
            replied(tx, &exchange)?;
        }
        return advance(tx, exchange, Act::Reinstate, next, Some(&input.reason), input);
    }
    if let Some(question) = question_of(tx, &exchange)? {
        questions::acts::reply_reinstated(tx, question, exchange.id.as_str(), false, &input.reason)?;
    }
    (exchange.returned_on, exchange.returned_reason) = (None, None);
    advance(tx, exchange, Act::Reinstate, next, Some(&input.reason), input)
}

/// Applies a correction to the question: an added reply answers it, a removed reply no longer does. A returned reply stays
/// returned in its new wording.
fn corrected(tx: &mut Tx<'_>, exchange: &mut Exchange, had_reply: bool, reason: &str) -> Result<(), ApiError> {
    let was_returned = exchange.returned_on.is_some();
    match (had_reply, exchange.has_reply()) {
        (false, true) => return replied(tx, exchange),
        (true, false) => (exchange.returned_on, exchange.returned_reason) = (None, None),
        (true, true) | (false, false) => {}
    }
    if !had_reply || was_returned {
        return Ok(());
    }
    if let Some(question) = question_of(tx, exchange)? {
        if exchange.has_reply() {
            questions::acts::response_corrected(tx, question, false, reason)?;
        } else {
            questions::acts::reply_removed(tx, question, exchange.id.as_str(), reason)?;
        }
    }
    Ok(())
}

/// Answers the question of an exchange with its reply, like an oral response.
fn replied(tx: &mut Tx<'_>, exchange: &Exchange) -> Result<(), ApiError> {
    let Some(question) = question_of(tx, exchange)? else { return Ok(()) };
    let on = spoken_on(meetings::references::meeting_day(tx.conn, &exchange.meeting_id)?, question.put_on);
    let reply = Given { id: exchange.id.to_string(), on, holding: false, returned: false };
    outbox::exchange_replied(tx, exchange.id.as_str(), question.id.as_str())?;
    questions::acts::answered(tx, question, reply).map(|_| ())
}

/// Reckons the answers again that were given at a meeting whose day has changed.
pub fn moved(tx: &mut Tx<'_>, meeting: &MeetingId) -> Result<(), ApiError> {
    for exchange in store::of_meeting(tx.conn, meeting)? {
        if exchange.stands()
            && exchange.has_reply()
            && let Some(id) = &exchange.question_id
            && let Some(question) = questions::store::find(tx.conn, &questions::rules::scope(tx.actor), id)?
        {
            questions::acts::reply_moved(tx, question)?;
        }
    }
    Ok(())
}

/// Returns the question of an exchange, if it accepts replies: a question that has ended does not change.
fn question_of(tx: &mut Tx<'_>, exchange: &Exchange) -> Result<Option<Question>, ApiError> {
    let Some(id) = &exchange.question_id else { return Ok(None) };
    let question = questions::store::find(tx.conn, &questions::rules::scope(tx.actor), id)?;
    Ok(question.filter(|question| question.status.takes_replies()))
}

/// Returns the replies to a question that the PCC has just returned: they no longer answer it.
pub fn returned_with_question(tx: &mut Tx<'_>, question: &Question, input: &DatedReason) -> Result<(), ApiError> {
    for mut exchange in store::of_questions(tx.conn, &rules::scope(tx.actor), std::slice::from_ref(&question.id))? {
        if exchange.stands() && exchange.has_reply() && exchange.returned_on.is_none() {
            exchange.returned_on = question.returned_on;
            exchange.returned_reason = Some(input.reason.clone());
            tracked::change(tx, exchange, Some(ExchangeStatus::Recorded.as_str()), "return", Some(&input.reason), input)?;
        }
    }
    Ok(())
}

fn say(exchange: &mut Exchange, said: Said) -> Result<(), ApiError> {
    exchange.challenge = said.challenge;
    exchange.challenged_by = said.challenged_by;
    exchange.reply = said.reply;
    exchange.points = JsonText::new(&said.points)?;
    exchange.point_speakers = JsonText::new(&said.point_speakers)?;
    exchange.speakers = JsonText::new(&said.speakers)?;
    exchange.attribution = said.attribution;
    Ok(())
}

/// Returns the given topic, or that of the question: both are final once the question is put.
fn topic(tx: &mut Tx<'_>, input: &DraftExchange) -> Result<Option<TopicId>, ApiError> {
    match (&input.topic_id, &input.question_id) {
        (Some(topic), _) => Ok(Some(topic.clone())),
        (None, Some(question)) => questions::references::topic_of(tx.conn, question),
        (None, None) => Ok(None),
    }
}

/// Checks the links; `before` is the meeting that the draft had before.
fn check_links(tx: &mut Tx<'_>, before: Option<&MeetingId>, input: &DraftExchange) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    let area = &tx.actor.area;
    meetings::references::check_meeting(tx.conn, area, Some(&input.meeting_id), input.agenda_item_id.as_ref(), &mut faults)?;
    if before != Some(&input.meeting_id) {
        meetings::references::check_open(tx.conn, Some(&input.meeting_id), &mut faults)?;
    }
    planning::references::check_topic(tx.conn, area, input.topic_id.as_ref(), &mut faults)?;
    // The question must have been put: the force will see the exchange, and must not learn of a draft from it.
    questions::references::check_question_put(tx.conn, tx.actor, input.question_id.as_ref(), &mut faults)?;
    faults.finish()
}

/// Loads the exchange if visible, decides the new status, then checks the precondition.
fn begin(tx: &mut Tx<'_>, id: &ExchangeId, act: Act) -> Result<(Exchange, ExchangeStatus), ApiError> {
    let exchange = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let meeting = meeting_of(tx, &exchange)?;
    let state = ExchangeState::of(&exchange, meeting);
    let next = permit(tx, &exchange, act, |act| rules::decide(act, state, tx.actor))?;
    Ok((exchange, next))
}

fn meeting_of(tx: &mut Tx<'_>, exchange: &Exchange) -> Result<MeetingStatus, ApiError> {
    let meetings = store::meetings_of(tx.conn, std::slice::from_ref(&exchange.meeting_id))?;
    meetings
        .get(&exchange.meeting_id)
        .map(|(status, _)| *status)
        .ok_or_else(|| ApiError::Internal("an exchange without a meeting".into()))
}
