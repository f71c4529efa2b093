//! Restrictions as data: the stored rows and the parsed input. No I/O.

use std::collections::HashSet;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::{Side, UserId};
use crate::foundation::validate::{Check, Faults, ITEMS};

/// A restriction as stored; `id` is that of the draft.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::restrictions)]
pub struct Restriction {
    pub id: String,
    pub area: String,
    pub side: Side,
    pub reason: String,
    pub restricted_by: String,
    pub restricted_on: NaiveDate,
}

/// A named person as stored.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::restriction_people)]
pub struct NamedPerson {
    pub restriction_id: String,
    pub user_id: UserId,
    pub area: String,
    pub name: String,
}

/// Let only named people read a draft.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "It names an officer in a case of misconduct.", "people": []}))]
pub struct RestrictDraft {
    /// Reason it is restricted, for those who read it.
    pub reason: String,
    /// Accounts that read it, beside your own: active ones of your side.
    #[serde(default)]
    pub people: Vec<UserId>,
}

impl Check for RestrictDraft {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.prose("/reason", &self.reason);
        faults.at_most("/people", self.people.len(), ITEMS);
        let mut seen = HashSet::new();
        for (index, person) in self.people.iter().enumerate() {
            if !seen.insert(person.clone()) {
                faults.add(&format!("/people/{index}"), "is listed more than once");
            }
        }
        self
    }
}
