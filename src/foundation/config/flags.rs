//! Command-line flags. They are kept as text: `settings` reads them together with the other sources, so that an error can name
//! the source.

use clap::Args;

use super::settings::Settings;
use super::sources;
use super::sources::{BadSetting, Key, Sources};

const DEFAULT_DATABASE: &str = "sqlite://answerable.db";

/// The flags of every command that opens a database.
#[derive(Debug, Clone, Default, Args)]
pub struct Flags {
    /// TOML file with any of these settings, under the same names with underscores [env: ANSWERABLE_CONFIG]
    #[arg(long, value_name = "FILE")]
    pub config: Option<String>,
    /// sqlite://PATH or postgres://USER@HOST/DATABASE [env: DATABASE_URL] [default: sqlite://answerable.db]
    #[arg(long, value_name = "URL")]
    pub database_url: Option<String>,
    #[command(flatten)]
    pub log: LogFlags,
}

/// The logging flags of a command.
#[derive(Debug, Clone, Default, Args)]
pub struct LogFlags {
    /// Log filter, such as info, warn or answerable=debug [env: ANSWERABLE_LOG] [default: info for serve and demo, warn for
    /// other commands]
    #[arg(long, value_name = "FILTER")]
    pub log: Option<String>,
    /// Format of log lines: plain or json [env: ANSWERABLE_LOG_FORMAT] [default: plain]
    #[arg(long, value_name = "FORMAT")]
    pub log_format: Option<String>,
}

/// The flags for the key that signs the publication log and other permanent documents.
#[derive(Debug, Clone, Default, Args)]
pub struct SigningFlags {
    /// File of that private key (PKCS#8 PEM, Ed25519), made by `answerable key new`. Every process of an instance needs the
    /// same key [env: ANSWERABLE_SIGNING_KEY_FILE] [default: beside the SQLite database, created at first use; none on
    /// PostgreSQL]
    #[arg(long, value_name = "FILE")]
    pub signing_key_file: Option<String>,
    /// Name of the publication log in its checkpoints: host and path, without a scheme. It can never change [env:
    /// ANSWERABLE_LOG_ORIGIN] [default: localhost/answerable]
    #[arg(long, value_name = "NAME")]
    pub log_origin: Option<String>,
}

