//! Response shapes of actions. Everybody in the area sees all of an action.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{
    Action, ActionAct, ActionId, ActionStatus, ActionUpdate, Condition, OutcomeCheck, Owner, Source, SourceId, SourceKind,
    UpdateId,
};
use super::past::{CheckView, ClaimView, ReopeningView, check_view, claim_view, reopening_view};
use super::rules::ActionState;
use super::store::history;
use super::{rules, store};
use crate::foundation::actor::reader::Reader;
use crate::foundation::error::ApiError;
use crate::http::call::{Tx, Versioned, View};
use crate::record::deadlines::lateness::{Lateness, Limits, limits_of};
use crate::record::deadlines::model::{DeadlineEntry, EntryKind, SubjectKind};
use crate::record::escalations::model::Escalation;
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::model::OwnerSide;
use crate::record::planning::plans::model::PriorityId;
use crate::record::questions::model::QuestionId;
use crate::record::{deadlines, meetings, restrictions};

/// An action as visible to the caller. Its history (from `claims` to `continued_by`) is present when one action is read.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionView {
    pub id: ActionId,
    #[schema(example = "WM-2019-004")]
    pub reference: String,
    /// Reference under which the office keeps it, beside ours; `null` for none.
    #[schema(example = "PAM-22-117")]
    pub own_reference: Option<String>,
    #[schema(example = "west-mercia")]
    pub area: String,
    #[schema(example = "Bring a plan of delivery with dates.")]
    pub text: Option<String>,
    /// First of `conditions`.
    pub condition: Option<String>,
    pub conditions: Vec<Condition>,
    /// Owner or owners as named in the record.
    #[schema(example = "CC")]
    pub owner: Option<String>,
    /// Side of all owners; `null` when they belong to both sides, or it is unknown.
    pub owner_side: Option<OwnerSide>,
    /// Owners; empty when the record names none.
    pub owners: Vec<Owner>,
    pub due_on: Option<NaiveDate>,
    /// Due date in the words of the record.
    #[schema(example = "within two weeks")]
    pub due_text: Option<String>,
    /// Due date with every move.
    pub deadline: ActionDeadline,
    /// True when the action is outstanding and the due date has passed in Europe/London (derived).
    pub overdue: bool,
    /// Lateness; `null` when it is not awaited any more, or has no due date (derived).
    pub lateness: Option<Lateness>,
    /// Escalations to a higher step, oldest first.
    pub escalations: Vec<Escalation>,
    pub priority_ids: Vec<PriorityId>,
    pub question_id: Option<QuestionId>,
    pub meeting_id: Option<MeetingId>,
    /// Id of the item on the agenda of that meeting under which it was set.
    pub agenda_item_id: Option<AgendaItemId>,
    /// Colour or label that was reported for its state, as printed. The status does not follow from it.
    #[schema(example = "Amber")]
    pub rag: Option<String>,
    /// Day of that report.
    #[schema(example = "2019-02-06")]
    pub rag_on: Option<NaiveDate>,
    /// Day it was first raised, if before its meeting.
    pub raised_on: Option<NaiveDate>,
    /// Words of the record for that day.
    #[schema(example = "August 2018")]
    pub raised_text: Option<String>,
    /// Day its age is counted from: `raised_on`, otherwise the day of its meeting, otherwise the day it was recorded (derived).
    pub set_on: NaiveDate,
    /// True when the record lacks the text, the owner, or both a due date and words for one.
    pub needs_review: bool,
    pub status: ActionStatus,
    /// Reason for the status, if one was given.
    pub status_reason: Option<String>,
    /// Day on which the work was done, as the claim that stands says; `null` before that, or when it is not known.
    #[schema(example = "2019-02-12")]
    pub completed_on: Option<NaiveDate>,
    /// Year or month in which it was done, when the record has no more.
    #[schema(example = "2019-02")]
    pub completed_in: Option<String>,
    /// Day on which it was accepted, closed or superseded; `null` before that, or when it is not known.
    #[schema(example = "2019-02-20")]
    pub ended_on: Option<NaiveDate>,
    /// Evidence of the last claim.
    pub evidence: Option<String>,
    pub times_claimed: i32,
    pub times_rejected: i32,
    pub times_reopened: i32,
    /// Number of times `extend` moved or set the due date, without those that were taken back.
    pub times_extended: i32,
    /// Latest outcome check since the last claim.
    pub outcome_check: Option<OutcomeCheck>,
    pub superseded_by: Option<ActionId>,
    /// Day it was declared void, because it was set in error.
    #[schema(example = "2019-02-06")]
    pub voided_on: Option<NaiveDate>,
    /// Reason it is void.
    #[schema(example = "It repeats another action.")]
    pub void_reason: Option<String>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["accept", "reject"]))]
    pub allowed_acts: Vec<ActionAct>,
    /// Claims that it is complete, oldest first, with verdicts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<Vec<ClaimView>>,
    /// Outcome checks, oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome_checks: Option<Vec<CheckView>>,
    /// Times at which it was opened again after it had ended, oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reopenings: Option<Vec<ReopeningView>>,
    /// Extensions of the due date that were not taken back, oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extensions: Option<Vec<ExtensionView>>,
    /// Chain of meetings: its origin, the meeting that set it, and the meetings it was carried forward to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meetings: Option<Vec<StandingView>>,
    /// Sources: its question, its meeting, and any others named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sources: Option<Vec<Source>>,
    /// Ids of earlier actions that it superseded, or has as sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub continues: Option<Vec<ActionId>>,
    /// Ids of the action that superseded it, and of those that have it as a source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub continued_by: Option<Vec<ActionId>>,
    /// Latest 200 updates, oldest first, with `include=updates`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updates: Option<Vec<UpdateView>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 3)]
    pub version: i32,
}

