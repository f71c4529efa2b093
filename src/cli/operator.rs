//! Operator commands on the machine itself: the same acts as over HTTP, in one transaction, with an audit entry.

use std::time::Duration;

use super::failure::Failure;
use super::{logging, progress};
use crate::foundation::actor::{Actor, Role, TokenScope};
use crate::foundation::clock::{Clock, Ids, london_day};
use crate::foundation::config::{ATTACHMENT_STORE, Flags, Settings};
use crate::foundation::db::migrate::MigrateError;
use crate::foundation::db::{AnyConnection, Beside, DatabaseUrl, Db, DbSettings, hold_area, migrate, snapshot};
use crate::foundation::error::ApiError;
use crate::foundation::file_store::Files;
use crate::http::call::Tx;
use crate::http::etag::Precondition;

/// Time limit for closing the database when a command's work is done.
pub const CLOSING: Duration = Duration::from_secs(30);

const COMMIT_LOST: &str = "the connection to the database was lost during the commit, and the outcome is unknown: check whether the \
change was made, or run the command again";

/// Starts the log with the filter of the settings, or `level` if there is none.
pub fn logging(settings: &Settings, level: &str) {
    logging::start(settings.log.as_deref().unwrap_or(level), settings.log_format);
}

/// Refuses a database that this version cannot work with, and names the command that helps.
pub fn require_current(settings: &DbSettings) -> Result<(), Failure> {
    let url = &settings.url;
    let hint = format!("run `answerable migrate` with the same database URL ({url:?})");
    if let DatabaseUrl::Sqlite(path) = url
        && !std::path::Path::new(path).exists()
    {
        let other = "or name another with --database-url";
        return Err(Failure::Usage(format!("there is no database {path}: {hint}, {other}")));
    }
    match migrate::is_current(url) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::Usage(format!("the database is not migrated: {hint}"))),
        Err(error) => Err(not_migrated(url, &error)),
    }
}

/// Returns the failure for a database that could not be migrated or read.
pub fn not_migrated(url: &DatabaseUrl, error: &MigrateError) -> Failure {
    match error {
        MigrateError::Newer(_) => Failure::Usage(format!("{url:?}: {error}")),
        MigrateError::Open(_) | MigrateError::Run(_) | MigrateError::Close(_) => Failure::Failed(error.to_string()),
    }
}

/// Opens the database of `flags`, which must be migrated, and runs `work` in one transaction. The inner error is that of the
/// work.
pub fn write<T, F>(flags: &Flags, work: F) -> Result<Result<T, ApiError>, Failure>
where
    T: Send + 'static,
    F: FnOnce(&mut AnyConnection) -> Result<T, ApiError> + Send + 'static,
{
    let settings = flags.settings()?;
    logging(&settings, "warn");
    let settings = DbSettings { connections: 1, ..settings.database };
    require_current(&settings)?;
    let db = open(&settings.of_command())?;
    let done = runtime().map(|runtime| runtime.block_on(progress::said(db.write(work))));
    close(&db, CLOSING, done)
}

/// Opens the database of `flags`, which must be migrated, and runs `work` in one transaction that changes nothing. The inner error
/// is that of the work.
pub fn read<T, F>(flags: &Flags, work: F) -> Result<Result<T, ApiError>, Failure>
where
    T: Send + 'static,
    F: FnOnce(&mut AnyConnection) -> Result<T, ApiError> + Send + 'static,
{
    let settings = flags.settings()?;
    logging(&settings, "warn");
    let settings = DbSettings { connections: 1, ..settings.database };
    require_current(&settings)?;
    let db = open(&settings.of_command())?;
    let done = runtime().map(|runtime| runtime.block_on(progress::said(db.read(move |conn| snapshot(conn, work)))));
    close(&db, CLOSING, done)
}

/// Opens a database.
pub fn open(settings: &DbSettings) -> Result<Db, Failure> {
    Db::start(settings).map_err(|error| Failure::Failed(format!("cannot open the database: {error}")))
}

/// Opens the store of attached files with what the environment says of it.
pub fn file_store(settings: &Settings) -> Result<Files, Failure> {
    // A variable that is no text names no setting of a store.
    let environment = std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let files = Files::open(&settings.attachment_store, environment);
    files.map_err(|detail| Failure::Usage(format!("--{}: {detail}", ATTACHMENT_STORE.flag)))
}

/// Closes the database after `done`, whatever its result. On success an SQLite file has every write.
pub fn close<T>(db: &Db, patience: Duration, done: Result<T, Failure>) -> Result<T, Failure> {
    match (done, db.close(patience)) {
        (done, Ok(())) => done,
        (Ok(_), Err(error)) => {
            Err(Failure::Failed(format!("the work is done, but the database was not closed cleanly: {error}")))
        }
        (Err(failure), Err(error)) => {
            eprintln!("answerable: the database was not closed cleanly: {error}");
            Err(failure)
        }
    }
}

/// Performs an act of the operator in `area`, with the rights of `role`, under the operator's name in the audit trail.
pub fn act<T, F>(flags: &Flags, area: &str, role: Role, work: F) -> Result<T, Failure>
where
    T: Send + 'static,
    F: FnOnce(&mut Tx<'_>) -> Result<T, ApiError> + Send + 'static,
{
    let area = area.to_owned();
    write(flags, move |conn| as_operator(conn, &area, role, work))?.map_err(|error| Failure::Failed(explained(&error)))
}

/// Performs an act of the operator inside an open transaction.
pub fn as_operator<T>(
    conn: &mut AnyConnection,
    area: &str,
    role: Role,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    let actor = Actor {
        user_id: None,
        role,
        area: area.to_owned(),
        scope: TokenScope::Write,
        capacity: None,
        name: "operator".to_owned(),
    };
    hold_area(conn, area, Beside::Nothing)?;
    let now = Clock::system().now().naive_utc();
    let precondition = Precondition::Any;
    work(&mut Tx {
        conn,
        actor: &actor,
        now,
        today: london_day(now),
        ids: &Ids,
        precondition: &precondition,
        request_id: "command-line",
    })
}

/// Formats an error as sentences for the terminal, with every invalid field.
pub fn explained(error: &ApiError) -> String {
    match error {
        ApiError::Invalid(faults) => {
            let faults: Vec<String> =
                faults.iter().map(|fault| format!("{}: {}", fault.pointer.trim_start_matches('/'), fault.detail)).collect();
            faults.join("; ")
        }
        ApiError::OutcomeUnknown => COMMIT_LOST.to_owned(),
        other => other.to_string(),
    }
}

/// Creates a runtime for one task.
pub fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Failed(format!("the async runtime could not start: {error}")))
}
