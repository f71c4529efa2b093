//! The acts on questions, each as one unit of work: load what is visible, decide, check the version, save, audit.
//! HTTP handlers and the import of record files both use these.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::answer::model::Given;
use super::model::{
    CarryQuestionForward, CorrectQuestion, DraftPart, DraftQuestion, EditQuestion, Fate, Outcome, PutQuestion, Question,
    QuestionAct as Act, QuestionForm, QuestionId, QuestionRevision, QuestionStatus,
};
use super::rules::{QuestionState, since_put};
use super::{answer, heads, references, rules, store};
use crate::foundation::db::{JsonText, next_in_series};
use crate::foundation::error::{ApiError, FieldError, Refusal};
use crate::foundation::validate::{DatedReason, Faults, Reasoned};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, permit};
use crate::record::deadlines::acts::Dated;
use crate::record::deadlines::answer_periods;
use crate::record::deadlines::model::Wanted;
use crate::record::outbox::acts as outbox;
use crate::record::planning::{areas, plans};
use crate::record::questions::judgements::model::{CloseQuestion, JudgeQuestion, TakeBackJudgement};
use crate::record::questions::question_parts::model::QuestionPart;
use crate::record::questions::{judgements, question_groups, question_parts};
use crate::record::{deadlines, happened, meetings, planning, restrictions};

/// Drafts a question.
pub fn draft(tx: &mut Tx<'_>, input: &DraftQuestion) -> Result<Question, ApiError> {
    rules::may_draft(tx.actor).map_err(Refusal::without_state)?;
    check_links(tx, input)?;
    let mut question = new_question(tx, input, None)?;
    question.needs_review = must_be_looked_at(tx, &question)?;
    add(tx, &question, input, None)?;
    Ok(question)
}

fn add(tx: &mut Tx<'_>, question: &Question, input: &DraftQuestion, reason: Option<&str>) -> Result<(), ApiError> {
    tracked::create(tx, question, reason, input)?;
    store::link(tx.conn, question)?;
    question_parts::acts::draft_all(tx, question, &input.parts)
}

fn new_question(tx: &Tx<'_>, input: &DraftQuestion, from: Option<QuestionId>) -> Result<Question, ApiError> {
    Ok(Question {
        id: QuestionId::new(tx.ids),
        area: tx.actor.area.clone(),
        reference: None,
        form: input.form,
        text: input.text.clone(),
        context: input.context.clone(),
        revision: 1,
        priority_ids: JsonText::new(&input.priority_ids)?,
        heads: JsonText::new(&input.heads)?,
        returned_on: None,
        replied_since: None,
        due_text: input.due_text.clone(),
        due_rule: JsonText::new(&input.due_rule)?,
        needs_review: false,
        urgent: input.urgent,
        urgent_reason: input.urgent_reason.clone(),
        escalations: JsonText::new(&Vec::new())?,
        escalated_on: None,
        topic_id: input.topic_id.clone(),
        meeting_id: input.meeting_id.clone(),
        agenda_item_id: input.agenda_item_id.clone(),
        printed_number: input.printed_number.clone(),
        asked_by: input.asked_by.clone(),
        put_on: None,
        due_on: input.due_on,
        status: QuestionStatus::Draft,
        outcome: None,
        status_reason: None,
        brought_forward_from: from,
        carried_forward_to: None,
        group_id: input.group_id.clone(),
        received_on: input.received_on,
        // At most ITEMS.
        part_count: i32::try_from(input.parts.len()).unwrap_or(i32::MAX),
        first_response_on: None,
        final_response_on: None,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    })
}

/// Edits a draft.
pub fn edit(tx: &mut Tx<'_>, id: &QuestionId, patch: &EditQuestion) -> Result<Question, ApiError> {
    let (question, next) = begin(tx, id, Act::Edit)?;
    let edited = patch.apply(&question)?;
    check_links(tx, &edited.draft)?;
    let mut question = question.with(edited.draft)?;
    question.needs_review = must_be_looked_at(tx, &question)?;
    store::unlink(tx.conn, &question)?;
    store::link(tx.conn, &question)?;
    advance(tx, question, Act::Edit, next, None, &edited.changes)
}

