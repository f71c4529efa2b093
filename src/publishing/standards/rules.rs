//! Decisions about service standards. Pure.

use super::model::PublicationStandardAct as Act;
use crate::foundation::actor::Role::Pcc;
use crate::foundation::actor::{Actor, allowed};
use crate::foundation::error::Refusal;

/// Decides if the caller may set the standard: it is a commitment of the body, so only the PCC may.
pub fn may_edit(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc], "only the PCC sets the service standard of the body")
}

/// Decides whether the caller may do `act`.
pub fn decide(act: Act, actor: &Actor) -> Result<(), Refusal> {
    match act {
        Act::Edit => may_edit(actor),
    }
}

/// Returns the acts that `actor` may perform.
pub fn allowed_acts(actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, actor))
}

/// The standards visible to a caller: that of its area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::{Role, TokenScope};

    #[test]
    fn the_pcc_sets_it() {
        for role in Role::ALL {
            for scope in TokenScope::ALL {
                let actor =
                    Actor { user_id: None, role: *role, area: "a".into(), scope: *scope, capacity: None, name: "A".into() };
                let want = *role == Pcc && *scope == TokenScope::Write;
                assert_eq!(may_edit(&actor).is_ok(), want, "{role} {scope}");
                assert_eq!(allowed_acts(&actor).is_empty(), !want);
            }
        }
    }
}
