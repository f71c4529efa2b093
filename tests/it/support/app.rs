//! The application under test, served on a port of its own, with a clock that stands still.

use std::collections::HashMap;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web;
use answerable::foundation::actor::keys::{KeyRing, new_pem};
use answerable::foundation::actor::token::Claims;
use answerable::foundation::actor::{Actor, Role, TokenScope};
use answerable::foundation::clock::{Clock, london_day};
use answerable::foundation::config::Settings;
use answerable::foundation::db::Db;
use answerable::foundation::error::ApiError;
use answerable::foundation::file_store::{FileStore, Files};
use answerable::http::app;
use answerable::http::app::App;
use answerable::http::call::Tx;
use answerable::http::etag::Precondition;
use answerable::identity::users::model::{NewUser, User, UserKind};
use answerable::record::planning::areas::model::AddArea;
use answerable::service::server;
use chrono::{DateTime, Utc};

use super::client::{Client, connections, connections_from};
use super::database::{Engine, TestDatabase};

/// A whole application on a database of its own.
#[derive(Clone)]
pub struct TestApp(Arc<Inner>);

struct Inner {
    engine: Engine,
    app: web::Data<App>,
    base: String,
    http: reqwest::Client,
    clock: Clock,
    key: String,
    server: ServerHandle,
    /// Other instances on the same database.
    beside: Mutex<Vec<ServerHandle>>,
    people: People,
    database: Mutex<Option<TestDatabase>>,
    /// Where attached files are, unless a test has put them elsewhere.
    files: tempfile::TempDir,
}

/// The accounts of the people by their names.
type People = HashMap<&'static str, User>;

/// Who there is: name, role, scope, area.
const PEOPLE: [(&str, Role, TokenScope, &str); 7] = [
    ("pcc", Role::Pcc, TokenScope::Write, "west-mercia"),
    ("deputy", Role::Pcc, TokenScope::Write, "west-mercia"),
    ("opcc", Role::Opcc, TokenScope::Write, "west-mercia"),
    ("force", Role::Force, TokenScope::Write, "west-mercia"),
    ("reader", Role::Opcc, TokenScope::Read, "west-mercia"),
    ("outsider", Role::Pcc, TokenScope::Write, "warwickshire"),
    ("outside_force", Role::Force, TokenScope::Write, "warwickshire"),
];

/// The address under which the public reaches the application. It is not where the server listens: nothing may be made from that.
pub const PUBLIC_URL: &str = "https://record.example.org";

/// The address of a path of the application.
pub fn absolute(path: &str) -> String {
    format!("{PUBLIC_URL}{path}")
}

/// The path of an address of the application; a relative address is a fault.
#[track_caller]
pub fn path_of(address: &str) -> &str {
    let path = address.strip_prefix(PUBLIC_URL).filter(|path| path.starts_with('/'));
    path.unwrap_or_else(|| panic!("{address} is not an address of {PUBLIC_URL}"))
}

impl TestApp {
    /// Starts an application with the two areas and their people, on the morning of 30 January 2019.
    pub async fn start(engine: Engine) -> Self {
        Self::start_with(engine, |_| ()).await
    }

    /// The same with settings changed by `change`.
    pub async fn start_with(engine: Engine, change: impl FnOnce(&mut Settings)) -> Self {
        let (database, people) = with_people(engine);
        Self::begin(engine, database, Vec::new(), Some(people), change).await
    }

    /// The same on a given database, which must be migrated.
    pub async fn start_on(engine: Engine, database: TestDatabase, change: impl FnOnce(&mut Settings)) -> Self {
        Self::start_in(engine, database, Vec::new(), change).await
    }

    /// The same with an environment for the file store.
    pub async fn start_in(
        engine: Engine,
        database: TestDatabase,
        environment: Vec<(String, String)>,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        Self::begin(engine, database, environment, None, change).await
    }

