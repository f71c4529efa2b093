//! `answerable migrate`, and what other commands say when it was not run.

use super::failure::Failure;
use super::operator::{CLOSING, close, explained, logging, not_migrated, open, runtime};
use super::progress;
use crate::foundation::config::Flags;
use crate::foundation::db::{DbSettings, migrate};
use crate::public::projection;

/// Brings the database up to date and says what was done.
pub fn run(flags: &Flags) -> Result<(), Failure> {
    let settings = flags.settings()?;
    logging(&settings, "info");
    let url = &settings.database.url;
    let applied = migrate::run(url).map_err(|error| not_migrated(url, &error))?;
    if applied.is_empty() {
        println!("nothing to do: the database is up to date");
    } else {
        println!("the database is up to date: applied {}", applied.join(", "));
    }
    if let Some(made) = keep_up(&settings.database)? {
        println!("{made}");
    }
    Ok(())
}

/// Makes what the public reads anew where another version made it otherwise, and what to say of that. It may take longer than a request
/// may.
pub fn keep_up(settings: &DbSettings) -> Result<Option<String>, Failure> {
    let settings = DbSettings { connections: 1, ..settings.clone() };
    let db = open(&settings.of_command())?;
    let made = runtime().map(|runtime| runtime.block_on(progress::said(db.write(projection::keep_up))));
    let made = close(&db, CLOSING, made)?.map_err(|error| Failure::Failed(explained(&error)))?;
    Ok(made.filter(|documents| *documents > 0).map(|documents| {
        format!("what the public reads was made anew from {documents} documents of the publication log, as this version makes it")
    }))
}
