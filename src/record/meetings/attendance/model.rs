//! Attendance as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::db::text_enum;
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;
use crate::record::meetings::model::{AttendanceId, MeetingId};

text_enum!(
    /// The form of attendance.
    Attended {
        Present = "present",
        Apologies = "apologies",
    }
);

/// One person's attendance as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::attendance, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Attendance {
    pub id: AttendanceId,
    pub area: String,
    pub meeting_id: MeetingId,
    pub name: String,
    pub capacity: String,
    pub attended: Attended,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
    /// True to publish the name, false to withhold it; `None` follows the capacity.
    pub publish_name: Option<bool>,
}

/// Attendance of a person at a meeting, or apologies.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "A. Officer", "capacity": "Policy Officer", "attended": "present"}))]
pub struct RecordAttendance {
    pub name: String,
    /// Capacity of the person at this meeting, as printed in the record.
    pub capacity: String,
    pub attended: Attended,
    /// True to publish the name beside the capacity, false to withhold it. By default the head of the body, chief officers,
    /// deputies and statutory officers of the body are named, however their capacity is printed; staff are not.
    pub publish_name: Option<bool>,
}

merge_patch!(
    /// Change a line of attendance (JSON Merge Patch): absent members stay, `null` clears.
    EditAttendance of RecordAttendance, such as {"attended": "apologies"};
    Attendance {
        edited: name, capacity, attended, publish_name;
        not in the draft: id, area, meeting_id, created_at, updated_at, version;
    }
);

impl Check for RecordAttendance {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.name = faults.line("/name", &self.name);
        self.capacity = faults.line("/capacity", &self.capacity);
        self
    }
}
