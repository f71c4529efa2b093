//! Decisions about question groups. Pure.

use chrono::NaiveDate;

use crate::foundation::actor::Actor;
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::error::Refusal;

/// Decides if the caller may write groups.
pub fn may_write(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body manages question groups")
}

/// Decides if the caller may change or delete a group: until a question in it was put.
pub fn may_change(first_put_on: Option<NaiveDate>, actor: &Actor) -> Result<(), Refusal> {
    may_write(actor)?;
    match first_put_on {
        None => Ok(()),
        Some(_) => Err(Refusal::WrongState("a question of this group was put, so the group cannot be changed")),
    }
}

/// The status of a group, for refusals.
pub const fn status(first_put_on: Option<NaiveDate>) -> &'static str {
    if first_put_on.is_some() { "put" } else { "draft" }
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(first_put_on: Option<NaiveDate>, actor: &Actor) -> Vec<&'static str> {
    if may_change(first_put_on, actor).is_ok() { vec!["edit", "delete"] } else { vec![] }
}

/// The groups visible to a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// True for the force, which sees groups only once a question was put: a title would reveal drafts.
    pub only_put: bool,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), only_put: actor.role == Force }
}

impl Scope {
    /// True when the scope includes the record.
    pub fn sees(&self, area: &str, first_put_on: Option<NaiveDate>) -> bool {
        self.area == area && (!self.only_put || first_put_on.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::{Role, TokenScope};

    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut table = String::from("role  token  add  change a draft  change once put  sees a draft  sees once put\n");
        let put = NaiveDate::from_ymd_opt(2019, 1, 30);
        let cell = |answer: Result<(), Refusal>| match answer {
            Ok(()) => "yes",
            Err(Refusal::NotYours(_)) => "-",
            Err(Refusal::WrongState(_)) => "x",
        };
        for role in Role::ALL {
            for token in [TokenScope::Write, TokenScope::Read] {
                let actor =
                    Actor { user_id: None, role: *role, area: "a".into(), scope: token, capacity: None, name: "A".into() };
                let (draft, once_put) = (cell(may_change(None, &actor)), cell(may_change(put, &actor)));
                let (sees_draft, sees_put) = (scope(&actor).sees("a", None), scope(&actor).sees("a", put));
                assert!(!scope(&actor).sees("b", put));
                let (role, token, add) = (role.as_str(), token.as_str(), cell(may_write(&actor)));
                table.push_str(&format!("{role:5} {token:6} {add:4} {draft:15} {once_put:16} {sees_draft:<13} {sees_put}\n"));
            }
        }
        insta::assert_snapshot!(table);
    }
}
