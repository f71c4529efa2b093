//! Decisions about users. Pure.
//!
//! Each side manages its own accounts: a PCC who could create a force account could write the force's words, and staff who
//! could create a PCC account could put questions.

use super::model::{UserAct as Act, UserKind, UserStatus};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role, TokenScope, UserId, allowed};
use crate::foundation::error::Refusal;

/// Decides if `actor` manages the accounts of `role`.
pub fn may_keep(role: Role, actor: &Actor) -> Result<(), Refusal> {
    match role {
        Pcc => actor.must_be(&[Pcc], "only the PCC manages PCC accounts"),
        Opcc => actor.must_be(&[Pcc, Opcc], "only the body manages office accounts"),
        Force => actor.must_be(&[Force], "only the force manages force accounts"),
    }
}

/// Returns the status after `act` on a user, or the refusal: ownership is checked first, then the state.
pub fn decide(act: Act, id: &UserId, role: Role, status: UserStatus, actor: &Actor) -> Result<UserStatus, Refusal> {
    may_keep(role, actor)?;
    if act == Act::Deactivate && actor.user_id.as_ref() == Some(id) {
        return Err(Refusal::NotYours("you cannot deactivate your own account: ask a colleague"));
    }
    // Somebody who could set a colleague's password could act as that colleague.
    if act == Act::Reset && actor.user_id.is_some() {
        return Err(Refusal::NotYours("only the operator resets passwords: ask for `answerable user reset`"));
    }
    match (act, status) {
        (Act::Edit, UserStatus::Active) => Ok(UserStatus::Active),
        (Act::Deactivate, UserStatus::Active) => Ok(UserStatus::Deactivated),
        (Act::Reactivate, UserStatus::Deactivated) => Ok(UserStatus::Active),
        (Act::Reset, status) => Ok(status),
        (Act::Edit | Act::Deactivate, UserStatus::Deactivated) => {
            Err(Refusal::WrongState("this account is deactivated: reactivate it first"))
        }
        (Act::Reactivate, UserStatus::Active) => Err(Refusal::WrongState("this account is already active")),
    }
}

/// Decides if `actor` may change its own account's password. A read-only account may, because that does not change the record;
/// a token with less scope than its account may not.
pub fn change_password(kind: UserKind, status: UserStatus, account: TokenScope, actor: &Actor) -> Result<(), Refusal> {
    match (kind, actor.scope, account) {
        (UserKind::Machine, ..) => Err(Refusal::NotYours("a machine has no password: ask the operator for a new secret")),
        (UserKind::Person, TokenScope::Read, TokenScope::Write) => {
            Err(Refusal::NotYours("this token is read-only: sign in with scope write"))
        }
        (UserKind::Person, ..) if status == UserStatus::Active => Ok(()),
        (UserKind::Person, ..) => Err(Refusal::WrongState("this account is deactivated: reactivate it first")),
    }
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(id: &UserId, role: Role, status: UserStatus, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, id, role, status, actor))
}

/// The users visible to a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// The force sees its own accounts only.
    pub only_force: bool,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), only_force: actor.role == Force }
}

impl Scope {
    /// True when the scope includes the user.
    pub fn sees(&self, area: &str, role: Role) -> bool {
        self.area == area && (!self.only_force || role == Force)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::matrix;

    fn cell<T>(result: &Result<T, Refusal>) -> &'static str {
        matrix::cell(&result.as_ref().map(|_| ()).map_err(Clone::clone))
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
                        let [edit, deactivate, reactivate, reset] = [Act::Edit, Act::Deactivate, Act::Reactivate, Act::Reset]
                            .map(|act| cell(&decide(act, &other, *account, *status, &actor)));
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
