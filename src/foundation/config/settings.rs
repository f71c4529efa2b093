//! The settings of the running service, read from the sources and checked.

use std::fmt::Display;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use actix_web::http::uri::Authority;

use super::sources;
use super::sources::{BadSetting, Given, Key, Origin, Sources};
use crate::foundation::db::{DatabaseUrl, DbSettings, Waits, reach};
use crate::foundation::file_store::FileStore;
use crate::foundation::proxies::Proxies;
use crate::foundation::signing::KeyPlace;
use crate::foundation::signing::key::is_name;

/// Time limits for a request: for a database connection, and for work in progress.
const QUEUE_WAIT: Duration = Duration::from_secs(5);
const ANSWER_WAIT: Duration = Duration::from_secs(300);

/// The format of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Text for people.
    Plain,
    /// One JSON object per line, for machines.
    Json,
}

/// The settings of the running service.
#[derive(Debug, Clone)]
pub struct Settings {
    pub database: DbSettings,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The address under which the public reaches the service: scheme and host, without a final slash. Without it the service
    /// goes by the address it listens on, as the demo does.
    pub public_url: Option<String>,
    /// The file of PKCS#8 PEM blocks: the first key signs, all keys verify.
    pub signing_keys: Option<PathBuf>,
    /// The key that signs the publication log, and the name of that log.
    pub signing: KeyPlace,
    /// `iss` of the tokens this instance signs and accepts.
    pub issuer: String,
    /// `aud` of the same.
    pub audience: String,
    /// Lifetime of an access token.
    pub access_token: Duration,
    /// Lifetime of a refresh token.
    pub refresh_token: Duration,
    /// Maximum size of a request body in bytes.
    pub body_limit: usize,
    /// The store for attached files.
    pub attachment_store: FileStore,
    /// Maximum size of an attached file in bytes.
    pub attachment_limit: usize,
    /// Origins that browsers may call `/v1` from.
    pub cors_origins: CorsOrigins,
    /// Proxies whose `X-Forwarded-For` is trusted.
    pub trusted_proxies: Proxies,
    /// Memory for the cache of public pages, in bytes.
    pub public_cache: u64,
    /// Threads that answer HTTP.
    pub workers: usize,
    /// Time that shutdown waits for requests in progress.
    pub drain: Duration,
    /// True when webhooks may go to this machine itself: for tests and the demo.
    pub webhooks_allow_loopback: bool,
    /// The log filter in the syntax of `env_logger`; none uses the command's default.
    pub log: Option<String>,
    pub log_format: LogFormat,
}

/// The origins whose pages may call `/v1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CorsOrigins {
    These(Vec<String>),
    /// Pages of every origin: only in the demo.
    Any,
}