/// The further flags of `serve`.
#[derive(Debug, Clone, Default, Args)]
pub struct ServeFlags {
    #[command(flatten)]
    pub shared: Flags,
    /// Address to listen on; port 0 chooses a free port [env: ANSWERABLE_LISTEN] [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// Address under which the public reaches this service, such as https://record.example.org; feeds, calendars, tables and the
    /// catalogue name it. Required [env: ANSWERABLE_PUBLIC_URL]
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// File of private keys (PKCS#8 PEM, Ed25519), made by `answerable key new`. The first key signs, all keys verify [env:
    /// ANSWERABLE_SIGNING_KEYS]
    #[arg(long, value_name = "FILE")]
    pub signing_keys: Option<String>,
    #[command(flatten)]
    pub signing: SigningFlags,
    /// Issuer (`iss`) of this instance's tokens [env: ANSWERABLE_ISSUER] [default: answerable]
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,
    /// Audience (`aud`) of this instance's tokens [env: ANSWERABLE_AUDIENCE] [default: answerable]
    #[arg(long, value_name = "NAME")]
    pub audience: Option<String>,
    /// Lifetime of an access token, 1 to 1440 [env: ANSWERABLE_ACCESS_TOKEN_MINUTES] [default: 15]
    #[arg(long, value_name = "MINUTES")]
    pub access_token_minutes: Option<String>,
    /// Lifetime of a refresh token, 1 to 365 [env: ANSWERABLE_REFRESH_TOKEN_DAYS] [default: 14]
    #[arg(long, value_name = "DAYS")]
    pub refresh_token_days: Option<String>,
    /// Maximum size of a request body, 16 to 102400 [env: ANSWERABLE_BODY_LIMIT_KIB] [default: 1024]
    #[arg(long, value_name = "KIB")]
    pub body_limit_kib: Option<String>,
    /// Store for attached files: file:///PATH or s3://BUCKET/PREFIX. S3 takes region, endpoint and keys from AWS_* [env:
    /// ANSWERABLE_ATTACHMENT_STORE] [default: the directory answerable-files beside the SQLite database, or in the current
    /// directory]
    #[arg(long, value_name = "URL")]
    pub attachment_store: Option<String>,
    /// Maximum size of an attached file, 1 to 1024 [env: ANSWERABLE_ATTACHMENT_LIMIT_MIB] [default: 25]
    #[arg(long, value_name = "MIB")]
    pub attachment_limit_mib: Option<String>,
    /// Origins that browsers may call /v1 from, separated by commas [env: ANSWERABLE_CORS_ORIGINS] [default: none]
    #[arg(long, value_name = "ORIGINS")]
    pub cors_origins: Option<String>,
    /// Proxies whose X-Forwarded-For header is trusted: addresses and networks such as 10.0.0.0/8, separated by commas [env:
    /// ANSWERABLE_TRUSTED_PROXIES] [default: none]
    #[arg(long, value_name = "ADDRESSES")]
    pub trusted_proxies: Option<String>,
    /// Memory for the cache of public pages, 0 to 68719476736 [env: ANSWERABLE_PUBLIC_CACHE_BYTES] [default: 67108864]
    #[arg(long, value_name = "BYTES")]
    pub public_cache_bytes: Option<String>,
    /// Number of threads that serve HTTP [env: ANSWERABLE_WORKERS] [default: one per core]
    #[arg(long, value_name = "THREADS")]
    pub workers: Option<String>,
    /// Number of database connections: all of them on PostgreSQL, readers on SQLite [env: ANSWERABLE_CONNECTIONS] [default: by
    /// cores]
    #[arg(long, value_name = "CONNECTIONS")]
    pub connections: Option<String>,
    /// Maximum number of waiting database jobs; further requests get 503 [env: ANSWERABLE_QUEUE] [default: 1000]
    #[arg(long, value_name = "JOBS")]
    pub queue: Option<String>,
    /// Time limit for one statement on PostgreSQL, 100 to 600000 [env: ANSWERABLE_STATEMENT_TIMEOUT_MS] [default: 5000]
    #[arg(long, value_name = "MS")]
    pub statement_timeout_ms: Option<String>,
    /// Time limit for a request to get a database connection, 100 to 600000; then it gets 503 and nothing of it is done [env:
    /// ANSWERABLE_QUEUE_WAIT_MS] [default: 5000]
    #[arg(long, value_name = "MS")]
    pub queue_wait_ms: Option<String>,
    /// Time limit for a change in progress, 100 to 3600000; then it gets 504 and continues (a read gets 503) [env:
    /// ANSWERABLE_ANSWER_WAIT_MS] [default: 300000]
    #[arg(long, value_name = "MS")]
    pub answer_wait_ms: Option<String>,
    /// Time that shutdown (SIGTERM) waits for requests in progress, 1 to 3600 [env: ANSWERABLE_DRAIN_SECONDS] [default: 30]
    #[arg(long, value_name = "SECONDS")]
    pub drain_seconds: Option<String>,
    /// Allow webhooks to this machine itself, also over http: true or false. For tests and the demo only [env:
    /// ANSWERABLE_WEBHOOKS_ALLOW_LOOPBACK] [default: false]
    #[arg(long, value_name = "BOOL")]
    pub webhooks_allow_loopback: Option<String>,
}

impl LogFlags {
    /// Returns the values with their keys.
    pub fn given(&self) -> [(Key, Option<&String>); 2] {
        [(sources::LOG, self.log.as_ref()), (sources::LOG_FORMAT, self.log_format.as_ref())]
    }
}

