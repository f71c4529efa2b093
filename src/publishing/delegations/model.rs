//! Delegations of publication as data. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::dates::optional_day;
use crate::foundation::db::{id_type, text_enum};
use crate::foundation::validate::{Check, Faults};

id_type!(
    /// The id of a delegation.
    PublicationDelegationId
);

text_enum!(
    /// The status of a delegation.
    DelegationStatus {
        Active = "active",
        Revoked = "revoked",
    }
);

text_enum!(
    /// The acts on a delegation; `allowed_acts` lists them in this order.
    PublicationDelegationAct {
        Revoke = "revoke",
    }
);

/// A delegation as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::publication_delegations, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct PublicationDelegation {
    pub id: PublicationDelegationId,
    pub area: String,
    pub user_id: UserId,
    pub reason: String,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub status: DelegationStatus,
    pub granted_by: String,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
    pub revoked_reason: Option<String>,
}

/// A new delegation of the approval of publication to a member of the office.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "user_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "reason": "The PCC is on leave in August.", "valid_to": "2019-08-31"
}))]
pub struct GrantDelegation {
    /// Id of a member of the office.
    pub user_id: UserId,
    pub reason: String,
    /// First day; the default is today.
    #[serde(default, deserialize_with = "optional_day")]
    pub valid_from: Option<NaiveDate>,
    /// Last day; the default is until revoked.
    #[serde(default, deserialize_with = "optional_day")]
    pub valid_to: Option<NaiveDate>,
}

impl Check for GrantDelegation {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.prose("/reason", &self.reason);
        if self.valid_from.zip(self.valid_to).is_some_and(|(from, to)| to < from) {
            faults.add("/valid_to", "must be on or after valid_from");
        }
        self
    }
}
