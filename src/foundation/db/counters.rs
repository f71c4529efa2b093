//! The numbers in references: per area, series and year, never reused.

use diesel::sql_types::{Integer, Text};
use diesel::{QueryResult, RunQueryDsl, sql_query};

use super::AnyConnection;

#[derive(diesel::QueryableByName)]
struct Last {
    #[diesel(sql_type = Integer)]
    last: i32,
}

/// Returns the next number of a series, starting at 1. A failed transaction gives it back, so there are no gaps.
///
/// Raw SQL because diesel's `on_conflict` does not cover both databases; this statement is the same in both.
/// On PostgreSQL the row lock makes concurrent takers of one series wait for each other's commit.
pub fn next_in_series(conn: &mut AnyConnection, area: &str, series: &str, year: i32) -> QueryResult<i32> {
    sql_query(
        "INSERT INTO counters (area, series, year, last) VALUES ($1, $2, $3, 1) \
         ON CONFLICT (area, series, year) DO UPDATE SET last = counters.last + 1 RETURNING last",
    )
    .bind::<Text, _>(area)
    .bind::<Text, _>(series)
    .bind::<Integer, _>(year)
    .get_result::<Last>(conn)
    .map(|row| row.last)
}
