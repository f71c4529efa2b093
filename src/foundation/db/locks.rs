//! Names that only one transaction holds at a time, across all instances.

use diesel::sql_types::{Bool, Text};
use diesel::{QueryResult, RunQueryDsl, sql_query};

use super::AnyConnection;

#[derive(diesel::QueryableByName)]
struct Taken {
    #[diesel(sql_type = Bool)]
    taken: bool,
}

/// Takes a name until the open transaction ends, and returns true if it was free. SQLite has one writer at a time, which holds
/// every name.
pub fn take_lock(conn: &mut AnyConnection, name: &str) -> QueryResult<bool> {
    let AnyConnection::Postgres(conn) = conn else { return Ok(true) };
    let lock = sql_query("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS taken");
    let Taken { taken } = lock.bind::<Text, _>(name).get_result(conn)?;
    Ok(taken)
}

/// Changes that may happen beside one of the same area, until its transaction ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// Other changes that only add.
    Additions,
    Nothing,
}

/// Waits for the other changes of an area: an act looks at more records than the one that it writes, and none of them may change
/// meanwhile. SQLite has one writer at a time.
pub fn hold_area(conn: &mut AnyConnection, area: &str, beside: Beside) -> QueryResult<()> {
    let AnyConnection::Postgres(conn) = conn else { return Ok(()) };
    let lock = match beside {
        Beside::Additions => "SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 1))",
        Beside::Nothing => "SELECT pg_advisory_xact_lock(hashtextextended($1, 1))",
    };
    sql_query(lock).bind::<Text, _>(area).execute(conn).map(|_| ())
}
