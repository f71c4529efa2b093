//! Decisions about restrictions. Pure. Each slice asks them in its own `decide`.

use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Role, Side};
use crate::foundation::error::Refusal;

/// Returns who restricts the drafts of a side, and lifts that: everybody of the side who reads the draft, so any of the people named.
pub const fn keepers(side: Side) -> (&'static [Role], &'static str) {
    match side {
        Side::Office => (&[Pcc, Opcc], "only the body decides who reads its drafts"),
        Side::Force => (&[Force], "only the force decides who reads its drafts"),
    }
}

/// Decides whether a record may be restricted, or restricted to other people.
pub const fn may_restrict(is_draft: bool) -> Result<(), Refusal> {
    if is_draft {
        Ok(())
    } else {
        Err(Refusal::WrongState("only a draft can be restricted: the other side has seen this record"))
    }
}

/// Decides whether the restriction of a record may be lifted.
pub const fn may_lift(is_draft: bool, is_restricted: bool) -> Result<(), Refusal> {
    match (is_draft, is_restricted) {
        (true, true) => Ok(()),
        (true, false) => Err(Refusal::WrongState("this draft is not restricted")),
        (false, _) => Err(Refusal::WrongState("only a draft can be restricted: the other side has seen this record")),
    }
}

/// Returns what is wrong with naming an account of this side and status for a draft of `side`; `found` is the account of this area.
pub fn unfit(side: Side, found: Option<(Role, bool)>) -> Option<&'static str> {
    match found {
        // The same words: the force does not learn of the accounts of the body.
        None => Some("is not the id of an account of your side"),
        Some((role, _)) if role.side() != side => Some("is not the id of an account of your side"),
        Some((_, false)) => Some("is the account of somebody who cannot sign in any more: leave it out"),
        Some((_, true)) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::matrix::cell;

    #[test]
    fn what_is_restricted_and_lifted() {
        let mut table = String::new();
        for (is_draft, is_restricted) in [(true, false), (true, true), (false, false), (false, true)] {
            let (restrict, lift) = (cell(&may_restrict(is_draft)), cell(&may_lift(is_draft, is_restricted)));
            table.push_str(&format!("draft {is_draft}, restricted {is_restricted}: restrict {restrict}, lift {lift}\n"));
        }
        for side in Side::ALL {
            let (roles, sentence) = keepers(*side);
            let roles: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
            table.push_str(&format!("{side}: {}; {sentence}\n", roles.join(", ")));
            for role in Role::ALL {
                for is_active in [true, false] {
                    let unfit = unfit(*side, Some((*role, is_active))).unwrap_or("may be named");
                    table.push_str(&format!("{side}, an account of {role}, active {is_active}: {unfit}\n"));
                }
            }
            assert_eq!(unfit(*side, None), Some("is not the id of an account of your side"));
        }
        insta::assert_snapshot!(table);
    }
}
