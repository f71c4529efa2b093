//! Meetings as data, and the ids of their parts. No I/O.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::dates::{last_day_of, optional_day, optional_month};
use crate::foundation::db::{id_type, text_enum};
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;
use crate::record::planning::areas::model::BodyId;

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
    /// The status of a meeting.
    MeetingStatus {
        Scheduled = "scheduled",
        Held = "held",
        Agreed = "agreed",
        Cancelled = "cancelled",
    }
);

text_enum!(
    /// The state of the minutes of a meeting.
    MinutesStatus {
        /// The body has not agreed the record of the meeting yet.
        Draft = "draft",
        Agreed = "agreed",
    }
);

impl MinutesStatus {
    /// Returns the state of the minutes of a meeting; none before it was held, and of one that was cancelled.
    pub const fn of(meeting: MeetingStatus) -> Option<Self> {
        match meeting {
            MeetingStatus::Held => Some(Self::Draft),
            MeetingStatus::Agreed => Some(Self::Agreed),
            MeetingStatus::Scheduled | MeetingStatus::Cancelled => None,
        }
    }
}

text_enum!(
    /// The acts on a meeting, and what can be added to it; `allowed_acts` lists them in this order.
    MeetingAct {
        Edit = "edit",
        Delete = "delete",
        Hold = "hold",
        Unhold = "unhold",
        Agree = "agree",
        Reopen = "reopen",
        Cancel = "cancel",
        Reinstate = "reinstate",
        AddAttendance = "add-attendance",
        AddAgendaItem = "add-agenda-item",
        AddPaper = "add-paper",
        AddMatter = "add-matter",
        AddQuestion = "add-question",
        RecordExchange = "record-exchange",
        AddDecision = "add-decision",
        AddFollowUp = "add-follow-up",
        SetAction = "set-action",
        Cite = "cite",
    }
);

text_enum!(
    /// The acts on a line of attendance or an agenda item; `allowed_acts` lists them in this order.
    MeetingPartAct {
        Edit = "edit",
        Delete = "delete",
    }
);

text_enum!(
    /// The kind of a meeting.
    MeetingKind {
        /// The monthly meeting for holding to account.
        Assurance = "assurance",
        Thematic = "thematic",
        Performance = "performance",
        Public = "public",
        /// Holding to account outside the timetable, by correspondence.
        Virtual = "virtual",
        GovernanceBoard = "governance_board",
    }
);

/// A meeting as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::meetings, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Meeting {
    pub id: MeetingId,
    pub area: String,
    pub body_id: BodyId,
    pub kind: MeetingKind,
    pub title: String,
    /// The last day of `held_in`, if only the month is known: for the order, and never shown.
    pub held_on: NaiveDate,
    pub starts_at: Option<String>,
    pub ends_at: Option<String>,
    pub venue: Option<String>,
    pub is_public: bool,
    pub significant_public_interest: bool,
    pub significant_public_interest_reason: Option<String>,
    pub chair: Option<String>,
    pub minute_taker: Option<String>,
    pub next_meeting_id: Option<MeetingId>,
    pub status: MeetingStatus,
    pub cancelled_reason: Option<String>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
    /// Day its record was agreed; absent while it is not, and for meetings that were agreed before it was stored.
    pub agreed_on: Option<NaiveDate>,
    /// Name of the person who agreed it.
    pub agreed_by: Option<String>,
    /// Capacity of that person.
    pub agreed_capacity: Option<String>,
    /// Reason it takes place after all, once it was cancelled.
    pub reinstated_reason: Option<String>,
    pub held_in: Option<String>,
}

impl Meeting {
    /// Returns its day, if that is known.
    pub fn day(&self) -> Option<NaiveDate> {
        self.held_in.is_none().then_some(self.held_on)
    }

    /// Returns its place in time: its day (or the last day of its month) and, if known, its time.
    pub fn moment(&self) -> (NaiveDate, Option<&str>) {
        (self.held_on, self.starts_at.as_deref())
    }
}

