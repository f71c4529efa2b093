//! Request ids, the access log and request metrics: one middleware around every request.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};

use crate::foundation::actor::sessions::Session;
use crate::foundation::clock::Ids;
use crate::http::mount::Place;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static CURRENT: RefCell<Arc<str>>;
}

/// Returns the id of the current request, for errors and the audit trail; `-` outside any request.
pub fn current_request_id() -> String {
    CURRENT.try_with(|id| id.borrow().to_string()).unwrap_or_else(|_| "-".to_owned())
}

/// Gives each request an id, then logs and counts the response. HEAD is handled as GET (RFC 9110, section 9.3.2); the server
/// omits the body.
pub async fn observe(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let id: Arc<str> = offered_id(request.headers()).unwrap_or_else(|| Ids.next()).into();
    CURRENT.scope(RefCell::new(Arc::clone(&id)), answer(request, next, id)).await
}

async fn answer(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
    id: Arc<str>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let began = Instant::now();
    let mut response = next.call(request).await?;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let seconds = began.elapsed().as_secs_f64();
    let status = response.status().as_u16();
    let request = response.request();
    // The route pattern, not the path: paths contain ids, and a label per id would exhaust the memory of any monitoring system.
    let place = request.extensions().get::<Place>().cloned().unwrap_or_default();
    let route = place.template(|| request.match_pattern()).unwrap_or_else(|| "(none)".to_owned());
    let method = request.method().as_str().to_owned();
    if log::log_enabled!(target: "answerable::access", log::Level::Info) {
        let caller = request.extensions().get::<Arc<Session>>().map(|session| session.claims.sub.clone());
        let caller = caller.as_deref().unwrap_or("-");
        let millis = seconds * 1000.0;
        log::info!(
            target: "answerable::access",
            request_id = &*id, method = method.as_str(), route = route.as_str(), status = status, ms = millis, caller = caller;
            "{method} {} {status} {millis:.1} ms {caller} {id}", request.path()
        );
    }
    let labels = [("method", label(request.method()).to_owned()), ("route", route), ("status", status.to_string())];
    metrics::counter!("answerable_requests_total", &labels).increment(1);
    metrics::histogram!("answerable_request_seconds", &labels).record(seconds);
    Ok(response)
}

/// Returns the method as a metrics label. Callers can invent methods, and a label for each would exhaust memory here and in
/// monitoring.
fn label(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "PUT" => "PUT",
        "OPTIONS" => "OPTIONS",
        "TRACE" => "TRACE",
        "CONNECT" => "CONNECT",
        _ => "OTHER",
    }
}

/// Returns the caller's own request id, if it is short and plain enough for a log.
fn offered_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let plain = !id.is_empty() && id.len() <= 64 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:".contains(&b));
    plain.then(|| id.to_owned())
}
