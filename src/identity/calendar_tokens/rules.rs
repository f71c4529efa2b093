//! Decisions about calendar tokens. Pure.

use super::model::CalendarTokenStatus::{Active, Revoked};
use super::model::{CalendarTokenAct as Act, CalendarTokenStatus};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, UserId, allowed};
use crate::foundation::error::Refusal;

/// Maximum number of active calendar tokens of a user.
pub const MOST: i64 = 20;

/// The calendar tokens visible to a caller: its own, whatever its role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// The owner; none for a caller that is not a user.
    pub owner: Option<UserId>,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), owner: actor.user_id.clone() }
}

/// Decides if the caller may create calendar tokens.
pub fn may_add(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc, Force], "only users can have calendar tokens")
}

/// The status after `act`, or why not. Only owners get here: others do not see the token.
pub fn decide(act: Act, status: CalendarTokenStatus, actor: &Actor) -> Result<CalendarTokenStatus, Refusal> {
    may_add(actor)?;
    match (act, status) {
        (Act::Revoke, Active) => Ok(Revoked),
        (Act::Revoke, Revoked) => Err(Refusal::WrongState("this calendar token is revoked")),
    }
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: CalendarTokenStatus, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, status, actor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::{Role, TokenScope};

    #[test]
    fn who_may_revoke() {
        for role in Role::ALL {
            for scope in TokenScope::ALL {
                let actor =
                    Actor { user_id: None, role: *role, area: "a".into(), scope: *scope, capacity: None, name: "A".into() };
                let writes = *scope == TokenScope::Write;
                assert_eq!(may_add(&actor).is_ok(), writes, "{role} {scope}");
                assert_eq!(decide(Act::Revoke, Active, &actor).is_ok(), writes, "{role} {scope}");
                assert_eq!(allowed_acts(Active, &actor), if writes { vec![Act::Revoke] } else { vec![] });
                assert!(decide(Act::Revoke, Revoked, &actor).is_err());
                assert_eq!(allowed_acts(Revoked, &actor), vec![]);
            }
        }
    }
}
