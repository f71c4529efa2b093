//! The sources of settings: flags, then the environment, then a TOML file. Every value records its source.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::foundation::input::near;
use crate::foundation::text_file;

/// A setting under its three names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The flag without the dashes in front.
    pub flag: &'static str,
    pub variable: &'static str,
    /// The name in the TOML file.
    pub member: &'static str,
}

const fn key(flag: &'static str, variable: &'static str, member: &'static str) -> Key {
    Key { flag, variable, member }
}

pub const CONFIG: Key = key("config", "ANSWERABLE_CONFIG", "");
pub const DATABASE_URL: Key = key("database-url", "DATABASE_URL", "database_url");
pub const LISTEN: Key = key("listen", "ANSWERABLE_LISTEN", "listen");
pub const PUBLIC_URL: Key = key("public-url", "ANSWERABLE_PUBLIC_URL", "public_url");
pub const SIGNING_KEYS: Key = key("signing-keys", "ANSWERABLE_SIGNING_KEYS", "signing_keys");
pub const SIGNING_KEY_FILE: Key = key("signing-key-file", "ANSWERABLE_SIGNING_KEY_FILE", "signing_key_file");
pub const LOG_ORIGIN: Key = key("log-origin", "ANSWERABLE_LOG_ORIGIN", "log_origin");
pub const ISSUER: Key = key("issuer", "ANSWERABLE_ISSUER", "issuer");
pub const AUDIENCE: Key = key("audience", "ANSWERABLE_AUDIENCE", "audience");
pub const ACCESS_TOKEN: Key = key("access-token-minutes", "ANSWERABLE_ACCESS_TOKEN_MINUTES", "access_token_minutes");
pub const REFRESH_TOKEN: Key = key("refresh-token-days", "ANSWERABLE_REFRESH_TOKEN_DAYS", "refresh_token_days");
pub const BODY_LIMIT: Key = key("body-limit-kib", "ANSWERABLE_BODY_LIMIT_KIB", "body_limit_kib");
pub const ATTACHMENT_STORE: Key = key("attachment-store", "ANSWERABLE_ATTACHMENT_STORE", "attachment_store");
pub const ATTACHMENT_LIMIT: Key = key("attachment-limit-mib", "ANSWERABLE_ATTACHMENT_LIMIT_MIB", "attachment_limit_mib");
pub const CORS_ORIGINS: Key = key("cors-origins", "ANSWERABLE_CORS_ORIGINS", "cors_origins");
pub const TRUSTED_PROXIES: Key = key("trusted-proxies", "ANSWERABLE_TRUSTED_PROXIES", "trusted_proxies");
pub const PUBLIC_CACHE: Key = key("public-cache-bytes", "ANSWERABLE_PUBLIC_CACHE_BYTES", "public_cache_bytes");
pub const WORKERS: Key = key("workers", "ANSWERABLE_WORKERS", "workers");
pub const CONNECTIONS: Key = key("connections", "ANSWERABLE_CONNECTIONS", "connections");
pub const QUEUE: Key = key("queue", "ANSWERABLE_QUEUE", "queue");
pub const STATEMENT_TIMEOUT: Key = key("statement-timeout-ms", "ANSWERABLE_STATEMENT_TIMEOUT_MS", "statement_timeout_ms");
pub const QUEUE_WAIT: Key = key("queue-wait-ms", "ANSWERABLE_QUEUE_WAIT_MS", "queue_wait_ms");
pub const ANSWER_WAIT: Key = key("answer-wait-ms", "ANSWERABLE_ANSWER_WAIT_MS", "answer_wait_ms");
pub const DRAIN: Key = key("drain-seconds", "ANSWERABLE_DRAIN_SECONDS", "drain_seconds");
pub const WEBHOOKS_ALLOW_LOOPBACK: Key =
    key("webhooks-allow-loopback", "ANSWERABLE_WEBHOOKS_ALLOW_LOOPBACK", "webhooks_allow_loopback");
pub const LOG: Key = key("log", "ANSWERABLE_LOG", "log");
pub const LOG_FORMAT: Key = key("log-format", "ANSWERABLE_LOG_FORMAT", "log_format");

/// All settings that a file may contain.
pub const KEYS: [Key; 26] = [
    DATABASE_URL,
    LISTEN,
    PUBLIC_URL,
    SIGNING_KEYS,
    SIGNING_KEY_FILE,
    LOG_ORIGIN,
    ISSUER,
    AUDIENCE,
    ACCESS_TOKEN,
    REFRESH_TOKEN,
    BODY_LIMIT,
    ATTACHMENT_STORE,
    ATTACHMENT_LIMIT,
    CORS_ORIGINS,
    TRUSTED_PROXIES,
    PUBLIC_CACHE,
    WORKERS,
    CONNECTIONS,
    QUEUE,
    STATEMENT_TIMEOUT,
    QUEUE_WAIT,
    ANSWER_WAIT,
    DRAIN,
    WEBHOOKS_ALLOW_LOOPBACK,
    LOG,
    LOG_FORMAT,
];