/// Returns whether the words of a draft state an impossible day, read as if it were put on the day of its meeting, or today.
fn must_be_looked_at(tx: &mut Tx<'_>, question: &Question) -> Result<bool, ApiError> {
    let day = match &question.meeting_id {
        Some(meeting) => meetings::references::meeting_day(tx.conn, meeting)?,
        None => tx.today,
    };
    Ok(deadlines::acts::is_impossible(day, &question.wanted()?))
}

/// Deletes a draft.
pub fn delete(tx: &mut Tx<'_>, id: &QuestionId) -> Result<(), ApiError> {
    let (question, _) = begin(tx, id, Act::Delete)?;
    if question.brought_forward_from.is_some() {
        let detail = "this question continues one that was carried forward: withdraw it instead, so that the chain stays";
        return Err(ApiError::Conflict(detail.into()));
    }
    let text = serde_json::json!({ "text": question.text });
    store::unlink(tx.conn, &question)?;
    question_parts::acts::delete_all(tx, &question)?;
    tracked::remove(tx, &question, &text)
}

/// Puts a draft to the chief constable: its words are now final and the force sees it.
pub fn put(tx: &mut Tx<'_>, id: &QuestionId, input: &PutQuestion) -> Result<Question, ApiError> {
    let (mut question, next) = begin(tx, id, Act::Put)?;
    let put_on = input.put_on.unwrap_or(tx.today);
    let due = due(tx, &question, input, put_on)?;
    question.due_on = due.dated.as_ref().and_then(|dated| dated.due_on);
    question.needs_review = deadlines::acts::is_impossible(put_on, &due.wanted);
    question.due_text = due.wanted.due_text;
    question.due_rule = JsonText::new(&due.wanted.due_rule)?;
    check_put(tx, &question, put_on)?;
    let year = put_on.year();
    let number = next_in_series(tx.conn, &question.area, "question", year)?;
    let code = areas::store::code_of(tx.conn, &question.area)?;
    question.reference = Some(format!("{code}-{year}-Q{number:03}"));
    question.put_on = Some(put_on);
    restrictions::store::end(tx.conn, question.id.as_str())?;
    if let Some(dated) = &due.dated {
        deadlines::acts::start_because(tx, &question, put_on, dated, due.standing.as_deref())?;
    }
    if let Some(group) = &question.group_id {
        question_groups::acts::fix(tx, group, put_on)?;
    }
    outbox::question_put(tx, question.id.as_str(), question.reference.as_deref())?;
    advance(tx, question, Act::Put, next, None, input)
}

/// The date that a question is put with.
struct Due {
    wanted: Wanted,
    dated: Option<Dated>,
    /// The standing period that it follows from, in words.
    standing: Option<String>,
}

/// Settles the date of a question that is put: the one that is given now, otherwise that of the draft, otherwise the standing
/// period of the body. Words that are given now must be understood; those of a draft may be old, and are kept as they are.
fn due(tx: &mut Tx<'_>, question: &Question, input: &PutQuestion, put_on: NaiveDate) -> Result<Due, ApiError> {
    let given = input.wanted();
    if !given.is_empty() {
        let dated = deadlines::acts::settle_or_refuse(tx.conn, &question.area, put_on, &given)?;
        return Ok(Due { wanted: given, dated, standing: None });
    }
    let drafted = question.wanted()?;
    if !drafted.is_empty() {
        let dated = deadlines::acts::settle(tx.conn, &question.area, put_on, &drafted)?;
        return Ok(Due { wanted: drafted, dated, standing: None });
    }
    let periods = answer_periods::store::of_area(tx.conn, &question.area)?;
    let Some((period, name)) =
        rules::standing(&periods.given()?, question.form, question.urgent).filter(|_| periods.applies_on(put_on))
    else {
        return Ok(Due { wanted: drafted, dated: None, standing: None });
    };
    let by_rule = Wanted { due_rule: Some(period.rule()), ..Wanted::default() };
    let dated = deadlines::acts::settle(tx.conn, &question.area, put_on, &by_rule)?;
    Ok(Due { wanted: drafted, dated, standing: Some(format!("standing period for {name}")) })
}

