//! The ledger for slices whose records have a deadline: parses a caller's date, writes entries, explains the result.
//!
//! An entry is written in the transaction of its record's change, whose `due_on` is set to the result of the ledger.

use chrono::NaiveDate;

use super::ledger::Step;
use super::model::{Calendar, DeadlineEntry, EntryId, EntryKind, Explanation, Rule, SubjectKind, Wanted};
use super::phrase::Said;
use super::rules::Unresolved;
use super::{ledger, phrase, rules, store};
use crate::foundation::db::{AnyConnection, JsonText};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Faults;
use crate::http::call::Tx;
use crate::record::audit::tracked::Tracked;

/// A date for a ledger: a rule, the words it was parsed from, and the resulting day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    rule: Rule,
    source_text: Option<String>,
    next_meeting: Option<NaiveDate>,
    /// `None` when the rule is "next meeting" and no meeting is scheduled.
    pub due_on: Option<NaiveDate>,
}

/// Returns whether the words state a day that does not exist as they say it, and no other day is given: somebody must look.
pub fn is_impossible(start: NaiveDate, wanted: &Wanted) -> bool {
    wanted.due_on.is_none() && wanted.due_rule.is_none() && matches!(said(start, wanted), Some(Said::Impossible(_)))
}

fn said(start: NaiveDate, wanted: &Wanted) -> Option<Said> {
    wanted.due_text.as_deref().map(|words| phrase::read(words, start))
}

/// Resolves a caller's date for a deadline that starts on `start`; `None` when there are only words that are unclear or
/// impossible. A rule without a result is 422, except "next meeting", which stays without a date.
pub fn settle(conn: &mut AnyConnection, area: &str, start: NaiveDate, wanted: &Wanted) -> Result<Option<Dated>, ApiError> {
    let said = match said(start, wanted) {
        Some(Said::Rule(rule)) => Some(rule),
        Some(Said::Impossible(_) | Said::Unclear) | None => None,
    };
    let (pointer, rule) = match (wanted.due_on, &wanted.due_rule, said) {
        // The words explain the day when they lead to it; otherwise only the day counts.
        (Some(date), _, said) => {
            if let Some(rule) = said
                && let Ok(dated) = dated(conn, area, start, rule, wanted.due_text.clone())
                && dated.due_on == Some(date)
            {
                return Ok(Some(dated));
            }
            ("/due_on", Rule::FixedDate { date })
        }
        (None, Some(rule), _) => ("/due_rule", rule.clone()),
        (None, None, Some(rule)) => ("/due_text", rule),
        (None, None, None) => return Ok(None),
    };
    dated(conn, area, start, rule, wanted.due_text.clone()).map(Some).map_err(|error| match error {
        Undatable::Rule(unresolved) => fault(pointer, unresolved.sentence()),
        Undatable::Failure(error) => error,
    })
}

/// Resolves a caller's date, and refuses words that are unclear or impossible.
pub fn settle_or_refuse(
    conn: &mut AnyConnection,
    area: &str,
    start: NaiveDate,
    wanted: &Wanted,
) -> Result<Option<Dated>, ApiError> {
    let dated = settle(conn, area, start, wanted)?;
    match said(start, wanted).filter(|_| dated.is_none()).as_ref().and_then(refusal) {
        Some(detail) => Err(fault("/due_text", detail)),
        None => Ok(dated),
    }
}

/// Returns what is wrong with words that lead to no rule.
pub fn refusal(said: &Said) -> Option<String> {
    match said {
        Said::Rule(_) => None,
        Said::Impossible(why) => Some(format!("states a day that is impossible: {}; correct the words", why.sentence())),
        Said::Unclear => Some(NOT_UNDERSTOOD.to_owned()),
    }
}

/// The fault for words that contain no rule.
const NOT_UNDERSTOOD: &str = "is not understood as a date: give due_on, or words such as \"within two weeks\", \"by the end of March\", \"by 13 February 2019\", \"next meeting\"";

enum Undatable {
    Rule(Unresolved),
    Failure(ApiError),
}

fn dated(
    conn: &mut AnyConnection,
    area: &str,
    start: NaiveDate,
    rule: Rule,
    source_text: Option<String>,
) -> Result<Dated, Undatable> {
    let next_meeting = if matches!(rule, Rule::NextMeeting {}) {
        store::next_meeting(conn, area, start).map_err(Undatable::Failure)?
    } else {
        None
    };
    let calendar = calendar_for(conn, rule.counts_working_days()).map_err(Undatable::Failure)?;
    let due_on = match rules::resolve(&rule, start, &calendar, next_meeting) {
        Ok(resolved) => Some(resolved.due_on),
        Err(Unresolved::NoMeeting) => None,
        Err(unresolved) => return Err(Undatable::Rule(unresolved)),
    };
    Ok(Dated { rule, source_text, next_meeting, due_on })
}

fn calendar_for(conn: &mut AnyConnection, counts_working_days: bool) -> Result<Calendar, ApiError> {
    if counts_working_days { store::calendar(conn) } else { Ok(Calendar::default()) }
}

