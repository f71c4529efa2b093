//! `answerable migrate`, and the messages of other commands on an outdated database.

use super::failure::Failure;
use super::operator::{CLOSING, close, explained, logging, not_migrated, open, runtime};
use super::out::say;
use super::progress;
use crate::foundation::config::Flags;
use crate::foundation::db::{DbSettings, migrate};
use crate::public::projection;

/// Migrates the database and prints the migrations that were applied.
pub fn run(flags: &Flags) -> Result<(), Failure> {
    let settings = flags.settings()?;
    logging(&settings, "info");
    let url = &settings.database.url;
    let applied = migrate::run(url).map_err(|error| not_migrated(url, &error))?;
    if applied.is_empty() {
        say!("nothing to do: the database is up to date");
    } else {
        say!("the database is up to date: applied {}", applied.join(", "));
    }
    if let Some(made) = keep_up(&settings.database)? {
        say!("{made}");
    }
    Ok(())
}

/// Rebuilds the public lists if another version built them differently, and returns a message about it. May take longer than a
/// request is allowed to.
pub fn keep_up(settings: &DbSettings) -> Result<Option<String>, Failure> {
    let settings = DbSettings { connections: 1, ..settings.clone() };
    let db = open(&settings.of_command())?;
    let made = runtime().map(|runtime| runtime.block_on(progress::said(db.write(projection::keep_up))));
    let made = close(&db, CLOSING, made)?.map_err(|error| Failure::Failed(explained(&error)))?;
    Ok(made.filter(|documents| *documents > 0).map(|documents| {
        format!("the public lists were rebuilt for this version, from {documents} documents of the publication log")
    }))
}
