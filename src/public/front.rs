//! The front of the public surface: cached pages are sent as they are; others are built, cached and encoded once.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderValue, HttpDate, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LAST_MODIFIED, LINK, LOCATION,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, NaiveDateTime, Utc};

use super::cache::{Key, Sent};
use super::state::{Look, State, newest};
use crate::foundation::db::{AnyConnection, snapshot};
use crate::foundation::digest::sha256_hex;
use crate::foundation::error::ApiError;
use crate::http::app::App;
use crate::http::encoding::Encoding;
use crate::http::query::pairs;
use crate::public::cache::Pages;
use crate::public::state::Reach;
use crate::publication_log::document::LICENCE;

/// The cache lifetime of a page, here and elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// It changes with each publication.
    Shortly,
    /// It changes with each publication, and with other data: it is built once in the minute with this number, counted from
    /// 1970.
    ThisMinute(i64),
    /// The newest state of something that grows.
    Seconds,
    /// It never changes, but it may be withdrawn; copies elsewhere are not recalled.
    Minutes,
    /// The document of an edition never changes. If it is withdrawn, another response takes its place here, and the list of
    /// changes recalls copies elsewhere.
    ForEver,
}

impl Keep {
    /// Returns the minute of an instant. Days in London begin with a minute, so a page of one minute is of one day.
    pub fn this_minute(now: DateTime<Utc>) -> Self {
        Self::ThisMinute(now.timestamp().div_euclid(60))
    }

    /// Returns the document of the log that a page is cached as of.
    const fn leaf(self, state: &State) -> i32 {
        match self {
            Self::ForEver | Self::Minutes => state.withdrawal,
            Self::Shortly | Self::ThisMinute(_) | Self::Seconds => state.leaf,
        }
    }

    const fn header(self) -> &'static str {
        match self {
            Self::Shortly | Self::ThisMinute(_) => "public, max-age=60, stale-if-error=86400",
            Self::Seconds => "public, max-age=5",
            Self::Minutes => "public, max-age=300",
            Self::ForEver => FOR_EVER,
        }
    }
}

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Binary hashes, which no encoding makes shorter.
pub const OCTETS: &str = "application/octet-stream";

/// Size below which an encoding saves less than its header costs.
const WORTH_ENCODING: usize = 256;

/// The request for a page.
pub struct Asking {
    pub path: String,
    /// The parameters in canonical order, so that a page is cached once.
    pub query: String,
    /// The state of the log that the page is built from, in the same snapshot as all its data.
    pub state: State,
}

/// A page as built.
pub struct Made {
    pub status: StatusCode,
    pub body: Bytes,
    /// Media type; JSON by default.
    pub content_type: &'static str,
    pub modified: NaiveDateTime,
    /// Links of a list to its neighbours, as in a `Link` header.
    pub links: Option<String>,
    /// Address of the page that stands for this one.
    pub location: Option<String>,
    pub keep: Keep,
}

impl Made {
    /// Builds a page with status 200 that changes with each publication.
    pub fn page(body: impl Into<Bytes>, modified: NaiveDateTime) -> Self {
        let body = body.into();
        Self {
            status: StatusCode::OK,
            body,
            content_type: "application/json",
            modified,
            links: None,
            location: None,
            keep: Keep::Shortly,
        }
    }
}

/// Responds from the cache, or with a page that `make` builds from the database.
pub async fn answer<F>(request: &HttpRequest, keep: Keep, make: F) -> Result<HttpResponse, ApiError>
where
    F: FnOnce(&mut AnyConnection, &Asking) -> Result<Made, ApiError> + Send + 'static,
{
    let app = request.app_data::<web::Data<App>>().ok_or_else(|| ApiError::Internal("no application".into()))?;
    let state = app.feature::<Reach>().now(&app.db).await?;
    let query = canonical(request.query_string())?;
    let key = Key {
        target: if query.is_empty() { request.path().into() } else { format!("{}?{query}", request.path()).into() },
        leaf: keep.leaf(&state),
        minute: if let Keep::ThisMinute(minute) = keep { minute } else { 0 },
        encoding: encoding(request),
    };
    let sent = match app.feature::<Pages>().get(&key) {
        Some(sent) => sent,
        None => prepare(app, (key, keep), Asking { path: request.path().to_owned(), query, state }, make).await?,
    };
    Ok(respond(request, &sent))
}

/// Responds with a page that is built for each request, because building it costs no more than caching it.
pub async fn send(request: &HttpRequest, made: Made) -> Result<HttpResponse, ApiError> {
    let sent = in_encoding(Arc::new(unencoded(made)?), encoding(request)).await?;
    Ok(respond(request, &sent))
}

/// Returns the encoding that a caller prefers.
pub fn encoding(request: &HttpRequest) -> Encoding {
    Encoding::negotiate(request.headers().get_all(ACCEPT_ENCODING).filter_map(|field| field.to_str().ok()))
}

/// Sorts the parameters into canonical order.
fn canonical(query: &str) -> Result<String, ApiError> {
    if query.is_empty() {
        return Ok(String::new());
    }
    let mut pairs = pairs(query)?;
    pairs.sort();
    serde_html_form::to_string(&pairs).map_err(|error| ApiError::Internal(format!("a query string: {error}")))
}

