//! Brings a database to the schema this binary was built for, and says whether it is there.

use std::time::Duration;

use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::pg::Pg;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{AnyConnection, DatabaseUrl, Purpose};

const PORTABLE: EmbeddedMigrations = embed_migrations!("migrations/portable");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Why the schema could not be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    #[error("cannot open the database: {0}")]
    Open(#[from] diesel::ConnectionError),
    #[error("migration failed: {0}")]
    Run(Box<dyn std::error::Error + Send + Sync>),
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

/// The names of the migrations that both databases share, in their order: they tell one schema from another.
pub fn portable() -> Result<Vec<String>, MigrateError> {
    let all = MigrationSource::<Sqlite>::migrations(&PORTABLE).map_err(MigrateError::Run)?;
    let mut names: Vec<String> = all.iter().map(|migration| migration.name().to_string()).collect();
    names.sort();
    Ok(names)
}

/// Applies what is missing and returns the names of what was applied.
pub fn run(url: &DatabaseUrl) -> Result<Vec<String>, MigrateError> {
    // Not the statement timeout of requests: an index over a large table may take minutes.
    let mut connection = url.open(Purpose::Write, Duration::ZERO)?;
    let applied = match &mut connection {
        AnyConnection::Sqlite(conn) => named(conn.run_pending_migrations(Both(SQLITE))),
        AnyConnection::Postgres(conn) => {
            // Two instances that start together must not migrate together; the lock goes with the connection.
            diesel::connection::SimpleConnection::batch_execute(conn, "SELECT pg_advisory_lock(4127001)")
                .map_err(|error| MigrateError::Run(Box::new(error)))?;
            named(conn.run_pending_migrations(Both(POSTGRES)))
        }
    };
    applied.map_err(MigrateError::Run)
}

fn named(applied: diesel::migration::Result<Vec<MigrationVersion<'_>>>) -> diesel::migration::Result<Vec<String>> {
    Ok(applied?.iter().map(ToString::to_string).collect())
}

/// Whether anything is still to be applied.
pub fn pending(connection: &mut AnyConnection) -> Result<bool, Box<dyn std::error::Error + Send + Sync>> {
    match connection {
        AnyConnection::Sqlite(conn) => is_pending::<Sqlite, _>(conn, SQLITE),
        AnyConnection::Postgres(conn) => is_pending::<Pg, _>(conn, POSTGRES),
    }
}

/// Looks without creating diesel's own table, so that a reader without write rights can ask.
fn is_pending<DB, C>(conn: &mut C, own: EmbeddedMigrations) -> Result<bool, Box<dyn std::error::Error + Send + Sync>>
where
    DB: diesel::backend::Backend,
    C: diesel::connection::SimpleConnection + MigrationHarness<DB>,
{
    if conn.batch_execute("SELECT version FROM __diesel_schema_migrations LIMIT 1").is_err() {
        return Ok(true);
    }
    let applied = conn.applied_migrations()?;
    let wanted = MigrationSource::<DB>::migrations(&Both(own))?;
    Ok(wanted.iter().any(|migration| !applied.contains(&migration.name().version().as_owned())))
}

/// Whether anything is still to be applied to the database at `url`.
pub fn is_behind(url: &DatabaseUrl) -> Result<bool, MigrateError> {
    let mut connection = url.open(Purpose::Write, Duration::from_secs(5))?;
    pending(&mut connection).map_err(MigrateError::Run)
}
