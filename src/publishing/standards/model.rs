//! Service standards as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::db::text_enum;
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;

text_enum!(
    /// The acts on a service standard; `allowed_acts` lists them in this order.
    PublicationStandardAct {
        Edit = "edit",
    }
);

/// The maximum standard in working days: about one year.
const LONGEST: i32 = 250;

/// The service standard of an area as stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::publication_standards, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct PublicationStandard {
    /// The slug of the area.
    pub id: String,
    pub area: String,
    pub notice_days: i32,
    pub agenda_days: i32,
    pub minutes_days: i32,
    pub decision_days: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    /// 0 while the body has set none, and the defaults apply.
    pub version: i32,
    pub copies_days: i32,
    pub information_days: i32,
}

impl PublicationStandard {
    /// Returns the defaults for a body that has set no standard.
    pub fn usual(area: &str) -> Self {
        Self {
            id: area.to_owned(),
            area: area.to_owned(),
            notice_days: 5,
            agenda_days: 5,
            minutes_days: 20,
            decision_days: 5,
            created_at: NaiveDateTime::default(),
            updated_at: NaiveDateTime::default(),
            version: 0,
            copies_days: 5,
            information_days: 20,
        }
    }
}

/// The members of the service standard that can be edited: working days of England and Wales, 0 to 250.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StandardDays {
    /// Working days before a public meeting by which date, time and place are published.
    #[schema(minimum = 0, maximum = 250)]
    pub notice_days: i32,
    /// Working days before a public meeting by which agenda and papers are published.
    #[schema(minimum = 0, maximum = 250)]
    pub agenda_days: i32,
    /// Working days after a meeting by which minutes are published.
    #[schema(minimum = 0, maximum = 250)]
    pub minutes_days: i32,
    /// Working days after a decision by which it is published.
    #[schema(minimum = 0, maximum = 250)]
    pub decision_days: i32,
    /// Working days after publication of the response to an inspection report by which copies go out.
    #[schema(minimum = 0, maximum = 250)]
    pub copies_days: i32,
    /// Working days by which information about the force is published once it is owed.
    #[schema(minimum = 0, maximum = 250)]
    pub information_days: i32,
}

merge_patch!(
    /// Changes to the service standard (JSON Merge Patch): absent members stay. Working days of England and Wales, 0 to 250.
    EditPublicationStandard of StandardDays, such as {"minutes_days": 15};
    PublicationStandard {
        edited: notice_days, agenda_days, minutes_days, decision_days, copies_days, information_days;
        not in the draft: id, area, created_at, updated_at, version;
    }
);

impl Check for StandardDays {
    fn check(self, faults: &mut Faults) -> Self {
        for (pointer, days) in [
            ("/notice_days", self.notice_days),
            ("/agenda_days", self.agenda_days),
            ("/minutes_days", self.minutes_days),
            ("/decision_days", self.decision_days),
            ("/copies_days", self.copies_days),
            ("/information_days", self.information_days),
        ] {
            if !(0..=LONGEST).contains(&days) {
                faults.add(pointer, format!("must be 0 to {LONGEST}"));
            }
        }
        self
    }
}
