//! A restriction as those see it who read the draft.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::store;
use crate::foundation::actor::UserId;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;

/// The restriction of a draft to named people.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestrictionView {
    #[schema(example = "It names an officer in a case of misconduct.")]
    pub reason: String,
    /// People who read the draft, by name. The PCC reads every draft of the body beside them.
    pub people: Vec<NamedPersonView>,
    /// Name of the person who restricted it, or named other people last.
    #[schema(example = "A. Officer")]
    pub by: String,
    /// Day on which that was done.
    pub on: NaiveDate,
}

/// A person who reads a restricted draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct NamedPersonView {
    pub id: UserId,
    /// Name of the account when it was named.
    #[schema(example = "A. Officer")]
    pub name: String,
}

/// Returns the restrictions of the drafts of `ids`, in two queries, or one when there is none.
pub fn of(conn: &mut AnyConnection, ids: Vec<String>) -> Result<HashMap<String, RestrictionView>, ApiError> {
    let all = store::of(conn, ids)?.into_iter().map(|(id, (restriction, people))| {
        let people = people.into_iter().map(|person| NamedPersonView { id: person.user_id, name: person.name }).collect();
        let by = restriction.restricted_by;
        (id, RestrictionView { reason: restriction.reason, people, by, on: restriction.restricted_on })
    });
    Ok(all.collect())
}
