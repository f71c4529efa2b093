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