/// Prepares a page that is not cached in this encoding. It is built from one state of the database and cached as of the last
/// document in that state: another process may have published in the meantime.
async fn prepare<F>(app: &web::Data<App>, (mut key, keep): (Key, Keep), asking: Asking, make: F) -> Result<Arc<Sent>, ApiError>
where
    F: FnOnce(&mut AnyConnection, &Asking) -> Result<Made, ApiError> + Send + 'static,
{
    let plain = if let Some(kept) = app.feature::<Pages>().get(&Key { encoding: Encoding::Identity, ..key.clone() }) {
        kept
    } else {
        let (page, state) = read(app, asking, make).await?;
        key.leaf = keep.leaf(&state);
        let page = Arc::new(unencoded(page)?);
        app.feature::<Pages>().keep(Key { encoding: Encoding::Identity, ..key.clone() }, &page);
        page
    };
    if key.encoding == Encoding::Identity {
        return Ok(plain);
    }
    let sent = in_encoding(plain, key.encoding).await?;
    app.feature::<Pages>().keep(key, &sent);
    Ok(sent)
}

/// Builds a page from one state of the database and returns that state. From then on nothing older is sent, even if the result
/// is an error instead of a page.
async fn read<F>(app: &web::Data<App>, mut asking: Asking, make: F) -> Result<(Made, State), ApiError>
where
    F: FnOnce(&mut AnyConnection, &Asking) -> Result<Made, ApiError> + Send + 'static,
{
    let (app, look, db) = (app.clone(), Look::begin(&app.db), app.db.clone());
    let work = move |conn: &mut AnyConnection| {
        snapshot(conn, |conn| {
            asking.state = newest(conn)?;
            app.feature::<Reach>().learn(look, asking.state);
            Ok((make(conn, &asking)?, asking.state))
        })
    };
    db.read(work).await
}

/// Returns the page in an encoding, where that is worthwhile.
async fn in_encoding(plain: Arc<Sent>, encoding: Encoding) -> Result<Arc<Sent>, ApiError> {
    let is_worth_it = plain.body.len() >= WORTH_ENCODING && plain.content_type != OCTETS;
    if encoding == Encoding::Identity || !is_worth_it { Ok(plain) } else { Ok(Arc::new(encoded(plain, encoding).await?)) }
}

fn header(text: &str) -> Result<HeaderValue, ApiError> {
    HeaderValue::from_str(text).map_err(|error| ApiError::Internal(format!("a header: {error}")))
}

fn unencoded(made: Made) -> Result<Sent, ApiError> {
    let licence = format!("<{LICENCE}>; rel=\"license\"");
    let modified = made.modified.and_utc();
    Ok(Sent {
        status: made.status,
        content_type: made.content_type,
        encoding: Encoding::Identity,
        etag: header(&format!("\"{}\"", sha256_hex(&made.body)))?,
        cache_control: HeaderValue::from_static(made.keep.header()),
        link: header(&made.links.map_or(licence.clone(), |links| format!("{links}, {licence}")))?,
        last_modified: header(&modified.format("%a, %d %b %Y %H:%M:%S GMT").to_string())?,
        location: made.location.as_deref().map(header).transpose()?,
        modified_at: modified.timestamp(),
        body: made.body,
    })
}

/// Encodes the page: another representation, with its own tag.
async fn encoded(plain: Arc<Sent>, encoding: Encoding) -> Result<Sent, ApiError> {
    let for_ever = plain.cache_control == FOR_EVER;
    let bytes = plain.body.clone();
    // Not on the thread that serves other requests.
    let body = web::block(move || encoding.encode(&bytes, for_ever)).await;
    let body = body.map_err(|_| ApiError::Overloaded)?.map_err(|error| ApiError::Internal(format!("encoding: {error}")))?;
    let tag = plain.etag.to_str().unwrap_or_default().trim_matches('"').to_owned();
    Ok(Sent {
        status: plain.status,
        body: Bytes::from(body),
        content_type: plain.content_type,
        encoding,
        etag: header(&format!("\"{tag}-{}\"", encoding.name()))?,
        cache_control: plain.cache_control.clone(),
        link: plain.link.clone(),
        last_modified: plain.last_modified.clone(),
        location: plain.location.clone(),
        modified_at: plain.modified_at,
    })
}

fn respond(request: &HttpRequest, sent: &Sent) -> HttpResponse {
    let unchanged = sent.status == StatusCode::OK && has(request, sent.etag.as_bytes(), sent.modified_at);
    let mut response = HttpResponse::build(if unchanged { StatusCode::NOT_MODIFIED } else { sent.status });
    response
        .insert_header((ETAG, sent.etag.clone()))
        .insert_header((LAST_MODIFIED, sent.last_modified.clone()))
        .insert_header((CACHE_CONTROL, sent.cache_control.clone()))
        .insert_header((LINK, sent.link.clone()));
    if unchanged {
        return response.finish();
    }
    if let Some(location) = &sent.location {
        response.insert_header((LOCATION, location.clone()));
    }
    response.insert_header((CONTENT_TYPE, HeaderValue::from_static(sent.content_type)));
    if sent.encoding != Encoding::Identity {
        response.insert_header((CONTENT_ENCODING, HeaderValue::from_static(sent.encoding.name())));
    }
    response.body(sent.body.clone())
}

/// True when the caller's copy is current (RFC 9110 section 13.1): tags take precedence, and the time of modification counts
/// only without tags.
pub fn has(request: &HttpRequest, etag: &[u8], modified_at: i64) -> bool {
    if request.headers().contains_key(IF_NONE_MATCH) {
        let fields = request.headers().get_all(IF_NONE_MATCH).filter_map(|field| field.to_str().ok());
        let mut tags = fields.flat_map(|field| field.split(',')).map(str::trim);
        return tags.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag).as_bytes() == etag);
    }
    let since = request.headers().get(IF_MODIFIED_SINCE).and_then(|field| field.to_str().ok());
    let since = since.and_then(|text| text.parse::<HttpDate>().ok());
    since.is_some_and(|date| DateTime::<Utc>::from(std::time::SystemTime::from(date)).timestamp() >= modified_at)
}
