//! `answerable migrate`, and what other commands say when it was not run.

use super::failure::Failure;
use super::operator::{logging, not_migrated};
use crate::config::Flags;
use crate::db::migrate;

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
    Ok(())
}
