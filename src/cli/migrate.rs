//! `answerable migrate`, and what other commands say when it was not run.

use super::Failure;
use super::operator::logging;
use crate::config::Flags;
use crate::db::migrate;
use crate::db::{DatabaseUrl, DbSettings};

/// Brings the database up to date and says what was done.
pub fn run(flags: &Flags) -> Result<(), Failure> {
    let settings = flags.settings()?;
    logging(&settings, "info");
    let applied = migrate::run(&settings.database.url).map_err(|error| Failure::Failed(error.to_string()))?;
    if applied.is_empty() {
        println!("nothing to do: the database is up to date");
    } else {
        println!("the database is up to date: applied {}", applied.join(", "));
    }
    Ok(())
}

/// Refuses a database that this version cannot work with, and says which command helps.
pub fn require_current(settings: &DbSettings) -> Result<(), Failure> {
    let url = &settings.url;
    let hint = format!("run `answerable migrate` with the same database URL ({url:?})");
    if let DatabaseUrl::Sqlite(path) = url
        && !std::path::Path::new(path).exists()
    {
        return Err(Failure::Usage(format!("there is no database {path}: {hint}")));
    }
    match migrate::is_behind(url) {
        Ok(false) => Ok(()),
        Ok(true) => Err(Failure::Usage(format!("the database is not migrated: {hint}"))),
        Err(error) => Err(Failure::Failed(error.to_string())),
    }
}
