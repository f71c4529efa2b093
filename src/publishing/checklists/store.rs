//! All SQL about check lists. Decides nothing.

use diesel::prelude::*;

use super::model::PublicationChecklist;
use super::rules::Scope;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::publication_checklists;
use crate::record::audit::tracked::tracked;

tracked!(PublicationChecklist in publication_checklists as "publication check list");

/// Returns the check list of an area, if `scope` includes it: a blank one when nobody has checked anything.
pub fn find(conn: &mut AnyConnection, scope: &Scope, area: &str) -> Result<Option<PublicationChecklist>, ApiError> {
    if scope.area != area {
        return Ok(None);
    }
    let kept = publication_checklists::table.filter(publication_checklists::area.eq(area)).first(conn).optional()?;
    match kept {
        Some(list) => Ok(Some(list)),
        None => Ok(Some(PublicationChecklist::blank(area)?)),
    }
}
