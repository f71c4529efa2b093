//! Names that one transaction has at a time, whichever instance runs it.

use diesel::sql_types::{Bool, Text};
use diesel::{QueryResult, RunQueryDsl, sql_query};

use super::AnyConnection;

#[derive(diesel::QueryableByName)]
struct Taken {
    #[diesel(sql_type = Bool)]
    taken: bool,
}

/// Takes a name until the transaction that is open ends; whether it was free. SQLite has one writer at a time, who has every name.
pub fn take_lock(conn: &mut AnyConnection, name: &str) -> QueryResult<bool> {
    let AnyConnection::Postgres(conn) = conn else { return Ok(true) };
    let lock = sql_query("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS taken");
    let Taken { taken } = lock.bind::<Text, _>(name).get_result(conn)?;
    Ok(taken)
}
