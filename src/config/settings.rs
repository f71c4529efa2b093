//! What the running service needs to know, and how the three sources become it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use crate::db::{DatabaseUrl, DbSettings};

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Plain,
    /// One JSON object a line, for machines.
    Json,
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("setting {name}: {detail}")]
pub struct BadSetting {
    pub name: &'static str,
    pub detail: String,
}

/// What one source says; flags and the environment arrive together, a file alone. Lists and numbers are parsed already.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub database_url: Option<String>,
    pub listen: Option<SocketAddr>,
    pub signing_keys: Option<PathBuf>,
    pub issuer: Option<String>,
    pub audience: Option<String>,
    pub access_token_minutes: Option<u64>,
    pub refresh_token_days: Option<u64>,
    pub body_limit_kib: Option<usize>,
    pub cors_origins: Option<Vec<String>>,
    pub workers: Option<usize>,
    pub connections: Option<usize>,
    pub queue: Option<usize>,
    pub statement_timeout_ms: Option<u64>,
    pub drain_seconds: Option<u64>,
    pub log: Option<String>,
    pub log_format: Option<LogFormat>,
}

/// What the running service needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    pub database: DbSettings,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The file of PKCS#8 PEM blocks: the first signs, all verify.
    pub signing_keys: Option<PathBuf>,
    /// `iss` of the tokens this instance signs and accepts.
    pub issuer: String,
    /// `aud` of the same.
    pub audience: String,
    /// Life of an access token.
    pub access_token: Duration,
    /// Life of a refresh token.
    pub refresh_token: Duration,
    /// Largest body in bytes.
    pub body_limit: usize,
    /// Origins that browsers may call `/v1` from.
    pub cors_origins: Vec<String>,
    /// Threads that answer HTTP.
    pub workers: usize,
    /// How long SIGTERM waits for requests under way.
    pub drain: Duration,
}

impl Source {
    /// Reads a TOML file; an unknown key or a wrong type is named with its place.
    pub fn from_toml(text: &str) -> Result<Self, BadSetting> {
        toml::from_str(text).map_err(|error| BadSetting { name: "config", detail: format!("the file cannot be used: {error}") })
    }

    /// This source, with what it leaves open taken from `other`.
    pub fn or(self, other: Self) -> Self {
        Self {
            database_url: self.database_url.or(other.database_url),
            listen: self.listen.or(other.listen),
            signing_keys: self.signing_keys.or(other.signing_keys),
            issuer: self.issuer.or(other.issuer),
            audience: self.audience.or(other.audience),
            access_token_minutes: self.access_token_minutes.or(other.access_token_minutes),
            refresh_token_days: self.refresh_token_days.or(other.refresh_token_days),
            body_limit_kib: self.body_limit_kib.or(other.body_limit_kib),
            cors_origins: self.cors_origins.or(other.cors_origins),
            workers: self.workers.or(other.workers),
            connections: self.connections.or(other.connections),
            queue: self.queue.or(other.queue),
            statement_timeout_ms: self.statement_timeout_ms.or(other.statement_timeout_ms),
            drain_seconds: self.drain_seconds.or(other.drain_seconds),
            log: self.log.or(other.log),
            log_format: self.log_format.or(other.log_format),
        }
    }

    /// The settings, with sensible values for what no source gives.
    pub fn settings(self) -> Result<Settings, BadSetting> {
        let url = self.database_url.as_deref().unwrap_or("sqlite://answerable.db");
        let url = url.parse::<DatabaseUrl>().map_err(|error| bad("database-url (DATABASE_URL)", error.to_string()))?;
        let mut settings = Settings::local(url);
        settings.database.connections = within("connections", self.connections, 1..=500, settings.database.connections)?;
        settings.database.queue = within("queue", self.queue, 1..=100_000, settings.database.queue)?;
        let timeout = within("statement-timeout-ms", self.statement_timeout_ms, 100..=600_000, 5000)?;
        settings.database.statement_timeout = Duration::from_millis(timeout);
        settings.listen = self.listen.unwrap_or(settings.listen);
        settings.signing_keys = self.signing_keys;
        settings.issuer = named("issuer", self.issuer, settings.issuer)?;
        settings.audience = named("audience", self.audience, settings.audience)?;
        let minutes = within("access-token-minutes", self.access_token_minutes, 1..=1440, 15)?;
        settings.access_token = Duration::from_secs(minutes * 60);
        let days = within("refresh-token-days", self.refresh_token_days, 1..=365, 14)?;
        settings.refresh_token = Duration::from_secs(days * 86_400);
        settings.body_limit = within("body-limit-kib", self.body_limit_kib, 16..=102_400, 1024)? * 1024;
        settings.workers = within("workers", self.workers, 1..=1024, settings.workers)?;
        settings.drain = Duration::from_secs(within("drain-seconds", self.drain_seconds, 1..=3600, 30)?);
        settings.cors_origins = self.cors_origins.unwrap_or_default();
        for origin in &settings.cors_origins {
            check_origin(origin)?;
        }
        Ok(settings)
    }
}