/// Checks the conditions for putting a question on a day: the day is not in the future, the answer is due after it, and each
/// priority's plan was in force.
fn check_put(tx: &mut Tx<'_>, question: &Question, put_on: NaiveDate) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    if put_on > tx.today {
        faults.add("/put_on", "must not be in the future");
    }
    if question.due_on.is_some_and(|due| due < put_on) {
        faults.add("/due_on", format!("must be on or after the day the question is put ({put_on})"));
    }
    // The meeting may have been cancelled since the draft was written.
    meetings::references::check_meeting(
        tx.conn,
        &question.area,
        question.meeting_id.as_ref(),
        question.agenda_item_id.as_ref(),
        &mut faults,
    )?;
    if question.received_on.is_some_and(|day| day > put_on) {
        faults.add("/put_on", "must be on or after the day the question was received");
    }
    heads::references::check(tx.conn, &question.area, &question.heads.get()?, put_on, &mut faults)?;
    let linked = planning::references::priorities(tx.conn, &question.area, &question.priority_ids.get()?)?;
    for (index, priority) in linked.iter().enumerate() {
        if !plans::rules::in_force(priority.status, priority.adopted_on, priority.superseded_on, put_on) {
            let detail = format!("the plan of this priority was not in force on {put_on}: adopt the plan, or edit the question");
            faults.add(&format!("/priority_ids/{index}"), detail);
        }
    }
    faults.finish()
}

/// Sends a question back, by itself: [`super::returns`] takes along what answered it.
pub(super) fn send_back(tx: &mut Tx<'_>, id: &QuestionId, input: &DatedReason) -> Result<Question, ApiError> {
    let (mut question, next) = begin(tx, id, Act::Return)?;
    let on = happened::day(tx.today, "/on", input.on, rules::since_answered(question.final_response_on))?;
    let mut given = store::given(tx.conn, &question)?;
    given.iter_mut().filter(|one| !one.holding).for_each(|one| one.returned = true);
    question.returned_on = Some(on);
    judgements::acts::reopen(tx, &mut question, &input.reason)?;
    replied(tx, question, &Replied { given: &given, next, act: Act::Return.as_str(), reason: Some(&input.reason) }, input)
}

/// Judges the answer to a question or to one of its parts; the status does not change.
pub fn judge(tx: &mut Tx<'_>, id: &QuestionId, input: &JudgeQuestion) -> Result<Question, ApiError> {
    let (mut question, next) = begin(tx, id, Act::Judge)?;
    judgements::acts::judge(tx, &mut question, input)?;
    advance(tx, question, Act::Judge, next, Some(&input.reason), input)
}

/// Takes back the current judgement of a question or of one of its parts, which then waits to be judged again.
pub fn take_back_judgement(tx: &mut Tx<'_>, id: &QuestionId, input: &TakeBackJudgement) -> Result<Question, ApiError> {
    let (mut question, next) = begin(tx, id, Act::TakeBackJudgement)?;
    judgements::acts::take_back(tx, &mut question, input)?;
    advance(tx, question, Act::TakeBackJudgement, next, Some(&input.reason), input)
}

/// Reopens a question that has ended: it is where it was, with what was recorded since. A draft that continues it is withdrawn.
pub fn reopen(tx: &mut Tx<'_>, id: &QuestionId, input: &Reasoned) -> Result<Question, ApiError> {
    let (mut question, _) = begin(tx, id, Act::Reopen)?;
    if let Some(later) = question.carried_forward_to.take()
        && let Some(later) = store::find(tx.conn, &rules::scope(tx.actor), &later)?
        && later.status == QuestionStatus::Draft
    {
        advance(tx, later, Act::Withdraw, QuestionStatus::Withdrawn, Some(&input.reason), input)?;
    }
    judgements::acts::undo_end(tx, &mut question, &input.reason)?;
    let given = store::given(tx.conn, &question)?;
    let next = rules::before(question.put_on.is_some(), answer::rules::is_answered(&given), question.returned_on.is_some());
    question.status_reason = Some(input.reason.clone());
    replied(tx, question, &Replied { given: &given, next, act: Act::Reopen.as_str(), reason: Some(&input.reason) }, input)
}

