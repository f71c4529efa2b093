//! A database that a newer version has migrated: every command refuses it, says why, and changes nothing in it.

use std::process::Output;

use answerable::foundation::db::{AnyConnection, DatabaseUrl};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, RunQueryDsl, SqliteConnection};
use serde_json::{Value, json};

use crate::commands::{answerable, text};
use crate::support::database::TestDatabase;
use crate::support::{Engine, TestApp, both};

both!(an_instance_whose_database_is_migrated_under_it_is_not_ready);

/// Two migrations that this version does not know, one after and one between those it knows.
const UNKNOWN: [&str; 2] = ["0005", "99991231"];

fn add_unknown(database: &TestDatabase) {
    let [between, after] = UNKNOWN;
    let sql = format!("INSERT INTO __diesel_schema_migrations (version) VALUES ('{between}'), ('{after}')");
    connect(database).batch_execute(&sql).expect("two rows");
}

fn connect(database: &TestDatabase) -> AnyConnection {
    match &database.url {
        DatabaseUrl::Sqlite(path) => AnyConnection::Sqlite(SqliteConnection::establish(path).expect("the database")),
        DatabaseUrl::Postgres(url) => AnyConnection::Postgres(PgConnection::establish(url).expect("the database")),
    }
}

#[derive(diesel::QueryableByName)]
struct Counted {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}

/// Migrations, areas, accounts, and whatever any act leaves.
fn rows(database: &TestDatabase) -> Vec<i64> {
    let mut connection = connect(database);
    let count = |table: &&str| {
        let sql = format!("SELECT count(*) AS count FROM {table}");
        diesel::sql_query(sql).get_result::<Counted>(&mut connection).expect("a count").count
    };
    ["__diesel_schema_migrations", "areas", "users", "audit", "bank_holidays", "sessions"].iter().map(count).collect()
}

fn run(words: &[&str]) -> Output {
    answerable(words).output().expect("the binary runs")
}

/// What every command that opens a database is asked, and the commands that open none.
fn table<'a>(keys: &'a str, package: &'a str, record: &'a str, holidays: &'a str) -> Vec<Vec<&'a str>> {
    let wm = ["--area", "west-mercia"];
    let (login, url) = (["--login", "a@example.org"], ["--public-url", "https://record.example.org"]);
    vec![
        vec!["demo", "--listen", "127.0.0.1:0"],
        [&["serve", "--listen", "127.0.0.1:0", "--signing-keys", keys, "--signing-key-file", keys][..], &url].concat(),
        vec!["migrate"],
        vec!["import", record],
        [&["export-record", "--meeting", "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11"][..], &wm].concat(),
        vec!["import", package, "--trust-on-first-use"],
        [&["user", "add", "--name", "A", "--role", "pcc", "--generate-password"][..], &wm, &login].concat(),
        vec!["user", "list"],
        [&["user", "reset"][..], &login].concat(),
        [&["user", "deactivate", "--reason", "Left."][..], &login].concat(),
        [&["user", "reactivate", "--reason", "Came back."][..], &login].concat(),
        vec!["area", "add", "--slug", "warwickshire", "--code", "WK", "--name", "Warwickshire", "--force-name", "WK Police"],
        vec!["holidays", "load", holidays],
        vec!["holidays", "list"],
        vec!["public", "rebuild"],
        [&["export", "--signing-key-file", keys, "--public", "/nowhere"][..], &url].concat(),
        [&["handover", "--signing-key-file", keys, "--out", package][..], &wm].concat(),
    ]
}

const NO_DATABASE: [&str; 7] = ["verify", "key", "openapi", "record-schema", "health", "signing-key", "help"];

/// The commands that the help of `words` names.
fn commands_of(words: &[&str]) -> Vec<String> {
    let help = text(&run(&[words, &["--help"]].concat()).stdout);
    let list = help.split_once("Commands:\n").map_or("", |(_, rest)| rest.split_once("\n\n").map_or(rest, |(list, _)| list));
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn every_command_refuses(engine: Engine) {
    let directory = tempfile::tempdir().expect("a directory");
    let path = |name: &str| directory.path().join(name).display().to_string();
    let (keys, package, holidays) = (path("keys.pem"), path("wm.tar"), path("holidays.json"));
    let days: Vec<Value> = (1..=8).map(|day| json!({"title": "A day", "date": format!("2036-01-0{day}"), "notes": ""})).collect();
    let list = json!({"england-and-wales": {"division": "england-and-wales", "events": days}});
    std::fs::write(&holidays, list.to_string()).expect("a file");
    assert!(run(&["key", "new", &keys]).status.success());
    let (database, record) = (TestDatabase::fresh(engine), concat!(env!("CARGO_MANIFEST_DIR"), "/data/west-mercia-2019-01.json"));
    let url = database.text();
    let at = |words: &[&str]| run(&[words, &["--database-url", &url]].concat());
    let area = ["area", "add", "--slug", "west-mercia", "--code", "WM", "--name", "West Mercia", "--force-name", "WM Police"];
    assert!(at(&area).status.success());
    let written = at(&["handover", "--signing-key-file", &keys, "--area", "west-mercia", "--out", &package]);
    assert!(written.status.success(), "{}", text(&written.stderr));
    add_unknown(&database);
    let before = rows(&database);
    let table = table(&keys, &package, record, &holidays);
    for words in &table {
        let output = at(words);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {said}");
        assert!(UNKNOWN.iter().all(|version| said.contains(version)), "{words:?} does not name both: {said}");
        assert!(said.contains("newer version") && said.contains("backup"), "{words:?} does not say what to do: {said}");
        assert_eq!(text(&output.stdout), "", "{words:?}");
        assert_eq!(rows(&database), before, "{words:?} has changed something");
    }
    for command in commands_of(&[]) {
        let is_there = NO_DATABASE.contains(&command.as_str()) || table.iter().any(|words| words[0] == command);
        assert!(is_there, "{command} is not in the table of this test");
        for inner in commands_of(&[&command]).iter().filter(|inner| *inner != "help" && command != "key" && command != "help") {
            let is_there = table.iter().any(|words| words.starts_with(&[command.as_str(), inner.as_str()]));
            assert!(is_there, "{command} {inner} is not in the table of this test");
        }
    }
}

#[test]
fn every_command_on_sqlite() {
    every_command_refuses(Engine::Sqlite);
    // Without a key of its own this one opens the database too, and only there.
    let database = TestDatabase::fresh(Engine::Sqlite);
    assert!(run(&["signing-key", "--database-url", &database.text()]).status.success());
    add_unknown(&database);
    assert_eq!(run(&["signing-key", "--database-url", &database.text()]).status.code(), Some(2));
}

#[test]
fn every_command_on_postgres() {
    every_command_refuses(Engine::Postgres);
}

async fn an_instance_whose_database_is_migrated_under_it_is_not_ready(app: TestApp) {
    app.nobody().get("/readyz").await.expect(200);
    let later = |conn: &mut AnyConnection| {
        Ok(conn.batch_execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('99991231')")?)
    };
    app.inner().db.write(later).await.expect("a row");
    app.nobody().get("/readyz").await.expect(503);
}
