//! All SQL about attendance. Decides nothing.

use diesel::prelude::*;

use super::model::Attendance;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::attendance;
use crate::http::listing::list_orders;
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::meetings::model::{AttendanceId, MeetingId};
use crate::record::meetings::rules::Scope;

tracked!(Attendance in attendance as "line");

list_orders!(
    /// The sort keys of the list of attendance.
    AttendanceSort of Attendance in attendance {
        CreatedAt = "created_at" by id,
    }
);

type Boxed = attendance::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter, as no other function does: attendance is as visible as its meeting.
fn visible(scope: &Scope) -> Boxed {
    attendance::table.filter(attendance::area.eq(scope.area.clone())).into_boxed()
}

/// Returns the line of attendance, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &AttendanceId) -> Result<Option<Attendance>, ApiError> {
    Ok(visible(scope).filter(attendance::id.eq(id.clone())).first(conn).optional()?)
}

/// Returns the attendance of several meetings, in the order it was recorded, in one query.
pub fn of_meetings(conn: &mut AnyConnection, ids: &[MeetingId]) -> Result<Vec<Attendance>, ApiError> {
    Ok(attendance::table.filter(attendance::meeting_id.eq_any(ids.to_vec())).order(attendance::id.asc()).load(conn)?)
}

/// Returns one page of the attendance of a meeting.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    meeting: &MeetingId,
    window: &Window<AttendanceSort>,
) -> Result<Page<Attendance>, ApiError> {
    let filtered = || visible(scope).filter(attendance::meeting_id.eq(meeting.clone()));
    AttendanceSort::page(conn, window, filtered)
}