/// Closes an answered question that is completely judged, before or with this act.
pub fn close(tx: &mut Tx<'_>, id: &QuestionId, input: &CloseQuestion) -> Result<Question, ApiError> {
    let (mut question, next) = begin(tx, id, Act::Close)?;
    judgements::acts::close(tx, &mut question, input)?;
    advance(tx, question, Act::Close, next, input.reason.as_deref(), input)
}

/// Withdraws an unanswered question. Its parts end as withdrawn, except those that were answered.
pub fn withdraw(tx: &mut Tx<'_>, id: &QuestionId, input: &DatedReason) -> Result<Question, ApiError> {
    let (mut question, next) = begin(tx, id, Act::Withdraw)?;
    let on = happened::day(tx.today, "/on", input.on, since_put(question.put_on))?;
    if question.put_on.is_some() {
        judgements::acts::end(tx, &question, (Fate::Withdrawn, on), &input.reason)?;
        question.outcome = None;
    }
    advance(tx, question, Act::Withdraw, next, Some(&input.reason), input)
}

/// Closes a question as carried forward and drafts its successor; returns the old one.
pub fn carry_forward(tx: &mut Tx<'_>, id: &QuestionId, input: &CarryQuestionForward) -> Result<Question, ApiError> {
    let (mut question, next) = begin(tx, id, Act::CarryForward)?;
    let on = happened::day(tx.today, "/on", input.on, since_put(question.put_on))?;
    let left = judgements::acts::end(tx, &question, (Fate::CarriedForward, on), &input.reason)?;
    if question.part_count > 0 && left.is_empty() {
        let detail = "every part was answered, so there is nothing to carry forward: close the question";
        return Err(ApiError::Conflict(detail.into()));
    }
    let later = successor(&question, left, input)?;
    check_links(tx, &later)?;
    if input.meeting_id.is_some() && input.meeting_id == question.meeting_id {
        let fault = FieldError::new("/meeting_id", "must be a later meeting than that of the question");
        return Err(ApiError::Invalid(vec![fault]));
    }
    let successor = new_question(tx, &later, Some(question.id.clone()))?;
    add(tx, &successor, &later, Some(&input.reason))?;
    question.outcome = Some(Outcome::CarriedForward);
    question.carried_forward_to = Some(successor.id);
    advance(tx, question, Act::CarryForward, next, Some(&input.reason), input)
}

/// Builds the successor of a question: the same words and group, with the parts that are left.
fn successor(question: &Question, left: Vec<QuestionPart>, input: &CarryQuestionForward) -> Result<DraftQuestion, ApiError> {
    Ok(DraftQuestion {
        form: question.form,
        text: question.text.clone(),
        context: question.context.clone(),
        priority_ids: question.priority_ids.get()?,
        heads: question.heads.get()?,
        topic_id: question.topic_id.clone(),
        meeting_id: input.meeting_id.clone(),
        agenda_item_id: None,
        printed_number: None,
        asked_by: question.asked_by.clone(),
        received_on: question.received_on,
        due_on: None,
        due_text: None,
        due_rule: None,
        urgent: question.urgent,
        urgent_reason: question.urgent_reason.clone(),
        group_id: question.group_id.clone(),
        parts: left.into_iter().map(|part| DraftPart { printed_number: part.printed_number, text: part.text }).collect(),
    })
}

/// Replaces the words of a put question; the earlier ones are kept as a revision.
pub fn correct(tx: &mut Tx<'_>, id: &QuestionId, input: &CorrectQuestion) -> Result<Question, ApiError> {
    let (mut question, next) = begin(tx, id, Act::Correct)?;
    let before = QuestionRevision {
        question_id: question.id.clone(),
        revision: question.revision,
        text: std::mem::replace(&mut question.text, input.text.clone()),
        context: std::mem::replace(&mut question.context, input.context.clone()),
        reason: input.reason.clone(),
        replaced_by: tx.actor.name.clone(),
        replaced_at: tx.now,
    };
    store::keep_revision(tx.conn, &before)?;
    question.revision += 1;
    judgements::acts::reopen(tx, &mut question, &input.reason)?;
    advance(tx, question, Act::Correct, next, Some(&input.reason), input)
}

