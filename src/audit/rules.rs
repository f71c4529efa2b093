//! Who may read which part of the audit trail. Pure.

use crate::actor::{Actor, Role};

/// Which entries a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// Only what the force itself did: the trail of drafts would tell it of the drafts.
    pub only_force: bool,
    /// Nothing that only the force sees: the trail of its drafts and of its files would tell the body of them.
    pub no_private_acts_of_force: bool,
}

/// The scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    let is_force = actor.role == Role::Force;
    Scope { area: actor.area.clone(), only_force: is_force, no_private_acts_of_force: !is_force }
}

impl Scope {
    /// The same decision for one entry.
    pub fn sees(&self, area: &str, actor_role: Role, resource: &str, to_status: Option<&str>) -> bool {
        let is_private = to_status == Some(DRAFT) || resource == FILES;
        self.area == area
            && match actor_role {
                Role::Force => !(self.no_private_acts_of_force && is_private),
                Role::Pcc | Role::Opcc => !self.only_force,
            }
    }
}

/// The status of a record that only the side which writes it sees.
pub const DRAFT: &str = "draft";
/// The collection whose records only their own side sees until they are cited; a citation tells of itself.
pub const FILES: &str = "attachments";

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
                let sees = |resource, status| scope(&actor).sees("a", *by, resource, status);
                let (record, draft, file) =
                    (sees("responses", Some("submitted")), sees("responses", Some("draft")), sees("attachments", None));
                table.push_str(&format!("{role} sees acts by {by}: {record}, on drafts: {draft}, on files: {file}\n"));
                assert!(!scope(&actor).sees("b", *by, "responses", None));
            }
        }
        insta::assert_snapshot!(table);
    }
}
