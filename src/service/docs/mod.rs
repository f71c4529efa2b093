//! The interactive documentation at `/docs/`: a page of ours around Swagger UI, served from the binary, so that it works without
//! internet access.

use std::sync::{Arc, OnceLock};

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, LOCATION};
use actix_web::{HttpResponse, get, web};
use utoipa_swagger_ui::Config;

use crate::foundation::error::ApiError;
use crate::transfer::export_record::schema;

/// The page may only load and call this service.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What we write ourselves: name, media type, text.
const OURS: [(&str, &str, &str); 3] = [
    ("", "text/html; charset=utf-8", include_str!("index.html")),
    ("answerable.js", "text/javascript; charset=utf-8", include_str!("answerable.js")),
    ("answerable.css", "text/css; charset=utf-8", include_str!("answerable.css")),
];

/// Redirects to the slash: without it the page would look for its files in the wrong place.
#[get("/docs")]
async fn without_slash() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "/docs/")).finish()
}

#[get("/docs/{file:.*}")]
async fn file(path: web::Path<String>) -> Result<HttpResponse, ApiError> {
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_SECURITY_POLICY, POLICY)).insert_header((CACHE_CONTROL, "public, max-age=300"));
    if *path == "record-file.schema.json" {
        return Ok(response.content_type("application/schema+json").body(schema::text()));
    }
    let name = if *path == "index.html" { "" } else { path.as_str() };
    if let Some((_, media_type, text)) = OURS.iter().find(|(ours, ..)| *ours == name) {
        return Ok(response.content_type(*media_type).body(*text));
    }
    let (bytes, media_type, is_gzipped) = of_swagger_ui(&path)?;
    if is_gzipped {
        response.insert_header((CONTENT_ENCODING, "gzip"));
    }
    Ok(response.content_type(media_type).body(bytes))
}

/// A file of Swagger UI, its media type, and whether it is compressed.
fn of_swagger_ui(path: &str) -> Result<(Vec<u8>, String, bool), ApiError> {
    static CONFIG: OnceLock<Arc<Config<'static>>> = OnceLock::new();
    let config = CONFIG.get_or_init(|| Arc::new(Config::from("/openapi.json")));
    let found = utoipa_swagger_ui::serve(path, Arc::clone(config));
    let served = found.map_err(|error| ApiError::Internal(format!("the documentation page: {error}")))?;
    let served = served.ok_or(ApiError::NotFound)?;
    Ok((served.bytes.into_owned(), served.content_type, served.gzpipped))
}

/// Mounts the page. It is for people and not an operation of the API, so it is not in the OpenAPI document.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(without_slash).service(file);
}
