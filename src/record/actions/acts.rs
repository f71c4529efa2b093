//! The acts on actions, each as one unit of work: load what is visible, decide, check the version, save, audit.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::model::history::{ActionMeeting, Completion};
use super::model::{
    Action, ActionAct as Act, ActionCheck, ActionClaim, ActionId, ActionStatus, ActionUpdate, AddUpdate, CarryActionForward,
    CheckId, CheckOutcome, ClaimAction, ClaimId, ClaimVerdict, EditAction, ExtendAction, Hands, OutcomeCheck, Particulars,
    SetAction, SupersedeAction, UpdateId,
};
use super::rules::ActionState;
use super::store::history;
use super::{references, rules, store};
use crate::foundation::clock::london_day;
use crate::foundation::db::{JsonText, next_in_series};
use crate::foundation::error::{ApiError, FieldError, Refusal};
use crate::foundation::validate::{ActDay, DatedReason, Faults};
use crate::http::call::Tx;
use crate::record::audit::tracked::{self, permit};
use crate::record::planning::areas;
use crate::record::{deadlines, happened, meetings, planning, questions};

/// Sets an action and assigns its reference.
pub fn create(tx: &mut Tx<'_>, input: &SetAction) -> Result<Action, ApiError> {
    rules::may_set(tx.actor).map_err(Refusal::without_state)?;
    let meeting_day = check_links(tx, input)?;
    let day = meeting_day.unwrap_or(tx.today);
    let wanted = input.wanted_date();
    let dated = deadlines::acts::settle(tx.conn, &tx.actor.area, day, &wanted)?;
    let action = Action {
        id: ActionId::new(tx.ids),
        area: tx.actor.area.clone(),
        reference: next_reference(tx, day)?,
        text: input.text.clone(),
        condition: input.condition.clone(),
        owner: input.owner.clone(),
        owner_side: input.owner_side,
        due_on: dated.as_ref().and_then(|dated| dated.due_on),
        due_text: input.due_text.clone(),
        priority_ids: JsonText::new(&input.priority_ids)?,
        question_id: input.question_id.clone(),
        meeting_id: input.meeting_id.clone(),
        needs_review: input.needs_review() || deadlines::acts::is_impossible(day, &wanted),
        status: ActionStatus::Open,
        status_reason: None,
        claimed_by: None,
        evidence: None,
        times_rejected: 0,
        times_reopened: 0,
        outcome_check: None,
        superseded_by: None,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
        particulars: JsonText::new(&particulars(input, tx.today))?,
        hands: JsonText::new(&Hands::default())?,
        times_extended: 0,
        set_on: set_on(input, meeting_day, tx.today),
        voided_on: None,
        void_reason: None,
        agenda_item_id: input.agenda_item_id.clone(),
        escalations: JsonText::new(&Vec::new())?,
        escalated_on: None,
        completed_on: None,
        completed_in: None,
        ended_on: None,
        own_reference: input.own_reference.clone(),
    };
    tracked::create(tx, &action, None, input)?;
    store::link_priorities(tx.conn, &action)?;
    store::insert_owners(tx.conn, &action)?;
    store::insert_sources(tx.conn, &action, &input.sources)?;
    if let Some(dated) = &dated {
        deadlines::acts::start(tx, &action, day, dated)?;
    }
    Ok(action)
}

fn particulars(set: &SetAction, today: NaiveDate) -> Particulars {
    Particulars {
        owners: set.owners.clone(),
        further_conditions: set.conditions.iter().skip(1).map(|condition| condition.text.clone()).collect(),
        raised_on: set.raised_on,
        raised_text: set.raised_text.clone(),
        rag: set.rag.clone(),
        rag_on: set.rag.as_ref().map(|_| set.rag_on.unwrap_or(today)),
    }
}

/// Returns the day an action counts from: when it was first raised, otherwise the day of its meeting, otherwise the day it was
/// recorded.
fn set_on(set: &SetAction, meeting_day: Option<NaiveDate>, written_on: NaiveDate) -> NaiveDate {
    set.raised_on.or(meeting_day).unwrap_or(written_on)
}

/// Returns a reference such as `WM-2019-004`: the area's code, the year of the day it was set, the next number of that year.
fn next_reference(tx: &mut Tx<'_>, day: NaiveDate) -> Result<String, ApiError> {
    let area = &tx.actor.area;
    let code = areas::store::code_of(tx.conn, area)?;
    let number = next_in_series(tx.conn, area, "action", day.year())?;
    Ok(format!("{code}-{}-{number:03}", day.year()))
}