/// Schedule a meeting.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "assurance", "title": "Monthly assurance meeting, January 2019", "body_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "held_on": "2019-01-30", "starts_at": "10:00", "venue": "Room 1.38, Hindlip"}))]
pub struct ScheduleMeeting {
    pub kind: MeetingKind,
    pub title: String,
    /// Id of the body that holds the force to account at it.
    pub body_id: BodyId,
    /// Day of the meeting; required unless only its month is known.
    #[serde(default, deserialize_with = "optional_day")]
    pub held_on: Option<NaiveDate>,
    /// Month of a past meeting whose day is not known, `YYYY-MM`, in place of `held_on`.
    #[serde(default, deserialize_with = "optional_month")]
    pub held_in: Option<String>,
    /// Start, local time in Europe/London, `HH:MM`.
    pub starts_at: Option<String>,
    /// End, local time in Europe/London, `HH:MM`, after `starts_at`.
    pub ends_at: Option<String>,
    pub venue: Option<String>,
    #[serde(default)]
    pub is_public: bool,
    /// True when matters of significant public interest are discussed: minutes are owed even when the meeting is not public
    /// (SI 2011/3050 Sch. para 5(c)).
    #[serde(default)]
    pub significant_public_interest: bool,
    /// Reason for the public interest; required with `significant_public_interest`, and only then.
    pub significant_public_interest_reason: Option<String>,
    pub chair: Option<String>,
    pub minute_taker: Option<String>,
    /// Id of the next meeting, later and in the same area.
    pub next_meeting_id: Option<MeetingId>,
}

merge_patch!(
    /// Change a meeting that is scheduled or held (JSON Merge Patch): absent members stay, `null` clears.
    /// `significant_public_interest_reason` is cleared when `significant_public_interest` becomes `false`.
    EditMeeting of ScheduleMeeting, such as {"venue": "Room 1.40, Hindlip"};
    Meeting {
        edited: kind, title, body_id, held_in, starts_at, ends_at, venue, is_public, significant_public_interest,
            significant_public_interest_reason, chair, minute_taker, next_meeting_id;
        settled: held_on;
        not in the draft: id, area, status, cancelled_reason, created_at, updated_at, version, agreed_on, agreed_by,
            agreed_capacity, reinstated_reason;
    }
);

impl ScheduleMeeting {
    /// Returns its day, or the last day of its month.
    pub fn ordered_by(&self) -> Option<NaiveDate> {
        self.held_on.or_else(|| self.held_in.as_deref().and_then(last_day_of))
    }
}

/// The agreement of the record of a meeting.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"agreed_on": "2019-03-26"}))]
pub struct AgreeMeeting {
    /// Day it was agreed, usually that of the next meeting; the default is today.
    #[serde(default, deserialize_with = "optional_day")]
    pub agreed_on: Option<NaiveDate>,
}

impl Check for AgreeMeeting {}

/// Adds a fault for a time of day that is not `HH:MM`.
fn check_time(faults: &mut Faults, pointer: &str, time: Option<&str>) {
    if time.is_some_and(|time| !is_time(time)) {
        faults.add(pointer, "must be a time of day such as 10:00");
    }
}

/// Returns true for a time of day, from 00:00 to 23:59.
fn is_time(text: &str) -> bool {
    text.len() == 5 && NaiveTime::parse_from_str(text, "%H:%M").is_ok()
}

/// Adds a fault for an interest without a reason, and for a reason without an interest.
pub fn check_interest(faults: &mut Faults, significant: bool, reason: Option<&str>) {
    match (significant, reason) {
        (true, None) => {
            faults.add("/significant_public_interest_reason", "is required with significant_public_interest: add the reason");
        }
        (false, Some(_)) => faults.add(
            "/significant_public_interest_reason",
            "is allowed only with significant_public_interest: remove it or set the flag",
        ),
        (true, Some(_)) | (false, None) => {}
    }
}

impl Check for ScheduleMeeting {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.title = faults.line("/title", &self.title);
        match (self.held_on, &self.held_in) {
            (None, None) => faults.add("/held_on", "is required: add the day, or held_in if only the month is known"),
            (Some(_), Some(_)) => faults.add("/held_in", "is only for a meeting without held_on: remove one of them"),
            (Some(_), None) | (None, Some(_)) => {}
        }
        check_time(faults, "/starts_at", self.starts_at.as_deref());
        check_time(faults, "/ends_at", self.ends_at.as_deref());
        if let (Some(start), Some(end)) = (&self.starts_at, &self.ends_at)
            && is_time(start)
            && is_time(end)
            && end <= start
        {
            faults.add("/ends_at", "must be after starts_at");
        }
        self.venue = faults.optional_line("/venue", self.venue.as_deref());
        let reason = self.significant_public_interest_reason.as_deref();
        self.significant_public_interest_reason = faults.optional_prose("/significant_public_interest_reason", reason);
        let reason = self.significant_public_interest_reason.as_deref();
        check_interest(faults, self.significant_public_interest, reason);
        self.chair = faults.optional_line("/chair", self.chair.as_deref());
        self.minute_taker = faults.optional_line("/minute_taker", self.minute_taker.as_deref());
        self
    }
}
