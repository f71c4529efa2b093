//! Users as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actor::{Role, TokenScope, UserId};
use crate::db::text_enum;
use crate::error::ApiError;
use crate::input::{Faults, patch, present};

text_enum!(
    /// Who signs in: a person with a password, or a machine with a client secret.
    UserKind {
        Person = "person",
        Machine = "machine",
    }
);

text_enum!(
    /// Whether a user can sign in.
    UserStatus {
        Active = "active",
        Deactivated = "deactivated",
    }
);

/// A user as stored. `secret_hash` never leaves the database but to be compared.
#[derive(Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::schema::users, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct User {
    pub id: UserId,
    pub area: String,
    pub kind: UserKind,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub capacity: Option<String>,
    pub scope: TokenScope,
    pub status: UserStatus,
    pub secret_hash: Option<String>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// Add a person. Machines are added by the operator with `answerable user add --machine`.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"login": "policy.officer@example.org", "name": "A. Officer", "role": "opcc", "capacity": "Policy Officer", "password": "correct horse battery staple"}))]
pub struct AddUser {
    /// Kept in lower case; unique in the whole service.
    pub login: String,
    pub name: String,
    pub role: Role,
    pub capacity: Option<String>,
    /// The most a token of this user may do; `write` without it.
    #[serde(default = "write")]
    pub scope: TokenScope,
    /// 12 to 200 characters. Not written to the audit trail.
    pub password: String,
}

fn write() -> TokenScope {
    TokenScope::Write
}

/// A user ready to be stored: by HTTP, by the operator, or by the demo.
#[derive(Clone, Serialize)]
pub struct NewUser {
    pub kind: UserKind,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub capacity: Option<String>,
    pub scope: TokenScope,
    /// Absent: nobody can sign in as this user.
    #[serde(skip_serializing)]
    pub secret_hash: Option<String>,
}

/// Change a user (JSON Merge Patch): absent members stay, `null` clears.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"capacity": "Head of Policy"}))]
pub struct EditUser {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub scope: Option<TokenScope>,
}

impl NewUser {
    /// The same with every text checked, or 422.
    pub fn parse(mut self) -> Result<Self, ApiError> {
        let mut faults = Faults::default();
        self.login = faults.line("/login", &self.login).to_lowercase();
        self.name = faults.line("/name", &self.name);
        self.capacity = faults.optional_line("/capacity", self.capacity.as_deref());
        faults.finish().map(|()| self)
    }
}

impl AddUser {
    /// The person and the password, with every text checked, or 422.
    pub fn parse(self) -> Result<(NewUser, String), ApiError> {
        let mut faults = Faults::default();
        if !(12..=200).contains(&self.password.chars().count()) {
            faults.add("/password", "12 to 200 characters");
        }
        let user = NewUser {
            kind: UserKind::Person,
            login: self.login,
            name: self.name,
            role: self.role,
            capacity: self.capacity,
            scope: self.scope,
            secret_hash: None,
        };
        let user = user.parse();
        match (user, faults.finish()) {
            (Ok(user), Ok(())) => Ok((user, self.password)),
            (Err(ApiError::Invalid(mut texts)), Err(ApiError::Invalid(password))) => {
                texts.extend(password);
                Err(ApiError::Invalid(texts))
            }
            (Err(error), _) | (_, Err(error)) => Err(error),
        }
    }
}

impl EditUser {
    /// Checks the texts that are there.
    pub fn parse(mut self) -> Result<Self, ApiError> {
        let mut faults = Faults::default();
        self.name = self.name.map(|text| faults.line("/name", &text));
        self.capacity = self.capacity.map(|text| faults.optional_line("/capacity", text.as_deref()));
        faults.finish().map(|()| self)
    }
}