impl Settings {
    /// Returns the defaults for an instance on one machine.
    pub fn local(url: DatabaseUrl) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let connections = match url {
            DatabaseUrl::Sqlite(_) => cores.clamp(2, 8),
            DatabaseUrl::Postgres(_) => (cores * 2).clamp(4, 32),
        };
        let attachment_store = FileStore::Local(beside(&url).join("answerable-files"));
        let signing = KeyPlace { path: key_beside(&url), given: false, name: "localhost/answerable".into() };
        Self {
            signing,
            database: DbSettings {
                url,
                connections,
                queue: 1000,
                statement_timeout: Duration::from_secs(5),
                waits: Waits::Limited { queue: QUEUE_WAIT, begun: ANSWER_WAIT },
            },
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            signing_keys: None,
            issuer: "answerable".into(),
            audience: "answerable".into(),
            access_token: Duration::from_secs(15 * 60),
            refresh_token: Duration::from_secs(14 * 86_400),
            body_limit: 1 << 20,
            attachment_store,
            attachment_limit: 25 << 20,
            cors_origins: CorsOrigins::These(Vec::new()),
            trusted_proxies: Proxies::default(),
            public_cache: 64 << 20,
            workers: cores,
            drain: Duration::from_secs(30),
            webhooks_allow_loopback: false,
            log: None,
            log_format: LogFormat::Plain,
        }
    }

    /// Reads the settings, with defaults for those no source gives; `database_url` is the default for the database.
    pub fn read(sources: &Sources, database_url: &str) -> Result<Self, BadSetting> {
        let default = || Given { key: sources::DATABASE_URL, origin: Origin::Nowhere, text: database_url.to_owned() };
        let url = database(&sources.get(sources::DATABASE_URL).cloned().unwrap_or_else(default))?;
        let mut settings = Self::local(url);
        settings.read_database(sources)?;
        settings.read_tokens(sources)?;
        settings.read_signing(sources)?;
        if let Some(given) = sources.get(sources::LISTEN) {
            settings.listen = parsed(given, "an address such as 127.0.0.1:8080")?;
        }
        settings.public_url = sources.get(sources::PUBLIC_URL).map(public_url).transpose()?;
        settings.body_limit = within(sources, sources::BODY_LIMIT, 16..=102_400, settings.body_limit / 1024)? * 1024;
        if let Some(given) = sources.get(sources::ATTACHMENT_STORE) {
            settings.attachment_store = given.text.trim().parse().map_err(|error| given.bad(error))?;
        }
        let mib = within(sources, sources::ATTACHMENT_LIMIT, 1..=1024, settings.attachment_limit >> 20)?;
        settings.attachment_limit = mib << 20;
        settings.public_cache = within(sources, sources::PUBLIC_CACHE, 0..=64 << 30, settings.public_cache)?;
        settings.workers = within(sources, sources::WORKERS, 1..=1024, settings.workers)?;
        settings.drain = Duration::from_secs(within(sources, sources::DRAIN, 1..=3600, settings.drain.as_secs())?);
        settings.webhooks_allow_loopback =
            sources.get(sources::WEBHOOKS_ALLOW_LOOPBACK).map_or(Ok(false), |given| parsed(given, "true or false"))?;
        if let Some(given) = sources.get(sources::CORS_ORIGINS) {
            settings.cors_origins = CorsOrigins::These(origins(given)?);
        }
        settings.trusted_proxies = sources.get(sources::TRUSTED_PROXIES).map_or(Ok(Proxies::default()), proxies)?;
        settings.log = sources.get(sources::LOG).map(not_empty).transpose()?;
        settings.log_format = sources.get(sources::LOG_FORMAT).map_or(Ok(settings.log_format), log_format)?;
        Ok(settings)
    }

    /// Checks that the public address is known. A command that publishes needs it: what leaves the service has no page that a
    /// relative address could be read from.
    pub fn require_public_url(&self) -> Result<(), BadSetting> {
        let missing = || BadSetting { key: sources::PUBLIC_URL, origin: Origin::Nowhere, detail: NO_PUBLIC_URL.into() };
        self.public_url.as_ref().map(|_| ()).ok_or_else(missing)
    }

    fn read_database(&mut self, sources: &Sources) -> Result<(), BadSetting> {
        let database = &mut self.database;
        database.connections = within(sources, sources::CONNECTIONS, 1..=500, database.connections)?;
        database.queue = within(sources, sources::QUEUE, 1..=100_000, database.queue)?;
        let timeout = within(sources, sources::STATEMENT_TIMEOUT, 100..=600_000, 5000)?;
        database.statement_timeout = Duration::from_millis(timeout);
        let ms = |key, most, default: Duration| {
            within(sources, key, 100..=most, u64::try_from(default.as_millis()).unwrap_or(most)).map(Duration::from_millis)
        };
        let queue = ms(sources::QUEUE_WAIT, 600_000, QUEUE_WAIT)?;
        database.waits = Waits::Limited { queue, begun: ms(sources::ANSWER_WAIT, 3_600_000, ANSWER_WAIT)? };
        Ok(())
    }

    fn read_signing(&mut self, sources: &Sources) -> Result<(), BadSetting> {
        if let Some(given) = sources.get(sources::SIGNING_KEY_FILE) {
            self.signing.path = PathBuf::from(not_empty(given)?);
            self.signing.given = true;
        }
        if let Some(given) = sources.get(sources::LOG_ORIGIN) {
            // A scheme would be part of the name for ever, and adds nothing.
            if !is_name(&given.text) || given.text.contains("://") {
                return Err(given.bad(format!("{:?} is not a name such as example.org/answerable", given.text)));
            }
            self.signing.name.clone_from(&given.text);
        }
        Ok(())
    }

    fn read_tokens(&mut self, sources: &Sources) -> Result<(), BadSetting> {
        self.signing_keys = sources.get(sources::SIGNING_KEYS).map(not_empty).transpose()?.map(PathBuf::from);
        if let Some(given) = sources.get(sources::ISSUER) {
            self.issuer = not_empty(given)?;
        }
        if let Some(given) = sources.get(sources::AUDIENCE) {
            self.audience = not_empty(given)?;
        }
        self.access_token = Duration::from_secs(within(sources, sources::ACCESS_TOKEN, 1..=1440, 15)? * 60);
        self.refresh_token = Duration::from_secs(within(sources, sources::REFRESH_TOKEN, 1..=365, 14)? * 86_400);
        Ok(())
    }
}

/// Returns the directory of an SQLite database; for another database, the current directory.
fn beside(url: &DatabaseUrl) -> PathBuf {
    match url {
        DatabaseUrl::Sqlite(path) => PathBuf::from(path).parent().map_or_else(PathBuf::new, PathBuf::from),
        DatabaseUrl::Postgres(_) => PathBuf::new(),
    }
}

/// Returns the default file of the signing key: each SQLite database has its own.
fn key_beside(url: &DatabaseUrl) -> PathBuf {
    match url {
        DatabaseUrl::Sqlite(path) => PathBuf::from(format!("{path}.signing-key.pem")),
        DatabaseUrl::Postgres(_) => PathBuf::from("answerable.signing-key.pem"),
    }
}

fn parsed<T: FromStr>(given: &Given, wanted: &str) -> Result<T, BadSetting> {
    given.text.trim().parse().map_err(|_| given.bad(format!("{:?} is not {wanted}", given.text)))
}