impl Settings {
    /// What an instance on one machine needs when nothing else is said.
    pub fn local(url: DatabaseUrl) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let connections = match url {
            DatabaseUrl::Sqlite(_) => cores.clamp(2, 8),
            DatabaseUrl::Postgres(_) => (cores * 4).clamp(8, 32),
        };
        Self {
            database: DbSettings { url, connections, queue: 1000, statement_timeout: Duration::from_secs(5) },
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            signing_keys: None,
            issuer: "answerable".into(),
            audience: "answerable".into(),
            access_token: Duration::from_secs(15 * 60),
            refresh_token: Duration::from_secs(14 * 86_400),
            body_limit: 1 << 20,
            cors_origins: Vec::new(),
            workers: cores,
            drain: Duration::from_secs(30),
        }
    }
}

fn bad(name: &'static str, detail: impl Into<String>) -> BadSetting {
    BadSetting { name, detail: detail.into() }
}

fn within<N: PartialOrd + Copy + std::fmt::Display>(
    name: &'static str,
    given: Option<N>,
    range: std::ops::RangeInclusive<N>,
    default: N,
) -> Result<N, BadSetting> {
    match given {
        None => Ok(default),
        Some(value) if range.contains(&value) => Ok(value),
        Some(value) => Err(bad(name, format!("{value} is not within {} to {}", range.start(), range.end()))),
    }
}

fn named(name: &'static str, given: Option<String>, default: String) -> Result<String, BadSetting> {
    match given {
        None => Ok(default),
        Some(text) if text.trim().is_empty() => Err(bad(name, "is empty")),
        Some(text) => Ok(text),
    }
}

/// An origin is a scheme, a host and perhaps a port (RFC 6454); `*` would let every site use a signed-in browser.
fn check_origin(origin: &str) -> Result<(), BadSetting> {
    let detail = || bad("cors-origins", format!("{origin:?} is no origin such as https://front.example.org"));
    let rest = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")).ok_or_else(detail)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    if rest.is_empty() || !rest.chars().all(plain) { Err(detail()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(toml: &str) -> Source {
        Source::from_toml(toml).expect("TOML")
    }

    #[test]
    fn the_first_source_wins() {
        let flags = source("connections = 3");
        let file = source("connections = 9\nissuer = \"https://file.example\"");
        let settings = flags.or(file).settings().expect("settings");
        assert_eq!((settings.database.connections, settings.issuer.as_str()), (3, "https://file.example"));
        assert_eq!(settings.access_token, Duration::from_secs(900));
    }

    #[test]
    fn faults_name_the_setting() {
        for (toml, name) in [
            ("connections = 0", "connections"),
            ("connections = 501", "connections"),
            ("statement_timeout_ms = 1", "statement-timeout-ms"),
            ("access_token_minutes = 100000", "access-token-minutes"),
            ("issuer = \" \"", "issuer"),
            ("database_url = \"mysql://u:secret@h/d\"", "database-url (DATABASE_URL)"),
            ("cors_origins = [\"*\"]", "cors-origins"),
            ("cors_origins = [\"https://a.example/path\"]", "cors-origins"),
        ] {
            let fault = source(toml).settings().expect_err(toml);
            assert_eq!(fault.name, name);
            assert!(!fault.detail.contains("secret"), "{fault}");
        }
        let unknown = Source::from_toml("conections = 3").expect_err("an unknown key").to_string();
        assert!(unknown.contains("conections"), "{unknown}");
    }
}
