//! Meetings and agenda items that other records refer to must be there, in the same area; this says so with a pointer when one is
//! not.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::{AgendaItemId, MeetingId, MeetingStatus};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{agenda_items, meetings};
use crate::foundation::validate::Faults;

/// Notes a meeting that is not there or was cancelled, and an agenda item that is not one of its.
pub fn check_meeting(
    conn: &mut AnyConnection,
    area: &str,
    meeting: Option<&MeetingId>,
    item: Option<&AgendaItemId>,
    faults: &mut Faults,
) -> Result<(), ApiError> {
    let Some(meeting) = meeting else {
        if item.is_some() {
            faults.add("/agenda_item_id", "needs meeting_id beside it");
        }
        return Ok(());
    };
    let status: Option<MeetingStatus> = meetings::table
        .filter(meetings::id.eq(meeting).and(meetings::area.eq(area)))
        .select(meetings::status)
        .first(conn)
        .optional()?;
    match status {
        None => faults.add("/meeting_id", "no such meeting"),
        Some(MeetingStatus::Cancelled) => faults.add("/meeting_id", "the meeting was cancelled"),
        Some(MeetingStatus::Scheduled | MeetingStatus::Held | MeetingStatus::Agreed) => {}
    }
    check_item(conn, meeting, item, "/agenda_item_id", faults)
}

/// Notes an agenda item, at `pointer`, that is not one of the meeting's.
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
        faults.add(pointer, "no such item on this meeting's agenda");
    }
    Ok(())
}

/// The day of a meeting that is there.
pub fn meeting_day(conn: &mut AnyConnection, id: &MeetingId) -> Result<NaiveDate, ApiError> {
    Ok(meetings::table.filter(meetings::id.eq(id)).select(meetings::held_on).first(conn)?)
}