/// The due date of an action.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionDeadline {
    /// Day it is due now.
    #[schema(example = "2019-03-31")]
    pub due_on: Option<NaiveDate>,
    /// Moves of the due date, oldest first; present when one action is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moves: Option<Vec<DeadlineMove>>,
}

/// A move of a due date.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeadlineMove {
    /// Kind of move: extended, taken back, stopped, restarted, or set later than the action.
    pub kind: EntryKind,
    /// Day it was due before; `null` when there was none.
    #[schema(example = "2019-02-13")]
    pub from: Option<NaiveDate>,
    /// Day it is due after the move; `null` while the clock is stopped.
    #[schema(example = "2019-03-31")]
    pub to: Option<NaiveDate>,
    /// Day of the decision.
    #[schema(example = "2019-02-11")]
    pub on: NaiveDate,
    /// Name of the person who decided it.
    #[schema(example = "A. Commissioner")]
    pub by: String,
    /// Reason for the move.
    #[schema(example = "The review it waits for ends in March.")]
    pub reason: Option<String>,
}

/// An extension of the due date.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExtensionView {
    /// Previous due date; `null` when there was none.
    pub from: Option<NaiveDate>,
    /// Due date after it.
    pub to: NaiveDate,
    pub reason: String,
    pub extended_by: String,
    pub extended_at: DateTime<Utc>,
}

/// A meeting in the chain of an action.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandingView {
    pub standing: Standing,
    /// Id of the meeting; `null` for an origin before the record.
    pub meeting_id: Option<MeetingId>,
    /// Date; `null` when only words for it are known.
    pub on: Option<NaiveDate>,
    /// Words of the record for the date, for an origin before the record.
    #[schema(example = "August 2018")]
    pub text: Option<String>,
    /// Progress reported there.
    pub note: Option<String>,
}

/// The role of a meeting in the chain of an action.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The origin before the record, from `raised_on` and `raised_text`.
    Raised,
    /// The meeting that set it.
    Set,
    /// A later meeting it was carried forward to.
    CarriedForward,
}

