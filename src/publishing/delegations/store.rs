//! All SQL about delegations. Decides nothing.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{DelegationStatus, PublicationDelegation, PublicationDelegationId};
use super::rules::Scope;
use crate::foundation::actor::UserId;
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::publication_delegations;
use crate::http::listing::{list_orders, narrow};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;

tracked!(PublicationDelegation in publication_delegations as "delegation" with DelegationStatus);

list_orders!(
    /// The sort keys of the list of delegations.
    PublicationDelegationSort of PublicationDelegation in publication_delegations {
        CreatedAt = "created_at" by id,
    }
);

/// Filters of the list of delegations; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicationDelegationFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// Id of the user who may approve.
    pub user: Option<UserId>,
    /// In force on this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub on: Option<NaiveDate>,
    /// Status; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<DelegationStatus>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
}

type Boxed = publication_delegations::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    let query = publication_delegations::table.filter(publication_delegations::area.eq(scope.area.clone())).into_boxed();
    if scope.none { query.filter(publication_delegations::id.is_null()) } else { query }
}

/// Returns the delegation, if `scope` includes it.
pub fn find(
    conn: &mut AnyConnection,
    scope: &Scope,
    id: &PublicationDelegationId,
) -> Result<Option<PublicationDelegation>, ApiError> {
    Ok(visible(scope).filter(publication_delegations::id.eq(id.clone())).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &PublicationDelegationFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, publication_delegations {
        area = area,
        user_id = user,
        status in status,
        updated_at since modified_since,
    });
    if let Some(day) = filter.on {
        let open = publication_delegations::valid_to.is_null().or(publication_delegations::valid_to.ge(day).assume_not_null());
        query = query.filter(publication_delegations::valid_from.le(day)).filter(open);
    }
    query
}

/// Returns one page of the delegations in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &PublicationDelegationFilter,
    window: &Window<PublicationDelegationSort>,
) -> Result<Page<PublicationDelegation>, ApiError> {
    PublicationDelegationSort::page(conn, window, || filtered(scope, filter))
}
