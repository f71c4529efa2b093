//! A database for each test: on SQLite a copy of a migrated file, on PostgreSQL a copy of a migrated template database.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use answerable::foundation::db::{DatabaseUrl, migrate};
use diesel::connection::SimpleConnection;
use diesel::sql_types::Integer;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl};

/// The database under a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A fresh, migrated database.
pub struct TestDatabase {
    pub url: DatabaseUrl,
    _directory: Option<tempfile::TempDir>,
    /// A PostgreSQL database to be dropped in the end.
    name: Option<String>,
}

impl TestDatabase {
    /// A migrated database without a row.
    pub fn fresh(engine: Engine) -> Self {
        migrated(engine).copy()
    }

    /// A copy of this one, which nothing may be connected to.
    pub fn copy(&self) -> Self {
        match &self.url {
            DatabaseUrl::Sqlite(path) => {
                let directory = tempfile::tempdir().expect("a directory");
                let copy = directory.path().join("record.db");
                std::fs::copy(path, &copy).expect("a copy of the template");
                let url = parse(&format!("sqlite://{}", copy.display()));
                Self { url, _directory: Some(directory), name: None }
            }
            DatabaseUrl::Postgres(_) => {
                let template = self.name.as_deref().expect("a database of the cluster");
                let name = format!("t{}_{}", std::process::id(), next());
                admin(&format!("CREATE DATABASE {name} TEMPLATE {template} {}", strategy()));
                Self { url: parse(&database_url(&name)), _directory: None, name: Some(name) }
            }
        }
    }
}

impl TestDatabase {
    /// A migrated database of a cluster that the test itself looks after.
    pub fn at(url: &str) -> Self {
        let url = parse(url);
        migrate::run(&url).expect("migrations");
        Self { url, _directory: None, name: None }
    }

    /// The URL as text, with the password if there is one.
    pub fn text(&self) -> String {
        match &self.url {
            DatabaseUrl::Sqlite(path) => format!("sqlite://{path}"),
            DatabaseUrl::Postgres(url) => url.clone(),
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some(name) = &self.name {
            admin(&format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

/// A PostgreSQL database without a table, and the URL of a SQLite file that is not there.
pub fn empty(engine: Engine) -> TestDatabase {
    match engine {
        Engine::Sqlite => {
            let directory = tempfile::tempdir().expect("a directory");
            let url = parse(&format!("sqlite://{}", directory.path().join("empty.db").display()));
            TestDatabase { url, _directory: Some(directory), name: None }
        }
        Engine::Postgres => {
            let name = format!("e{}_{}", std::process::id(), next());
            admin(&format!("CREATE DATABASE {name}"));
            TestDatabase { url: parse(&database_url(&name)), _directory: None, name: Some(name) }
        }
    }
}

fn next() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn parse(url: &str) -> DatabaseUrl {
    url.parse().expect("a database URL")
}

/// The migrated database of which the others are copies.
fn migrated(engine: Engine) -> &'static TestDatabase {
    static SQLITE: OnceLock<TestDatabase> = OnceLock::new();
    static POSTGRES: OnceLock<TestDatabase> = OnceLock::new();
    let place = match engine {
        Engine::Sqlite => &SQLITE,
        Engine::Postgres => &POSTGRES,
    };
    place.get_or_init(|| {
        let database = empty(engine);
        migrate::run(&database.url).unwrap_or_else(|error| panic!("migrations on {engine:?}: {error}"));
        database
    })
}

/// How a template is copied: file by file, which takes a third of the work of writing every page to the log. Before PostgreSQL 15 there
/// is no other way, and no word for it.
fn strategy() -> &'static str {
    #[derive(QueryableByName)]
    struct Server {
        #[diesel(sql_type = Integer)]
        version: i32,
    }
    static STRATEGY: OnceLock<&str> = OnceLock::new();
    STRATEGY.get_or_init(|| {
        let mut connection = PgConnection::establish(cluster()).expect("the PostgreSQL cluster of the tests");
        let query = diesel::sql_query("SELECT current_setting('server_version_num')::int AS version");
        let server: Server = query.get_result(&mut connection).expect("the version of the server");
        if server.version >= 150_000 { "STRATEGY FILE_COPY" } else { "" }
    })
}

/// The cluster: the one the test command has started, or one that this process starts and that ends with it.
fn cluster() -> &'static str {
    static CLUSTER: OnceLock<String> = OnceLock::new();
    CLUSTER.get_or_init(|| match std::env::var("ANSWERABLE_TEST_POSTGRES") {
        Ok(url) => url,
        Err(_) => {
            start_cluster(&std::env::temp_dir().join(format!("answerable-test-{}", std::process::id())), std::process::id())
        }
    })
}

/// Runs `scripts/postgres.sh` with `arguments`; its standard output.
pub fn postgres_script(arguments: &[&str]) -> String {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/postgres.sh");
    let output = Command::new(script).args(arguments).stderr(Stdio::inherit()).output().expect("scripts/postgres.sh runs");
    assert!(output.status.success(), "scripts/postgres.sh {arguments:?} failed: the reason is above");
    String::from_utf8(output.stdout).expect("text").trim().to_owned()
}

/// Starts a throw-away cluster that goes away with the process `owner`; its URL.
fn start_cluster(directory: &Path, owner: u32) -> String {
    postgres_script(&["start", &directory.display().to_string(), &owner.to_string()])
}

fn database_url(name: &str) -> String {
    let (server, _) = cluster().rsplit_once('/').expect("a URL with a database");
    format!("{server}/{name}")
}

fn admin(sql: &str) {
    let mut connection = PgConnection::establish(cluster()).expect("the PostgreSQL cluster of the tests");
    connection.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}