/// Edits an open action.
pub fn edit(tx: &mut Tx<'_>, id: &ActionId, input: EditAction) -> Result<Action, ApiError> {
    let (mut action, next) = begin(tx, id, Act::Edit)?;
    let mut faults = Faults::default();
    if action.due_on.is_some() && input.due_on.is_some_and(|due| Some(due) != action.due_on) {
        faults.add("/due_on", "is already set: ask the PCC to move it with the act extend");
    }
    faults.finish()?;
    let changes = input.clone();
    let set = input.apply(&action)?;
    let meeting_day = check_links(tx, &set)?;
    if set.sources.iter().any(|source| source.id.as_str() == action.id.as_str()) {
        return Err(ApiError::Invalid(vec![FieldError::new("/sources", "must not contain the action itself: remove it")]));
    }
    let day = meeting_day.unwrap_or(tx.today);
    if action.due_on.is_none()
        && (changes.due_on.is_some() || changes.due_text.is_some())
        && let Some(dated) = deadlines::acts::first_date(tx, &action, day, &set.wanted_date())?
    {
        deadlines::acts::start(tx, &action, day, &dated)?;
        action.due_on = dated.due_on;
    }
    let before = action.ownership()?;
    action.particulars = JsonText::new(&particulars(&set, tx.today))?;
    action.set_on = set_on(&set, meeting_day, london_day(action.created_at));
    action.needs_review =
        set.needs_review() || (action.due_on.is_none() && deadlines::acts::is_impossible(day, &set.wanted_date()));
    action.text = set.text;
    action.condition = set.condition;
    action.owner = set.owner;
    action.owner_side = set.owner_side;
    action.due_text = set.due_text;
    action.priority_ids = JsonText::new(&set.priority_ids)?;
    action.question_id = set.question_id;
    action.meeting_id = set.meeting_id;
    action.own_reference = set.own_reference;
    action.agenda_item_id = set.agenda_item_id;
    store::relink_priorities(tx.conn, &action)?;
    if action.ownership()? != before {
        store::replace_owners(tx.conn, &action)?;
    }
    if changes.sources.is_some() {
        store::replace_sources(tx.conn, &action, &set.sources)?;
    }
    advance(tx, action, Act::Edit, next, None, &changes)
}

/// Begins the work.
pub fn start(tx: &mut Tx<'_>, id: &ActionId) -> Result<Action, ApiError> {
    let (action, next) = begin(tx, id, Act::Start)?;
    advance(tx, action, Act::Start, next, None, &serde_json::json!({}))
}

/// Claims an action complete, with evidence.
pub fn claim(tx: &mut Tx<'_>, id: &ActionId, input: &ClaimAction) -> Result<Action, ApiError> {
    let (action, next) = begin(tx, id, Act::Claim)?;
    let on = happened::day(tx.today, "/on", input.on, rules::since_set(action.set_on))?;
    if input.completed_on.is_some_and(|day| day > on) {
        let detail = format!("must be on or before the day of the claim, {on}");
        return Err(ApiError::Invalid(vec![FieldError::new("/completed_on", detail)]));
    }
    let completed_on = happened::day(on, "/completed_on", input.completed_on, rules::since_set(action.set_on))?;
    let said = Completion {
        evidence: Some(input.evidence.clone()),
        claimed_on: Some(on),
        completed_on: Some(completed_on),
        completed_in: None,
    };
    claimed(tx, action, next, &said, input)
}

/// Claims an action complete as an old record tells it, which may not know the day.
pub fn claim_as_recorded(tx: &mut Tx<'_>, id: &ActionId, said: &Completion) -> Result<Action, ApiError> {
    let (action, next) = begin(tx, id, Act::Claim)?;
    for (pointer, day) in [("/completed_on", said.completed_on), ("/claimed_on", said.claimed_on)] {
        happened::day(tx.today, pointer, day, rules::since_set(action.set_on))?;
    }
    claimed(tx, action, next, said, said)
}

