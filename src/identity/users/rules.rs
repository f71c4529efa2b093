//! Decisions about users. Pure.
//!
//! Each side keeps its own accounts: a PCC who could make an account of the force could write the force's words, and
//! staff who could make one of the PCC could put questions.

use super::model::{UserKind, UserStatus};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role, TokenScope, UserId};
use crate::foundation::error::Refusal;

/// What can be done with a user that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Edit,
    Deactivate,
    Reactivate,
    /// Another secret for somebody who cannot sign in any more.
    Reset,
}

impl Act {
    /// Every act, in the order callers are shown.
    pub const ALL: [Self; 4] = [Self::Edit, Self::Deactivate, Self::Reactivate, Self::Reset];

    /// The name in paths, in `allowed_acts` and in the audit trail.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Deactivate => "deactivate",
            Self::Reactivate => "reactivate",
            Self::Reset => "reset",
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
    // Whoever could set a colleague's password could act as that colleague.
    if act == Act::Reset && actor.user_id.is_some() {
        return Err(Refusal::NotYours("passwords are reset by the operator: `answerable user reset`"));
    }
    match (act, status) {
        (Act::Edit, UserStatus::Active) => Ok(UserStatus::Active),
        (Act::Deactivate, UserStatus::Active) => Ok(UserStatus::Deactivated),
        (Act::Reactivate, UserStatus::Deactivated) => Ok(UserStatus::Active),
        (Act::Reset, status) => Ok(status),
        (Act::Edit | Act::Deactivate, UserStatus::Deactivated) => Err(Refusal::WrongState("this account is deactivated")),
        (Act::Reactivate, UserStatus::Active) => Err(Refusal::WrongState("this account is active")),
    }
}

/// Whether `actor` may change the password of its own account. An account that may only read may, because the record does not
/// change by it; a token that may do less than its account may not.
pub fn change_password(kind: UserKind, status: UserStatus, account: TokenScope, actor: &Actor) -> Result<(), Refusal> {
    match (kind, actor.scope, account) {
        (UserKind::Machine, ..) => Err(Refusal::NotYours("a machine has no password: the operator gives it another secret")),
        (UserKind::Person, TokenScope::Read, TokenScope::Write) => {
            Err(Refusal::NotYours("this token may only read: sign in with scope write"))
        }
        (UserKind::Person, ..) if status == UserStatus::Active => Ok(()),
        (UserKind::Person, ..) => Err(Refusal::WrongState("this account is deactivated")),
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

    fn cell<T>(result: &Result<T, Refusal>) -> &'static str {
        match result {
            Ok(_) => "yes",
            Err(Refusal::NotYours(_)) => "-",
            Err(Refusal::WrongState(_)) => "x",
        }
    }

    fn actor(user_id: Option<&UserId>, role: Role, scope: TokenScope) -> Actor {
        Actor { user_id: user_id.cloned(), role, area: "a".into(), scope, capacity: None, name: "A".into() }
    }

    #[test]
    fn each_side_keeps_its_own() {
        let mine: UserId = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11".parse().expect("an id");
        let other: UserId = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12".parse().expect("an id");
        let mut table =
            String::from("actor            account  status       edit  deactivate  reactivate  reset  deactivate oneself\n");
        for role in Role::ALL {
            let callers = [
                ("", Some(&mine), TokenScope::Write),
                (" (reads)", Some(&mine), TokenScope::Read),
                (" (operator)", None, TokenScope::Write),
            ];
            for (kind, user_id, scope) in callers {
                let actor = actor(user_id, *role, scope);
                for account in Role::ALL {
                    for status in UserStatus::ALL {
                        let [edit, deactivate, reactivate, reset] =
                            Act::ALL.map(|act| cell(&decide(act, &other, *account, *status, &actor)));
                        let oneself = cell(&decide(Act::Deactivate, &mine, *account, *status, &actor));
                        let (role, account, status) = (format!("{role}{kind}"), account.as_str(), status.as_str());
                        table.push_str(&format!(
                            "{role:16} {account:8} {status:12} {edit:5} {deactivate:11} {reactivate:11} {reset:6} {oneself}\n"
                        ));
                    }
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn who_may_change_a_password() {
        let mut table = String::from("kind     status       account  token  may\n");
        for kind in UserKind::ALL {
            for status in UserStatus::ALL {
                for account in TokenScope::ALL {
                    for token in TokenScope::ALL {
                        let may = cell(&change_password(*kind, *status, *account, &actor(None, Pcc, *token)));
                        let (kind, status) = (kind.as_str(), status.as_str());
                        let (account, token) = (account.as_str(), token.as_str());
                        table.push_str(&format!("{kind:8} {status:12} {account:8} {token:6} {may}\n"));
                    }
                }
            }
        }
        insta::assert_snapshot!(table);
    }
}