fn fault(pointer: &str, detail: impl Into<String>) -> ApiError {
    let mut faults = Faults::default();
    faults.add(pointer, detail);
    match faults.finish() {
        Err(error) => error,
        Ok(()) => ApiError::Internal("a fault was lost".into()),
    }
}

/// A record whose due date is kept in a ledger.
pub trait HasLedger: Tracked {
    const KIND: SubjectKind;
    fn area(&self) -> &str;
}

/// The entries of a record and their current result.
pub struct Ledger {
    pub entries: Vec<DeadlineEntry>,
    pub explanation: Explanation,
}

impl Ledger {
    /// True when there is an extension that was not taken back.
    pub fn is_extended(&self) -> Result<bool, ApiError> {
        Ok(ledger::is_extended(&steps(&self.entries)?))
    }
}

/// Reads the ledger of a record.
pub fn read<R: HasLedger>(conn: &mut AnyConnection, record: &R) -> Result<Ledger, ApiError> {
    let entries = store::entries(conn, record.area(), R::KIND, record.id())?;
    let steps = steps(&entries)?;
    let calendar = calendar_for(conn, ledger::counts_working_days(&steps))?;
    Ok(Ledger { explanation: ledger::explain(&steps, &calendar), entries })
}

/// Returns the steps of stored entries.
pub fn steps(entries: &[DeadlineEntry]) -> Result<Vec<Step>, ApiError> {
    entries.iter().map(Step::of).collect()
}

/// A new entry.
#[derive(Debug, Clone)]
pub struct NewEntry<'a> {
    pub kind: EntryKind,
    pub day: NaiveDate,
    pub dated: Option<&'a Dated>,
    pub reason: Option<&'a str>,
}

/// Starts the deadline of a record; the caller sets the record's `due_on` to that of `dated`.
pub fn start<R: HasLedger>(tx: &mut Tx<'_>, record: &R, day: NaiveDate, dated: &Dated) -> Result<(), ApiError> {
    start_because(tx, record, day, dated, None)
}

/// Starts the deadline of a record for a reason, such as a standing period.
pub fn start_because<R: HasLedger>(
    tx: &mut Tx<'_>,
    record: &R,
    day: NaiveDate,
    dated: &Dated,
    reason: Option<&str>,
) -> Result<(), ApiError> {
    add(tx, record, &NewEntry { kind: EntryKind::Start, day, dated: Some(dated), reason }).map(|_| ())
}

/// Adds an entry and returns the new result of the ledger.
pub fn add<R: HasLedger>(tx: &mut Tx<'_>, record: &R, new: &NewEntry<'_>) -> Result<Explanation, ApiError> {
    let before = store::entries(tx.conn, record.area(), R::KIND, record.id())?;
    let mut steps = steps(&before)?;
    steps.push(Step {
        kind: new.kind,
        day: new.day,
        rule: new.dated.map(|dated| dated.rule.clone()),
        next_meeting: new.dated.and_then(|dated| dated.next_meeting),
        source_text: new.dated.and_then(|dated| dated.source_text.clone()),
        reason: new.reason.map(str::to_owned),
    });
    let calendar = calendar_for(tx.conn, ledger::counts_working_days(&steps))?;
    let explanation = ledger::explain(&steps, &calendar);
    let entry = DeadlineEntry {
        id: EntryId::new(tx.ids),
        area: record.area().to_owned(),
        subject_kind: R::KIND,
        subject_id: record.id().to_owned(),
        sequence: before.last().map_or(1, |last| last.sequence + 1),
        kind: new.kind,
        day: new.day,
        rule: new.dated.map(|dated| JsonText::new(&dated.rule)).transpose()?,
        next_meeting: new.dated.and_then(|dated| dated.next_meeting),
        source_text: new.dated.and_then(|dated| dated.source_text.clone()),
        reason: new.reason.map(str::to_owned),
        counts_working_days: new.dated.is_some_and(|dated| dated.rule.counts_working_days()),
        due_on: explanation.due_on,
        actor_id: tx.actor.user_id.clone(),
        actor_name: tx.actor.name.clone(),
        actor_role: tx.actor.role,
        at: tx.now,
        actor_capacity: tx.actor.capacity.clone(),
    };
    store::insert(tx.conn, &entry)?;
    Ok(explanation)
}

/// Returns the first date of a record, if any: the result of [`settle`] for a day and words, unless the ledger already has a
/// date.
pub fn first_date<R: HasLedger>(
    tx: &mut Tx<'_>,
    record: &R,
    start: NaiveDate,
    wanted: &Wanted,
) -> Result<Option<Dated>, ApiError> {
    let explanation = read(tx.conn, record)?.explanation;
    if explanation.due_on.is_some() || explanation.paused_since.is_some() {
        if wanted.due_on.is_some() {
            return Err(fault("/due_on", "is already set: ask the PCC to move it with the act extend"));
        }
        return Ok(None);
    }
    settle(tx.conn, record.area(), start, wanted)
}