/// An update on an action.
#[derive(Debug, Serialize, ToSchema)]
pub struct UpdateView {
    pub id: UpdateId,
    pub action_id: ActionId,
    #[schema(example = "The first draft of the plan is with the deputy.")]
    pub text: String,
    pub author: String,
    pub side: OwnerSide,
    /// Day on which it was reported; `null` when it is not known. `created_at` is when it was recorded.
    #[schema(example = "2019-02-06")]
    pub on: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
}

impl Versioned for ActionView {
    fn version(&self) -> i32 {
        self.version
    }
}

impl Versioned for UpdateView {
    /// An update never changes.
    fn version(&self) -> i32 {
        1
    }
}

/// Builds the view of an action in a list or after an act: all of it without the history.
fn one_view(view: &View<'_>, limits: Limits, action: Action) -> Result<ActionView, ApiError> {
    let kept = action.particulars.get()?;
    let done = action.completed();
    let conditions = action.condition.clone().into_iter().chain(kept.further_conditions);
    Ok(ActionView {
        allowed_acts: rules::allowed_acts(&ActionState::of(&action, view.today)?, view.actor),
        owners: action.ownership()?.owners(),
        ended_on: action.ended(),
        reference: action.reference,
        area: action.area,
        text: action.text,
        condition: action.condition,
        conditions: conditions.map(|text| Condition { text }).collect(),
        owner: action.owner,
        owner_side: action.owner_side,
        due_on: action.due_on,
        due_text: action.due_text,
        deadline: ActionDeadline { due_on: action.due_on, moves: None },
        overdue: action.voided_on.is_none() && rules::is_overdue(action.status, action.due_on, view.today),
        lateness: limits.lateness(action.voided_on.is_none() && rules::OUTSTANDING.contains(&action.status), action.due_on),
        voided_on: action.voided_on,
        void_reason: action.void_reason,
        priority_ids: action.priority_ids.get()?,
        question_id: action.question_id,
        meeting_id: action.meeting_id,
        agenda_item_id: action.agenda_item_id,
        escalations: action.escalations.get()?,
        rag: kept.rag,
        rag_on: kept.rag_on,
        completed_on: done.0,
        completed_in: done.1,
        own_reference: action.own_reference,
        raised_on: kept.raised_on,
        raised_text: kept.raised_text,
        set_on: action.set_on,
        needs_review: action.needs_review,
        status: action.status,
        status_reason: action.status_reason,
        evidence: action.evidence,
        times_claimed: rules::times_claimed(action.status, action.times_rejected, action.times_reopened),
        times_rejected: action.times_rejected,
        times_reopened: action.times_reopened,
        times_extended: action.times_extended,
        outcome_check: action.outcome_check,
        superseded_by: action.superseded_by,
        claims: None,
        outcome_checks: None,
        reopenings: None,
        extensions: None,
        meetings: None,
        sources: None,
        continues: None,
        continued_by: None,
        updates: None,
        created_at: action.created_at.and_utc(),
        updated_at: action.updated_at.and_utc(),
        version: action.version,
        id: action.id,
    })
}

/// Builds the view of an action after a change.
pub fn changed_view(tx: &mut Tx<'_>, action: Action) -> Result<ActionView, ApiError> {
    let limits = limits_of(tx.conn, &tx.actor.area, tx.today)?;
    one_view(&tx.view(), limits, action)
}

/// Builds the views of actions in a list. One query, however many there are.
pub fn list_views(view: &mut View<'_>, actions: Vec<Action>) -> Result<Vec<ActionView>, ApiError> {
    let limits = limits_of(view.conn, &view.actor.area, view.today)?;
    actions.into_iter().map(|action| one_view(view, limits, action)).collect()
}

