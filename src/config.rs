//! Settings: from flags, environment and file, checked at start.

use std::time::Duration;

use crate::db::DbSettings;

/// What the running service needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    pub database: DbSettings,
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

impl Settings {
    /// What an instance on one machine needs when nothing else is said: for the demo and for tests.
    pub fn local(url: crate::db::DatabaseUrl) -> Self {
        Self {
            database: DbSettings { url, connections: 2, queue: 1000, statement_timeout: Duration::from_secs(5) },
            issuer: "answerable".into(),
            audience: "answerable".into(),
            access_token: Duration::from_secs(900),
            refresh_token: Duration::from_secs(14 * 86_400),
            body_limit: 1 << 20,
            cors_origins: Vec::new(),
            workers: 2,
            drain: Duration::from_secs(30),
        }
    }
}
