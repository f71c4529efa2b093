//! The flags of the command line with their environment variables; `clap` gives a flag precedence over its variable.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::settings::{BadSetting, LogFormat, Source};

/// What every command that opens a database takes.
#[derive(Debug, Clone, Default, Args)]
pub struct Flags {
    /// A TOML file with any of these settings, under the same names with underscores
    #[arg(long, env = "ANSWERABLE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// sqlite://PATH or postgres://USER@HOST/DATABASE [default: sqlite://answerable.db]
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// What to log, as env_logger reads it: info, warn, answerable=debug [default: info; commands that end by themselves: warn]
    #[arg(long, env = "ANSWERABLE_LOG", value_name = "FILTER")]
    pub log: Option<String>,
    /// How log lines look [default: plain]
    #[arg(long, env = "ANSWERABLE_LOG_FORMAT", value_enum, value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
}

/// What `serve` takes beside them.
#[derive(Debug, Clone, Default, Args)]
pub struct ServeFlags {
    #[command(flatten)]
    pub shared: Flags,
    /// Where to listen; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, env = "ANSWERABLE_LISTEN", value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// The file of private keys (PKCS#8 PEM, Ed25519): the first signs, all verify; `answerable key new` makes one
    #[arg(long, env = "ANSWERABLE_SIGNING_KEYS", value_name = "FILE")]
    pub signing_keys: Option<PathBuf>,
    /// `iss` of the tokens of this instance [default: answerable]
    #[arg(long, env = "ANSWERABLE_ISSUER", value_name = "URL")]
    pub issuer: Option<String>,
    /// `aud` of the tokens of this instance [default: answerable]
    #[arg(long, env = "ANSWERABLE_AUDIENCE", value_name = "NAME")]
    pub audience: Option<String>,
    /// Life of an access token, 1 to 1440 [default: 15]
    #[arg(long, env = "ANSWERABLE_ACCESS_TOKEN_MINUTES", value_name = "MINUTES")]
    pub access_token_minutes: Option<u64>,
    /// Life of a refresh token, 1 to 365 [default: 14]
    #[arg(long, env = "ANSWERABLE_REFRESH_TOKEN_DAYS", value_name = "DAYS")]
    pub refresh_token_days: Option<u64>,
    /// Largest request body, 16 to 102400 [default: 1024]
    #[arg(long, env = "ANSWERABLE_BODY_LIMIT_KIB", value_name = "KIB")]
    pub body_limit_kib: Option<usize>,
    /// Origins that browsers may call /v1 from, separated by commas [default: none]
    #[arg(long, env = "ANSWERABLE_CORS_ORIGINS", value_name = "ORIGINS", value_delimiter = ',')]
    pub cors_origins: Option<Vec<String>>,
    /// Threads that answer HTTP [default: one a core]
    #[arg(long, env = "ANSWERABLE_WORKERS", value_name = "THREADS")]
    pub workers: Option<usize>,
    /// Database connections: of PostgreSQL in all, of SQLite for reading [default: by cores]
    #[arg(long, env = "ANSWERABLE_CONNECTIONS", value_name = "CONNECTIONS")]
    pub connections: Option<usize>,
    /// Database jobs that may wait before requests are answered 503 [default: 1000]
    #[arg(long, env = "ANSWERABLE_QUEUE", value_name = "JOBS")]
    pub queue: Option<usize>,
    /// Longest run of one statement on PostgreSQL, 100 to 600000 [default: 5000]
    #[arg(long, env = "ANSWERABLE_STATEMENT_TIMEOUT_MS", value_name = "MS")]
    pub statement_timeout_ms: Option<u64>,
    /// How long SIGTERM waits for requests under way, 1 to 3600 [default: 30]
    #[arg(long, env = "ANSWERABLE_DRAIN_SECONDS", value_name = "SECONDS")]
    pub drain_seconds: Option<u64>,
}

impl Flags {
    /// These flags over their file.
    pub fn source(&self) -> Result<Source, BadSetting> {
        let flags = Source {
            database_url: self.database_url.clone(),
            log: self.log.clone(),
            log_format: self.log_format,
            ..Source::default()
        };
        let Some(path) = &self.config else { return Ok(flags) };
        let text = std::fs::read_to_string(path)
            .map_err(|error| BadSetting { name: "config", detail: format!("{} cannot be read: {error}", path.display()) })?;
        Ok(flags.or(Source::from_toml(&text)?))
    }
}

impl ServeFlags {
    /// These flags over their file.
    pub fn source(&self) -> Result<Source, BadSetting> {
        let flags = Source {
            listen: self.listen,
            signing_keys: self.signing_keys.clone(),
            issuer: self.issuer.clone(),
            audience: self.audience.clone(),
            access_token_minutes: self.access_token_minutes,
            refresh_token_days: self.refresh_token_days,
            body_limit_kib: self.body_limit_kib,
            cors_origins: self.cors_origins.clone(),
            workers: self.workers,
            connections: self.connections,
            queue: self.queue,
            statement_timeout_ms: self.statement_timeout_ms,
            drain_seconds: self.drain_seconds,
            ..Source::default()
        };
        Ok(flags.or(self.shared.source()?))
    }
}
