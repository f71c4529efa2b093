//! CORS for the public surface and the description of the API: pages of any origin may read them. Neither knows the caller, so
//! there is nothing to misuse.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE, ALLOW, HeaderMap, HeaderValue, ORIGIN, VARY,
};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");
const EXPOSED: &str = "accept-ranges, content-disposition, content-encoding, content-length, content-range, etag, last-modified, link, retry-after, x-request-id";

fn is_open(path: &str) -> bool {
    path.starts_with("/public/") || path == "/openapi.json"
}

/// Answers `OPTIONS` on public paths, and lets every origin read them.
pub async fn open_to_all(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    if !is_open(request.path()) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    if request.method() == Method::OPTIONS {
        let mut response = HttpResponse::NoContent().finish();
        let headers = response.headers_mut();
        open(headers);
        headers.insert(ALLOW, METHODS);
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("*"));
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
        return Ok(request.into_response(response).map_into_right_body());
    }
    // The inner CORS rules are those of the working record.
    request.headers_mut().remove(ORIGIN);
    let mut response = next.call(request).await?;
    open(response.headers_mut());
    Ok(response.map_into_left_body())
}

fn open(headers: &mut HeaderMap) {
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
}
