//! What stands in every table, as text, so that a row before an upgrade can be found after it.

use std::collections::{BTreeMap, BTreeSet};

use answerable::foundation::db::{AnyConnection, DatabaseUrl};
use diesel::sql_types::Text;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection};

/// What an upgrade changes on purpose: the version that was upgraded, the table, the column, and why. `*` is every column: only the
/// number of rows stays.
const CHANGED: &[(&str, &str, &str, &str)] = &[
    ("0.1.0", "editions", "number", "an edition gets its number when it is published"),
    ("0.1.0", "report_responses", "sent_to", "every recipient has a kind, by its name"),
];

/// Tables that are made of the publication log, whose documents of this version are no longer read: they are passed on as they are,
/// and their records come back when they are published again.
const MADE_OF_DOCUMENTS: &[(&str, &[&str])] =
    &[("0.1.0", &["public_items", "public_item_priorities", "feed_entries", "feed_entry_terms", "feed_events"])];

/// Files that could not be removed: nothing that somebody does makes such a row.
const EMPTY: &str = "stray_files";

/// Table name to its rows, each by column.
pub type Tables = BTreeMap<String, Table>;

#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    columns: BTreeSet<String>,
    rows: Vec<BTreeMap<String, Option<String>>>,
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    row: String,
}

const SQLITE: &str = "SELECT t.name AS table_name, c.name AS column_name FROM sqlite_master t JOIN pragma_table_info(t.name) c \
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";
const POSTGRES: &str = "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public'";

pub fn connect(url: &str) -> AnyConnection {
    match url.parse::<DatabaseUrl>().expect("a URL") {
        DatabaseUrl::Sqlite(path) => AnyConnection::Sqlite(SqliteConnection::establish(&path).expect("the database")),
        DatabaseUrl::Postgres(url) => AnyConnection::Postgres(PgConnection::establish(&url).expect("the database")),
    }
}

/// Every table with its rows; of tables in `like`, the columns that these have there.
pub fn read(url: &str, like: Option<&Tables>) -> Tables {
    let mut conn = connect(url);
    let query = if matches!(conn, AnyConnection::Sqlite(_)) { SQLITE } else { POSTGRES };
    let mut columns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for one in diesel::sql_query(query).load::<Column>(&mut conn).expect("columns") {
        columns.entry(one.table_name).or_default().insert(one.column_name);
    }
    columns.remove("__diesel_schema_migrations");
    if let Some(like) = like {
        for (table, columns) in &mut columns {
            columns.retain(|column| like.get(table).is_none_or(|before| before.columns.contains(column)));
        }
    }
    columns
        .into_iter()
        .map(|(name, columns)| {
            let rows = rows_of(&mut conn, &name, &columns);
            (name, Table { columns, rows })
        })
        .collect()
}

fn rows_of(conn: &mut AnyConnection, table: &str, columns: &BTreeSet<String>) -> Vec<BTreeMap<String, Option<String>>> {
    let object = match conn {
        AnyConnection::Sqlite(_) => "json_object",
        AnyConnection::Postgres(_) => "jsonb_build_object",
    };
    let fields: Vec<String> = columns.iter().map(|column| format!("'{column}', CAST(\"{column}\" AS TEXT)")).collect();
    // PostgreSQL takes 100 arguments, and a table here has half of that.
    let query = format!("SELECT CAST({object}({}) AS TEXT) AS row FROM \"{table}\"", fields.join(", "));
    let rows = diesel::sql_query(query).load::<Row>(conn).unwrap_or_else(|error| panic!("{table}: {error}"));
    let mut rows: Vec<BTreeMap<String, Option<String>>> =
        rows.iter().map(|row| serde_json::from_str(&row.row).expect("a row")).collect();
    rows.sort();
    rows
}

/// Every row that was there is there, with what stood in it.
pub fn assert_nothing_lost(version: &str, before: &Tables, after: &Tables) {
    let mut used: BTreeSet<&(&str, &str, &str, &str)> = BTreeSet::new();
    let mut faults = Vec::new();
    for (name, table) in before {
        assert!(
            name == EMPTY || !table.rows.is_empty(),
            "{version}: the fixture has no row in {name}: nothing is known of its upgrade"
        );
        let now = after.get(name).unwrap_or_else(|| panic!("{version}: {name} is gone"));
        if MADE_OF_DOCUMENTS.iter().any(|(of, tables)| of == &version && tables.contains(&name.as_str())) {
            continue;
        }
        assert_eq!(table.rows.len(), now.rows.len(), "{version}: rows of {name}");
        assert_eq!(table.columns, now.columns, "{version}: columns of {name}");
        for column in &table.columns {
            let of = |table: &Table| {
                let mut values: Vec<Option<String>> = table.rows.iter().map(|row| row[column].clone()).collect();
                values.sort();
                values
            };
            let known =
                CHANGED.iter().filter(|(of, table, one, _)| of == &version && table == name && (one == column || *one == "*"));
            let known: Vec<_> = known.collect();
            if of(table) == of(now) {
                continue;
            }
            if known.is_empty() {
                let (was, is): (Vec<_>, Vec<_>) = of(table).into_iter().zip(of(now)).filter(|(was, is)| was != is).unzip();
                faults.push(format!("{name}.{column}: was {:.300}, is {:.300}", format!("{was:?}"), format!("{is:?}")));
            }
            used.extend(known);
        }
    }
    assert!(faults.is_empty(), "{version}: these have changed, and nothing says why they may:\n{}", faults.join("\n"));
    let idle: Vec<_> = CHANGED.iter().filter(|one| one.0 == version && !used.contains(one)).collect();
    assert!(idle.is_empty(), "nothing has changed there any more: {idle:?}");
}
