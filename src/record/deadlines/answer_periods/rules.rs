//! Decisions about answer periods. Pure.

use super::model::AnswerPeriodsAct as Act;
use crate::foundation::actor::Role::Pcc;
use crate::foundation::actor::{Actor, allowed};
use crate::foundation::error::Refusal;

/// Decides whether the caller may do `act`: the periods are a commitment of the body, so only the PCC may.
pub fn decide(act: Act, actor: &Actor) -> Result<(), Refusal> {
    match act {
        Act::Edit => actor.must_be(&[Pcc], "only the PCC sets the answer periods of the body"),
    }
}

/// Returns the acts that `actor` may perform.
pub fn allowed_acts(actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, actor))
}

/// The periods visible to a caller: those of its area.
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
    fn the_pcc_sets_them() {
        for role in Role::ALL {
            for scope in TokenScope::ALL {
                let actor =
                    Actor { user_id: None, role: *role, area: "a".into(), scope: *scope, capacity: None, name: "A".into() };
                let want = *role == Pcc && *scope == TokenScope::Write;
                assert_eq!(decide(Act::Edit, &actor).is_ok(), want, "{role} {scope}");
                assert_eq!(allowed_acts(&actor).is_empty(), !want);
            }
        }
    }
}
