//! Reading at one instant.

use diesel::connection::SimpleConnection;

use super::connection::AnyConnection;
use crate::foundation::error::ApiError;

/// Runs `work` on one state of the database, whatever others commit meanwhile; nobody waits for it. Each statement by itself would
/// see what was committed just before it, so that two of them could be of two states. Not within a transaction.
pub fn snapshot<T>(
    conn: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    let begin = match conn {
        // The state is that of the first statement that reads.
        AnyConnection::Sqlite(_) => "BEGIN DEFERRED",
        AnyConnection::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    };
    conn.batch_execute(begin)?;
    let done = work(conn);
    // Nothing was written. A statement that failed leaves PostgreSQL nothing but this to do.
    conn.batch_execute("ROLLBACK")?;
    done
}
