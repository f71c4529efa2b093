//! Decisions about delegations. Pure.

use super::model::DelegationStatus::{Active, Revoked};
use super::model::{DelegationStatus, PublicationDelegationAct as Act};
use crate::foundation::actor::Role::{Force, Pcc};
use crate::foundation::actor::{Actor, allowed};
use crate::foundation::error::Refusal;

/// Returns the status after `act`, or the refusal. The role is checked before the state.
pub fn decide(act: Act, status: DelegationStatus, actor: &Actor) -> Result<DelegationStatus, Refusal> {
    match act {
        Act::Revoke => actor.must_be(&[Pcc], "only the PCC revokes a delegation")?,
    }
    match (act, status) {
        (Act::Revoke, Active) => Ok(Revoked),
        (Act::Revoke, Revoked) => Err(Refusal::WrongState("this delegation is already revoked")),
    }
}

/// Decides if the caller may create a delegation.
pub fn may_grant(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc], "only the PCC delegates the approval of publication")
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: DelegationStatus, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, status, actor))
}

/// The delegations visible to a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// True for the force and others: how the body decides on publication is internal.
    pub none: bool,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), none: actor.role == Force }
}

impl Scope {
    /// True when the scope includes the record.
    pub fn sees(&self, area: &str) -> bool {
        self.area == area && !self.none
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::{Role, TokenScope};

    #[test]
    fn every_act_by_every_role_in_every_state() {
        let actor = |role, scope| Actor { user_id: None, role, area: "a".into(), scope, capacity: None, name: "A".into() };
        let mut table = String::new();
        for role in Role::ALL {
            let may = may_grant(&actor(*role, TokenScope::Write)).is_ok();
            table.push_str(&format!("{role} makes one: {may}"));
            for status in DelegationStatus::ALL {
                assert!(allowed_acts(*status, &actor(*role, TokenScope::Read)).is_empty());
                let acts = allowed_acts(*status, &actor(*role, TokenScope::Write));
                let acts: Vec<&str> = acts.iter().map(|act| act.as_str()).collect();
                table.push_str(&format!(", {status} {acts:?}"));
            }
            table.push('\n');
        }
        insta::assert_snapshot!(table);
    }
}
