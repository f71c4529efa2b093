//! All SQL about redactions. Decides nothing.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{RedactedResource, Redaction, RedactionId, RedactionStatus, WithheldReason};
use super::rules::Scope;
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::schema::redactions;
use crate::http::paging::{Page, Position, SortKey, Window, counted, keyset};
use crate::record::audit::tracked::tracked;

tracked!(Redaction in redactions as "redaction" with status);

text_enum!(
    /// The sort keys of the list of redactions.
    RedactionSort {
        CreatedAt = "created_at",
    }
);

impl SortKey for RedactionSort {
    const KEYS: &'static [Self] = Self::ALL;
}

/// Filters of the list of redactions; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RedactionFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// Collection; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub resource: Vec<RedactedResource>,
    /// Id of the redacted record.
    pub resource_id: Option<String>,
    /// Reason; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub reason: Vec<WithheldReason>,
    /// Status; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<RedactionStatus>,
    /// Review date before this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub review_before: Option<NaiveDate>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
}

type Boxed = redactions::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    let query = redactions::table.filter(redactions::area.eq(scope.area.clone())).into_boxed();
    if scope.none { query.filter(redactions::id.is_null()) } else { query }
}

/// Returns the redaction, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &RedactionId) -> Result<Option<Redaction>, ApiError> {
    Ok(visible(scope).filter(redactions::id.eq(id.clone())).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &RedactionFilter) -> Boxed {
    let mut query = visible(scope);
    if let Some(area) = &filter.area {
        query = query.filter(redactions::area.eq(area.clone()));
    }
    if !filter.resource.is_empty() {
        query = query.filter(redactions::resource.eq_any(filter.resource.clone()));
    }
    if let Some(id) = &filter.resource_id {
        query = query.filter(redactions::resource_id.eq(id.clone()));
    }
    if !filter.reason.is_empty() {
        query = query.filter(redactions::reason.eq_any(filter.reason.clone()));
    }
    if !filter.status.is_empty() {
        query = query.filter(redactions::status.eq_any(filter.status.clone()));
    }
    if let Some(day) = filter.review_before {
        let due = redactions::review_on.lt(day).assume_not_null();
        query =
            query.filter(due).filter(redactions::review_on.is_not_null()).filter(redactions::status.eq(RedactionStatus::Active));
    }
    if let Some(instant) = filter.modified_since {
        query = query.filter(redactions::updated_at.ge(instant.naive_utc()));
    }
    query
}

/// Returns one page of the redactions in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &RedactionFilter,
    window: &Window<RedactionSort>,
) -> Result<Page<Redaction>, ApiError> {
    let total = counted!(conn, window, filtered(scope, filter));
    let mut query = filtered(scope, filter);
    let query = match window.sort {
        RedactionSort::CreatedAt => keyset!(query, window, redactions::id),
    };
    let rows: Vec<Redaction> = query.limit(window.fetch()).load(conn)?;
    Ok(window.page(rows, total, |redaction| Position { key: String::new(), id: redaction.id.to_string() }))
}
