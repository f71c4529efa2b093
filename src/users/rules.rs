//! Decisions about users. Pure.
//!
//! Each side keeps its own accounts: a PCC who could make an account of the force could write the force's words, and
//! staff who could make one of the PCC could put questions.

use super::model::UserStatus;
use crate::actor::Role::{Force, Opcc, Pcc};
use crate::actor::{Actor, Role, UserId};
use crate::error::Refusal;

/// What can be done with a user that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Edit,
    Deactivate,
}

impl Act {
    /// Every act, in the order callers are shown.
    pub const ALL: [Self; 2] = [Self::Edit, Self::Deactivate];

    /// The name in paths, in `allowed_acts` and in the audit trail.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Deactivate => "deactivate",
        }
    }
}

/// Whether `actor` keeps the accounts of `role`.
pub fn may_keep(role: Role, actor: &Actor) -> Result<(), Refusal> {
    match role {
        Pcc => actor.must_be(&[Pcc], "accounts of the PCC are kept by the PCC"),
        Opcc => actor.must_be(&[Pcc, Opcc], "accounts of the office are kept by the body"),
        Force => actor.must_be(&[Force], "accounts of the force are kept by the force"),
    }
}

/// The status after `act` on a user, or why not: whose account it is first, then its state.
pub fn decide(act: Act, id: &UserId, role: Role, status: UserStatus, actor: &Actor) -> Result<UserStatus, Refusal> {
    may_keep(role, actor)?;
    if act == Act::Deactivate && actor.user_id.as_ref() == Some(id) {
        return Err(Refusal::NotYours("nobody deactivates their own account: ask a colleague"));
    }
    match (act, status) {
        (Act::Edit, UserStatus::Active) => Ok(UserStatus::Active),
        (Act::Deactivate, UserStatus::Active) => Ok(UserStatus::Deactivated),
        (Act::Edit | Act::Deactivate, UserStatus::Deactivated) => Err(Refusal::WrongState("this account is deactivated")),
    }
}

/// The acts `actor` may do now.
pub fn allowed_acts(id: &UserId, role: Role, status: UserStatus, actor: &Actor) -> Vec<&'static str> {
    Act::ALL.into_iter().filter(|act| decide(*act, id, role, status, actor).is_ok()).map(Act::name).collect()
}

/// Which users a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// The force sees its own accounts only.
    pub only_force: bool,
}

/// The scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), only_force: actor.role == Force }
}

impl Scope {
    /// The same decision for one user.
    pub fn sees(&self, area: &str, role: Role) -> bool {
        self.area == area && (!self.only_force || role == Force)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::TokenScope;

    #[test]
    fn each_side_keeps_its_own() {
        let mine: UserId = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11".parse().expect("an id");
        let other: UserId = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12".parse().expect("an id");
        let mut table = String::from("actor  account  edit  deactivate  deactivate oneself  edit deactivated\n");
        let cell = |result: Result<UserStatus, Refusal>| match result {
            Ok(_) => "yes",
            Err(Refusal::NotYours(_)) => "-",
            Err(Refusal::WrongState(_)) => "x",
        };
        for role in Role::ALL {
            let actor = Actor {
                user_id: Some(mine.clone()),
                role: *role,
                area: "a".into(),
                scope: TokenScope::Write,
                capacity: None,
                name: "A".into(),
            };
            for account in Role::ALL {
                table.push_str(&format!(
                    "{role:6} {account:8} {:5} {:11} {:19} {}\n",
                    cell(decide(Act::Edit, &other, *account, UserStatus::Active, &actor)),
                    cell(decide(Act::Deactivate, &other, *account, UserStatus::Active, &actor)),
                    cell(decide(Act::Deactivate, &mine, *account, UserStatus::Active, &actor)),
                    cell(decide(Act::Edit, &other, *account, UserStatus::Deactivated, &actor)),
                ));
            }
        }
        insta::assert_snapshot!(table);
    }
}
