//! An authenticated request: the caller, the precondition, and the two ways to the database.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ETAG, LINK, LOCATION};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, dev, web};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use utoipa::ToSchema;

use super::description::Description;
use super::etag::{Precondition, of_version};
use super::idempotency::{Answer, Key};
use super::observe::current_request_id;
use super::paging::{LinkBuilder, Links, ListQuery, Page, PageInfo};
use super::trim::Trim;
use super::{idempotency, query};
use crate::foundation::actor::Actor;
use crate::foundation::actor::sessions::Session;
use crate::foundation::clock::{Ids, london_day};
use crate::foundation::db::{AnyConnection, Beside, hold_area, snapshot};
use crate::foundation::error::ApiError;
use crate::http::app::App;

/// The work of a read, up to what is sent: it is written as JSON where it was read, so that all that follows is of one type and
/// compiled once.
type Showing<T> = Box<dyn FnOnce(&mut View<'_>) -> Result<T, ApiError> + Send>;

/// The work of a change, up to what is sent.
type Changing = Box<dyn FnOnce(&mut Tx<'_>) -> Result<Answer, ApiError> + Send>;

/// A [`Listing`](super::paging::Listing) whose rows are JSON already.
#[derive(Serialize)]
struct WrittenListing<'a> {
    data: &'a RawValue,
    links: Links,
    page: PageInfo,
}

/// An authenticated request.
pub struct Call {
    pub app: web::Data<App>,
    pub actor: Arc<Actor>,
    precondition: Precondition,
    idempotency_key: Option<String>,
    route: String,
    request_id: String,
}

impl FromRequest for Call {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        ready(Self::read(request))
    }
}

impl Call {
    fn read(request: &HttpRequest) -> Result<Self, ApiError> {
        let session = request.extensions().get::<Arc<Session>>().cloned();
        let session = session.ok_or(ApiError::Unauthenticated("send a bearer token"))?;
        let app = request.app_data::<web::Data<App>>().cloned();
        if !request.query_string().is_empty()
            && let Some(description) = request.app_data::<web::Data<Description>>()
        {
            query::known(request.query_string(), &[description.parameters_of(request)])?;
        }
        Ok(Self {
            app: app.ok_or_else(|| ApiError::Internal("no application".into()))?,
            actor: Arc::clone(&session.actor),
            precondition: Precondition::of(request)?,
            idempotency_key: idempotency::header(request)?,
            route: format!("{} {}", request.method(), request.path()),
            request_id: current_request_id(),
        })
    }

