//! All SQL of a handover. It is derived from the columns in the database, so that a column added by a migration is handed over
//! without a change here.
//!
//! Names of tables come from [`super::tables`] and names of columns from the database, never from a file.

use diesel::connection::DefaultLoadingMode;
use diesel::pg::PgRowByRowLoadingMode;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Integer, Text};
use serde_json::Value;

use super::tables::{Rows, Table};
use super::values::{Column, Engine, Kind};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{areas, attachments, publication_log, users};
use crate::identity::users::model::UserStatus;
use crate::record::evidence::attachments::model::AttachmentId;

#[derive(diesel::QueryableByName)]
struct Described {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Integer)]
    pk: i32,
}

#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(diesel::QueryableByName)]
struct Last {
    #[diesel(sql_type = Integer)]
    last: i32,
}

const SQLITE_COLUMNS: &str = "SELECT name, type AS kind, pk FROM pragma_table_info($1) ORDER BY cid";
const POSTGRES_COLUMNS: &str = "SELECT c.column_name::text AS name, c.data_type::text AS kind, \
    coalesce(k.ordinal_position, 0)::int AS pk FROM information_schema.columns c \
    LEFT JOIN information_schema.table_constraints p ON p.table_schema = c.table_schema AND p.table_name = c.table_name \
    AND p.constraint_type = 'PRIMARY KEY' \
    LEFT JOIN information_schema.key_column_usage k ON k.constraint_schema = p.constraint_schema \
    AND k.constraint_name = p.constraint_name AND k.table_name = p.table_name AND k.column_name = c.column_name \
    WHERE c.table_schema = current_schema() AND c.table_name = $1 ORDER BY c.ordinal_position";

pub fn engine(conn: &AnyConnection) -> Engine {
    match conn {
        AnyConnection::Sqlite(_) => Engine::Sqlite,
        AnyConnection::Postgres(_) => Engine::Postgres,
    }
}

