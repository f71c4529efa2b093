//! The databases of released versions, as they are kept in `tests/upgrades/`, and an instance that serves one of them.

use std::collections::HashMap;
use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use actix_web::dev::ServerHandle;
use actix_web::web;
use answerable::foundation::actor::keys::KeyRing;
use answerable::foundation::clock::Clock;
use answerable::foundation::config::Settings;
use answerable::foundation::db::{DatabaseUrl, Db};
use answerable::foundation::file_store::{FileStore, Files};
use answerable::http::app::{self, App};
use answerable::service::server;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use reqwest::Method;
use serde_json::Value;

use crate::support::client::connections;
use crate::support::database::{TestDatabase, empty};
use crate::support::{Client, Engine};

/// Who signs in to an instance with the password of the fixture.
const PEOPLE: [&str; 4] = ["pcc", "opcc", "force", "reader"];

pub struct Fixture {
    pub version: String,
    folder: PathBuf,
}

fn name(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    }
}

impl Fixture {
    /// Those of every released version.
    pub fn all() -> Vec<Self> {
        let folders = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/upgrades")).expect("the fixtures");
        let folders = folders.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir());
        let mut all: Vec<Self> = folders
            .map(|folder| Self {
                version: folder.file_name().and_then(|name| name.to_str()).expect("a version").to_owned(),
                folder,
            })
            .collect();
        all.sort_by(|one, other| one.version.cmp(&other.version));
        all
    }

    /// A database as this version left it.
    pub fn load(&self, engine: Engine) -> TestDatabase {
        let packed = fs::File::open(self.folder.join(format!("{}.sql.gz", name(engine)))).expect("a dump");
        let mut sql = String::new();
        flate2::read::GzDecoder::new(packed).read_to_string(&mut sql).expect("the text of a dump");
        let database = empty(engine);
        let loaded = match &database.url {
            DatabaseUrl::Sqlite(path) => SqliteConnection::establish(path).expect("a database").batch_execute(&sql),
            DatabaseUrl::Postgres(url) => PgConnection::establish(url).expect("a database").batch_execute(&sql),
        };
        loaded.unwrap_or_else(|error| panic!("the dump of {} on {}: {error}", self.version, name(engine)));
        database
    }

    /// What this version said when the fixture was made: the password of its people, how many rows each list had for each role.
    pub fn said(&self, engine: Engine) -> Value {
        let text = fs::read_to_string(self.folder.join(format!("{}.json", name(engine)))).expect("what was said");
        serde_json::from_str(&text).expect("JSON")
    }

    /// A directory with the keys, the attached files and what was seen of the log.
    pub fn home(&self, engine: Engine) -> tempfile::TempDir {
        let home = tempfile::tempdir().expect("a directory");
        let copy = |from: PathBuf, to: &str| {
            fs::copy(&from, home.path().join(to)).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
        };
        fs::create_dir(home.path().join("files")).expect("a directory");
        for file in fs::read_dir(self.folder.join(format!("{}-files", name(engine)))).expect("the attached files") {
            let file = file.expect("a file");
            copy(file.path(), &format!("files/{}", file.file_name().to_str().expect("text")));
        }
        copy(self.folder.join("signing-key"), "signing-key.pem");
        copy(self.folder.join(format!("{}-log.json", name(engine))), "seen-of-the-log.json");
        home
    }
}

/// The versions that a changelog dates and that are older than `current`, newest first.
pub fn released(changelog: &str, current: &str) -> Vec<String> {
    let number = |text: &str| text.split('.').map(|part| part.parse::<u32>().ok()).collect::<Option<Vec<u32>>>();
    let current = number(current).expect("the version of the crate");
    let headings = changelog.lines().filter_map(|line| line.strip_prefix("## ")).filter_map(|line| line.split_once(' '));
    let dated = headings.filter(|(_, rest)| rest.chars().any(|one| one.is_ascii_digit()));
    dated.map(|(version, _)| version).filter(|one| number(one).is_some_and(|one| one < current)).map(str::to_owned).collect()
}

/// An upgraded database that is served.
pub struct Instance {
    pub base: String,
    http: reqwest::Client,
    server: ServerHandle,
    tokens: HashMap<String, String>,
}

impl Instance {
    pub async fn start(fixture: &Fixture, engine: Engine, database: &TestDatabase, home: &Path) -> Self {
        let mut settings = Settings::local(database.url.clone());
        settings.workers = 1;
        settings.attachment_store = FileStore::Local(home.join("files"));
        settings.signing.path = home.join("signing-key.pem");
        let db = Db::start(&settings.database).expect("the database");
        let files = Files::open(&settings.attachment_store, Vec::new()).expect("a file store");
        let keys = KeyRing::ephemeral().expect("a key");
        let app = web::Data::new(App::new(settings, db, files, keys, Clock::system(), app::metrics_handle()));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let server = server::serve(app, listener).expect("a server");
        let handle = server.handle();
        actix_web::rt::spawn(server);
        let mut instance = Self { base, http: connections(), server: handle, tokens: HashMap::new() };
        let said = fixture.said(engine);
        for who in PEOPLE {
            let login = format!("{who}@example.org");
            let form = [("grant_type", "password"), ("username", login.as_str()), ("password", secret(&said, "password"))];
            instance.sign_in(who, &form).await;
        }
        let secret = secret(&said, "machine_secret");
        let form = [("grant_type", "client_credentials"), ("client_id", "front-end"), ("client_secret", secret)];
        instance.sign_in("machine", &form).await;
        instance
    }

    async fn sign_in(&mut self, who: &str, form: &[(&str, &str)]) {
        let nobody = self.client("nobody");
        let reply = nobody.send(nobody.request(Method::POST, "/v1/auth/token").form(form)).await.expect(200);
        self.tokens.insert(who.to_owned(), reply.str("/access_token").to_owned());
    }

    /// One of those who were there before the upgrade, or nobody.
    pub fn client(&self, who: &str) -> Client {
        Client::new(self.http.clone(), self.base.clone(), self.tokens.get(who).cloned())
    }

    pub async fn stop(self) {
        self.server.stop(false).await;
    }
}

fn secret<'a>(said: &'a Value, name: &str) -> &'a str {
    said[name].as_str().unwrap_or_else(|| panic!("the fixture has no {name}"))
}
