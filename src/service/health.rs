//! The service's own endpoints: health, readiness, metrics, description, keys, and the response for unknown paths.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, ETAG, LOCATION};
use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::foundation::db::migrate;
use crate::foundation::db::migrate::{MigrateError, Standing};
use crate::foundation::error::ApiError;
use crate::http::app::App;
use crate::http::description::Description;
use crate::http::encoding::Encoding;
use crate::http::mount::ServiceConfig;
use crate::public::front;

/// The state of the service.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    #[schema(example = "ok")]
    status: &'static str,
}

/// Report that the process is up.
#[utoipa::path(tag = "service", responses((status = 200, body = Health)))]
#[get("/healthz")]
pub async fn get_health() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "ok" })
}

/// Report whether the database is reachable and has the schema of this version.
#[utoipa::path(tag = "service", responses((status = 200, body = Health)))]
#[get("/readyz")]
pub async fn get_readiness(app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    let standing = app.db.read(|conn| migrate::standing(conn).map_err(|error| ApiError::Internal(error.to_string()))).await?;
    match standing {
        Standing::Current => return Ok(HttpResponse::Ok().json(Health { status: "ok" })),
        Standing::Behind => log::error!("the database is not migrated: run `answerable migrate`"),
        Standing::Newer(unknown) => log::error!("{}", MigrateError::Newer(unknown)),
    }
    Err(ApiError::DatabaseAway)
}

/// Read metrics in the Prometheus text format.
#[utoipa::path(tag = "service", responses((status = 200, body = String, content_type = "text/plain")))]
#[get("/metrics")]
pub async fn get_metrics(app: web::Data<App>) -> HttpResponse {
    metrics::gauge!("answerable_db_queue").set(f64::from(u32::try_from(app.db.queued()).unwrap_or(u32::MAX)));
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(app.metrics.render())
}

/// Read this description of the API (OpenAPI 3.1).
///
/// Available to pages of any origin. It changes only with the version of the service: revalidate with `If-None-Match`.
#[utoipa::path(tag = "service", responses((status = 200, body = Object)))]
#[get("/openapi.json")]
pub async fn get_openapi(request: HttpRequest, description: web::Data<Description>) -> Result<HttpResponse, ApiError> {
    let encoding = front::encoding(&request);
    let tag = description.document.tag(encoding);
    let unchanged = front::has(&request, tag.as_bytes(), i64::MAX);
    let mut response = HttpResponse::build(if unchanged { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    response.insert_header((CACHE_CONTROL, "public, max-age=300")).insert_header((ETAG, tag));
    if unchanged {
        return Ok(response.finish());
    }
    let body = match description.document.ready(encoding) {
        Some(ready) => ready,
        // Not on the thread that serves other requests.
        None => web::block(move || description.document.encode(encoding))
            .await
            .map_err(|_| ApiError::Overloaded)?
            .map_err(|error| ApiError::Internal(format!("the description: {error}")))?,
    };
    if encoding != Encoding::Identity {
        response.insert_header((CONTENT_ENCODING, encoding.name()));
    }
    Ok(response.content_type("application/json").body(body))
}

/// Redirect from the root to the documentation.
#[utoipa::path(tag = "service", responses(
    (status = 302, description = "The documentation is at `Location`", headers(("Location" = String, description = "Address of the documentation")))
))]
#[get("/")]
pub async fn get_root() -> HttpResponse {
    HttpResponse::Found().insert_header((LOCATION, "/docs/")).insert_header((CACHE_CONTROL, "public, max-age=300")).finish()
}

/// Read the public keys that verify this service's tokens (RFC 7517).
#[utoipa::path(tag = "service", responses((status = 200, body = Object)))]
#[get("/.well-known/jwks.json")]
pub async fn get_jwks(app: web::Data<App>) -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "public, max-age=300")).json(app.tokens.keys.jwks())
}

/// Responds when no operation matches: 405 with `Allow` when the path has other methods, otherwise 404.
pub async fn nothing_here(request: HttpRequest, description: web::Data<Description>) -> Result<HttpResponse, ApiError> {
    let allowed = description.methods_of(request.path());
    if allowed.is_empty() {
        Err(ApiError::NotFound)
    } else {
        Err(ApiError::MethodNotAllowed(request.method().to_string(), allowed))
    }
}

/// Mounts the service's own endpoints.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(get_root)
        .service(get_health)
        .service(get_readiness)
        .service(get_metrics)
        .service(get_openapi)
        .service(get_jwks);
}
