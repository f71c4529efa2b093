//! Lists: keyset pages with opaque cursors (API.md section 3), links in the body and in the `Link` header (RFC 8288).

use std::future::{Ready, ready};
use std::marker::PhantomData;

use actix_web::{FromRequest, HttpRequest, dev};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{ObjectBuilder, RefOr, Type};
use utoipa::{IntoParams, ToSchema};

use super::query;
use crate::foundation::error::{ApiError, FieldError};

/// The parameters of every list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Opaque cursor from `links.next` or `links.prev`.
    pub cursor: Option<String>,
    /// Maximum number of rows on a page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Sort order: a member name, prefixed with `-` for descending.
    pub sort: Option<String>,
    /// `exact` adds `page.total` and `page.total_relation`. Counting stops at 10000.
    #[param(pattern = "^exact$")]
    pub count: Option<String>,
    /// Members to return, separated by commas. `id` is always included.
    #[serde(default)]
    #[param(style = Form, explode = false, nullable = false)]
    pub fields: Vec<String>,
}

/// The filters of a list that has none of its own.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NoFilter {}

/// The sort keys of a list. The first is the default and must never change for a row (creation).
pub trait SortKey: Copy + PartialEq + std::str::FromStr + std::fmt::Display + 'static {
    /// Every key.
    const KEYS: &'static [Self];
    /// True when the default order is descending.
    const DESCENDING: bool = false;
    /// Rows on a page without `limit`, and the maximum.
    const ROWS: (u16, u16) = (50, 200);
}

/// The parameters of a list with the orders of `S`, as its description states them.
pub struct PagesBy<S>(PhantomData<S>);

impl<S: SortKey> IntoParams for PagesBy<S> {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = Paging::into_params(place);
        for parameter in &mut parameters {
            match (parameter.name.as_str(), &mut parameter.schema) {
                ("sort", schema) => *schema = Some(orders::<S>().into()),
                ("limit", Some(RefOr::T(Schema::Object(limit)))) => {
                    let (rows, most) = S::ROWS;
                    (limit.maximum, limit.default) = (Some(most.into()), Some(rows.into()));
                    parameter.description = Some(format!("Maximum number of rows on a page, 1 to {most}."));
                }
                _ => {}
            }
        }
        parameters
    }
}

/// The values of `sort=`: each key upwards and downwards. The first is the default order.
fn orders<S: SortKey>() -> ObjectBuilder {
    let mut values: Vec<String> = S::KEYS.iter().flat_map(|key| [key.to_string(), format!("-{key}")]).collect();
    if S::DESCENDING {
        values.swap(0, 1);
    }
    let default = values.first().cloned().map(Value::from);
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(values)).default(default)
}

/// A position in a sorted list: the sort key's value as text, and the id that breaks ties.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Position {
    pub key: String,
    pub id: String,
}

/// One page to be read: `listing` turns it into a query.
#[derive(Debug, Clone)]
pub struct Window<S> {
    pub sort: S,
    pub descending: bool,
    /// True when reading from `position` towards the start: a `prev` link.
    pub backwards: bool,
    pub position: Option<Position>,
    pub limit: usize,
    pub count: bool,
}

#[derive(Serialize, Deserialize)]
struct Cursor {
    /// The order the cursor belongs to, as in `sort=`.
    s: String,
    /// True for a `prev` cursor.
    b: bool,
    p: Position,
}

impl<S: SortKey> Window<S> {
    /// Reads and validates the paging parameters.
    pub fn parse(paging: &Paging) -> Result<Self, ApiError> {
        let (limit, count) = size(paging, S::ROWS)?;
        let [default, ..] = S::KEYS else { return Err(ApiError::Internal("a list without an order".into())) };
        let usual = || format!("{}{default}", if S::DESCENDING { "-" } else { "" });
        let wanted = paging.sort.clone().unwrap_or_else(usual);
        let (descending, name) = wanted.strip_prefix('-').map_or((false, wanted.as_str()), |name| (true, name));
        let sort = name.parse().map_err(|_| unknown_order(&S::KEYS.iter().map(ToString::to_string).collect::<Vec<_>>()))?;
        let cursor = cursor_of(paging, &wanted)?;
        let backwards = cursor.as_ref().is_some_and(|cursor| cursor.b);
        Ok(Self { sort, descending, backwards, position: cursor.map(|cursor| cursor.p), limit, count })
    }