fn claimed<C: Serialize>(
    tx: &mut Tx<'_>,
    mut action: Action,
    next: ActionStatus,
    said: &Completion,
    changes: &C,
) -> Result<Action, ApiError> {
    action.claimed_by.clone_from(&tx.actor.user_id);
    action.evidence.clone_from(&said.evidence);
    action.completed_on = said.completed_on;
    action.completed_in.clone_from(&said.completed_in);
    action.outcome_check = None;
    let mut hands = action.hands.get()?;
    hands.claim(tx.actor.user_id.as_ref());
    action.hands = JsonText::new(&hands)?;
    let claim = ActionClaim {
        id: ClaimId::new(tx.ids),
        area: action.area.clone(),
        action_id: action.id.clone(),
        claimed_by: tx.actor.name.clone(),
        side: rules::side_of(tx.actor.role),
        claimed_at: tx.now,
        evidence: said.evidence.clone().unwrap_or_default(),
        verdict: None,
        verdict_reason: None,
        judged_by: None,
        judged_at: None,
        capacity: tx.actor.capacity.clone(),
        judged_capacity: None,
        taken_back_on: None,
        taken_back_reason: None,
        claimed_on: said.claimed_on,
        judged_on: None,
    };
    history::insert_claim(tx.conn, &claim)?;
    advance(tx, action, Act::Claim, next, None, changes)
}

/// Accepts a claim.
pub fn accept(tx: &mut Tx<'_>, id: &ActionId, input: &ActDay) -> Result<Action, ApiError> {
    let (action, next) = begin(tx, id, Act::Accept)?;
    let on = judged_on(tx, &action, input.on)?;
    accepted(tx, action, next, Some(on), input)
}

/// Accepts a claim as an old record tells it, which may not know the day.
pub fn accept_as_recorded(tx: &mut Tx<'_>, id: &ActionId, on: Option<NaiveDate>) -> Result<Action, ApiError> {
    let (action, next) = begin(tx, id, Act::Accept)?;
    if on.is_some() {
        judged_on(tx, &action, on)?;
    }
    accepted(tx, action, next, on, &ActDay { on })
}

fn accepted(
    tx: &mut Tx<'_>,
    mut action: Action,
    next: ActionStatus,
    on: Option<NaiveDate>,
    changes: &ActDay,
) -> Result<Action, ApiError> {
    let mut hands = action.hands.get()?;
    hands.accept(tx.actor.user_id.as_ref());
    action.hands = JsonText::new(&hands)?;
    action.ended_on = on;
    history::judge_claim(tx, &action.id, (ClaimVerdict::Accepted, on), None)?;
    advance(tx, action, Act::Accept, next, None, changes)
}

/// Returns the day of a verdict, which follows its claim.
fn judged_on(tx: &mut Tx<'_>, action: &Action, on: Option<NaiveDate>) -> Result<NaiveDate, ApiError> {
    let claimed_on = history::waiting_since(tx.conn, &action.id)?;
    happened::day(tx.today, "/on", on, claimed_on.map(|day| (day, "the day of the claim")))
}

/// Rejects a claim and counts the rejection.
pub fn reject(tx: &mut Tx<'_>, id: &ActionId, input: &DatedReason) -> Result<Action, ApiError> {
    let (mut action, next) = begin(tx, id, Act::Reject)?;
    let on = judged_on(tx, &action, input.on)?;
    action.times_rejected += 1;
    history::judge_claim(tx, &action.id, (ClaimVerdict::Rejected, Some(on)), Some(&input.reason))?;
    advance(tx, action, Act::Reject, next, Some(&input.reason), input)
}

/// Moves the due date to a later day, or sets one that was missing.
pub fn extend(tx: &mut Tx<'_>, id: &ActionId, input: &ExtendAction) -> Result<Action, ApiError> {
    let (action, _) = begin(tx, id, Act::Extend)?;
    super::deadlines::records::change(tx, action, &input.as_change())
}

/// Closes an action that will not be implemented.
pub fn close_not_implemented(tx: &mut Tx<'_>, id: &ActionId, input: &DatedReason) -> Result<Action, ApiError> {
    let (mut action, next) = begin(tx, id, Act::CloseNotImplemented)?;
    action.ended_on = Some(happened::day(tx.today, "/on", input.on, rules::since_set(action.set_on))?);
    advance(tx, action, Act::CloseNotImplemented, next, Some(&input.reason), input)
}

