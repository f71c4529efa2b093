//! `src/foundation/schema/` says what the migrations make, on both databases.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use answerable::foundation::db::AnyConnection;
use diesel::sql_types::{Bool, Text};
use diesel::{QueryableByName, RunQueryDsl};

use crate::support::{Engine, TestApp, both};

both!(the_schema_is_what_the_migrations_make);

/// Table name to columns, each with whether it may be null.
type Tables = BTreeMap<String, BTreeSet<(String, bool)>>;

#[derive(QueryableByName)]
#[expect(clippy::struct_field_names, reason = "the names are those of the query")]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}

const SQLITE: &str = "SELECT t.name AS table_name, c.name AS column_name, c.\"notnull\" = 0 AS nullable \
    FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";
const POSTGRES: &str = "SELECT table_name::text, column_name::text, is_nullable = 'YES' AS nullable \
    FROM information_schema.columns WHERE table_schema = 'public'";

/// The tables of `src/foundation/schema/`, read as text: the macro leaves nothing that could be asked.
fn declared() -> Tables {
    let mut tables = Tables::new();
    let mut table = None;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/foundation/schema");
    let files = fs::read_dir(folder).expect("a folder").map(|entry| fs::read_to_string(entry.expect("an entry").path()));
    let text: String = files.map(|text| text.expect("text")).collect();
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
        if let Some((column, kind)) = line.split_once(" -> ") {
            let table: &String = table.as_ref().expect("a table before its columns");
            let column = column.trim_start_matches("r#").to_owned();
            tables.entry(table.clone()).or_default().insert((column, kind.starts_with("Nullable")));
        } else if let Some((name, "{")) = line.split_once(") ") {
            table = name.split_once(" (").map(|(name, _)| name.to_owned());
        }
    }
    tables
}

async fn the_schema_is_what_the_migrations_make(app: TestApp) {
    let query = if app.engine() == Engine::Sqlite { SQLITE } else { POSTGRES };
    let read = move |conn: &mut AnyConnection| Ok(diesel::sql_query(query).load::<Column>(conn)?);
    let mut made = Tables::new();
    for column in app.inner().db.read(read).await.expect("columns") {
        made.entry(column.table_name).or_default().insert((column.column_name, column.nullable));
    }
    made.remove("__diesel_schema_migrations");
    let declared = declared();
    assert!(declared.len() > 15, "{declared:?}");
    for table in made.keys().chain(declared.keys()) {
        assert_eq!(
            made.get(table),
            declared.get(table),
            "{table}: the database on the left, src/foundation/schema/ on the right"
        );
    }
}
