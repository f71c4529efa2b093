//! All SQL about answer periods. Decides nothing.

use diesel::prelude::*;

use super::model::AnswerPeriods;
use super::rules::Scope;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::answer_periods;
use crate::record::audit::tracked::tracked;

tracked!(AnswerPeriods in answer_periods as "answer periods");

/// Returns the periods of an area, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, area: &str) -> Result<Option<AnswerPeriods>, ApiError> {
    if scope.area == area { of_area(conn, area).map(Some) } else { Ok(None) }
}

/// Returns the periods of an area; none when the body has set none.
pub fn of_area(conn: &mut AnyConnection, area: &str) -> Result<AnswerPeriods, ApiError> {
    let set = answer_periods::table.filter(answer_periods::area.eq(area)).first(conn).optional()?;
    set.map_or_else(|| AnswerPeriods::unset(area), Ok)
}
