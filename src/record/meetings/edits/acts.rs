//! The act of changing a meeting, with what follows from it.

use crate::foundation::error::ApiError;
use crate::http::call::Tx;
use crate::record::meetings::model::{EditMeeting, Meeting, MeetingId};
use crate::record::meetings::{acts, exchanges};

/// Changes a meeting. Answers given at it are of its day: where that moves, they do.
pub fn edit(tx: &mut Tx<'_>, id: &MeetingId, patch: &EditMeeting) -> Result<Meeting, ApiError> {
    let (meeting, before) = acts::edit(tx, id, patch)?;
    if meeting.held_on != before {
        exchanges::acts::moved(tx, &meeting.id)?;
    }
    Ok(meeting)
}
