//! The effects of a new list of bank holidays: the changed days, and every open deadline that moves.

use chrono::NaiveDate;
use serde_json::json;

use super::records::OnClock;
use crate::foundation::actor::reader::Reader;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::http::call::Tx;
use crate::record::audit::store::{Entry, record};
use crate::record::audit::tracked;
use crate::record::deadlines::model::{BankHoliday, Calendar, SubjectKind};
use crate::record::deadlines::rules::HolidayChange;
use crate::record::deadlines::{acts, ledger, rules, store};
use crate::record::{actions, questions};

/// An open deadline that a change of the bank holidays moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub area: String,
    pub kind: SubjectKind,
    pub id: String,
    pub reference: String,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// Compares `list` with the stored days.
pub fn compare(conn: &mut AnyConnection, list: &[BankHoliday]) -> Result<HolidayChange, ApiError> {
    Ok(rules::compare_holidays(&store::holidays(conn)?, list))
}

/// Returns the open deadlines that `change` would move, in every area. Nothing is written.
pub fn foresee(conn: &mut AnyConnection, change: &HolidayChange) -> Result<Vec<Move>, ApiError> {
    let gone = |holiday: &BankHoliday| change.removed.iter().any(|removed| removed.id == holiday.id);
    let kept = store::holidays(conn)?.into_iter().filter(|holiday| !gone(holiday));
    let after = Calendar::new(kept.chain(change.added.iter().cloned()).map(|holiday| (holiday.day, holiday.title)));
    let mut moves = Vec::new();
    for area in store::areas(conn)? {
        moves.extend(moves_in(conn, &area, &after)?);
    }
    Ok(moves)
}

/// Returns every open deadline of an area whose date differs from the result of its ledger with `calendar`.
fn moves_in(conn: &mut AnyConnection, area: &str, calendar: &Calendar) -> Result<Vec<Move>, ApiError> {
    let mut moves = Vec::new();
    for (kind, id) in store::counted_in_working_days(conn, area)? {
        moves.extend(
            match kind {
                SubjectKind::Question => find_question(conn, area, &id)?.map(|question| move_of(conn, &question, calendar)),
                SubjectKind::Action => find_action(conn, area, &id)?.map(|action| move_of(conn, &action, calendar)),
            }
            .transpose()?
            .flatten(),
        );
    }
    Ok(moves)
}

fn move_of<R: OnClock>(conn: &mut AnyConnection, record: &R, calendar: &Calendar) -> Result<Option<Move>, ApiError> {
    if record.has_ended() {
        return Ok(None);
    }
    let steps = acts::steps(&store::entries(conn, record.area(), R::KIND, record.id())?)?;
    let (from, to) = (record.due_on(), ledger::explain(&steps, calendar).due_on);
    let (area, id, reference) = (record.area().to_owned(), record.id().to_owned(), record.name().to_owned());
    Ok((from != to).then_some(Move { area, kind: R::KIND, id, reference, from, to }))
}

fn find_question(conn: &mut AnyConnection, area: &str, id: &str) -> Result<Option<questions::model::Question>, ApiError> {
    let scope = questions::rules::Scope { area: area.to_owned(), only_put: false, reader: Reader::nobody(area) };
    let id = id.parse().map_err(|_| ApiError::Internal(format!("{id} is not the id of a question")))?;
    questions::store::find(conn, &scope, &id)
}

fn find_action(conn: &mut AnyConnection, area: &str, id: &str) -> Result<Option<actions::model::Action>, ApiError> {
    let scope = actions::rules::Scope { area: area.to_owned() };
    let id = id.parse().map_err(|_| ApiError::Internal(format!("{id} is not the id of an action")))?;
    actions::store::find(conn, &scope, &id)
}

/// Returns the slugs of the areas that a change applies to.
pub fn areas(conn: &mut AnyConnection) -> Result<Vec<String>, ApiError> {
    store::areas(conn)
}

/// Stores a change of the days. [`recompute`] then updates the deadlines in each area, in the same transaction.
pub fn replace(conn: &mut AnyConnection, change: &HolidayChange) -> Result<(), ApiError> {
    store::change_holidays(conn, change)
}

/// Sets every open deadline of the actor's area to the result of its ledger, each with its audit entry.
pub fn recompute(tx: &mut Tx<'_>, change: &HolidayChange) -> Result<Vec<Move>, ApiError> {
    if !change.is_empty() {
        note(tx, change)?;
    }
    let calendar = store::calendar(tx.conn)?;
    let moves = moves_in(tx.conn, &tx.actor.area, &calendar)?;
    for moved in &moves {
        match moved.kind {
            SubjectKind::Question => {
                let question = find_question(tx.conn, &moved.area, &moved.id)?.ok_or(ApiError::NotFound)?;
                set(tx, question, moved)?;
            }
            SubjectKind::Action => {
                let action = find_action(tx.conn, &moved.area, &moved.id)?.ok_or(ApiError::NotFound)?;
                set(tx, action, moved)?;
            }
        }
    }
    Ok(moves)
}

fn set<R: OnClock>(tx: &mut Tx<'_>, mut record: R, moved: &Move) -> Result<R, ApiError> {
    let before = record.status();
    record.set_due_on(moved.to);
    let changes = json!({ "from": moved.from, "due_on": moved.to });
    tracked::change(tx, record, before, "recompute", Some("the bank holidays have changed"), &changes)
}

/// Records the change in an area's audit trail: the calendar belongs to no single area.
fn note(tx: &mut Tx<'_>, change: &HolidayChange) -> Result<(), ApiError> {
    let days = |holidays: &[BankHoliday]| holidays.iter().map(|holiday| holiday.id.clone()).collect::<Vec<_>>();
    let changes = json!({
        "added": days(&change.added), "removed": days(&change.removed), "renamed": days(&change.renamed),
    });
    record(
        tx,
        &Entry {
            resource: "bank-holidays",
            resource_id: "england-and-wales",
            act: "load",
            from_status: None,
            to_status: None,
            reason: None,
            changes: &changes,
            version: 1,
        },
    )
}
