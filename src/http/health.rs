//! What the service says about itself: alive, ready, metrics, its description, its keys, and where nothing is.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::description::Description;
use crate::app::App;
use crate::db::migrate;
use crate::error::ApiError;

/// How the service is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    #[schema(example = "ok")]
    status: &'static str,
}

/// Whether the process is up.
#[utoipa::path(tag = "service", security(()), responses((status = 200, body = Health)))]
#[get("/healthz")]
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "ok" })
}

/// Whether the database is reachable and migrated.
#[utoipa::path(tag = "service", security(()), responses((status = 200, body = Health)))]
#[get("/readyz")]
pub async fn readyz(app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    let pending = app.db.read(|conn| migrate::pending(conn).map_err(|error| ApiError::Internal(error.to_string()))).await?;
    if pending {
        log::error!("the database is not migrated: run `answerable migrate`");
        return Err(ApiError::DatabaseAway);
    }
    Ok(HttpResponse::Ok().json(Health { status: "ok" }))
}

/// Metrics in the text format of Prometheus.
#[utoipa::path(tag = "service", security(()), responses((status = 200, body = String, content_type = "text/plain")))]
#[get("/metrics")]
pub async fn get_metrics(app: web::Data<App>) -> HttpResponse {
    metrics::gauge!("answerable_db_queue").set(f64::from(u32::try_from(app.db.queued()).unwrap_or(u32::MAX)));
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(app.metrics.render())
}

/// This description of the API (OpenAPI 3.1).
#[utoipa::path(tag = "service", security(()), responses((status = 200, body = Object)))]
#[get("/openapi.json")]
pub async fn get_openapi(description: web::Data<Description>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .content_type("application/json")
        .body(description.json.clone())
}

/// The public keys that verify this service's tokens (RFC 7517).
#[utoipa::path(tag = "service", security(()), responses((status = 200, body = Object)))]
#[get("/.well-known/jwks.json")]
pub async fn get_jwks(app: web::Data<App>) -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "public, max-age=300")).json(app.tokens.keys.jwks())
}

/// Answers where no operation is: 405 with `Allow` when the path has other methods, otherwise 404.
pub async fn nothing_here(request: HttpRequest, description: web::Data<Description>) -> Result<HttpResponse, ApiError> {
    let allowed = description.methods_of(request.path());
    if allowed.is_empty() {
        Err(ApiError::NotFound)
    } else {
        Err(ApiError::MethodNotAllowed(request.method().to_string(), allowed))
    }
}

/// Mounts the service's own pages.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(healthz).service(readyz).service(get_metrics).service(get_openapi).service(get_jwks);
}
