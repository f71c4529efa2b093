//! Meetings, attendance and agenda items as data.

use crate::db::{id_type, text_enum};

id_type!(
    /// The id of a meeting.
    MeetingId
);
id_type!(
    /// The id of one person's attendance.
    AttendanceId
);
id_type!(
    /// The id of an agenda item.
    AgendaItemId
);

text_enum!(
    /// Where a meeting is in its life.
    MeetingStatus {
        Scheduled = "scheduled",
        Held = "held",
        Agreed = "agreed",
        Cancelled = "cancelled",
    }
);
