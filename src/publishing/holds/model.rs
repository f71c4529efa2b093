//! Holds of publication as data. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::dates::day;
use crate::foundation::db::{id_type, text_enum};
use crate::foundation::validate::{Check, Faults};
use crate::record::published::model::HoldKind;

id_type!(
    /// The id of a hold.
    PublicationHoldId
);

text_enum!(
    /// The status of a hold.
    HoldStatus {
        Active = "active",
        /// Ended before its last day.
        Lifted = "lifted",
    }
);

text_enum!(
    /// The acts on a hold; `allowed_acts` lists them in this order.
    PublicationHoldAct {
        End = "end",
    }
);

/// A hold as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::publication_holds, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct PublicationHold {
    pub id: PublicationHoldId,
    pub area: String,
    pub reason: String,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub status: HoldStatus,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
    pub ended_reason: Option<String>,
    pub kind: HoldKind,
    pub explanation: Option<String>,
}

/// A new hold on publication.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "pre_election", "from_on": "2019-03-25", "to_on": "2019-05-02", "reason": "Local elections on 2 May."}))]
pub struct SetHold {
    /// Kind of hold; the default is `other`.
    #[serde(default = "other")]
    pub kind: HoldKind,
    /// First day, in Europe/London.
    #[serde(deserialize_with = "day")]
    pub from_on: NaiveDate,
    /// Last day; before an election the day of the poll.
    #[serde(deserialize_with = "day")]
    pub to_on: NaiveDate,
    /// Reason, for the body.
    pub reason: String,
    /// Explanation for the public; the default is a standard sentence.
    pub explanation: Option<String>,
}

const fn other() -> HoldKind {
    HoldKind::Other
}

impl Check for SetHold {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.prose("/reason", &self.reason);
        self.explanation = faults.optional_prose("/explanation", self.explanation.as_deref());
        if self.to_on < self.from_on {
            faults.add("/to_on", "must be on or after from_on");
        }
        self
    }
}