fn within<N>(sources: &Sources, key: Key, range: RangeInclusive<N>, default: N) -> Result<N, BadSetting>
where
    N: FromStr + PartialOrd + Display,
{
    let Some(given) = sources.get(key) else { return Ok(default) };
    let number: N = parsed(given, &format!("a whole number from {} to {}", range.start(), range.end()))?;
    if range.contains(&number) {
        Ok(number)
    } else {
        Err(given.bad(format!("{number} is out of range: use {} to {}", range.start(), range.end())))
    }
}

fn not_empty(given: &Given) -> Result<String, BadSetting> {
    if given.text.trim().is_empty() { Err(given.bad("is empty: give a value or remove it")) } else { Ok(given.text.clone()) }
}

fn log_format(given: &Given) -> Result<LogFormat, BadSetting> {
    match given.text.as_str() {
        "plain" => Ok(LogFormat::Plain),
        "json" => Ok(LogFormat::Json),
        other => Err(given.bad(format!("{other:?} is not plain or json"))),
    }
}

/// The reason a command that publishes refuses to begin.
const NO_PUBLIC_URL: &str = "say under which address the public reaches this service, such as https://record.example.org: feeds, \
calendars, tables and the catalogue name it (on this machine alone, http://127.0.0.1:8080)";

/// Parses the public address. A path is refused, because the addresses in the signed record begin at the root of the host.
fn public_url(given: &Given) -> Result<String, BadSetting> {
    let text = given.text.trim();
    let origin = text.strip_suffix('/').unwrap_or(text);
    if is_origin(origin) {
        return Ok(origin.to_owned());
    }
    Err(given.bad(format!("{text:?} is not an address such as https://record.example.org: give scheme and host, and no path")))
}

/// True for a scheme, a host and optionally a port (RFC 6454).
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or("");
    let is_plain = host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c));
    // The colons of an IPv6 address are inside its brackets.
    let port = host.rsplit(']').next().and_then(|end| end.split_once(':')).map(|(_, port)| port);
    let uri = host.parse::<Authority>().ok();
    is_plain && uri.is_some_and(|uri| !uri.host().is_empty()) && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

/// Parses origins separated by commas. `*` is refused: it would let every site use a signed-in browser.
fn origins(given: &Given) -> Result<Vec<String>, BadSetting> {
    let items = given.text.split(',').map(str::trim).filter(|item| !item.is_empty());
    items
        .map(|item| if is_origin(item) { Ok(item.to_owned()) } else { Err(item) })
        .collect::<Result<_, _>>()
        .map_err(|item| given.bad(format!("{item:?} is not an origin such as https://front.example.org")))
}

fn proxies(given: &Given) -> Result<Proxies, BadSetting> {
    given.text.parse().map_err(|item| given.bad(format!("{item:?} is not an address or network such as 10.0.0.0/8")))
}

/// Parses the database URL. Errors never repeat it, because it may contain a password.
fn database(given: &Given) -> Result<DatabaseUrl, BadSetting> {
    let url: DatabaseUrl = given.text.parse().map_err(|error| given.bad(format!("{error}")))?;
    match &url {
        DatabaseUrl::Sqlite(_) => Ok(url),
        DatabaseUrl::Postgres(text) if !is_readable(text) => {
            Err(given.bad("is not a PostgreSQL URL: percent-encode characters such as / ? @ : % in a password"))
        }
        DatabaseUrl::Postgres(text) if !reach::HAS_TLS && reach::needs_tls(text, |name| std::env::var(name).ok()) => {
            Err(given.bad(NO_TLS))
        }
        DatabaseUrl::Postgres(_) => Ok(url),
    }
}

/// The reason a build without TLS refuses a database on another machine.
const NO_TLS: &str = "the database is on another machine and this build has no TLS, so passwords and the record would cross \
the network in the clear: build with --features postgres-tls, or say sslmode=disable in the URL where the network itself is \
private or encrypted";

/// Checks that user, password, hosts and ports are where libpq expects them. For other URLs libpq repeats parts in its errors,
/// and what it reads as a port or a host may be a piece of the password.
fn is_readable(url: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else { return false };
    let authority = rest.split(['/', '?']).next().unwrap_or("");
    let path = rest.strip_prefix(authority).unwrap_or("").split('?').next().unwrap_or("");
    let hosts = authority.split_once('@').map_or(authority, |(_, hosts)| hosts);
    let port_is_number = |host: &str| {
        // The colons of an IPv6 address are inside its brackets.
        let port = host.rsplit(']').next().unwrap_or("").split_once(':').map_or("", |(_, port)| port);
        port.chars().all(|c| c.is_ascii_digit())
    };
    let percent_is_encoding = rest
        .split('%')
        .skip(1)
        .all(|part| part.get(..2).is_some_and(|hex| hex.chars().all(|c| c.is_ascii_hexdigit()) && hex != "00"));
    percent_is_encoding && !path.contains('@') && !hosts.contains('@') && hosts.split(',').all(port_is_number)
}
