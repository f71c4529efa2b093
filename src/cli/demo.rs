//! `answerable demo`: the January 2019 record of West Mercia, ready to work with.

use std::net::SocketAddr;
use std::time::Duration;

use chrono::NaiveDateTime;
use clap::Args;
use serde_json::json;

use super::demo_publication::Publishing;
use super::failure::Failure;
use super::migrate::keep_up;
use super::operator::{CLOSING, as_operator, close, explained, logging, not_migrated, open, runtime};
use super::out::say;
use super::server;
use crate::foundation::actor::keys::KeyRing;
use crate::foundation::actor::{Role, TokenScope};
use crate::foundation::clock::{Clock, Ids, london_day};
use crate::foundation::config::{
    BadSetting, CONFIG, CorsOrigins, DATABASE_URL, LISTEN, LogFlags, Settings, Sources, WEBHOOKS_ALLOW_LOOPBACK,
};
use crate::foundation::db::{AnyConnection, migrate};
use crate::foundation::error::ApiError;
use crate::http::app::App;
use crate::identity::auth::acts::{Begun, Lives};
use crate::identity::auth::grant::access_token;
use crate::identity::users::model::{NewUser, User, UserKind};
use crate::identity::{auth, users};
use crate::record::planning::areas;
use crate::transfer::import::check;
use crate::transfer::import::load::load;

#[derive(Debug, Args)]
pub struct DemoFlags {
    /// sqlite://PATH or postgres://USER@HOST/DATABASE; never taken from DATABASE_URL
    #[arg(long, default_value = DEFAULT_DATABASE, value_name = "URL")]
    database_url: String,
    /// Address to listen on; port 0 chooses a free port [env: ANSWERABLE_LISTEN] [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Print one line of JSON instead of text, once connections are accepted
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    log: LogFlags,
}

const AREA: &str = "west-mercia";
const RECORD: &str = include_str!("../../data/west-mercia-2019-01.json");
const RECORD_NAME: &str = "west-mercia-2019-01.json";
/// Issuer and audience of the demo's tokens. `serve` refuses to run with it.
pub const DEMO_NAME: &str = "answerable-demo";
const DEFAULT_DATABASE: &str = "sqlite://answerable-demo.db";
const PEOPLE: [(&str, Role, &str); 3] =
    [("demo-pcc", Role::Pcc, "Demo PCC"), ("demo-opcc", Role::Opcc, "Demo officer"), ("demo-force", Role::Force, "Demo force")];
const TOKEN_LIFE: Duration = Duration::from_secs(12 * 3600);

impl DemoFlags {
    /// Reads only the demo's own flags: settings of a real instance in the environment do not apply.
    fn settings(&self) -> Result<Settings, BadSetting> {
        let mut given =
            vec![(DATABASE_URL, Some(&self.database_url)), (LISTEN, self.listen.as_ref()), (WEBHOOKS_ALLOW_LOOPBACK, None)];
        given.extend(self.log.given());
        let sources = Sources::gather(None, &given, |name| std::env::var_os(name).filter(|_| name != CONFIG.variable))?;
        Settings::read(&sources, DEFAULT_DATABASE)
    }
}

/// Runs the demo until it is stopped. The data is kept for the next run.
pub fn run(flags: &DemoFlags) -> Result<(), Failure> {
    let mut settings = flags.settings()?;
    logging(&settings, "warn");
    settings.issuer = DEMO_NAME.into();
    settings.audience = DEMO_NAME.into();
    settings.access_token = TOKEN_LIFE;
    // A front end in development may call the demo from any origin.
    settings.cors_origins = CorsOrigins::Any;
    migrate::run(&settings.database.url).map_err(|error| not_migrated(&settings.database.url, &error))?;
    if let Some(made) = keep_up(&settings.database)? {
        log::info!("{made}");
    }
    let failed = |error: ApiError| Failure::Failed(explained(&error));
    let lives = Lives::of(&settings, Clock::system().now().naive_utc()).map_err(failed)?;
    // A key for this run only: the demo's tokens are valid nowhere else, and not afterwards.
    let keys = KeyRing::ephemeral().map_err(|error| Failure::Failed(error.to_string()))?;
    let db = open(&settings.database)?;
    let begun = runtime().and_then(|runtime| runtime.block_on(db.write(move |conn| sessions(conn, &lives))).map_err(failed));
    let sessions = match begun {
        Ok(sessions) => sessions,
        Err(failure) => return close(&db, CLOSING, Err(failure)),
    };
    server::serve(settings, &db, keys, |app, address| {
        let tokens = tokens(app, &sessions)?;
        if flags.json {
            say!("{}", as_json(address, &tokens));
        } else {
            say!("{}", for_people(address, &tokens));
        }
        Ok(())
    })
}

