//! `answerable export-record`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::operator;
use super::out::say;
use crate::foundation::actor::{Actor, Role, TokenScope};
use crate::foundation::clock::{Clock, london_day};
use crate::foundation::config::Flags;
use crate::foundation::error::ApiError;
use crate::http::call::View;
use crate::record::meetings::model::MeetingId;
use crate::transfer::export_record::gather;
use crate::transfer::export_record::written::file;

#[derive(Debug, Args)]
pub struct ExportRecordFlags {
    #[command(flatten)]
    shared: Flags,
    /// Slug of the police area, such as west-mercia
    #[arg(long, value_name = "SLUG")]
    area: String,
    /// Id of a meeting, whose record is written to the standard output
    #[arg(long, value_name = "ID", required_unless_present = "into")]
    meeting: Option<String>,
    /// Directory for the records of all meetings that were not cancelled, a file for each, numbered in the order in which to import
    /// them. Fails if it is not empty
    #[arg(long, value_name = "DIR", conflicts_with = "meeting")]
    into: Option<PathBuf>,
    /// Role whose record it is: pcc, opcc, or force, which sees no drafts of the body
    #[arg(long, value_name = "ROLE", default_value = "opcc")]
    role: Role,
}

/// Runs the command. What a record file cannot say is told on the standard error.
pub fn run(flags: &ExportRecordFlags) -> Result<(), Failure> {
    match (&flags.into, &flags.meeting) {
        (Some(directory), _) => every_meeting(flags, directory),
        (None, Some(id)) => one_meeting(flags, id),
        (None, None) => Err(Failure::Usage("give --meeting or --into".into())),
    }
}

fn one_meeting(flags: &ExportRecordFlags, id: &str) -> Result<(), Failure> {
    let id: MeetingId = id.parse().map_err(|_| Failure::Usage(format!("--meeting: {id:?} is not the id of a meeting")))?;
    let written = read(flags, move |view| file(&gather::meeting(view, &id)?))?;
    let written = written.map_err(|error| match error {
        ApiError::NotFound => Failure::Failed(format!("the area {} has no meeting with this id", flags.area)),
        error => Failure::Failed(operator::explained(&error)),
    })?;
    tell(&written.left_out, "this meeting");
    say!("{:#}", written.file);
    Ok(())
}

fn every_meeting(flags: &ExportRecordFlags, directory: &Path) -> Result<(), Failure> {
    let shown = directory.display().to_string();
    let about = |error: std::io::Error| Failure::Failed(format!("{shown}: {error}"));
    fs::create_dir_all(directory).map_err(about)?;
    if fs::read_dir(directory).map_err(about)?.next().is_some() {
        return Err(Failure::Usage(format!("{shown}: is not empty: give a new directory")));
    }
    let place = directory.to_owned();
    // Written one by one inside the transaction: a record of years is not held in memory.
    let written = read(flags, move |view| {
        let ids = gather::in_order(view)?;
        for (number, id) in (1..).zip(&ids) {
            let written = file(&gather::meeting(view, id)?)?;
            let name = format!("{number:04}-{}.json", written.day());
            tell(&written.left_out, &name);
            fs::write(place.join(&name), format!("{:#}\n", written.file))
                .map_err(|error| ApiError::Internal(format!("{name}: {error}")))?;
        }
        Ok(ids.len())
    })?;
    let count = written.map_err(|error| Failure::Failed(operator::explained(&error)))?;
    say!("{count} meetings: {shown}");
    Ok(())
}

fn tell(left_out: &[String], what: &str) {
    for one in left_out {
        eprintln!("{what}: left out: {one}");
    }
}

fn read<T, F>(flags: &ExportRecordFlags, work: F) -> Result<Result<T, ApiError>, Failure>
where
    T: Send + 'static,
    F: FnOnce(&mut View<'_>) -> Result<T, ApiError> + Send + 'static,
{
    let actor = Actor {
        user_id: None,
        role: flags.role,
        area: flags.area.clone(),
        scope: TokenScope::Read,
        capacity: None,
        name: "operator".into(),
    };
    let today = london_day(Clock::system().now().naive_utc());
    operator::read(&flags.shared, move |conn| work(&mut View { conn, actor: &actor, today }))
}