    /// Starts on a database in which `there` are the people, or in which they are still to come.
    async fn begin(
        engine: Engine,
        database: TestDatabase,
        environment: Vec<(String, String)>,
        there: Option<People>,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        let mut settings = Settings::local(database.url.clone());
        settings.workers = 1;
        settings.public_url = Some(PUBLIC_URL.into());
        settings.database.connections = if engine == Engine::Postgres { 8 } else { 2 };
        let files = tempfile::tempdir().expect("a directory");
        settings.attachment_store = FileStore::Local(files.path().join("attachments"));
        settings.signing.path = files.path().join("signing-key.pem");
        change(&mut settings);
        let clock = morning();
        let key = new_pem().expect("a key");
        let db = Db::start(&settings.database).expect("the database of the test");
        let store = Files::open(&settings.attachment_store, environment).expect("a file store");
        let keys = KeyRing::from_pem(&key).expect("a key ring");
        let app = web::Data::new(App::new(settings, db, store, keys, clock.clone(), app::metrics_handle()));
        let people = match there {
            Some(people) => people,
            None => people(&app).await,
        };
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let server = server::serve(app.clone(), listener).expect("a server");
        let handle = server.handle();
        actix_web::rt::spawn(server);
        let database = Mutex::new(Some(database));
        let (http, beside) = (connections(), Mutex::default());
        Self(Arc::new(Inner { engine, app, base, http, clock, key, server: handle, beside, people, database, files }))
    }

    /// Stops the server and drops the database.
    pub async fn stop(&self) {
        let beside = std::mem::take(&mut *self.0.beside.lock().expect("the other instances"));
        for server in beside.iter().chain([&self.0.server]) {
            server.stop(false).await;
        }
        drop(self.0.database.lock().expect("the database").take());
    }

    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// The signing key as PKCS#8 PEM, for attacks on it.
    pub fn key(&self) -> &str {
        &self.0.key
    }

    pub fn inner(&self) -> &web::Data<App> {
        &self.0.app
    }

    /// Where the server listens.
    pub fn address(&self) -> String {
        self.0.base.trim_start_matches("http://").to_owned()
    }

    /// The URL of the database, for commands on it.
    pub fn database_url(&self) -> String {
        self.0.database.lock().expect("the database").as_ref().expect("a database").text()
    }

    /// The directory of the attached files.
    pub fn files_folder(&self) -> std::path::PathBuf {
        self.0.files.path().join("attachments")
    }

    /// The names of the attached files on disk, and of what is left of broken uploads.
    pub fn file_names(&self) -> Vec<String> {
        let Ok(files) = std::fs::read_dir(self.files_folder()) else { return Vec::new() };
        let name = |file: std::io::Result<std::fs::DirEntry>| file.expect("a file").file_name().into_string().expect("text");
        files.map(name).collect()
    }

    /// Moves the clock to an instant (RFC 3339).
    pub fn set_time(&self, at: &str) {
        self.0.clock.set(at.parse().expect("an instant"));
    }

    /// The account of one of the people.
    pub fn person(&self, name: &str) -> &User {
        self.0.people.get(name).unwrap_or_else(|| panic!("nobody is called {name}"))
    }

    /// A client with a good token of one of the people; `nobody` has none.
    pub fn client(&self, name: &str) -> Client {
        let token = (name != "nobody").then(|| self.token(&self.claims(name)));
        Client::new(self.0.http.clone(), self.0.base.clone(), token)
    }

    /// Nobody, who calls from an address of this machine such as 127.0.0.9.
    pub fn nobody_at(&self, address: &str) -> Client {
        let http = connections_from(Some(address.parse().expect("an address")));
        Client::new(http, self.0.base.clone(), None)
    }

    /// Nobody, who calls another instance on the same database, whose clock stands at another instant (RFC 3339).
    pub fn beside(&self, at: &str) -> Client {
        let settings = self.0.app.settings.clone();
        let db = Db::start(&settings.database).expect("the database of the test");
        let store = Files::open(&settings.attachment_store, Vec::new()).expect("a file store");
        let keys = KeyRing::from_pem(&self.0.key).expect("a key ring");
        let clock = Clock::fixed(at.parse().expect("an instant"));
        let app = web::Data::new(App::new(settings, db, store, keys, clock, app::metrics_handle()));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let server = server::serve(app, listener).expect("a server");
        self.0.beside.lock().expect("the other instances").push(server.handle());
        actix_web::rt::spawn(server);
        Client::new(self.0.http.clone(), base, None)
    }

    pub fn pcc(&self) -> Client {
        self.client("pcc")
    }
    pub fn opcc(&self) -> Client {
        self.client("opcc")
    }
    pub fn force(&self) -> Client {
        self.client("force")
    }
    pub fn nobody(&self) -> Client {
        self.client("nobody")
    }

