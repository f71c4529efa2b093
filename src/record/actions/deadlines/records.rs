//! The deadlines of questions and actions, each act as one unit of work: load if visible, decide, check the version,
//! write the ledger, save the record with the resulting date, audit.

use chrono::NaiveDate;

use crate::foundation::actor::Actor;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::validate::Faults;
use crate::http::call::Tx;
use crate::record::actions::model::{Action, ActionId, ActionStatus};
use crate::record::audit::tracked;
use crate::record::deadlines::acts::{Dated, HasLedger, Ledger, NewEntry};
use crate::record::deadlines::model::{ChangeDeadline, DeadlineAct, EntryKind, SubjectKind, Wanted};
use crate::record::deadlines::rules::Clock;
use crate::record::deadlines::{acts, ledger, rules};
use crate::record::questions::model::{Question, QuestionId, QuestionStatus};
use crate::record::{actions, questions};

/// A record whose clock can be paused and whose date can be moved.
pub trait OnClock: HasLedger {
    /// Returns the date as shown in the record.
    fn due_on(&self) -> Option<NaiveDate>;
    fn set_due_on(&mut self, due_on: Option<NaiveDate>);
    /// Counts an extension, or counts it no more (-1), if the record counts them.
    fn count_extensions(&mut self, more: i32);
    /// Flags the record when it needs somebody to look at it, because its only date was taken back; `impossible` says that its words
    /// state an impossible day.
    fn miss_date(&mut self, impossible: bool);
    /// True while it awaits anything, so that it can be late.
    fn is_awaited(&self) -> bool;
    /// True when it has ended: its date stays, whatever the calendar.
    fn has_ended(&self) -> bool;
    /// Returns the record's words about the date, if it stores them.
    fn words(&self) -> Option<&str>;
    /// Day from which its words are read.
    fn said_on(&self) -> Option<NaiveDate>;
    /// Returns the name that people use.
    fn name(&self) -> &str;
}

impl HasLedger for Question {
    const KIND: SubjectKind = SubjectKind::Question;

    fn area(&self) -> &str {
        &self.area
    }
}

impl OnClock for Question {
    fn due_on(&self) -> Option<NaiveDate> {
        self.due_on
    }

    fn set_due_on(&mut self, due_on: Option<NaiveDate>) {
        self.due_on = due_on;
        // A missing date is now present, or the paused clock explains its absence.
        self.needs_review = false;
    }

    fn count_extensions(&mut self, _: i32) {}

    fn miss_date(&mut self, impossible: bool) {
        self.needs_review = impossible;
    }

    fn is_awaited(&self) -> bool {
        questions::rules::AWAITING.contains(&self.status)
    }

    fn has_ended(&self) -> bool {
        matches!(self.status, QuestionStatus::Closed | QuestionStatus::Withdrawn)
    }

    fn words(&self) -> Option<&str> {
        self.due_text.as_deref().filter(|_| self.put_on.is_some())
    }

    fn said_on(&self) -> Option<NaiveDate> {
        self.put_on
    }

    fn name(&self) -> &str {
        self.reference.as_deref().unwrap_or(self.id.as_str())
    }
}

impl HasLedger for Action {
    const KIND: SubjectKind = SubjectKind::Action;

    fn area(&self) -> &str {
        &self.area
    }
}

impl OnClock for Action {
    fn due_on(&self) -> Option<NaiveDate> {
        self.due_on
    }

    fn set_due_on(&mut self, due_on: Option<NaiveDate>) {
        self.due_on = due_on;
        // A missing date is now present, or the paused clock explains its absence.
        self.needs_review = self.text.is_none() || self.owner.is_none();
    }

    fn count_extensions(&mut self, more: i32) {
        self.times_extended += more;
    }

    fn miss_date(&mut self, impossible: bool) {
        self.needs_review |= impossible || self.due_text.is_none();
    }

    fn is_awaited(&self) -> bool {
        actions::rules::OUTSTANDING.contains(&self.status)
    }

    fn has_ended(&self) -> bool {
        matches!(self.status, ActionStatus::ClosedNotImplemented | ActionStatus::Superseded)
    }

    fn words(&self) -> Option<&str> {
        self.due_text.as_deref()
    }

    fn said_on(&self) -> Option<NaiveDate> {
        Some(self.set_on)
    }

    fn name(&self) -> &str {
        &self.reference
    }
}

/// Returns the question, if visible to the caller.
pub fn question(conn: &mut AnyConnection, actor: &Actor, id: &QuestionId) -> Result<Question, ApiError> {
    questions::store::find(conn, &questions::rules::scope(actor), id)?.ok_or(ApiError::NotFound)
}

/// Returns the action, if visible to the caller.
pub fn action(conn: &mut AnyConnection, actor: &Actor, id: &ActionId) -> Result<Action, ApiError> {
    actions::store::find(conn, &actions::rules::scope(actor), id)?.ok_or(ApiError::NotFound)
}

