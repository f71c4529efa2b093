//! Who may read which part of the audit trail. Pure.

use crate::actor::{Actor, Role};

/// Which entries a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// Only what the force itself did: the trail of drafts would tell it of the drafts.
    pub only_force: bool,
}

/// The scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), only_force: actor.role == Role::Force }
}

impl Scope {
    /// The same decision for one entry.
    pub fn sees(&self, area: &str, actor_role: Role) -> bool {
        self.area == area && (!self.only_force || actor_role == Role::Force)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::TokenScope;

    #[test]
    fn the_force_sees_its_own_side() {
        let mut table = String::new();
        for role in Role::ALL {
            let actor =
                Actor { user_id: None, role: *role, area: "a".into(), scope: TokenScope::Read, capacity: None, name: "A".into() };
            for by in Role::ALL {
                table.push_str(&format!("{role} sees entries by {by}: {}\n", scope(&actor).sees("a", *by)));
                assert!(!scope(&actor).sees("b", *by));
            }
        }
        insta::assert_snapshot!(table);
    }
}
