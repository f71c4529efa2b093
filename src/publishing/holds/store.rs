//! All SQL about holds. Decides nothing.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{HoldStatus, PublicationHold, PublicationHoldId};
use super::rules::Scope;
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::publication_holds;
use crate::http::listing::{list_orders, narrow};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;

tracked!(PublicationHold in publication_holds as "hold" with HoldStatus);

list_orders!(
    /// The sort keys of the list of holds.
    PublicationHoldSort of PublicationHold in publication_holds {
        CreatedAt = "created_at" by id,
    }
);

/// Filters of the list of holds; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicationHoldFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// Covers this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub on: Option<NaiveDate>,
    /// Status; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<HoldStatus>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
}

type Boxed = publication_holds::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    let query = publication_holds::table.filter(publication_holds::area.eq(scope.area.clone())).into_boxed();
    if scope.none { query.filter(publication_holds::id.is_null()) } else { query }
}

/// Returns the hold, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &PublicationHoldId) -> Result<Option<PublicationHold>, ApiError> {
    Ok(visible(scope).filter(publication_holds::id.eq(id.clone())).first(conn).optional()?)
}

/// Returns the active holds that cover a day, of one area or of all, the earliest first.
pub fn covering(conn: &mut AnyConnection, area: Option<&str>, day: NaiveDate) -> Result<Vec<PublicationHold>, ApiError> {
    let mut query = publication_holds::table
        .filter(publication_holds::status.eq(HoldStatus::Active))
        .filter(publication_holds::from_on.le(day))
        .filter(publication_holds::to_on.ge(day))
        .order((publication_holds::area.asc(), publication_holds::from_on.asc(), publication_holds::id.asc()))
        .into_boxed::<MultiBackend>();
    if let Some(area) = area {
        query = query.filter(publication_holds::area.eq(area.to_owned()));
    }
    Ok(query.load(conn)?)
}

fn filtered(scope: &Scope, filter: &PublicationHoldFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, publication_holds {
        area = area,
        status in status,
        updated_at since modified_since,
    });
    if let Some(day) = filter.on {
        query = query.filter(publication_holds::from_on.le(day)).filter(publication_holds::to_on.ge(day));
    }
    query
}

/// Returns one page of the holds in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &PublicationHoldFilter,
    window: &Window<PublicationHoldSort>,
) -> Result<Page<PublicationHold>, ApiError> {
    PublicationHoldSort::page(conn, window, || filtered(scope, filter))
}