    /// Reads with the caller's permissions, all of it in one snapshot: `work` gets a [`View`] that knows the caller and the
    /// day. So a version matches the record beside it, a total matches the rows, and a record is the same wherever it appears.
    pub async fn read_with<T, F>(&self, work: F) -> Result<T, ApiError>
    where
        T: Send + 'static,
        F: FnOnce(&mut View<'_>) -> Result<T, ApiError> + Send + 'static,
    {
        let (actor, today) = (Arc::clone(&self.actor), self.today());
        self.app.db.read(move |conn| snapshot(conn, |conn| work(&mut View { conn, actor: &actor, today }))).await
    }

    /// Answers with one record and its version as `ETag`.
    pub async fn item<V, F>(&self, fields: &[String], work: F) -> Result<HttpResponse, ApiError>
    where
        V: Serialize + ToSchema + Versioned + Send + 'static,
        F: FnOnce(&mut View<'_>) -> Result<V, ApiError> + Send + 'static,
    {
        let trim = Trim::parse::<V>(fields)?;
        let shown = move |view: &mut View<'_>| {
            let record = work(view)?;
            Ok((record.version(), trim.to_json(&record)?))
        };
        self.show_item(Box::new(shown)).await
    }

    async fn show_item(&self, shown: Showing<(i32, String)>) -> Result<HttpResponse, ApiError> {
        let (version, json) = self.read_with(shown).await?;
        Ok(HttpResponse::Ok()
            .insert_header((ETAG, of_version(version)))
            .insert_header((CACHE_CONTROL, "private, no-store"))
            .content_type("application/json")
            .body(json))
    }

    /// Answers with one page of a list.
    pub async fn list<V, Fi, S, F>(&self, list: ListQuery<Fi, S>, work: F) -> Result<HttpResponse, ApiError>
    where
        V: Serialize + ToSchema + Send + 'static,
        Fi: Send + 'static,
        S: Send + 'static,
        F: FnOnce(&mut View<'_>, &ListQuery<Fi, S>) -> Result<Page<V>, ApiError> + Send + 'static,
    {
        let trim = Trim::parse::<V>(&list.fields)?;
        let (links, limit) = (LinkBuilder::of(&list), list.window.limit);
        let shown = move |view: &mut View<'_>| {
            let page = work(view, &list)?;
            let rows = if trim.keeps_all() { to_raw_value(&page.rows) } else { to_raw_value(&trim.all(&page.rows)?) };
            Ok((rows?, page.try_map(|_| Ok(Vec::new()))?))
        };
        self.show_list(Box::new(shown), &links, limit).await
    }

    /// The rows of the page stand beside it as JSON.
    async fn show_list(
        &self,
        shown: Showing<(Box<RawValue>, Page<()>)>,
        links: &LinkBuilder,
        limit: usize,
    ) -> Result<HttpResponse, ApiError> {
        let (rows, page) = self.read_with(shown).await?;
        let links = links.links(&page);
        let mut response = HttpResponse::Ok();
        response.insert_header((LINK, links.header())).insert_header((CACHE_CONTROL, "private, no-store"));
        let info = PageInfo::new(limit, page.total);
        Ok(response.json(WrittenListing { data: &rows, links, page: info }))
    }

    /// Makes a change in one transaction, with its audit entry and its `Idempotency-Key`, and responds after the commit. No other
    /// change of the area happens meanwhile.
    pub async fn write<V, F>(&self, fingerprint: &str, work: F) -> Result<HttpResponse, ApiError>
    where
        V: Serialize + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<Changed<V>, ApiError> + Send + 'static,
    {
        self.change(fingerprint, Beside::Nothing, Box::new(move |tx| work(tx)?.into_answer())).await
    }

    /// Makes a change like [`Self::write`] that only adds a record, so that others may be added at the same time.
    pub async fn add<V, F>(&self, fingerprint: &str, work: F) -> Result<HttpResponse, ApiError>
    where
        V: Serialize + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<Changed<V>, ApiError> + Send + 'static,
    {
        self.change(fingerprint, Beside::Additions, Box::new(move |tx| work(tx)?.into_answer())).await
    }

    async fn change(&self, fingerprint: &str, beside: Beside, work: Changing) -> Result<HttpResponse, ApiError> {
        let key = self.key(fingerprint);
        let held = key.as_ref().map(|key| self.app.in_flight.hold(key)).transpose()?;
        let (app, actor) = (self.app.clone(), Arc::clone(&self.actor));
        let (precondition, request_id) = (self.precondition.clone(), self.request_id.clone());
        let change = move |conn: &mut AnyConnection| {
            // Held by the work, which may continue after the caller has gone.
            let _held = held;
            hold_area(conn, &actor.area, beside)?;
            let now = app.clock.now().naive_utc();
            if let Some(key) = &key {
                idempotency::take(conn, key)?;
                if let Some(answer) = idempotency::find(conn, key, now)? {
                    return Ok(answer);
                }
            }
            let mut tx = Tx {
                conn,
                actor: &actor,
                now,
                today: london_day(now),
                ids: &app.ids,
                precondition: &precondition,
                request_id: &request_id,
            };
            let answer = work(&mut tx)?;
            if let Some(key) = &key {
                idempotency::keep(tx.conn, key, &answer, now)?;
            }
            Ok(answer)
        };
        Ok(send(self.app.db.write(change).await?))
    }

    fn key(&self, fingerprint: &str) -> Option<Key> {
        Some(Key {
            caller: self.actor.user_id.as_ref()?.to_string(),
            route: self.route.clone(),
            key: self.idempotency_key.clone()?,
            fingerprint: fingerprint.to_owned(),
        })
    }

    fn today(&self) -> NaiveDate {
        london_day(self.app.clock.now().naive_utc())
    }
}

/// The context of a read.
pub struct View<'a> {
    pub conn: &'a mut AnyConnection,
    pub actor: &'a Actor,
    /// The day in Europe/London.
    pub today: NaiveDate,
}

/// The context of a change: one transaction, one actor, one instant.
pub struct Tx<'a> {
    pub conn: &'a mut AnyConnection,
    pub actor: &'a Actor,
    pub now: NaiveDateTime,
    /// The day in Europe/London.
    pub today: NaiveDate,
    pub ids: &'a Ids,
    pub precondition: &'a Precondition,
    pub request_id: &'a str,
}

impl Tx<'_> {
    /// Reads in the same transaction: the view of the caller at this point.
    pub fn view(&mut self) -> View<'_> {
        View { conn: self.conn, actor: self.actor, today: self.today }
    }
}

/// A record with a version, for its `ETag`.
pub trait Versioned {
    /// Increases by one with each change.
    fn version(&self) -> i32;
}

/// The result of a change.
pub enum Changed<V> {
    /// 201 with `Location`.
    Created { location: String, view: V, version: i32 },
    /// 200 with the new state.
    Updated { view: V, version: i32 },
    /// 204.
    Deleted,
}

impl<V: Versioned> Changed<V> {
    /// A new record at `location`.
    pub fn created(location: String, view: V) -> Self {
        Self::Created { location, version: view.version(), view }
    }

    /// A changed record.
    pub fn updated(view: V) -> Self {
        Self::Updated { version: view.version(), view }
    }
}

impl<V: Serialize> Changed<V> {
    fn into_answer(self) -> Result<Answer, ApiError> {
        Ok(match self {
            Self::Created { location, view, version } => Answer {
                status: StatusCode::CREATED,
                etag: Some(of_version(version)),
                location: Some(location),
                body: serde_json::to_string(&view)?,
            },
            Self::Updated { view, version } => Answer {
                status: StatusCode::OK,
                etag: Some(of_version(version)),
                location: None,
                body: serde_json::to_string(&view)?,
            },
            Self::Deleted => Answer { status: StatusCode::NO_CONTENT, etag: None, location: None, body: String::new() },
        })
    }
}

fn send(answer: Answer) -> HttpResponse {
    let mut response = HttpResponse::build(answer.status);
    response.insert_header((CACHE_CONTROL, "private, no-store"));
    if let Some(etag) = answer.etag {
        response.insert_header((ETAG, etag));
    }
    if let Some(location) = answer.location {
        response.insert_header((LOCATION, location));
    }
    if answer.body.is_empty() {
        return response.finish();
    }
    response.content_type("application/json").body(answer.body)
}
