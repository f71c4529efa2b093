//! The whole schema of a database as text: tables, columns, indexes, constraints, triggers, functions.

use std::collections::BTreeSet;

use answerable::foundation::db::AnyConnection;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl};

use super::rows::connect;

#[derive(QueryableByName)]
struct Part {
    #[diesel(sql_type = Text)]
    part: String,
}

const SQLITE: &[&str] = &["SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') AS part FROM sqlite_master"];

const POSTGRES: &[&str] = &[
    "SELECT concat_ws(' ', 'column', table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, \
        datetime_precision, collation_name, is_nullable, column_default, is_identity, generation_expression) AS part \
        FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT 'index ' || indexdef AS part FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS part FROM pg_constraint \
        WHERE connamespace = 'public'::regnamespace",
    "SELECT 'trigger ' || pg_get_triggerdef(t.oid) AS part FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
        WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace",
    "SELECT 'function ' || pg_get_functiondef(oid) AS part FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT concat_ws(' ', 'relation', relkind, relname, reloptions) AS part FROM pg_class WHERE relnamespace = 'public'::regnamespace",
];

/// Every part of the schema behind `url`.
pub fn read(url: &str) -> BTreeSet<String> {
    let mut conn = connect(url);
    let queries = if matches!(conn, AnyConnection::Sqlite(_)) { SQLITE } else { POSTGRES };
    let mut parts = BTreeSet::new();
    for query in queries {
        let read = diesel::sql_query(*query).load::<Part>(&mut conn).unwrap_or_else(|error| panic!("{query}: {error}"));
        parts.extend(read.into_iter().map(|one| one.part));
    }
    assert!(parts.len() > 100, "{} parts are no schema of ours", parts.len());
    parts
}