/// Loads the example record and adds the people, unless the database is the demo's already. Returns the people.
fn prepare(conn: &mut AnyConnection) -> Result<Vec<User>, ApiError> {
    let known = PEOPLE.into_iter().map(|(login, ..)| users::store::by_login(conn, login)).collect::<Result<Vec<_>, _>>()?;
    let known: Vec<User> = known.into_iter().flatten().filter(is_ours).collect();
    if known.len() == PEOPLE.len() {
        return Ok(known);
    }
    if users::store::any(conn)? || areas::store::any(conn)? {
        // The demo hands out tokens, so it must never run on real data.
        return Err(ApiError::Conflict(
            "this database holds data that is not the demo's: give the demo a database of its own".into(),
        ));
    }
    let now = Clock::system().now().naive_utc();
    load_record(conn, now)?;
    let people = PEOPLE.into_iter().map(|(login, role, name)| add_person(conn, login, role, name));
    let people = people.collect::<Result<Vec<_>, _>>()?;
    let published = Publishing { conn, people: &people, now }.run();
    published.map_err(|error| ApiError::Internal(format!("the example record could not be published: {}", explained(&error))))?;
    Ok(people)
}

/// True for a user of the demo: every other way to create an account sets a password or a client secret.
fn is_ours(user: &User) -> bool {
    user.secret_hash.is_none() && user.area == AREA
}

fn load_record(conn: &mut AnyConnection, now: NaiveDateTime) -> Result<(), ApiError> {
    let broken = |detail: String| ApiError::Internal(format!("the example record could not be loaded: {detail}"));
    let file = check::check(RECORD, london_day(now)).map_err(|faults| {
        broken(faults.iter().map(|fault| fault.in_file(RECORD_NAME).to_string()).collect::<Vec<_>>().join("; "))
    })?;
    load(conn, &Ids, now, RECORD_NAME, RECORD, &file).map(|_| ()).map_err(|error| broken(explained(&error)))
}

fn add_person(conn: &mut AnyConnection, login: &str, role: Role, name: &str) -> Result<User, ApiError> {
    let user = NewUser {
        kind: UserKind::Person,
        login: login.into(),
        name: name.into(),
        role,
        capacity: None,
        scope: TokenScope::Write,
        // These users cannot sign in: the demo signs their tokens itself.
        secret_hash: None,
    };
    as_operator(conn, AREA, role, |tx| users::acts::add(tx, &user))
}

/// Begins a session for each of the people.
fn sessions(conn: &mut AnyConnection, lives: &Lives) -> Result<Vec<Begun>, ApiError> {
    let people = prepare(conn)?;
    // A user who was deactivated in an earlier run stays deactivated, and gets no token.
    let begun = people.iter().map(|user| auth::acts::begin(conn, &Ids, user, user.scope, lives));
    Ok(begun.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// Signs a token for each session, by role.
fn tokens(app: &App, sessions: &[Begun]) -> Result<Vec<(Role, String)>, Failure> {
    let token = |session: &Begun| {
        let token = access_token(app, &session.user, session.user.scope, session.id.clone());
        token.map(|token| (session.user.role, token)).map_err(|error| Failure::Failed(explained(&error)))
    };
    sessions.iter().map(token).collect()
}

fn as_json(address: SocketAddr, tokens: &[(Role, String)]) -> String {
    let tokens: serde_json::Map<String, serde_json::Value> =
        tokens.iter().map(|(role, token)| (role.to_string(), json!(token))).collect();
    json!({ "url": format!("http://{address}"), "area": AREA, "tokens": tokens }).to_string()
}

fn for_people(address: SocketAddr, tokens: &[(Role, String)]) -> String {
    let url = format!("http://{address}");
    let tokens: Vec<String> =
        tokens.iter().map(|(role, token)| format!("{}='{token}'", role.to_string().to_uppercase())).collect();
    format!(
        "Answerable serves the assurance meeting of 30 January 2019 in West Mercia.

  Address        {url}
  Documentation  {url}/docs/

A bearer token for each role, valid for twelve hours and for this run only. Paste them into a shell:

{}

Public, without a token: two editions of the record, a change note, a withheld passage:

  curl -s {url}/public/v1/editions
  curl -s '{url}/public/v1/search?q=power+supply'
  answerable verify {url}

Three things to try with a token:

  curl -s {url}/v1/me -H \"Authorization: Bearer $PCC\"
  curl -s '{url}/v1/questions?limit=2&include=responses,actions' -H \"Authorization: Bearer $FORCE\"
  curl -s {url}/v1/questions -H \"Authorization: Bearer $OPCC\" -H 'Content-Type: application/json' \\
    -d '{{\"text\": \"What has changed since January?\"}}'

Pages of any origin may call the demo, so that a front end can be tried against it. A real instance allows only the
origins in --cors-origins.

Stop it with Ctrl-C; the data stays in the database.",
        tokens.join("\n")
    )
}