    /// True when the query sorts in ascending order.
    pub fn ascending(&self) -> bool {
        self.descending == self.backwards
    }

    /// Returns the number of rows to fetch: one more than the page, to detect a further page.
    pub fn fetch(&self) -> i64 {
        i64::try_from(self.limit).map_or(201, |limit| limit + 1)
    }

    /// Builds a page from the fetched rows; `place` returns a row's position in this order.
    pub fn page<R>(&self, mut rows: Vec<R>, total: Option<i64>, place: impl Fn(&R) -> Position) -> Page<R> {
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        if self.backwards {
            rows.reverse();
        }
        let (before, after) = if self.backwards { (more, true) } else { (self.position.is_some(), more) };
        let order = format!("{}{}", if self.descending { "-" } else { "" }, self.sort);
        let cursor = |row: Option<&R>, back| row.map(|row| encode(&Cursor { s: order.clone(), b: back, p: place(row) }));
        Page {
            next: if after { cursor(rows.last(), false) } else { None },
            prev: if before { cursor(rows.first(), true) } else { None },
            total,
            rows,
        }
    }
}

fn fault(name: &str, detail: String) -> ApiError {
    ApiError::BadParameters(vec![FieldError::new(format!("/query/{name}"), detail)])
}

/// How many rows a page has, of `rows` without `limit` and at the most, and whether all are counted.
fn size(paging: &Paging, (rows, most): (u16, u16)) -> Result<(usize, bool), ApiError> {
    let limit = paging.limit.unwrap_or(rows);
    if !(1..=most).contains(&limit) {
        return Err(fault("limit", format!("must be a whole number from 1 to {most}")));
    }
    match paging.count.as_deref() {
        None => Ok((limit.into(), false)),
        Some("exact") => Ok((limit.into(), true)),
        Some(_) => Err(fault("count", "must be exact: send count=exact, or leave it out".into())),
    }
}

fn unknown_order(keys: &[String]) -> ApiError {
    fault("sort", format!("must be one of {}, with - in front for descending", keys.join(", ")))
}

/// The cursor, which belongs to one order.
fn cursor_of(paging: &Paging, wanted: &str) -> Result<Option<Cursor>, ApiError> {
    let cursor = paging.cursor.as_deref().map(decode).transpose().map_err(|detail| fault("cursor", detail.into()))?;
    if cursor.as_ref().is_some_and(|cursor| cursor.s != wanted) {
        return Err(fault("cursor", "belongs to another sort order: send the same sort= as for the page before".into()));
    }
    Ok(cursor)
}

/// The rows of one page, and the cursors of the pages before and after.
#[derive(Debug)]
pub struct Page<R> {
    pub rows: Vec<R>,
    pub next: Option<String>,
    pub prev: Option<String>,
    /// The number of rows counted, up to `MOST_COUNTED` + 1; that value means there are more.
    pub total: Option<i64>,
}

impl<R> Page<R> {
    /// Maps all rows of the page at once.
    pub fn try_map<T>(self, change: impl FnOnce(Vec<R>) -> Result<Vec<T>, ApiError>) -> Result<Page<T>, ApiError> {
        Ok(Page { rows: change(self.rows)?, next: self.next, prev: self.prev, total: self.total })
    }
}

/// A list request: the filters of the slice, and the page.
pub struct ListQuery<F, S> {
    pub filter: F,
    pub window: Window<S>,
    pub fields: Vec<String>,
    pub path: String,
    query: String,
}

impl<F: DeserializeOwned + IntoParams + 'static, S: SortKey> FromRequest for ListQuery<F, S> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        ready(Self::read(request))
    }
}

impl<F: DeserializeOwned + IntoParams + 'static, S: SortKey> ListQuery<F, S> {
    fn read(request: &HttpRequest) -> Result<Self, ApiError> {
        let text = request.query_string();
        query::known(text, &[&query::names::<F>(), &query::names::<Paging>()])?;
        let paging: Paging = query::parse(text)?;
        Ok(Self {
            filter: query::parse(text)?,
            window: Window::parse(&paging)?,
            fields: paging.fields,
            path: request.path().to_owned(),
            query: text.to_owned(),
        })
    }
}