/// The source of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Flag,
    Environment,
    File(PathBuf),
    /// No source: the value is missing.
    Nowhere,
}

/// An invalid setting: `ANSWERABLE_CONNECTIONS: "abc" is not a number`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct BadSetting {
    pub key: Key,
    pub origin: Origin,
    pub detail: String,
}

impl fmt::Display for BadSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, origin, detail } = self;
        match origin {
            Origin::Flag => write!(f, "--{}: {detail}", key.flag),
            Origin::Environment => write!(f, "{}: {detail}", key.variable),
            Origin::File(path) if key.member.is_empty() => write!(f, "{}: {detail}", path.display()),
            Origin::File(path) => write!(f, "{} in {}: {detail}", key.member, path.display()),
            Origin::Nowhere => write!(f, "--{} or {}: {detail}", key.flag, key.variable),
        }
    }
}

/// A value and its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub key: Key,
    pub origin: Origin,
    pub text: String,
}

impl Given {
    /// Builds the error for an invalid value.
    pub fn bad(&self, detail: impl Into<String>) -> BadSetting {
        BadSetting { key: self.key, origin: self.origin.clone(), detail: detail.into() }
    }
}

/// The values of all sources, after precedence.
#[derive(Debug, Clone, Default)]
pub struct Sources(BTreeMap<&'static str, Given>);

impl Sources {
    /// Reads each of `flags` from the flag, else from `environment`, else from the file that `config` names.
    ///
    /// An empty variable counts as not set, because compose files pass an absent variable as empty.
    pub fn gather(
        config: Option<&String>,
        flags: &[(Key, Option<&String>)],
        environment: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, BadSetting> {
        let file = match given(CONFIG, config, &environment)? {
            Some(named) => read_file(&named)?,
            None => BTreeMap::new(),
        };
        let mut found = BTreeMap::new();
        for (key, flag) in flags {
            if let Some(given) = given(*key, *flag, &environment)?.or_else(|| file.get(key.flag).cloned()) {
                found.insert(key.flag, given);
            }
        }
        Ok(Self(found))
    }

    /// Returns the value of a setting, if any source has one.
    pub fn get(&self, key: Key) -> Option<&Given> {
        self.0.get(key.flag)
    }
}

fn given(key: Key, flag: Option<&String>, environment: impl Fn(&str) -> Option<OsString>) -> Result<Option<Given>, BadSetting> {
    if let Some(text) = flag {
        return Ok(Some(Given { key, origin: Origin::Flag, text: text.clone() }));
    }
    let Some(value) = environment(key.variable).filter(|value| !value.is_empty()) else { return Ok(None) };
    let not_text = |_| BadSetting { key, origin: Origin::Environment, detail: "is not UTF-8".into() };
    let text = value.into_string().map_err(not_text)?;
    Ok(Some(Given { key, origin: Origin::Environment, text }))
}

fn read_file(named: &Given) -> Result<BTreeMap<&'static str, Given>, BadSetting> {
    let path = Path::new(&named.text);
    let text = text_file::read(path).map_err(|what| named.bad(format!("{}{what}", path.display())))?;
    from_toml(path, &text)
}

/// The form of a line that is not repeated in an error.
const LINE_OF_TOML: &str = "each setting once and on a line of its own, such as workers = 2, with a text in quotation marks, such as \
listen = \"127.0.0.1:8080\"";

fn unknown_setting(member: &str) -> String {
    let meant = near(member, &KEYS.map(|key| key.member));
    format!(
        "there is no setting {member:?}: {}",
        meant.map_or("check the spelling".to_owned(), |name| format!("did you mean {name}?"))
    )
}

/// Reads the settings of a TOML file.
pub fn from_toml(path: &Path, text: &str) -> Result<BTreeMap<&'static str, Given>, BadSetting> {
    let origin = Origin::File(path.to_owned());
    let about_file = |detail: String| BadSetting { key: CONFIG, origin: origin.clone(), detail };
    // Only the line: the library's own text repeats it, and a line may hold a password.
    let table: toml::Table = toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        about_file(format!("line {line} is not TOML: write {LINE_OF_TOML}"))
    })?;
    let mut found = BTreeMap::new();
    for (member, value) in table {
        let known = KEYS.into_iter().find(|key| key.member == member);
        let key = known.ok_or_else(|| about_file(unknown_setting(&member)))?;
        let bad = |detail: &str| BadSetting { key, origin: origin.clone(), detail: detail.into() };
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Array(items) if [CORS_ORIGINS, TRUSTED_PROXIES].contains(&key) => {
                let items: Option<Vec<&str>> = items.iter().map(toml::Value::as_str).collect();
                items.ok_or_else(|| bad("must be a list of texts in quotation marks"))?.join(",")
            }
            toml::Value::Array(_)
            | toml::Value::Boolean(_)
            | toml::Value::Datetime(_)
            | toml::Value::Float(_)
            | toml::Value::Table(_) => return Err(bad("must be a text in quotation marks or a whole number")),
        };
        found.insert(key.flag, Given { key, origin: origin.clone(), text });
    }
    Ok(found)
}
