//! The application: state that every request shares.

use chrono::{DateTime, Utc};
use metrics_exporter_prometheus::PrometheusHandle;

use crate::foundation::actor::keys::KeyRing;
use crate::foundation::actor::sessions::Sessions;
use crate::foundation::actor::token::Tokens;
use crate::foundation::clock::{Clock, Ids};
use crate::foundation::config::Settings;
use crate::foundation::db::Db;
use crate::foundation::file_store::Files;
use crate::http::features::{Feature, Features};
use crate::http::idempotency::InFlight;

/// State that every request shares.
pub struct App {
    pub db: Db,
    pub files: Files,
    pub clock: Clock,
    pub ids: Ids,
    pub tokens: Tokens,
    pub sessions: Sessions,
    pub in_flight: InFlight,
    pub settings: Settings,
    /// The address under which the public reaches the service, without a final slash: the beginning of every address that is
    /// read elsewhere.
    pub public_url: String,
    pub metrics: PrometheusHandle,
    /// The time this process started. Responses that depend on its settings are as old as that.
    pub started: DateTime<Utc>,
    features: Features,
}

impl App {
    /// Builds an application from an open database and a file store.
    pub fn new(settings: Settings, db: Db, files: Files, keys: KeyRing, clock: Clock, metrics: PrometheusHandle) -> Self {
        let tokens = Tokens {
            keys,
            issuer: settings.issuer.clone(),
            audience: settings.audience.clone(),
            lifetime: i64::try_from(settings.access_token.as_secs()).unwrap_or(i64::MAX),
        };
        Self {
            public_url: settings.public_url.clone().unwrap_or_else(|| format!("http://{}", settings.listen)),
            started: clock.now(),
            db,
            files,
            clock,
            ids: Ids,
            tokens,
            sessions: Sessions::default(),
            in_flight: InFlight::default(),
            settings,
            metrics,
            features: Features::default(),
        }
    }

    /// Returns the state that a feature keeps between requests.
    pub fn feature<T: Feature>(&self) -> &T {
        self.features.get(&self.settings)
    }
}

/// Installs the metrics recorder of the process, once, and returns the handle that renders it.
pub fn metrics_handle() -> PrometheusHandle {
    static HANDLE: std::sync::OnceLock<PrometheusHandle> = std::sync::OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
            let handle = recorder.handle();
            if metrics::set_global_recorder(recorder).is_err() {
                log::warn!("another metrics recorder is already installed: /metrics stays empty");
            }
            handle
        })
        .clone()
}
