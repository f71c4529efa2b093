//! One connection type for two databases, opened with the settings that each needs.

use std::fmt;
use std::time::Duration;

use super::words;
use diesel::connection::SimpleConnection;
use diesel::{Connection, ConnectionError, ConnectionResult, PgConnection, SqliteConnection};

/// A connection to SQLite or PostgreSQL; every query of the project is written once against it.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// The location of the database: `sqlite://PATH` or `postgres://...` (libpq URLs, several hosts allowed).
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    Sqlite(String),
    Postgres(String),
}

/// An error for a database URL that names neither SQLite nor PostgreSQL.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("unknown database URL scheme {0:?}: use sqlite://PATH or postgres://USER@HOST/DATABASE")]
pub struct UnknownScheme(String);

impl std::str::FromStr for DatabaseUrl {
    type Err = UnknownScheme;

    fn from_str(url: &str) -> Result<Self, UnknownScheme> {
        let scheme = url.split_once("://").map_or(url.split(':').next().unwrap_or(""), |(scheme, _)| scheme);
        match (scheme, url.strip_prefix("sqlite://")) {
            // A parameter would become part of the file name.
            ("sqlite", Some(path)) if path.contains('?') => Err(UnknownScheme("sqlite with parameters".into())),
            ("sqlite", Some(path)) if !path.is_empty() => Ok(Self::Sqlite(path.to_owned())),
            ("postgres" | "postgresql", _) => Ok(Self::Postgres(url.to_owned())),
            // The part after the scheme may contain a password: only the scheme is repeated.
            _ => Err(UnknownScheme(if scheme.len() == url.len() { "(none)".into() } else { scheme.into() })),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    /// Formats the URL without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{path}"),
            Self::Postgres(url) => {
                let tail = url.rsplit_once('@').map_or("(local)", |(_, tail)| tail);
                write!(f, "postgres://{}", tail.split('?').next().unwrap_or(""))
            }
        }
    }
}

/// The purpose of a connection; SQLite readers are opened so that they cannot write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Read,
    Write,
}

impl DatabaseUrl {
    /// Opens a connection, within seconds or not at all.
    pub fn open(&self, purpose: Purpose, statement_timeout: Duration) -> ConnectionResult<AnyConnection> {
        match self {
            Self::Sqlite(path) => open_sqlite(path, purpose).map(AnyConnection::Sqlite),
            Self::Postgres(url) => open_postgres(url, statement_timeout).map(AnyConnection::Postgres),
        }
    }
}

/// Creates the file readable by its owner alone, because SQLite would create it for everybody. An existing file stays as it is.
fn make_private(path: &str) {
    use std::os::unix::fs::OpenOptionsExt;
    // If this fails, opening the database fails next and says why.
    drop(std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path));
}

fn open_sqlite(path: &str, purpose: Purpose) -> ConnectionResult<SqliteConnection> {
    if purpose == Purpose::Write && path != ":memory:" {
        make_private(path);
    }
    let mut connection = SqliteConnection::establish(path)?;
    // busy_timeout first: switching to WAL may itself have to wait for another process.
    // FULL: an acknowledged write survives a power cut.
    let pragmas = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                   PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY; \
                   PRAGMA wal_autocheckpoint = 2000; PRAGMA journal_size_limit = 67108864;";
    connection.batch_execute(pragmas).map_err(ConnectionError::CouldntSetupConfiguration)?;
    words::register_folding(&mut connection).map_err(ConnectionError::CouldntSetupConfiguration)?;
    if purpose == Purpose::Read {
        connection.batch_execute("PRAGMA query_only = ON;").map_err(ConnectionError::CouldntSetupConfiguration)?;
    }
    Ok(connection)
}

fn open_postgres(url: &str, statement_timeout: Duration) -> ConnectionResult<PgConnection> {
    let mut connection = PgConnection::establish(&with_defaults(url))?;
    // A command may be idle for as long as one of its statements may run; no limit on one is no limit on the other.
    let timeout = statement_timeout.as_millis();
    let idle = if timeout == 0 { 0 } else { timeout.max(10_000) };
    let settings =
        format!("SET statement_timeout = {timeout}; SET idle_in_transaction_session_timeout = {idle}; SET TIME ZONE 'UTC';");
    connection.batch_execute(&settings).map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(connection)
}

/// Adds the libpq parameters that keep a dead server from blocking a request, unless the URL sets them.
fn with_defaults(url: &str) -> String {
    let mut url = url.to_owned();
    for (name, value) in
        [("connect_timeout", "2"), ("tcp_user_timeout", "2000"), ("keepalives_idle", "5"), ("application_name", "answerable")]
    {
        if !url.contains(&format!("{name}=")) {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(&format!("{name}={value}"));
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes() {
        assert_eq!("sqlite://a.db".parse(), Ok(DatabaseUrl::Sqlite("a.db".into())));
        assert!(matches!("postgres://u:p@h,h2/db".parse(), Ok(DatabaseUrl::Postgres(_))));
        for bad in ["mysql://u:secret@h/db", "a.db", "", "sqlite://", "sqlite:a.db", "sqlite://a.db?mode=ro"] {
            let error = bad.parse::<DatabaseUrl>().expect_err(bad).to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn the_password_is_not_shown() {
        let url: DatabaseUrl = "postgres://user:secret@host/db?sslmode=require".parse().expect("a URL");
        assert_eq!(format!("{url:?}"), "postgres://host/db");
    }

    #[test]
    fn own_settings_are_kept() {
        let url = with_defaults("postgres://h/db?connect_timeout=9");
        assert!(url.contains("connect_timeout=9") && !url.contains("connect_timeout=2"));
    }
}