/// Builds the links of a page from the request.
pub struct LinkBuilder {
    path: String,
    pairs: Vec<(String, String)>,
}

impl LinkBuilder {
    /// Takes the path and query of a list request.
    pub fn of<F, S>(list: &ListQuery<F, S>) -> Self {
        Self::new(&list.path, &list.query)
    }

    /// Builds links for a list with its own reader, from its path and its query without the cursor.
    pub fn new(path: &str, query: &str) -> Self {
        Self { path: path.to_owned(), pairs: serde_html_form::from_str(query).unwrap_or_default() }
    }

    fn with_cursor(&self, cursor: Option<&str>) -> String {
        let mut pairs = self.pairs.clone();
        if let Some(cursor) = cursor {
            pairs.retain(|(name, _)| name != "cursor");
            pairs.push(("cursor".into(), cursor.to_owned()));
        }
        match serde_html_form::to_string(&pairs) {
            Ok(query) if !query.is_empty() => format!("{}?{query}", self.path),
            _ => self.path.clone(),
        }
    }

    /// Returns the links of a page.
    pub fn links<R>(&self, page: &Page<R>) -> Links {
        Links {
            this: self.with_cursor(None),
            next: page.next.as_deref().map(|cursor| self.with_cursor(Some(cursor))),
            prev: page.prev.as_deref().map(|cursor| self.with_cursor(Some(cursor))),
        }
    }
}

/// Links to this page, the next and the previous one, relative to the service.
#[derive(Debug, Serialize, ToSchema)]
pub struct Links {
    #[serde(rename = "self")]
    #[schema(example = "/v1/questions?limit=50")]
    pub this: String,
    pub next: Option<String>,
    pub prev: Option<String>,
}

impl Links {
    /// Returns the links as an RFC 8288 `Link` header.
    pub fn header(&self) -> String {
        let mut header = format!("<{}>; rel=\"self\"", self.this);
        for (rel, link) in [("next", &self.next), ("prev", &self.prev)] {
            if let Some(link) = link {
                header.push_str(&format!(", <{link}>; rel=\"{rel}\""));
            }
        }
        header
    }
}

/// The maximum number of rows counted: counting more is slow, and the caller chooses the filter.
pub const MOST_COUNTED: i64 = 10_000;

/// The meaning of `total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TotalRelation {
    /// `total` is the number of rows.
    Exact,
    /// Counting stopped at `total`: there are more rows.
    AtLeast,
}

/// Details of the page.
#[derive(Debug, Serialize, ToSchema)]
pub struct PageInfo {
    pub limit: usize,
    /// Number of rows on all pages, with `count=exact`; 10000 when there are more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// Present with `total`: `exact`, or `at_least` when there are more rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_relation: Option<TotalRelation>,
}

impl PageInfo {
    /// Describes a page of at most `limit` rows; `counted` is the result of `counted!`.
    pub fn new(limit: usize, counted: Option<i64>) -> Self {
        let relation = |rows| if rows > MOST_COUNTED { TotalRelation::AtLeast } else { TotalRelation::Exact };
        Self { limit, total: counted.map(|rows| rows.min(MOST_COUNTED)), total_relation: counted.map(relation) }
    }
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listing<V> {
    pub data: Vec<V>,
    pub links: Links,
    pub page: PageInfo,
}

/// A list whose rows were reduced by `fields=`.
pub type TrimmedListing = Listing<Value>;

fn encode(cursor: &Cursor) -> String {
    // Serialising a struct of strings cannot fail.
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(cursor).unwrap_or_default())
}

fn decode(text: &str) -> Result<Cursor, &'static str> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| "is not a cursor: take it from links.next or links.prev")?;
    let cursor: Cursor = serde_json::from_slice(&bytes).map_err(|_| "is not a cursor: take it from links.next or links.prev")?;
    if cursor.p.id.contains('\0') || cursor.p.key.contains('\0') {
        return Err("is not a cursor: take it from links.next or links.prev");
    }
    Ok(cursor)
}