    /// The claims of a token of one of the people that lives long enough for any test.
    pub fn claims(&self, name: &str) -> Claims {
        let user = self.person(name);
        let settings = &self.0.app.settings;
        Claims {
            iss: settings.issuer.clone(),
            aud: settings.audience.clone(),
            sub: user.id.to_string(),
            exp: 4_102_444_800,
            nbf: 0,
            iat: 0,
            jti: self.0.app.ids.next(),
            sid: None,
            role: user.role,
            area: user.area.clone(),
            scope: user.scope,
            capacity: None,
            name: user.name.clone(),
        }
    }

    /// Signs claims with the application's key.
    pub fn token(&self, claims: &Claims) -> String {
        self.0.app.tokens.sign(claims).expect("a token")
    }

    /// Something the operator does: `work` in one transaction, as the role `role` of `area`.
    pub async fn operate<T, F>(&self, area: &str, role: Role, work: F) -> Result<T, ApiError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, ApiError> + Send + 'static,
    {
        operate(&self.0.app, area, role, work).await
    }
}

async fn operate<T, F>(app: &web::Data<App>, area: &str, role: Role, work: F) -> Result<T, ApiError>
where
    T: Send + 'static,
    F: FnOnce(&mut Tx<'_>) -> Result<T, ApiError> + Send + 'static,
{
    let actor =
        Actor { user_id: None, role, area: area.to_owned(), scope: TokenScope::Write, capacity: None, name: "operator".into() };
    let (ids, now): (_, DateTime<Utc>) = (app.ids.clone(), app.clock.now());
    app.db
        .write(move |conn| {
            let now = now.naive_utc();
            let precondition = Precondition::Any;
            let today = london_day(now);
            work(&mut Tx { conn, actor: &actor, now, today, ids: &ids, precondition: &precondition, request_id: "test" })
        })
        .await
}

/// The morning of 30 January 2019.
fn morning() -> Clock {
    Clock::fixed("2019-01-30T09:00:00Z".parse().expect("an instant"))
}

/// A database in which the areas and the people are already, and who they are: a copy of one that is made once in a process.
fn with_people(engine: Engine) -> (TestDatabase, People) {
    static SQLITE: OnceLock<(TestDatabase, People)> = OnceLock::new();
    static POSTGRES: OnceLock<(TestDatabase, People)> = OnceLock::new();
    let place = match engine {
        Engine::Sqlite => &SQLITE,
        Engine::Postgres => &POSTGRES,
    };
    // In a thread of its own, because this one may be inside an executor.
    let made =
        || std::thread::spawn(move || actix_web::rt::System::new().block_on(populated(engine))).join().expect("the people");
    let (template, people) = place.get_or_init(made);
    (template.copy(), people.clone())
}

async fn populated(engine: Engine) -> (TestDatabase, People) {
    let database = TestDatabase::fresh(engine);
    let settings = Settings::local(database.url.clone());
    let files = tempfile::tempdir().expect("a directory");
    let store = Files::open(&FileStore::Local(files.path().join("attachments")), Vec::new()).expect("a file store");
    let keys = KeyRing::ephemeral().expect("a key");
    let db = Db::start(&settings.database).expect("the database of the test");
    let app = web::Data::new(App::new(settings, db, store, keys, morning(), app::metrics_handle()));
    let people = people(&app).await;
    app.db.close(PATIENCE).expect("a database at rest");
    (database, people)
}

async fn people(app: &web::Data<App>) -> People {
    for (slug, code, name) in [("west-mercia", "WM", "West Mercia"), ("warwickshire", "WK", "Warwickshire")] {
        let input = AddArea { slug: slug.into(), code: code.into(), name: name.into(), force_name: format!("{name} Police") };
        operate(app, slug, Role::Pcc, move |tx| answerable::record::planning::areas::acts::add(tx, &input))
            .await
            .expect("an area");
    }
    let mut people = HashMap::new();
    for (name, role, scope, area) in PEOPLE {
        let user = NewUser {
            kind: UserKind::Person,
            login: format!("{name}@example.org"),
            name: format!("The {name}"),
            role,
            capacity: None,
            scope,
            secret_hash: None,
        };
        let user = operate(app, area, role, move |tx| answerable::identity::users::acts::add(tx, &user)).await.expect("a user");
        people.insert(name, user);
    }
    people
}

/// How long a test waits for something that happens by itself.
pub const PATIENCE: Duration = Duration::from_secs(30);
