//! A caller as restricted drafts see it: which of them it reads. Pure.

use super::Role::{Force, Opcc, Pcc};
use super::{Actor, Side, UserId};

/// Somebody who reads, and the sides whose restricted drafts are kept from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    pub area: String,
    /// Empty for a caller that is no user, whom no restriction names.
    pub user_id: String,
    /// Sides whose restricted drafts it reads only if they name it: its own. Nobody keeps the head of the body out of the body's own
    /// records, and a draft of the other side is hidden as every draft of that side is.
    pub kept_from: &'static [Side],
}

impl Reader {
    /// Returns the reader that a caller is.
    pub fn of(actor: &Actor) -> Self {
        let kept_from: &'static [Side] = match actor.role {
            Pcc => &[],
            Opcc => &[Side::Office],
            Force => &[Side::Force],
        };
        let user_id = actor.user_id.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default();
        Self { area: actor.area.clone(), user_id, kept_from }
    }

    /// Returns a reader whom no restriction names, for work that is done for nobody.
    pub fn nobody(area: &str) -> Self {
        Self { area: area.to_owned(), user_id: String::new(), kept_from: Side::ALL }
    }

    /// Returns a side whose restricted drafts are not kept from it, as a value that a query can leave out; no side has an empty name.
    pub fn passed(&self, side: Side) -> String {
        if self.kept_from.contains(&side) { String::new() } else { side.as_str().to_owned() }
    }

    /// True when a restricted draft of `side` that names these people is kept from it.
    pub fn is_kept_from(&self, side: Side, people: &[UserId]) -> bool {
        self.kept_from.contains(&side) && !people.iter().any(|person| person.as_str() == self.user_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::matrix::actor;
    use crate::foundation::actor::{Role, TokenScope};

    #[test]
    fn from_whom_a_restricted_draft_is_kept() {
        let named: UserId = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11".parse().expect("an id");
        let other: UserId = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12".parse().expect("an id");
        let mut table = Vec::new();
        for side in Side::ALL {
            for role in Role::ALL {
                let reads = |user_id: Option<&UserId>| {
                    let caller = Actor { user_id: user_id.cloned(), ..actor(*role, TokenScope::Read) };
                    if Reader::of(&caller).is_kept_from(*side, std::slice::from_ref(&named)) { "kept from it" } else { "open" }
                };
                let (is_named, is_not, operator) = (reads(Some(&named)), reads(Some(&other)), reads(None));
                table.push(format!("{side}, {role}: named {is_named}, not named {is_not}, no user {operator}"));
            }
            assert!(Reader::nobody("west-mercia").is_kept_from(*side, std::slice::from_ref(&named)));
        }
        // What is open of the other side is hidden by the rules for its drafts.
        let want = [
            "force, pcc: named open, not named open, no user open",
            "force, opcc: named open, not named open, no user open",
            "force, force: named open, not named kept from it, no user kept from it",
            "office, pcc: named open, not named open, no user open",
            "office, opcc: named open, not named kept from it, no user kept from it",
            "office, force: named open, not named open, no user open",
        ];
        assert_eq!(table, want);
    }
}
