//! Users as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::{Role, TokenScope, UserId};
use crate::foundation::db::text_enum;
use crate::foundation::error::ApiError;
use crate::foundation::validate::{Check, Faults, Reasoned};
use crate::http::merge_patch::merge_patch;

text_enum!(
    /// The kind of a user: a person with a password, or a machine with a client secret.
    UserKind {
        Person = "person",
        Machine = "machine",
    }
);

text_enum!(
    /// The status of a user; only active users can sign in.
    UserStatus {
        Active = "active",
        Deactivated = "deactivated",
    }
);

text_enum!(
    /// The acts on a user; `allowed_acts` lists them in this order.
    UserAct {
        Edit = "edit",
        Deactivate = "deactivate",
        Reactivate = "reactivate",
        /// Another secret for somebody who cannot sign in any more.
        Reset = "reset",
    }
);

/// A user as stored. `secret_hash` is used only for comparison.
#[derive(Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::users, treat_none_as_null = true, treat_none_as_default_value = false)]
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

/// Maximum length of a login, in characters: an e-mail address has at most 64 before the `@` and 255 after it (RFC 5321 section
/// 4.5.3.1).
pub const LONGEST_LOGIN: usize = 320;
/// Maximum length of a password, in characters.
pub const LONGEST_PASSWORD: usize = 200;

/// A new person. Machines are added by the operator with `answerable user add --machine`.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"login": "policy.officer@example.org", "name": "A. Officer", "role": "opcc", "capacity": "Policy Officer", "password": "correct horse battery staple"}))]
pub struct AddUser {
    /// Login, at most 320 characters. Stored in lower case; unique in the whole service.
    pub login: String,
    pub name: String,
    pub role: Role,
    pub capacity: Option<String>,
    /// Maximum scope of this user's tokens; the default is `write`.
    #[serde(default = "write")]
    pub scope: TokenScope,
    /// Password, 12 to 200 characters. Not written to the audit trail.
    pub password: String,
}

fn write() -> TokenScope {
    TokenScope::Write
}

/// A user ready to be stored: from HTTP, the operator or the demo.
#[derive(Clone, Serialize)]
pub struct NewUser {
    pub kind: UserKind,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub capacity: Option<String>,
    pub scope: TokenScope,
    /// Absent when nobody can sign in as this user.
    #[serde(skip_serializing)]
    pub secret_hash: Option<String>,
}

/// The members of a user that can be edited.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserDetails {
    pub name: String,
    pub capacity: Option<String>,
    /// The most a token of this user may do.
    pub scope: TokenScope,
}

merge_patch!(
    /// Changes to a user (JSON Merge Patch): absent members stay, `null` clears.
    EditUser of UserDetails, such as {"capacity": "Head of Policy"};
    User {
        edited: name, capacity, scope;
        not in the draft: id, area, kind, login, role, status, secret_hash, created_at, updated_at, version;
    }
);

/// The reason for an act on an account. The operator may omit it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Why {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A change of your own password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"current": "correct horse battery staple", "new": "another one that nobody guesses"}))]
pub struct ChangePassword {
    /// Your current password.
    #[schema(format = Password)]
    pub current: String,
    /// New password, 12 to 200 characters. Not written to the audit trail.
    #[schema(format = Password)]
    pub new: String,
}

impl Check for ChangePassword {
    fn check(self, faults: &mut Faults) -> Self {
        if let Some(fault) = password_fault(&self.new) {
            faults.add("/new", fault);
        } else if self.new == self.current {
            faults.add("/new", "must differ from current: choose another");
        }
        self
    }
}

impl From<Reasoned> for Why {
    fn from(input: Reasoned) -> Self {
        Self { reason: Some(input.reason) }
    }
}

impl Why {
    /// Checks the operator's reason, or returns 422.
    pub fn given(reason: Option<&str>) -> Result<Self, ApiError> {
        let mut faults = Faults::default();
        let reason = faults.optional_prose("/reason", reason);
        faults.finish().map(|()| Self { reason })
    }
}

/// Normalises a login for storage and lookup; `None` when nobody can have it.
pub fn login_of(text: &str) -> Option<String> {
    let mut faults = Faults::default();
    let login = login(&mut faults, "/login", text);
    faults.finish().ok().map(|()| login)
}

fn login(faults: &mut Faults, pointer: &str, text: &str) -> String {
    let login = faults.line_up_to(pointer, text, LONGEST_LOGIN).to_lowercase();
    // Some letters are longer in lower case.
    if login.chars().count() > LONGEST_LOGIN {
        faults.add(pointer, format!("must be at most {LONGEST_LOGIN} characters"));
    }
    login
}

fn check_texts(faults: &mut Faults, login_text: &mut String, name: &mut String, capacity: &mut Option<String>) {
    *login_text = login(faults, "/login", login_text);
    *name = faults.line("/name", name);
    *capacity = faults.optional_line("/capacity", capacity.as_deref());
}

/// Returns the fault of a new password, if any.
pub fn password_fault(password: &str) -> Option<&'static str> {
    if (12..=LONGEST_PASSWORD).contains(&password.chars().count()) { None } else { Some("12 to 200 characters") }
}

impl Check for NewUser {
    fn check(mut self, faults: &mut Faults) -> Self {
        check_texts(faults, &mut self.login, &mut self.name, &mut self.capacity);
        self
    }
}

impl Check for UserDetails {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.name = faults.line("/name", &self.name);
        self.capacity = faults.optional_line("/capacity", self.capacity.as_deref());
        self
    }
}

impl Check for AddUser {
    fn check(mut self, faults: &mut Faults) -> Self {
        check_texts(faults, &mut self.login, &mut self.name, &mut self.capacity);
        if let Some(fault) = password_fault(&self.password) {
            faults.add("/password", fault);
        }
        self
    }
}

impl AddUser {
    /// Returns the person, still without a hash, and the password to be hashed.
    pub fn into_parts(self) -> (NewUser, String) {
        let Self { login, name, role, capacity, scope, password } = self;
        (NewUser { kind: UserKind::Person, login, name, role, capacity, scope, secret_hash: None }, password)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_looked_up_as_they_are_kept() {
        let long = "a".repeat(LONGEST_LOGIN);
        for (text, want) in [
            (" A.Officer@Example.org ", Some("a.officer@example.org")),
            ("Ren\u{e9}@example.org", Some("ren\u{e9}@example.org")),
            ("Rene\u{301}@example.org", Some("ren\u{e9}@example.org")),
            (&long, Some(long.as_str())),
            (&"a".repeat(LONGEST_LOGIN + 1), None),
            (&"\u{130}".repeat(LONGEST_LOGIN / 2 + 1), None),
            ("", None),
            ("two\nlines", None),
            ("a\u{0}b", None),
        ] {
            assert_eq!(login_of(text).as_deref(), want, "{text:.40}");
        }
    }

    #[test]
    fn passwords_are_neither_short_nor_endless() {
        for (length, good) in [(0, false), (11, false), (12, true), (200, true), (201, false)] {
            assert_eq!(password_fault(&"é".repeat(length)).is_none(), good, "{length}");
        }
    }
}
