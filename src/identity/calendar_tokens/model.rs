//! Calendar tokens as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::db::{id_type, text_enum};
use crate::foundation::validate::{Check, Faults};

id_type!(
    /// The id of a calendar token.
    CalendarTokenId
);

text_enum!(
    /// The status of a calendar token.
    CalendarTokenStatus {
        Active = "active",
        Revoked = "revoked",
    }
);

text_enum!(
    /// The acts on a calendar token; `allowed_acts` lists them in this order.
    CalendarTokenAct {
        Revoke = "revoke",
    }
);

/// A calendar token as stored, without its secret.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::calendar_tokens, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct CalendarToken {
    pub id: CalendarTokenId,
    pub area: String,
    pub user_id: UserId,
    pub label: String,
    pub secret_hash: String,
    pub status: CalendarTokenStatus,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// A new token for a calendar program.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"label": "Outlook on my laptop"}))]
pub struct AddCalendarToken {
    /// Your name for the program.
    pub label: String,
}

impl Check for AddCalendarToken {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.label = faults.line("/label", &self.label);
        self
    }
}
