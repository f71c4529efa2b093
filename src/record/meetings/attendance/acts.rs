//! The acts on attendance, each as one unit of work. The rules are those of its meeting.

use super::model::{Attendance, EditAttendance, RecordAttendance};
use super::store;
use crate::foundation::error::ApiError;
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked;
use crate::record::meetings;
use crate::record::meetings::model::{AttendanceId, Meeting, MeetingId, MeetingPartAct};
use crate::record::meetings::rules;

/// Adds a line to the attendance of a meeting.
pub fn add(tx: &mut Tx<'_>, meeting: &MeetingId, input: &RecordAttendance) -> Result<(Attendance, Meeting), ApiError> {
    let meeting = meetings::acts::to_write_parts(tx, meeting)?;
    let line = Attendance {
        id: AttendanceId::new(tx.ids),
        area: meeting.area.clone(),
        meeting_id: meeting.id.clone(),
        name: input.name.clone(),
        capacity: input.capacity.clone(),
        attended: input.attended,
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
        publish_name: input.publish_name,
    };
    tracked::create(tx, &line, None, input)?;
    Ok((line, meeting))
}

/// Changes a line.
pub fn edit(tx: &mut Tx<'_>, id: &AttendanceId, patch: &EditAttendance) -> Result<(Attendance, Meeting), ApiError> {
    let (line, meeting) = begin(tx, id)?;
    let edited = patch.apply(&line)?;
    let line = tracked::change(tx, line.with(edited.draft)?, None, MeetingPartAct::Edit.as_str(), None, &edited.changes)?;
    Ok((line, meeting))
}

/// Deletes a line.
pub fn delete(tx: &mut Tx<'_>, id: &AttendanceId) -> Result<(), ApiError> {
    let (line, _) = begin(tx, id)?;
    let gone = serde_json::json!({ "name": line.name, "capacity": line.capacity });
    tracked::remove(tx, &line, &gone)
}

fn begin(tx: &mut Tx<'_>, id: &AttendanceId) -> Result<(Attendance, Meeting), ApiError> {
    let line = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let meeting = meetings::acts::to_write_parts(tx, &line.meeting_id)?;
    tx.precondition.check(line.version)?;
    Ok((line, meeting))
}