impl SigningFlags {
    fn given(&self) -> [(Key, Option<&String>); 2] {
        [(sources::SIGNING_KEY_FILE, self.signing_key_file.as_ref()), (sources::LOG_ORIGIN, self.log_origin.as_ref())]
    }

    /// Returns the settings of a command that signs but does not serve.
    pub fn settings(&self, shared: &Flags) -> Result<Settings, BadSetting> {
        self.settings_with(shared, &[])
    }

    /// Returns the settings of a command that takes `more` flags.
    pub fn settings_with(&self, shared: &Flags, more: &[(Key, Option<&String>)]) -> Result<Settings, BadSetting> {
        let mut given = shared.given();
        given.extend(self.given());
        given.extend_from_slice(more);
        let sources = Sources::gather(shared.config.as_ref(), &given, |name| std::env::var_os(name))?;
        Settings::read(&sources, DEFAULT_DATABASE)
    }
}

impl Flags {
    fn given(&self) -> Vec<(Key, Option<&String>)> {
        let mut given = vec![(sources::DATABASE_URL, self.database_url.as_ref())];
        given.extend(self.log.given());
        given
    }

    /// Returns the settings from these flags, the environment and the file.
    pub fn settings(&self) -> Result<Settings, BadSetting> {
        let sources = Sources::gather(self.config.as_ref(), &self.given(), |name| std::env::var_os(name))?;
        Settings::read(&sources, DEFAULT_DATABASE)
    }
}

impl ServeFlags {
    pub(super) fn given(&self) -> Vec<(Key, Option<&String>)> {
        let mut given = self.shared.given();
        given.extend(self.signing.given());
        given.extend([
            (sources::LISTEN, self.listen.as_ref()),
            (sources::PUBLIC_URL, self.public_url.as_ref()),
            (sources::SIGNING_KEYS, self.signing_keys.as_ref()),
            (sources::ISSUER, self.issuer.as_ref()),
            (sources::AUDIENCE, self.audience.as_ref()),
            (sources::ACCESS_TOKEN, self.access_token_minutes.as_ref()),
            (sources::REFRESH_TOKEN, self.refresh_token_days.as_ref()),
            (sources::BODY_LIMIT, self.body_limit_kib.as_ref()),
            (sources::ATTACHMENT_STORE, self.attachment_store.as_ref()),
            (sources::ATTACHMENT_LIMIT, self.attachment_limit_mib.as_ref()),
            (sources::CORS_ORIGINS, self.cors_origins.as_ref()),
            (sources::TRUSTED_PROXIES, self.trusted_proxies.as_ref()),
            (sources::PUBLIC_CACHE, self.public_cache_bytes.as_ref()),
            (sources::WORKERS, self.workers.as_ref()),
            (sources::CONNECTIONS, self.connections.as_ref()),
            (sources::QUEUE, self.queue.as_ref()),
            (sources::STATEMENT_TIMEOUT, self.statement_timeout_ms.as_ref()),
            (sources::QUEUE_WAIT, self.queue_wait_ms.as_ref()),
            (sources::ANSWER_WAIT, self.answer_wait_ms.as_ref()),
            (sources::DRAIN, self.drain_seconds.as_ref()),
            (sources::WEBHOOKS_ALLOW_LOOPBACK, self.webhooks_allow_loopback.as_ref()),
        ]);
        given
    }

    /// Returns the settings from these flags, the environment and the file.
    pub fn settings(&self) -> Result<Settings, BadSetting> {
        self.settings_in(|name| std::env::var_os(name))
    }

    /// Returns the settings with the environment of the caller.
    pub(super) fn settings_in(&self, environment: impl Fn(&str) -> Option<std::ffi::OsString>) -> Result<Settings, BadSetting> {
        let sources = Sources::gather(self.shared.config.as_ref(), &self.given(), environment)?;
        Settings::read(&sources, DEFAULT_DATABASE)
    }
}
