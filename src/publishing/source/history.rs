//! What happened to records, as published: the moves of deadlines, and the life of actions. Reads a kind of row once for all records.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use diesel::prelude::*;

use super::draft::{Draft, Named};
use super::linked::Linked;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    action_checks, action_claims, action_meetings, action_reopenings, action_sources, deadline_entries, meetings,
};
use crate::public::records::{PersonSide, PublishedDeadline, PublishedMove};
use crate::record::actions::model::history::{ActionReopening, Standing};
use crate::record::actions::model::{Action, ActionCheck, ActionClaim, ActionId, SourceKind};
use crate::record::deadlines::model::{DeadlineEntry, EntryKind, SubjectKind};
use crate::record::questions::model::{Question, QuestionId};

/// The entries of the ledgers of some records, oldest first, by record.
pub type Ledgers = HashMap<String, Vec<DeadlineEntry>>;

/// Returns the ledgers of some records of a kind.
pub fn ledgers(conn: &mut AnyConnection, area: &str, kind: SubjectKind, ids: &[String]) -> Result<Ledgers, ApiError> {
    let of = deadline_entries::table.filter(deadline_entries::area.eq(area)).filter(deadline_entries::subject_kind.eq(kind));
    let rows: Vec<DeadlineEntry> =
        of.filter(deadline_entries::subject_id.eq_any(ids)).order(deadline_entries::sequence.asc()).load(conn)?;
    Ok(grouped(rows, |entry| entry.subject_id.clone()))
}

fn grouped<K: Eq + Hash, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Vec<T>> {
    let mut groups: HashMap<K, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

/// The date of a record as it stands, and the words it was set with.
#[derive(Debug, Clone, Copy)]
pub struct Due<'a> {
    pub on: Option<chrono::NaiveDate>,
    pub text: Option<&'a str>,
}

/// Writes a deadline with every move. A record without a ledger has the date it was given.
pub fn deadline(draft: &mut Draft, of: Named<'_>, at: &str, due: Due<'_>, ledger: &[DeadlineEntry]) -> PublishedDeadline {
    draft.repeats(of, at, &[("due_on", "due_on"), ("due_on", "first_due_on"), ("due_text", "first_due_text")]);
    let Some(first) = ledger.first() else {
        let first_due_text = due.text.map(str::to_owned);
        return PublishedDeadline { due_on: due.on, first_due_on: due.on, first_due_text, moves: Vec::new() };
    };
    let is_set = first.kind == EntryKind::Start;
    let before = ledger.iter().map(|entry| entry.due_on);
    let before = std::iter::once(None).chain(before);
    let moves = ledger.iter().zip(before).skip(usize::from(is_set));
    for index in 0..ledger.len() - usize::from(is_set) {
        let shows = &[("due_on", "from"), ("due_on", "to"), ("due_text", "text")];
        draft.repeats(of, &format!("{at}/moves/{index}"), shows);
    }
    PublishedDeadline {
        due_on: due.on,
        first_due_on: first.due_on.filter(|_| is_set),
        first_due_text: first.source_text.clone().filter(|_| is_set).or_else(|| due.text.map(str::to_owned)),
        moves: moves.map(|(entry, from)| moved(draft, entry, from)).collect(),
    }
}

fn moved(draft: &Draft, entry: &DeadlineEntry, from: Option<chrono::NaiveDate>) -> PublishedMove {
    let DeadlineEntry {
        id: _,           // a move has no page of its own
        area: _,         // the document names it
        subject_kind: _, // the move is listed with its record
        subject_id: _,   // the move is listed with its record
        sequence: _,     // the moves are in order
        kind,
        day,
        rule: _,         // the day that follows from it is published
        next_meeting: _, // the day that follows from it is published
        source_text,
        reason,
        counts_working_days: _, // the day that follows from it is published
        due_on,
        actor_id: _,   // an account
        actor_name: _, // who typed it
        actor_role,
        at: _, // of the row, not of the record
        actor_capacity,
    } = entry;
    let side = if actor_role.is_body() { PersonSide::Body } else { PersonSide::Force };
    PublishedMove {
        kind: *kind,
        from,
        to: *due_on,
        on: *day,
        by: draft.official(actor_capacity.as_deref(), side),
        reason: reason.clone(),
        text: source_text.clone(),
    }
}

/// What happened to some actions.
#[derive(Debug, Default)]
pub struct Lives {
    pub ledgers: Ledgers,
    pub claims: HashMap<ActionId, Vec<ActionClaim>>,
    pub checks: HashMap<ActionId, Vec<ActionCheck>>,
    pub reopenings: HashMap<ActionId, Vec<ActionReopening>>,
    pub standings: HashMap<ActionId, Vec<Standing>>,
    /// Sources that are public, beside the question and the meeting.
    pub sources: HashMap<ActionId, Vec<(SourceKind, String)>>,
    /// The questions that the actions follow from.
    pub questions: HashMap<QuestionId, Question>,
}

