//! All SQL about service standards. Decides nothing.

use diesel::prelude::*;

use super::model::PublicationStandard;
use super::rules::Scope;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::publication_standards;
use crate::record::audit::tracked::tracked;

tracked!(PublicationStandard in publication_standards as "publication standard");

/// Returns the standard of an area, if `scope` includes it: the default when the body has set none.
pub fn find(conn: &mut AnyConnection, scope: &Scope, area: &str) -> Result<Option<PublicationStandard>, ApiError> {
    if scope.area == area { of_area(conn, area).map(Some) } else { Ok(None) }
}

/// Returns the standard of an area, set or default.
pub fn of_area(conn: &mut AnyConnection, area: &str) -> Result<PublicationStandard, ApiError> {
    let set = publication_standards::table.filter(publication_standards::area.eq(area)).first(conn).optional()?;
    Ok(set.unwrap_or_else(|| PublicationStandard::usual(area)))
}
