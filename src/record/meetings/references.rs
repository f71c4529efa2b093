//! Meetings and agenda items that other records refer to must be there, in the same area; this says so with a pointer when one is
//! not.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{AgendaItemId, MeetingId, MeetingStatus};
use super::rules::is_fixed;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::{ApiError, FieldError};
use crate::foundation::schema::{agenda_items, meetings};
use crate::foundation::validate::Faults;

/// Adds a fault for a meeting that does not exist or was cancelled, and for an agenda item of another meeting.
pub fn check_meeting(
    conn: &mut AnyConnection,
    area: &str,
    meeting: Option<&MeetingId>,
    item: Option<&AgendaItemId>,
    faults: &mut Faults,
) -> Result<(), ApiError> {
    let Some(meeting) = meeting else {
        if item.is_some() {
            faults.add("/agenda_item_id", "needs meeting_id: add it");
        }
        return Ok(());
    };
    let status: Option<MeetingStatus> = meetings::table
        .filter(meetings::id.eq(meeting).and(meetings::area.eq(area)))
        .select(meetings::status)
        .first(conn)
        .optional()?;
    match status {
        None => faults.add("/meeting_id", "is not the id of a meeting in this area"),
        Some(MeetingStatus::Cancelled) => faults.add("/meeting_id", "the meeting was cancelled: choose another"),
        Some(MeetingStatus::Scheduled | MeetingStatus::Held | MeetingStatus::Agreed) => {}
    }
    check_item(conn, meeting, item, "/agenda_item_id", faults)
}

/// Adds a fault for a meeting whose record is agreed: what was said and decided there is complete.
pub fn check_open(conn: &mut AnyConnection, meeting: Option<&MeetingId>, faults: &mut Faults) -> Result<(), ApiError> {
    let Some(meeting) = meeting else { return Ok(()) };
    let status: Option<MeetingStatus> =
        meetings::table.filter(meetings::id.eq(meeting)).select(meetings::status).first(conn).optional()?;
    if status.is_some_and(is_fixed) {
        faults.add("/meeting_id", "the record of that meeting is agreed: ask the PCC to reopen it, or choose another");
    }
    Ok(())
}

/// Adds a fault, at `pointer`, for an agenda item of another meeting.
pub fn check_item(
    conn: &mut AnyConnection,
    meeting: &MeetingId,
    item: Option<&AgendaItemId>,
    pointer: &str,
    faults: &mut Faults,
) -> Result<(), ApiError> {
    let Some(item) = item else { return Ok(()) };
    let found: i64 = agenda_items::table
        .filter(agenda_items::id.eq(item).and(agenda_items::meeting_id.eq(meeting)))
        .count()
        .get_result(conn)?;
    if found == 0 {
        faults.add(pointer, "is not an item on this meeting's agenda");
    }
    Ok(())
}

/// Returns the day of an existing meeting. What needs one is refused for a meeting of which only the month is known.
pub fn meeting_day(conn: &mut AnyConnection, id: &MeetingId) -> Result<NaiveDate, ApiError> {
    let of = meetings::table.filter(meetings::id.eq(id)).select((meetings::held_on, meetings::held_in));
    match of.first::<(NaiveDate, Option<String>)>(conn)? {
        (day, None) => Ok(day),
        (_, Some(month)) => {
            let detail =
                format!("this needs the day of the meeting, of which only the month ({month}) is known: give it held_on");
            Err(ApiError::Invalid(vec![FieldError::new("/meeting_id", detail)]))
        }
    }
}
