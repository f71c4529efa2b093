//! Visibility of the audit trail. Pure.

use crate::foundation::actor::reader::Reader;
use crate::foundation::actor::{Actor, Role};

/// The status of every record that its author has not released yet.
pub const DRAFT: &str = "draft";

/// The collection in which each side sees only its own records.
pub const OF_ONE_SIDE: &str = "webhooks";

/// The entries a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// True when only the force's own acts are visible: the trail of the body's drafts would reveal the drafts.
    pub only_force: bool,
    /// True when the force's acts on its own drafts and webhooks are hidden: the words are the force's until it submits them.
    pub no_drafts_of_force: bool,
    /// Whoever reads: entries about restricted drafts are visible to those who read the drafts.
    pub reader: Reader,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    let is_force = actor.role == Role::Force;
    Scope { area: actor.area.clone(), only_force: is_force, no_drafts_of_force: !is_force, reader: Reader::of(actor) }
}

impl Scope {
    /// True when the scope includes an entry, by actor, collection and resulting status.
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
