//! Decisions about topics. Pure.

use super::model::TopicAct as Act;
use crate::foundation::actor::Role::{Opcc, Pcc};
use crate::foundation::actor::{Actor, allowed};
use crate::foundation::error::Refusal;

/// The topics a caller may see: all of its area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone() }
}

/// Decides whether the caller may write topics.
pub fn may_write(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body manages topics")
}

/// Decides whether the caller may do `act`.
pub fn decide(act: Act, actor: &Actor) -> Result<(), Refusal> {
    match act {
        Act::Edit | Act::Delete => may_write(actor),
    }
}

/// Returns the acts that `actor` may perform.
pub fn allowed_acts(actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, actor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::{Role, TokenScope};

    #[test]
    fn the_body_writes() {
        for (role, scope, want) in [
            (Role::Pcc, TokenScope::Write, true),
            (Role::Opcc, TokenScope::Write, true),
            (Role::Force, TokenScope::Write, false),
            (Role::Pcc, TokenScope::Read, false),
            (Role::Opcc, TokenScope::Read, false),
            (Role::Force, TokenScope::Read, false),
        ] {
            let actor = Actor { user_id: None, role, area: "a".into(), scope, capacity: None, name: "A".into() };
            assert_eq!(may_write(&actor).is_ok(), want, "{role} {scope}");
        }
    }
}