impl Lives {
    /// Reads what happened to actions, a query for each kind of event.
    pub fn read(conn: &mut AnyConnection, area: &str, actions: &[Action]) -> Result<Self, ApiError> {
        let ids: Vec<ActionId> = actions.iter().map(|action| action.id.clone()).collect();
        let texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let claims = action_claims::table.filter(action_claims::action_id.eq_any(&ids)).order(action_claims::id.asc());
        let checks = action_checks::table.filter(action_checks::action_id.eq_any(&ids)).order(action_checks::id.asc());
        let reopenings = action_reopenings::table.filter(action_reopenings::action_id.eq_any(&ids));
        let reopenings = reopenings.order(action_reopenings::id.asc());
        let questions: Vec<QuestionId> = actions.iter().filter_map(|action| action.question_id.clone()).collect();
        let questions = super::store::put_questions(conn, area, &questions)?;
        Ok(Self {
            ledgers: ledgers(conn, area, SubjectKind::Action, &texts)?,
            claims: grouped(claims.load(conn)?, |claim: &ActionClaim| claim.action_id.clone()),
            checks: grouped(checks.load(conn)?, |check: &ActionCheck| check.action_id.clone()),
            reopenings: grouped(reopenings.load(conn)?, |one: &ActionReopening| one.action_id.clone()),
            standings: standings(conn, &ids)?,
            sources: sources(conn, area, &ids)?,
            questions: questions.into_iter().map(|question| (question.id.clone(), question)).collect(),
        })
    }
}

fn standings(conn: &mut AnyConnection, ids: &[ActionId]) -> Result<HashMap<ActionId, Vec<Standing>>, ApiError> {
    let rows: Vec<(ActionId, Standing)> = action_meetings::table
        .inner_join(meetings::table.on(meetings::id.eq(action_meetings::meeting_id)))
        .filter(action_meetings::action_id.eq_any(ids))
        .order((meetings::held_on.asc(), meetings::id.asc()))
        .select((
            action_meetings::action_id,
            (action_meetings::meeting_id, meetings::held_on, action_meetings::note, action_meetings::recorded_by),
        ))
        .load(conn)?;
    Ok(grouped(rows, |(id, _)| id.clone())
        .into_iter()
        .map(|(id, rows)| (id, rows.into_iter().map(|(_, one)| one).collect()))
        .collect())
}

/// Returns the record that a source of a kind links to.
pub const fn linked(kind: SourceKind) -> Linked {
    match kind {
        SourceKind::Question => Linked::Question,
        SourceKind::Response => Linked::Response,
        SourceKind::Finding => Linked::Finding,
        SourceKind::Recommendation => Linked::Recommendation,
        SourceKind::Decision => Linked::Decision,
        SourceKind::Meeting => Linked::Meeting,
        SourceKind::Action => Linked::Action,
    }
}

type Sources = HashMap<ActionId, Vec<(SourceKind, String)>>;

/// Returns the named sources of actions, in order, without those that are not public.
fn sources(conn: &mut AnyConnection, area: &str, ids: &[ActionId]) -> Result<Sources, ApiError> {
    let rows: Vec<(ActionId, SourceKind, String)> = action_sources::table
        .filter(action_sources::action_id.eq_any(ids))
        .order((action_sources::action_id.asc(), action_sources::position.asc()))
        .select((action_sources::action_id, action_sources::kind, action_sources::source_id))
        .load(conn)?;
    let mut public: HashSet<(SourceKind, String)> = HashSet::new();
    for &kind in SourceKind::ALL {
        let named: Vec<String> = rows.iter().filter(|(_, one, _)| *one == kind).map(|(_, _, id)| id.clone()).collect();
        if !named.is_empty() {
            public.extend(linked(kind).labels(conn, area, &named)?.into_keys().map(|id| (kind, id)));
        }
    }
    let rows = rows.into_iter().map(|(action, kind, id)| (action, (kind, id))).filter(|(_, source)| public.contains(source));
    let mut sources = Sources::new();
    for (action, source) in rows {
        sources.entry(action).or_default().push(source);
    }
    Ok(sources)
}

/// Returns the actions that name each of some findings as a source.
pub fn actions_of_findings(
    conn: &mut AnyConnection,
    area: &str,
    ids: &[String],
) -> Result<HashMap<String, Vec<String>>, ApiError> {
    let rows: Vec<(String, String)> = action_sources::table
        .filter(action_sources::area.eq(area))
        .filter(action_sources::kind.eq(SourceKind::Finding))
        .filter(action_sources::source_id.eq_any(ids))
        .order(action_sources::action_id.asc())
        .select((action_sources::source_id, action_sources::action_id))
        .load(conn)?;
    let mut actions: HashMap<String, Vec<String>> = HashMap::new();
    for (finding, action) in rows {
        actions.entry(finding).or_default().push(action);
    }
    Ok(actions)
}
