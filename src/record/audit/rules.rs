//! Who may read which part of the audit trail. Pure.

use crate::foundation::actor::{Actor, Role};

/// The status of every record that is still in the hands of its author.
pub const DRAFT: &str = "draft";

/// The collection of which each side sees only its own records.
pub const OF_ONE_SIDE: &str = "webhooks";

/// Which entries a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// Only what the force itself did: the trail of the body's drafts would tell it of the drafts.
    pub only_force: bool,
    /// Not what the force did to a draft of its own, whose words are the force's until it submits them, nor to its webhooks.
    pub no_drafts_of_force: bool,
}

/// The scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    let is_force = actor.role == Role::Force;
    Scope { area: actor.area.clone(), only_force: is_force, no_drafts_of_force: !is_force }
}

impl Scope {
    /// The same decision for one entry, by who acted, on what, and the status it led to.
    pub fn sees(&self, area: &str, actor_role: Role, resource: &str, to_status: Option<&str>) -> bool {
        let is_force = actor_role == Role::Force;
        let hidden_draft = self.no_drafts_of_force && is_force && (to_status == Some(DRAFT) || resource == OF_ONE_SIDE);
        self.area == area && (!self.only_force || is_force) && !hidden_draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::TokenScope;

    #[test]
    fn each_side_sees_what_is_not_a_draft_of_the_other() {
        let mut table = String::new();
        for role in Role::ALL {
            let actor =
                Actor { user_id: None, role: *role, area: "a".into(), scope: TokenScope::Read, capacity: None, name: "A".into() };
            for by in Role::ALL {
                for to in [Some("draft"), Some("put"), None] {
                    let sees = scope(&actor).sees("a", *by, "questions", to);
                    table.push_str(&format!("{role} sees entries by {by} that led to {}: {sees}\n", to.unwrap_or("no status")));
                    assert!(!scope(&actor).sees("b", *by, "questions", to));
                }
                let sees = scope(&actor).sees("a", *by, OF_ONE_SIDE, None);
                table.push_str(&format!("{role} sees entries by {by} about webhooks: {sees}\n"));
            }
        }
        insta::assert_snapshot!(table);
    }
}
