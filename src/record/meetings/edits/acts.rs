//! The act of changing a meeting, with what follows from it.

use crate::foundation::error::ApiError;
use crate::http::call::Tx;
use crate::record::meetings::model::{EditMeeting, Meeting, MeetingId};
use crate::record::meetings::{acts, decisions, exchanges};
use crate::record::questions::responses;

/// Changes a meeting. What was answered and decided at it is of its day: where that moves, they do.
pub fn edit(tx: &mut Tx<'_>, id: &MeetingId, patch: &EditMeeting) -> Result<Meeting, ApiError> {
    let (meeting, before) = acts::edit(tx, id, patch)?;
    if meeting.held_on != before {
        let (id, now) = (&meeting.id, meeting.held_on);
        responses::acts::moved(tx, id, before, now)?;
        exchanges::acts::moved(tx, id)?;
        decisions::acts::moved(tx, id, before, now)?;
    }
    Ok(meeting)
}