/// Records a reply, and changes the status of the question when it was an answer (`responses::acts`, `exchanges::acts`). The
/// question is saved even if its status stays: a simultaneous return or closing has not read this answer.
pub fn answered(tx: &mut Tx<'_>, question: Question, reply: Given) -> Result<Question, ApiError> {
    let next = or_refuse(tx, &question, rules::after_response(question.status, reply.holding))?;
    let how = serde_json::json!({ "given_on": reply.on, "holding": reply.holding });
    let mut given = store::given(tx.conn, &question)?;
    given.push(reply);
    replied(tx, question, &Replied { given: &given, next, act: "answer", reason: None }, &how)
}

/// Records the corrected words of a reply (`responses::acts`, `exchanges::acts`). The question is saved, because a simultaneous
/// judgement or closing has not read them.
pub fn response_corrected(tx: &mut Tx<'_>, question: Question, holding: bool, reason: &str) -> Result<Question, ApiError> {
    let status = or_refuse(tx, &question, rules::after_corrected_response(question.status))?;
    tracked::change(
        tx,
        question,
        Some(status.as_str()),
        "correct-response",
        Some(reason),
        &serde_json::json!({ "holding": holding }),
    )
}

/// Updates a question after the PCC has returned one of its responses (`responses::acts`); saved like [`answered`].
pub fn response_returned(
    tx: &mut Tx<'_>,
    mut question: Question,
    response: &str,
    holding: bool,
    (reason, on): (&str, NaiveDate),
) -> Result<Question, ApiError> {
    let mut given = store::given(tx.conn, &question)?;
    let another_stands = answer::rules::another_stands(&given, response);
    let next = or_refuse(tx, &question, rules::after_returned_response(question.status, holding, another_stands))?;
    given.iter_mut().filter(|one| one.id == response).for_each(|one| one.returned = true);
    if next != question.status {
        question.returned_on = Some(on);
    }
    if !holding {
        judgements::acts::reopen(tx, &mut question, reason)?;
    }
    let how = serde_json::json!({ "holding": holding, "another_stands": another_stands });
    replied(tx, question, &Replied { given: &given, next, act: "return-response", reason: Some(reason) }, &how)
}

/// Updates a question after the PCC has taken back the return of a response or a reply (`responses::acts`, `exchanges::acts`).
pub fn reply_reinstated(
    tx: &mut Tx<'_>,
    question: Question,
    reply: &str,
    holding: bool,
    reason: &str,
) -> Result<Question, ApiError> {
    let next = or_refuse(tx, &question, rules::after_response(question.status, holding))?;
    let mut given = store::given(tx.conn, &question)?;
    given.iter_mut().filter(|one| one.id == reply).for_each(|one| one.returned = false);
    let how = serde_json::json!({ "holding": holding });
    replied(tx, question, &Replied { given: &given, next, act: "reinstate-reply", reason: Some(reason) }, &how)
}

/// Updates a question after a correction has removed a reply (`exchanges::acts`); saved like [`answered`].
pub fn reply_removed(tx: &mut Tx<'_>, mut question: Question, exchange: &str, reason: &str) -> Result<Question, ApiError> {
    let mut given = store::given(tx.conn, &question)?;
    let another_stands = answer::rules::another_stands(&given, exchange);
    let next = rules::after_removed_reply(question.status, another_stands, question.returned_on.is_some());
    given.retain(|one| one.id != exchange);
    judgements::acts::reopen(tx, &mut question, reason)?;
    let how = serde_json::json!({ "another_stands": another_stands });
    replied(tx, question, &Replied { given: &given, next, act: "remove-reply", reason: Some(reason) }, &how)
}

