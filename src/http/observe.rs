//! Request ids, the access log and the request metrics: one middleware around everything.

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

/// The id of the request under way, for errors and the audit trail; `-` outside of any request.
pub fn current_request_id() -> String {
    CURRENT.try_with(|id| id.borrow().to_string()).unwrap_or_else(|_| "-".to_owned())
}

/// Middleware: gives each request an id, logs it once it is answered, and counts it. HEAD is answered as GET (RFC 9110,
/// section 9.3.2); the server leaves the body out, because it remembers what was asked.
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
    // The pattern, never the path: paths hold ids, and a label per id would fill the memory of any monitor.
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

/// The method as a label. Callers may make up methods, and a label for each would fill the memory of this process and of any monitor.
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

/// The caller's own request id, when it is short and plain enough to repeat in a log.
fn offered_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let plain = !id.is_empty() && id.len() <= 64 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:".contains(&b));
    plain.then(|| id.to_owned())
}