/// Returns the columns of a table that are handed over.
pub fn columns(conn: &mut AnyConnection, table: &Table) -> Result<Vec<Column>, ApiError> {
    let query = if engine(conn) == Engine::Sqlite { SQLITE_COLUMNS } else { POSTGRES_COLUMNS };
    let described: Vec<Described> = sql_query(query).bind::<Text, _>(table.name).load(conn)?;
    if described.is_empty() {
        return Err(ApiError::Internal(format!("there is no table {}", table.name)));
    }
    let column = |Described { name, kind, pk }| match Kind::of(&name, &kind) {
        Some(kind) => Ok(Column { name, kind, key: pk }),
        None => Err(ApiError::Internal(format!("{}.{name} is of type {kind}, which handovers do not support", table.name))),
    };
    described.into_iter().filter(|described| !table.without.contains(&described.name.as_str())).map(column).collect()
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

fn list(columns: &[Column], write: impl Fn(&Column) -> String) -> String {
    columns.iter().map(write).collect::<Vec<_>>().join(", ")
}

/// Selects the rows of an area as JSON arrays, in the order of the primary key by bytes, which is independent of collations.
fn select(table: &Table, columns: &[Column], engine: Engine) -> String {
    let array = if engine == Engine::Sqlite { "json_array" } else { "json_build_array" };
    let text = if engine == Engine::Sqlite { "" } else { "::text" };
    let mut keys: Vec<&Column> = columns.iter().filter(|column| column.key > 0).collect();
    keys.sort_by_key(|column| column.key);
    let by_bytes = |column: &&Column| match (engine, column.kind) {
        (Engine::Postgres, Kind::Text) => format!("{} COLLATE \"C\"", quoted(&column.name)),
        _ => quoted(&column.name),
    };
    let order = keys.iter().map(by_bytes).collect::<Vec<_>>().join(", ");
    let of_area = match table.rows {
        Rows::Slug(column) => format!("{} = $1", quoted(column)),
        Rows::Of { column, parent } => format!("{} IN (SELECT id FROM {} WHERE area = $1)", quoted(column), quoted(parent)),
    };
    let values = list(columns, |column| quoted(&column.name));
    format!("SELECT {array}({values}){text} AS line FROM {} WHERE {of_area} ORDER BY {order}", quoted(table.name))
}

/// Passes every row of an area to `each`, one after the other: no table has to fit into memory.
pub fn rows(
    conn: &mut AnyConnection,
    table: &Table,
    columns: &[Column],
    area: &str,
    each: &mut dyn FnMut(Vec<Value>) -> Result<(), ApiError>,
) -> Result<(), ApiError> {
    let query = sql_query(select(table, columns, engine(conn))).bind::<Text, _>(area);
    match conn {
        AnyConnection::Sqlite(conn) => pass_on(query.load_iter::<Line, DefaultLoadingMode>(conn)?, each),
        AnyConnection::Postgres(conn) => pass_on(query.load_iter::<Line, PgRowByRowLoadingMode>(conn)?, each),
    }
}

fn pass_on(
    lines: impl Iterator<Item = QueryResult<Line>>,
    each: &mut dyn FnMut(Vec<Value>) -> Result<(), ApiError>,
) -> Result<(), ApiError> {
    for line in lines {
        each(serde_json::from_str(&line?.line)?)?;
    }
    Ok(())
}

/// Adds rows from a JSON array of arrays, with the values of `columns` in order.
pub fn insert(conn: &mut AnyConnection, table: &Table, columns: &[Column], rows: &str) -> QueryResult<usize> {
    let engine = engine(conn);
    let value = |(at, column): (usize, &Column)| match (engine, column.kind) {
        (Engine::Sqlite, _) => format!("json_extract(value, '$[{at}]')"),
        (Engine::Postgres, Kind::Text) => format!("value ->> {at}"),
        (Engine::Postgres, Kind::Integer | Kind::Leaf) => format!("(value ->> {at})::bigint"),
        (Engine::Postgres, Kind::Bool) => format!("(value ->> {at})::boolean"),
        (Engine::Postgres, Kind::Day) => format!("(value ->> {at})::date"),
        (Engine::Postgres, Kind::Instant) => format!("(value ->> {at})::timestamp"),
    };
    let values = columns.iter().enumerate().map(value).collect::<Vec<_>>().join(", ");
    let source = if engine == Engine::Sqlite { "json_each($1)" } else { "json_array_elements($1::json)" };
    let names = list(columns, |column| quoted(&column.name));
    let statement = format!("INSERT INTO {} ({names}) SELECT {values} FROM {source}", quoted(table.name));
    sql_query(statement).bind::<Text, _>(rows).execute(conn)
}

/// Sets a column that refers to a row of the same table.
pub fn set(conn: &mut AnyConnection, table: &Table, column: &str, id: &str, value: &str) -> QueryResult<usize> {
    let statement = format!("UPDATE {} SET {} = $1 WHERE id = $2", quoted(table.name), quoted(column));
    sql_query(statement).bind::<Text, _>(value).bind::<Text, _>(id).execute(conn)
}

/// True when there is an area with this slug.
pub fn has_area(conn: &mut AnyConnection, slug: &str) -> Result<bool, ApiError> {
    Ok(areas::table.filter(areas::slug.eq(slug)).count().get_result::<i64>(conn)? > 0)
}

/// Returns the numbers of the area's documents in the publication log of this service.
pub fn leaves(conn: &mut AnyConnection, area: &str) -> Result<Vec<i32>, ApiError> {
    let of_area = publication_log::table.filter(publication_log::area.eq(area));
    Ok(of_area.order(publication_log::leaf).select(publication_log::leaf).load(conn)?)
}

/// Takes the next `count` numbers of the publication log and returns the first. Like [`crate::foundation::db::next_in_series`],
/// which takes one at a time for the log.
pub fn take_leaves(conn: &mut AnyConnection, count: i32) -> Result<i32, ApiError> {
    let taken: Last = sql_query(
        "INSERT INTO counters (area, series, year, last) VALUES ('', 'publication log', 0, $1) \
         ON CONFLICT (area, series, year) DO UPDATE SET last = counters.last + excluded.last RETURNING last",
    )
    .bind::<Integer, _>(count)
    .get_result(conn)?;
    Ok(taken.last - count)
}

/// Returns the logins of the area's active accounts.
pub fn active_logins(conn: &mut AnyConnection, area: &str) -> Result<Vec<String>, ApiError> {
    let active = users::table.filter(users::area.eq(area)).filter(users::status.eq(UserStatus::Active));
    let mut logins: Vec<String> = active.select(users::login).load(conn)?;
    logins.sort();
    Ok(logins)
}

/// Returns the attachments of the area: id and SHA-256.
pub fn attached(conn: &mut AnyConnection, area: &str) -> Result<Vec<(AttachmentId, String)>, ApiError> {
    let of_area = attachments::table.filter(attachments::area.eq(area));
    Ok(of_area.order(attachments::id).select((attachments::id, attachments::sha256)).load(conn)?)
}
