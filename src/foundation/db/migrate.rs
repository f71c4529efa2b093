//! Migrates a database to the schema of this binary, and reports the state of the schema.

use std::time::Duration;

use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::pg::Pg;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::close::{CloseError, settle};
use super::connection::{AnyConnection, DatabaseUrl, Purpose};

const PORTABLE: EmbeddedMigrations = embed_migrations!("../../migrations/portable");
const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// The schema could not be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    #[error("cannot open the database: {0}")]
    Open(#[from] diesel::ConnectionError),
    #[error("the migrations could not be read or applied: {0}")]
    Run(Box<dyn std::error::Error + Send + Sync>),
    #[error("the database is migrated, but was not closed cleanly: {0}")]
    Close(#[from] CloseError),
    #[error("{}", newer(.0))]
    Newer(Vec<String>),
}

/// The state of a database's schema, compared to this binary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The schema of this binary.
    Current,
    /// Some migrations have not been applied yet.
    Behind,
    /// A newer version has applied these migrations, which this binary does not know.
    Newer(Vec<String>),
}

/// Explains that a newer version has migrated the database.
fn newer(unknown: &[String]) -> String {
    let (migrations, them) = if unknown.len() == 1 { ("migration", "it") } else { ("migrations", "them") };
    format!(
        "a newer version of answerable has migrated this database: version {} does not know the {migrations} {}; run the version \
         that knows {them}, or restore the backup from before the update",
        env!("CARGO_PKG_VERSION"),
        unknown.join(", ")
    )
}

/// The portable migrations and those of one database, in the order of their names.
struct Both(EmbeddedMigrations);

impl<DB: diesel::backend::Backend> MigrationSource<DB> for Both {
    fn migrations(&self) -> diesel::migration::Result<Vec<Box<dyn Migration<DB>>>> {
        let mut all = MigrationSource::<DB>::migrations(&PORTABLE)?;
        all.extend(MigrationSource::<DB>::migrations(&self.0)?);
        all.sort_by_key(|migration| migration.name().version().as_owned());
        Ok(all)
    }
}

/// Returns the names of the migrations that both databases share, in order. They identify a schema.
pub fn portable() -> Result<Vec<String>, MigrateError> {
    let all = MigrationSource::<Sqlite>::migrations(&PORTABLE).map_err(MigrateError::Run)?;
    let mut names: Vec<String> = all.iter().map(|migration| migration.name().to_string()).collect();
    names.sort();
    Ok(names)
}

/// Applies missing migrations and returns their names. A database of a newer version stays as it is.
pub fn run(url: &DatabaseUrl) -> Result<Vec<String>, MigrateError> {
    // Without the statement timeout of requests: an index over a large table may take minutes.
    let mut connection = url.open(Purpose::Write, Duration::ZERO)?;
    if let AnyConnection::Postgres(conn) = &mut connection {
        // Two instances that start together must not migrate at the same time. The lock ends with the connection.
        diesel::connection::SimpleConnection::batch_execute(conn, "SELECT pg_advisory_lock(4127001)")
            .map_err(|error| MigrateError::Run(Box::new(error)))?;
    }
    if let Standing::Newer(unknown) = standing(&mut connection).map_err(MigrateError::Run)? {
        return Err(MigrateError::Newer(unknown));
    }
    let applied = match &mut connection {
        AnyConnection::Sqlite(conn) => named(conn.run_pending_migrations(Both(SQLITE))),
        AnyConnection::Postgres(conn) => named(conn.run_pending_migrations(Both(POSTGRES))),
    };
    drop(connection);
    let settled = settle(url);
    let applied = applied.map_err(MigrateError::Run)?;
    settled?;
    Ok(applied)
}

fn named(applied: diesel::migration::Result<Vec<MigrationVersion<'_>>>) -> diesel::migration::Result<Vec<String>> {
    Ok(applied?.iter().map(ToString::to_string).collect())
}

/// Compares the schema of the database behind `connection` with this binary.
pub fn standing(connection: &mut AnyConnection) -> Result<Standing, Box<dyn std::error::Error + Send + Sync>> {
    match connection {
        AnyConnection::Sqlite(conn) => standing_of::<Sqlite, _>(conn, SQLITE),
        AnyConnection::Postgres(conn) => standing_of::<Pg, _>(conn, POSTGRES),
    }
}

/// Reads without creating diesel's own table, so that a reader without write permission can ask.
fn standing_of<DB, C>(conn: &mut C, own: EmbeddedMigrations) -> Result<Standing, Box<dyn std::error::Error + Send + Sync>>
where
    DB: diesel::backend::Backend,
    C: diesel::connection::SimpleConnection + MigrationHarness<DB>,
{
    if conn.batch_execute("SELECT version FROM __diesel_schema_migrations LIMIT 1").is_err() {
        return Ok(Standing::Behind);
    }
    let applied = conn.applied_migrations()?;
    let known = MigrationSource::<DB>::migrations(&Both(own))?;
    let known: Vec<MigrationVersion<'_>> = known.iter().map(|migration| migration.name().version().as_owned()).collect();
    let mut unknown: Vec<String> = applied.iter().filter(|done| !known.contains(done)).map(ToString::to_string).collect();
    unknown.sort();
    Ok(if !unknown.is_empty() {
        Standing::Newer(unknown)
    } else if known.iter().any(|wanted| !applied.contains(wanted)) {
        Standing::Behind
    } else {
        Standing::Current
    })
}

/// Returns true when the schema of a database is that of this binary; a newer schema is an error.
pub fn is_current(url: &DatabaseUrl) -> Result<bool, MigrateError> {
    let mut connection = url.open(Purpose::Write, Duration::from_secs(5))?;
    match standing(&mut connection).map_err(MigrateError::Run)? {
        Standing::Current => Ok(true),
        Standing::Behind => Ok(false),
        Standing::Newer(unknown) => Err(MigrateError::Newer(unknown)),
    }
}