/// Reckons the days of a question again, because a meeting at which it was replied to has another day (`exchanges::acts`).
pub fn reply_moved(tx: &mut Tx<'_>, mut question: Question) -> Result<Question, ApiError> {
    let given = store::given(tx.conn, &question)?;
    reckon(&mut question, &given);
    let (status, how) = (question.status, serde_json::json!({ "first_response_on": question.first_response_on }));
    tracked::change(tx, question, Some(status.as_str()), "move-reply", None, &how)
}

/// A change in the replies to a question.
struct Replied<'a> {
    /// All current replies.
    given: &'a [Given],
    next: QuestionStatus,
    act: &'static str,
    reason: Option<&'a str>,
}

/// Saves a question in its next status, with the days derived from its replies.
fn replied<C: Serialize>(tx: &mut Tx<'_>, mut question: Question, now: &Replied<'_>, how: &C) -> Result<Question, ApiError> {
    let before = std::mem::replace(&mut question.status, now.next);
    if before != now.next {
        question.status_reason = now.reason.map(str::to_owned);
    }
    reckon(&mut question, now.given);
    tracked::change(tx, question, Some(before.as_str()), now.act, now.reason, how)
}

fn reckon(question: &mut Question, given: &[Given]) {
    let days = answer::rules::days(given, question.status);
    question.first_response_on = days.first;
    question.final_response_on = days.last;
    question.replied_since = days.since;
}

/// Loads the question if visible, decides the new status, then checks the precondition.
pub(super) fn begin(tx: &mut Tx<'_>, id: &QuestionId, act: Act) -> Result<(Question, QuestionStatus), ApiError> {
    let question = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let state = state_of(tx, &question)?;
    let next = permit(tx, &question, act, |act| rules::decide(act, state, tx.actor))?;
    Ok((question, next))
}

/// Returns what the rules need to know of a question.
pub fn state_of(tx: &mut Tx<'_>, question: &Question) -> Result<QuestionState, ApiError> {
    let state = store::states(tx.conn, std::slice::from_ref(question), tx.today)?.remove(&question.id);
    Ok(state.unwrap_or_else(|| QuestionState::of(question, tx.today)))
}

/// Returns the next status, or the refusal with the acts that are allowed instead.
fn or_refuse<T>(tx: &mut Tx<'_>, question: &Question, next: Result<T, Refusal>) -> Result<T, ApiError> {
    match next {
        Ok(next) => Ok(next),
        Err(refusal) => {
            let state = state_of(tx, question)?;
            Err(tracked::refuse(refusal, question.status.as_str(), &rules::allowed_acts(state, tx.actor)))
        }
    }
}

pub(super) fn advance<C: Serialize>(
    tx: &mut Tx<'_>,
    mut question: Question,
    act: Act,
    next: QuestionStatus,
    reason: Option<&str>,
    changes: &C,
) -> Result<Question, ApiError> {
    if !matches!(act, Act::Correct | Act::Judge | Act::TakeBackJudgement | Act::Escalate | Act::TakeBackEscalation) {
        question.status_reason = reason.map(str::to_owned);
    }
    tracked::advance(tx, question, act, next, reason, changes)
}

fn check_links(tx: &mut Tx<'_>, draft: &DraftQuestion) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    let area = &tx.actor.area;
    planning::references::check_priorities(tx.conn, area, &draft.priority_ids, &mut faults)?;
    planning::references::check_topic(tx.conn, area, draft.topic_id.as_ref(), &mut faults)?;
    meetings::references::check_meeting(tx.conn, area, draft.meeting_id.as_ref(), draft.agenda_item_id.as_ref(), &mut faults)?;
    references::check_group(tx.conn, area, draft.group_id.as_ref(), &mut faults)?;
    if draft.received_on.is_some() && draft.form != QuestionForm::Public {
        faults.add("/received_on", "is only for questions of the form public: remove it or change the form");
    }
    if draft.received_on.is_some_and(|day| day > tx.today) {
        faults.add("/received_on", "must not be in the future");
    }
    if draft.form == QuestionForm::Challenge && draft.meeting_id.is_none() {
        faults.add("/meeting_id", "is required for a challenge: add its meeting");
    }
    faults.finish()
}
