//! Consistent reads.

use diesel::connection::SimpleConnection;

use super::connection::AnyConnection;
use crate::foundation::error::ApiError;

/// Runs `work` on one state of the database, whatever others commit meanwhile, without blocking anybody. Separate statements
/// would each see the latest commit, so two of them could see two states. Must not be called within a transaction.
pub fn snapshot<T>(
    conn: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    let begin = match conn {
        // The snapshot is taken by the first statement that reads.
        AnyConnection::Sqlite(_) => "BEGIN DEFERRED",
        AnyConnection::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    };
    conn.batch_execute(begin)?;
    let done = work(conn);
    // Nothing was written. After a failed statement PostgreSQL accepts nothing else.
    conn.batch_execute("ROLLBACK")?;
    done
}