/// Builds the view of one action with its history.
pub fn whole_view(view: &mut View<'_>, action: Action, with_updates: bool) -> Result<ActionView, ApiError> {
    let limits = limits_of(view.conn, &view.actor.area, view.today)?;
    let mut whole = one_view(view, limits, action)?;
    let id = &whole.id;
    // Most actions have no claims or extensions yet: their counters tell so without a query.
    let claims = history::claims(view.conn, id)?;
    let was_accepted = whole.times_reopened > 0 || whole.outcome_check.is_some();
    let checks = if was_accepted { history::checks(view.conn, id)? } else { Vec::new() };
    let ledger = deadlines::store::entries(view.conn, &whole.area, SubjectKind::Action, id.as_str())?;
    whole.deadline.moves = Some(moves(&ledger));
    whole.meetings = Some(chain(view, &whole)?);
    let scope = rules::scope(view.actor);
    let mut named = store::sources(view.conn, id)?;
    if whole.voided_on.is_some() && !named.is_empty() {
        // Its sources may be drafts again.
        let ids = named.iter().map(|one| one.id.to_string()).collect();
        let kept = restrictions::store::kept_from(view.conn, &Reader::of(view.actor), ids)?;
        named.retain(|one| !kept.contains(one.id.as_str()));
    }
    let mut continues = store::superseded_by(view.conn, &scope, id)?;
    let earlier = named.iter().filter(|source| source.kind == SourceKind::Action);
    for id in earlier.filter_map(|source| source.id.as_str().parse().ok()) {
        push_new(&mut continues, id);
    }
    let mut continued_by: Vec<ActionId> = whole.superseded_by.clone().into_iter().collect();
    for later in store::continued_by(view.conn, &scope, id)? {
        push_new(&mut continued_by, later);
    }
    if with_updates {
        whole.updates = Some(history::latest_updates(view.conn, id)?.into_iter().map(update_view).collect());
    }
    whole.sources = Some(sources(&whole, named));
    whole.claims = Some(claims.into_iter().map(claim_view).collect());
    whole.reopenings = Some(history::reopenings(view.conn, id)?.into_iter().map(reopening_view).collect());
    whole.outcome_checks = Some(checks.into_iter().map(check_view).collect());
    whole.extensions = Some(extensions(ledger));
    whole.continues = Some(continues);
    whole.continued_by = Some(continued_by);
    Ok(whole)
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// Returns its question and its meeting first, then other sources, each once.
fn sources(action: &ActionView, named: Vec<Source>) -> Vec<Source> {
    let source = |kind, id: &str| Some(Source { kind, id: id.parse::<SourceId>().ok()? });
    let question = action.question_id.as_ref().and_then(|id| source(SourceKind::Question, id.as_str()));
    let meeting = action.meeting_id.as_ref().and_then(|id| source(SourceKind::Meeting, id.as_str()));
    let mut sources: Vec<Source> = question.into_iter().chain(meeting).collect();
    for one in named {
        push_new(&mut sources, one);
    }
    sources
}

fn chain(view: &mut View<'_>, action: &ActionView) -> Result<Vec<StandingView>, ApiError> {
    let mut chain = Vec::new();
    if action.raised_on.is_some() || action.raised_text.is_some() {
        let (on, text) = (action.raised_on, action.raised_text.clone());
        chain.push(StandingView { standing: Standing::Raised, meeting_id: None, on, text, note: None });
    }
    if let Some(meeting) = &action.meeting_id {
        let on = Some(meetings::references::meeting_day(view.conn, meeting)?);
        let meeting_id = Some(meeting.clone());
        chain.push(StandingView { standing: Standing::Set, meeting_id, on, text: None, note: None });
    }
    for later in history::standings(view.conn, &action.id)? {
        chain.push(StandingView {
            standing: Standing::CarriedForward,
            meeting_id: Some(later.meeting_id),
            on: Some(later.held_on),
            text: None,
            note: later.note,
        });
    }
    Ok(chain)
}

/// Returns the moves of a due date: every entry of its ledger after the one that set it.
fn moves(ledger: &[DeadlineEntry]) -> Vec<DeadlineMove> {
    let before = std::iter::once(None).chain(ledger.iter().map(|entry| entry.due_on));
    let is_set = ledger.first().is_some_and(|entry| entry.kind == EntryKind::Start);
    let moved = ledger.iter().zip(before).skip(usize::from(is_set));
    moved
        .map(|(entry, from)| DeadlineMove {
            kind: entry.kind,
            from,
            to: entry.due_on,
            on: entry.day,
            by: entry.actor_name.clone(),
            reason: entry.reason.clone(),
        })
        .collect()
}

/// Returns the extensions that stand in the ledger of the deadline.
fn extensions(ledger: Vec<DeadlineEntry>) -> Vec<ExtensionView> {
    let before = std::iter::once(None).chain(ledger.iter().map(|entry| entry.due_on)).collect::<Vec<_>>();
    let mut extensions: Vec<ExtensionView> = Vec::new();
    for (entry, from) in ledger.into_iter().zip(before) {
        match entry.kind {
            EntryKind::Extend => extensions.extend(extension(entry, from)),
            EntryKind::TakeBack => {
                extensions.pop();
            }
            EntryKind::Start | EntryKind::Pause | EntryKind::Resume => {}
        }
    }
    extensions
}

fn extension(entry: DeadlineEntry, from: Option<NaiveDate>) -> Option<ExtensionView> {
    Some(ExtensionView {
        from,
        to: entry.due_on?,
        reason: entry.reason.unwrap_or_default(),
        extended_by: entry.actor_name,
        extended_at: entry.at.and_utc(),
    })
}

/// Builds the view of an update.
pub fn update_view(update: ActionUpdate) -> UpdateView {
    UpdateView {
        id: update.id,
        action_id: update.action_id,
        text: update.text,
        author: update.author,
        side: update.side,
        on: update.said_on,
        created_at: update.created_at.and_utc(),
    }
}

/// Adds the outcome checks to several actions, in one query.
pub fn add_checks<'a>(view: &mut View<'_>, actions: impl Iterator<Item = &'a mut ActionView>) -> Result<(), ApiError> {
    let mut actions: Vec<&mut ActionView> = actions.collect();
    let were_accepted = actions.iter().filter(|action| action.times_reopened > 0 || action.outcome_check.is_some());
    let ids: Vec<ActionId> = were_accepted.map(|action| action.id.clone()).collect();
    let mut checks: HashMap<ActionId, Vec<CheckView>> = HashMap::new();
    for check in history::checks_of(view.conn, &ids)? {
        checks.entry(check.action_id.clone()).or_default().push(check_view(check));
    }
    for action in &mut actions {
        action.outcome_checks = Some(checks.get(&action.id).into_iter().flatten().cloned().collect());
    }
    Ok(())
}

/// Returns the actions of several questions, for `include=actions`, in a fixed number of queries.
pub fn of_questions(view: &mut View<'_>, ids: &[QuestionId]) -> Result<HashMap<QuestionId, Vec<ActionView>>, ApiError> {
    let scope = rules::scope(view.actor);
    let limits = limits_of(view.conn, &scope.area, view.today)?;
    let mut by_question: HashMap<QuestionId, Vec<ActionView>> = HashMap::new();
    for action in store::of_questions(view.conn, &scope, ids)? {
        let Some(question) = action.question_id.clone() else { continue };
        by_question.entry(question).or_default().push(one_view(view, limits, action)?);
    }
    for (source, action) in store::of_question_sources(view.conn, &scope, ids)? {
        let Ok(question) = source.as_str().parse::<QuestionId>() else { continue };
        if action.question_id.as_ref() != Some(&question) {
            by_question.entry(question).or_default().push(one_view(view, limits, action)?);
        }
    }
    Ok(by_question)
}
