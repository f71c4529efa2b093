//! The application: what every request shares, and the server around it.

use std::net::TcpListener;

use actix_cors::Cors;
use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App as ActixApp, HttpServer, web};
use metrics_exporter_prometheus::PrometheusHandle;
use utoipa_actix_web::AppExt;

use crate::actor::keys::KeyRing;
use crate::actor::sessions::Sessions;
use crate::actor::token::Tokens;
use crate::auth::sign_ins::SignIns;
use crate::clock::{Clock, Ids};
use crate::config::Settings;
use crate::db::Db;
use crate::error::ApiError;
use crate::http::idempotency::InFlight;
use crate::http::{observe, openapi};
use crate::routes;

/// What every request shares.
pub struct App {
    pub db: Db,
    pub clock: Clock,
    pub ids: Ids,
    pub tokens: Tokens,
    pub sessions: Sessions,
    pub in_flight: InFlight,
    pub sign_ins: SignIns,
    pub settings: Settings,
    /// The OpenAPI document as JSON.
    pub openapi: web::Bytes,
    pub metrics: PrometheusHandle,
}

impl App {
    /// Puts an application together around an open database.
    pub fn new(settings: Settings, db: Db, keys: KeyRing, clock: Clock, metrics: PrometheusHandle) -> Self {
        let tokens = Tokens {
            keys,
            issuer: settings.issuer.clone(),
            audience: settings.audience.clone(),
            lifetime: i64::try_from(settings.access_token.as_secs()).unwrap_or(900),
        };
        Self {
            db,
            clock,
            ids: Ids,
            tokens,
            sessions: Sessions::default(),
            in_flight: InFlight::default(),
            sign_ins: SignIns::default(),
            openapi: openapi::json().into(),
            settings,
            metrics,
        }
    }
}

/// Starts the server on a listener that is already bound.
pub fn serve(app: web::Data<App>, listener: TcpListener) -> std::io::Result<Server> {
    let (workers, drain) = (app.settings.workers, app.settings.drain);
    let server = HttpServer::new(move || {
        let cors = cors(&app.settings.cors_origins);
        ActixApp::new()
            .app_data(app.clone())
            .app_data(web::PathConfig::default().error_handler(|_, _| ApiError::NotFound.into()))
            .wrap(cors)
            .wrap(from_fn(observe::observe))
            .into_utoipa_app()
            .configure(routes::mount)
            .into_app()
    })
    .workers(workers)
    // The command line listens for signals itself, so that it can close the database after the last request.
    .disable_signals()
    .shutdown_timeout(drain.as_secs())
    .client_request_timeout(std::time::Duration::from_secs(10))
    .listen(listener)?
    .run();
    Ok(server)
}

fn cors(origins: &[String]) -> Cors {
    let mut cors = Cors::default()
        .allowed_methods(["GET", "POST", "PATCH", "DELETE"])
        .allowed_headers(["authorization", "content-type", "if-match", "idempotency-key", "x-request-id"])
        .expose_headers(["etag", "link", "location", "x-request-id", "retry-after"])
        .max_age(3600);
    for origin in origins {
        cors = cors.allowed_origin(origin);
    }
    cors
}

/// Installs the metrics recorder of the process, once, and gives the handle that renders it.
pub fn metrics_handle() -> PrometheusHandle {
    static HANDLE: std::sync::OnceLock<PrometheusHandle> = std::sync::OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
            let handle = recorder.handle();
            if metrics::set_global_recorder(recorder).is_err() {
                log::warn!("another metrics recorder is installed: /metrics stays empty");
            }
            handle
        })
        .clone()
}