/// Closes an action as an old record tells it, which may not know the day.
pub fn close_as_recorded(tx: &mut Tx<'_>, id: &ActionId, reason: &str, on: Option<NaiveDate>) -> Result<Action, ApiError> {
    let (mut action, next) = begin(tx, id, Act::CloseNotImplemented)?;
    happened::day(tx.today, "/on", on, rules::since_set(action.set_on))?;
    action.ended_on = on;
    let input = DatedReason { reason: reason.to_owned(), on };
    advance(tx, action, Act::CloseNotImplemented, next, Some(reason), &input)
}

/// Records the outcome of an accepted action; a refuted outcome reopens it, which is counted.
pub fn check_outcome(tx: &mut Tx<'_>, id: &ActionId, input: &CheckOutcome) -> Result<Action, ApiError> {
    let (mut action, _) = begin(tx, id, Act::CheckOutcome)?;
    let on = happened::day(tx.today, "/on", input.on, action.ended_on.map(|day| (day, "the day it was accepted")))?;
    action.outcome_check = Some(input.result);
    if input.result == OutcomeCheck::Refuted {
        action.times_reopened += 1;
    }
    let check = ActionCheck {
        id: CheckId::new(tx.ids),
        area: action.area.clone(),
        action_id: action.id.clone(),
        result: input.result,
        reason: input.reason.clone(),
        checked_by: tx.actor.name.clone(),
        checked_at: tx.now,
        capacity: tx.actor.capacity.clone(),
        taken_back_on: None,
        taken_back_reason: None,
        checked_on: Some(on),
    };
    history::insert_check(tx.conn, &check)?;
    advance(tx, action, Act::CheckOutcome, rules::after_check(input.result), Some(&input.reason), input)
}

/// Replaces an action by another one of the area.
pub fn supersede(tx: &mut Tx<'_>, id: &ActionId, input: &SupersedeAction) -> Result<Action, ApiError> {
    let (mut action, next) = begin(tx, id, Act::Supersede)?;
    let successor = store::find(tx.conn, &rules::scope(tx.actor), &input.superseded_by)?;
    let mut faults = Faults::default();
    match successor {
        None => faults.add("/superseded_by", "is not the id of an action in this area"),
        Some(other) if other.id == action.id => faults.add("/superseded_by", "must be another action"),
        Some(other) if other.voided_on.is_some() => faults.add("/superseded_by", "must be an action that is not void"),
        Some(other) if !rules::may_replace(other.status) => faults.add("/superseded_by", "must be an action that is not closed"),
        Some(_) => {}
    }
    faults.finish()?;
    action.ended_on = Some(happened::day(tx.today, "/on", input.on, rules::since_set(action.set_on))?);
    action.superseded_by = Some(input.superseded_by.clone());
    advance(tx, action, Act::Supersede, next, Some(&input.reason), input)
}

/// Carries an action over to a later meeting; it stays the same action with the same reference.
pub fn carry_forward(tx: &mut Tx<'_>, id: &ActionId, input: &CarryActionForward) -> Result<Action, ApiError> {
    let (action, next) = begin(tx, id, Act::CarryForward)?;
    let mut faults = Faults::default();
    meetings::references::check_meeting(tx.conn, &tx.actor.area, Some(&input.meeting_id), None, &mut faults)?;
    faults.finish()?;
    let day = meetings::references::meeting_day(tx.conn, &input.meeting_id)?;
    let last = last_stood_on(tx, &action)?;
    if let Some(last) = last.filter(|_| !rules::may_stand_again(day, last)) {
        let detail = format!("must be a meeting after {last}, the day of the action's last meeting");
        return Err(ApiError::Invalid(vec![FieldError::new("/meeting_id", detail)]));
    }
    let meeting = ActionMeeting {
        action_id: action.id.clone(),
        meeting_id: input.meeting_id.clone(),
        area: action.area.clone(),
        note: input.note.clone(),
        recorded_by: tx.actor.name.clone(),
        recorded_at: tx.now,
    };
    history::insert_standing(tx.conn, &meeting)?;
    advance(tx, action, Act::CarryForward, next, None, input)
}

/// Returns the last day of the chain so far: the latest carry-forward, otherwise the meeting that set it, otherwise the day it was
/// raised.
fn last_stood_on(tx: &mut Tx<'_>, action: &Action) -> Result<Option<NaiveDate>, ApiError> {
    let set_at = action.meeting_id.as_ref().map(|id| meetings::references::meeting_day(tx.conn, id)).transpose()?;
    let later = history::last_standing(tx.conn, &action.id)?;
    Ok(later.max(set_at).max(action.particulars.get()?.raised_on))
}

