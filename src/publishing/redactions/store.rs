//! All SQL about redactions. Decides nothing.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{RedactedResource, Redaction, RedactionId, RedactionStatus, WithheldReason};
use super::rules::Scope;
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::redactions;
use crate::http::listing::{list_orders, narrow};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;

tracked!(Redaction in redactions as "redaction" with RedactionStatus);

list_orders!(
    /// The sort keys of the list of redactions.
    RedactionSort of Redaction in redactions {
        CreatedAt = "created_at" by id,
    }
);

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
    narrow!(query, filter, redactions {
        area = area,
        resource in resource,
        resource_id = resource_id,
        reason in reason,
        status in status,
        updated_at since modified_since,
    });
    if let Some(day) = filter.review_before {
        let due = redactions::review_on.lt(day).assume_not_null();
        query =
            query.filter(due).filter(redactions::review_on.is_not_null()).filter(redactions::status.eq(RedactionStatus::Active));
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
    RedactionSort::page(conn, window, || filtered(scope, filter))
}