/// Returns the ledger of a record and the state of its clock. Words that were not understood are reported as such.
pub fn read<R: OnClock>(conn: &mut AnyConnection, record: &R) -> Result<(Ledger, Clock), ApiError> {
    let mut ledger = acts::read(conn, record)?;
    // Nothing in the ledger stands: it is empty, or what it had was taken back.
    if ledger.explanation.start.is_none()
        && let Some(words) = record.words()
    {
        ledger.explanation.source_text = Some(words.to_owned());
        let why = if is_impossible(record) { "state a day that is impossible" } else { "are not understood as a date" };
        ledger.explanation.without_date = Some(format!("the words of the record {why}"));
    }
    let clock = ledger::clock(&ledger.explanation, record.is_awaited());
    Ok((ledger, clock))
}

/// True when the words of a record state an impossible day.
fn is_impossible<R: OnClock>(record: &R) -> bool {
    let words = Wanted { due_text: record.words().map(str::to_owned), ..Wanted::default() };
    record.said_on().is_some_and(|day| acts::is_impossible(day, &words))
}

/// Pauses, resumes or extends the deadline of a record that the caller sees, or takes its last extension back.
pub fn change<R: OnClock>(tx: &mut Tx<'_>, mut record: R, input: &ChangeDeadline) -> Result<R, ApiError> {
    let (ledger, clock) = read(tx.conn, &record)?;
    let status = record.status();
    let is_extended = ledger.is_extended()?;
    tracked::permit(tx, &record, input.kind, |act| rules::decide(act, clock, is_extended, tx.actor))?;
    let on = input.on.unwrap_or(tx.today);
    check_day(&record, &ledger, input.kind, on, tx.today)?;
    let dated = match input.kind {
        DeadlineAct::Extend => Some(later_date(tx, &record, on, input)?),
        DeadlineAct::Pause | DeadlineAct::Resume | DeadlineAct::TakeBackExtension => None,
    };
    let kind = match input.kind {
        DeadlineAct::Pause => EntryKind::Pause,
        DeadlineAct::Resume => EntryKind::Resume,
        DeadlineAct::Extend => EntryKind::Extend,
        DeadlineAct::TakeBackExtension => EntryKind::TakeBack,
    };
    let new = NewEntry { kind, day: on, dated: dated.as_ref(), reason: Some(&input.reason) };
    let explanation = acts::add(tx, &record, &new)?;
    record.set_due_on(explanation.due_on);
    match input.kind {
        DeadlineAct::Extend => record.count_extensions(1),
        DeadlineAct::TakeBackExtension => {
            record.count_extensions(-1);
            if explanation.due_on.is_none() {
                record.miss_date(is_impossible(&record));
            }
        }
        DeadlineAct::Pause | DeadlineAct::Resume => {}
    }
    tracked::change(tx, record, status, input.kind.as_str(), Some(&input.reason), input)
}

/// Checks the day of an entry: not in the future, not before the previous entry, and for a pause not after the due date.
///
/// The date is the record's own, of the version that was checked: on PostgreSQL another request may have added to the ledger
/// since the record was read, and then the number of the entry is taken.
fn check_day<R: OnClock>(
    record: &R,
    ledger: &Ledger,
    kind: DeadlineAct,
    on: NaiveDate,
    today: NaiveDate,
) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    if on > today {
        faults.add("/on", "must not be in the future");
    }
    // A start may be in the future: an action set for a coming meeting.
    let last = ledger.entries.last().map(|entry| entry.day);
    if let Some(last) = last.filter(|last| on < *last && (kind != DeadlineAct::Extend || *last <= today)) {
        faults.add("/on", format!("must be on or after the last entry of the ledger, {last}"));
    }
    if let Some(due) = record.due_on().filter(|due| kind == DeadlineAct::Pause && on > *due) {
        faults.add("/on", format!("must be on or before the due date, {due}: extend it instead"));
    }
    faults.finish()
}

fn later_date<R: OnClock>(tx: &mut Tx<'_>, record: &R, on: NaiveDate, input: &ChangeDeadline) -> Result<Dated, ApiError> {
    let wanted = input.wanted();
    let dated = acts::settle_or_refuse(tx.conn, record.area(), on, &wanted)?;
    let pointer = match (wanted.due_on, wanted.due_rule) {
        (Some(_), _) => "/due_on",
        (None, Some(_)) => "/due_rule",
        (None, None) => "/due_text",
    };
    let mut faults = Faults::default();
    match (dated.as_ref().and_then(|dated| dated.due_on), record.due_on()) {
        (None, _) => faults.add(pointer, "has no result, because no meeting is scheduled: give another date"),
        (Some(due), Some(present)) if due <= present => {
            faults.add(pointer, format!("results in {due}: it must be later than the current due date, {present}"));
        }
        (Some(_), Some(_) | None) => {}
    }
    faults.finish()?;
    dated.ok_or_else(|| ApiError::Internal("an extension without a date".into()))
}
