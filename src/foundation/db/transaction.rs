//! One job on one connection: with or without a transaction, and the state of the connection afterwards.

use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::QueryResult;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::result::Error;

use super::connection::AnyConnection;
use super::ticket::{After, Ticket};
use crate::foundation::error::ApiError;

/// One piece of work. Boxed, so that what surrounds it is compiled once and not for each.
pub type Work = Box<dyn FnOnce(&mut AnyConnection) -> Result<(), ApiError> + Send>;

/// Runs the work and decides whether its connection can be used again.
pub fn judge(
    connection: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Result<(), ApiError>,
) -> (Result<(), ApiError>, After) {
    match catch_unwind(AssertUnwindSafe(|| work(connection))) {
        Ok(Err(ApiError::Database(error))) => {
            if !matches!(error, Error::BrokenTransactionManager) && is_alive(connection) {
                (Err(ApiError::Database(error)), After::Keep)
            } else {
                log::warn!("a database connection was lost: {error}");
                // Not lost while committing, which is a separate error: nothing was kept.
                (Err(ApiError::DatabaseAway), After::Replace)
            }
        }
        Ok(Err(ApiError::OutcomeUnknown)) => (Err(ApiError::OutcomeUnknown), After::Replace),
        Ok(result) => (result, After::Keep),
        Err(_) => (Err(ApiError::Internal("a database job panicked".into())), After::Replace),
    }
}

/// Runs the work in a transaction, which is committed only if nobody has given up the job in the meantime.
pub fn in_transaction(conn: &mut AnyConnection, ticket: &Ticket, work: Work) -> Result<(), ApiError> {
    begin(conn)?;
    if let Err(error) = work(conn) {
        undo(conn);
        return Err(error);
    }
    if !ticket.commit() {
        undo(conn);
        return Err(ApiError::DatabaseAway);
    }
    match commit(conn) {
        Ok(()) => Ok(()),
        Err(error) if is_undecided(conn, &error) => {
            log::error!("the response to a commit was lost: {error}");
            Err(ApiError::OutcomeUnknown)
        }
        // Refused by the database, which has rolled it back.
        Err(error) => Err(error.into()),
    }
}

/// Returns true when a failed commit may have been made all the same. PostgreSQL gives a reason when it refuses one, and
/// continues. If the connection is lost instead, the commit may have happened before or after. SQLite may have written the
/// commit to its log and failed to flush it.
fn is_undecided(conn: &mut AnyConnection, error: &Error) -> bool {
    match conn {
        AnyConnection::Sqlite(_) => error.to_string().contains("disk I/O error"),
        AnyConnection::Postgres(_) => !is_alive(conn),
    }
}

fn is_alive(conn: &mut AnyConnection) -> bool {
    conn.batch_execute("SELECT 1").is_ok()
}

fn undo(conn: &mut AnyConnection) {
    if let Err(failure) = roll_back(conn) {
        log::warn!("rollback failed: {failure}");
    }
}

/// Takes SQLite's write lock first: a deferred transaction that reads and then writes loses to any other writer.
fn begin(conn: &mut AnyConnection) -> QueryResult<()> {
    match conn {
        AnyConnection::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE"),
        AnyConnection::Postgres(conn) => AnsiTransactionManager::begin_transaction(conn),
    }
}

fn commit(conn: &mut AnyConnection) -> QueryResult<()> {
    match conn {
        AnyConnection::Sqlite(conn) => AnsiTransactionManager::commit_transaction(conn),
        AnyConnection::Postgres(conn) => AnsiTransactionManager::commit_transaction(conn),
    }
}

fn roll_back(conn: &mut AnyConnection) -> QueryResult<()> {
    match conn {
        AnyConnection::Sqlite(conn) => AnsiTransactionManager::rollback_transaction(conn),
        AnyConnection::Postgres(conn) => AnsiTransactionManager::rollback_transaction(conn),
    }
}
