//! `answerable holidays load FILE`, `answerable holidays list`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::failure::Failure;
use super::number::whole;
use super::operator;
use super::out::say;
use crate::foundation::actor::Role;
use crate::foundation::config::Flags;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::text_file;
use crate::record::actions::deadlines::holidays;
use crate::record::actions::deadlines::holidays::Move;
use crate::record::deadlines::model::BankHoliday;
use crate::record::deadlines::rules::HolidayChange;
use crate::record::deadlines::{official, store};

#[derive(Debug, Subcommand)]
pub enum HolidaysCommand {
    /// Load the official list and move the open deadlines that it affects, all or nothing
    Load(LoadFlags),
    /// Print the bank holidays of England and Wales
    List(ListFlags),
}

#[derive(Debug, Args)]
pub struct LoadFlags {
    #[command(flatten)]
    shared: Flags,
    /// List in the format of https://www.gov.uk/bank-holidays.json
    file: PathBuf,
    /// Print the changes and the open deadlines that would move, and write nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
pub struct ListFlags {
    #[command(flatten)]
    shared: Flags,
    /// Show only this year
    #[arg(long, value_parser = whole(1800..=2199))]
    year: Option<i32>,
}

/// Runs the command.
pub fn run(command: &HolidaysCommand) -> Result<(), Failure> {
    match command {
        HolidaysCommand::Load(flags) => load(flags),
        HolidaysCommand::List(flags) => list(flags),
    }
}

fn load(flags: &LoadFlags) -> Result<(), Failure> {
    let shown = flags.file.display().to_string();
    let text = text_file::read(&flags.file).map_err(|what| Failure::Usage(format!("{shown}{what}")))?;
    let days = official::read(&text).map_err(|faults| {
        for fault in &faults {
            eprintln!("{}", fault.in_file(&shown));
        }
        let many = if faults.len() == 1 { "1 fault".to_owned() } else { format!("{} faults", faults.len()) };
        Failure::Failed(format!("{shown}: {many}; nothing was loaded"))
    })?;
    let dry_run = flags.dry_run;
    let done = operator::write(&flags.shared, move |conn| carry_out(conn, &days, dry_run))?;
    let (change, moves) = done.map_err(|error| Failure::Failed(operator::explained(&error)))?;
    report(&change, &moves, dry_run);
    Ok(())
}

fn carry_out(conn: &mut AnyConnection, days: &[BankHoliday], dry_run: bool) -> Result<(HolidayChange, Vec<Move>), ApiError> {
    let change = holidays::compare(conn, days)?;
    if dry_run {
        let moves = holidays::foresee(conn, &change)?;
        return Ok((change, moves));
    }
    holidays::replace(conn, &change)?;
    let mut moves = Vec::new();
    for area in holidays::areas(conn)? {
        moves.extend(operator::as_operator(conn, &area, Role::Pcc, |tx| holidays::recompute(tx, &change))?);
    }
    Ok((change, moves))
}

fn report(change: &HolidayChange, moves: &[Move], dry_run: bool) {
    if change.is_empty() && moves.is_empty() {
        say!("nothing to do: the bank holidays of these years are the same as in the file");
        return;
    }
    for (mark, days) in [("+", &change.added), ("-", &change.removed), ("~", &change.renamed)] {
        for holiday in days {
            say!("{mark} {}", line(holiday));
        }
    }
    let shown = |day: Option<NaiveDate>| day.map_or_else(|| "no date".to_owned(), |day| day.to_string());
    for Move { area, kind, reference, from, to, .. } in moves {
        say!("{area}: {kind} {reference} from {} to {}", shown(*from), shown(*to));
    }
    let (added, removed, renamed) = (change.added.len(), change.removed.len(), change.renamed.len());
    let count = moves.len();
    if dry_run {
        say!(
            "would change: days added {added}, removed {removed}, renamed {renamed}; deadlines moved {count}; nothing was written"
        );
    } else {
        say!("changed: days added {added}, removed {removed}, renamed {renamed}; deadlines moved {count}");
    }
}

fn list(flags: &ListFlags) -> Result<(), Failure> {
    let year = flags.year;
    let days = operator::write(&flags.shared, move |conn| store::of_year(conn, year))?;
    for holiday in days.map_err(|error| Failure::Failed(operator::explained(&error)))? {
        say!("{}", line(&holiday));
    }
    Ok(())
}

fn line(holiday: &BankHoliday) -> String {
    let notes = if holiday.notes.is_empty() { String::new() } else { format!(" ({})", holiday.notes) };
    format!("{} {}{notes}", holiday.id, holiday.title)
}