/// Adds an update; the action itself does not change.
pub fn add_update(tx: &mut Tx<'_>, id: &ActionId, input: &AddUpdate) -> Result<ActionUpdate, ApiError> {
    let action = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let state = ActionState::of(&action, tx.today)?;
    rules::decide(Act::Update, &state, tx.actor).map_err(|refusal| refuse(refusal, &state, tx))?;
    if input.author.is_some() && !tx.actor.role.is_body() {
        return Err(ApiError::Invalid(vec![FieldError::new("/author", "is named by the body only: omit it")]));
    }
    let said_on = happened::day(tx.today, "/on", input.on, rules::since_set(action.set_on))?;
    updated(tx, &action, input, Some(said_on))
}

/// Adds an update as an old record tells it, which may not know the day.
pub fn update_as_recorded(tx: &mut Tx<'_>, id: &ActionId, input: &AddUpdate) -> Result<ActionUpdate, ApiError> {
    let action = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    happened::day(tx.today, "/on", input.on, None)?;
    updated(tx, &action, input, input.on)
}

fn updated(tx: &mut Tx<'_>, action: &Action, input: &AddUpdate, said_on: Option<NaiveDate>) -> Result<ActionUpdate, ApiError> {
    let update = ActionUpdate {
        id: UpdateId::new(tx.ids),
        area: action.area.clone(),
        action_id: action.id.clone(),
        text: input.text.clone(),
        author: input.author.clone().unwrap_or_else(|| tx.actor.name.clone()),
        side: input.side.unwrap_or(rules::side_of(tx.actor.role)),
        created_at: tx.now,
        said_on,
    };
    history::insert_update(tx.conn, &update)?;
    tracked::note(tx, action, Act::Update.as_str(), input)?;
    Ok(update)
}

/// Loads the action if visible, decides the new status, then checks the precondition.
pub(super) fn begin(tx: &mut Tx<'_>, id: &ActionId, act: Act) -> Result<(Action, ActionStatus), ApiError> {
    let action = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let state = ActionState::of(&action, tx.today)?;
    let next = permit(tx, &action, act, |act| rules::decide(act, &state, tx.actor))?;
    Ok((action, next))
}

fn refuse(refusal: Refusal, state: &ActionState, tx: &Tx<'_>) -> ApiError {
    tracked::refuse(refusal, state.status.as_str(), &rules::allowed_acts(state, tx.actor))
}

pub(super) fn advance<C: Serialize>(
    tx: &mut Tx<'_>,
    mut action: Action,
    act: Act,
    next: ActionStatus,
    reason: Option<&str>,
    changes: &C,
) -> Result<Action, ApiError> {
    if action.status != next || matches!(act, Act::CheckOutcome | Act::TakeBackCheck) {
        action.status_reason = reason.map(str::to_owned);
    }
    tracked::advance(tx, action, act, next, reason, changes)
}

/// Checks that every reference of an action exists, and returns the day of its meeting.
fn check_links(tx: &mut Tx<'_>, set: &SetAction) -> Result<Option<NaiveDate>, ApiError> {
    let mut faults = Faults::default();
    let area = &tx.actor.area;
    planning::references::check_priorities(tx.conn, area, &set.priority_ids, &mut faults)?;
    planning::references::check_no_draft_plan(tx.conn, area, &set.priority_ids, &mut faults)?;
    meetings::references::check_meeting(tx.conn, area, set.meeting_id.as_ref(), set.agenda_item_id.as_ref(), &mut faults)?;
    questions::references::check_question_put(tx.conn, tx.actor, set.question_id.as_ref(), &mut faults)?;
    references::check_sources(tx.conn, area, &set.sources, &mut faults)?;
    if set.rag_on.is_some_and(|day| day > tx.today) {
        faults.add("/rag_on", "must not be in the future");
    }
    faults.finish()?;
    let meeting_day = set.meeting_id.as_ref().map(|id| meetings::references::meeting_day(tx.conn, id)).transpose()?;
    if let Some(fault) = set.raised_on.and_then(|raised_on| rules::raised_fault(raised_on, meeting_day, tx.today)) {
        return Err(ApiError::Invalid(vec![FieldError::new("/raised_on", fault)]));
    }
    Ok(meeting_day)
}
