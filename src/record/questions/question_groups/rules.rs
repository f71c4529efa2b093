//! Decisions about question groups. Pure.

use chrono::NaiveDate;

use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, allowed};
use crate::foundation::error::Refusal;
use crate::record::questions::model::QuestionGroupAct as Act;

/// Decides whether the caller may write groups at all.
pub fn may_write(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body manages question groups")
}

/// Decides whether `act` may be done with a group: until a question in it was put.
pub fn decide(act: Act, first_put_on: Option<NaiveDate>, actor: &Actor) -> Result<(), Refusal> {
    may_write(actor)?;
    match (act, first_put_on) {
        (Act::Edit | Act::Delete, None) => Ok(()),
        (Act::Edit | Act::Delete, Some(_)) => {
            Err(Refusal::WrongState("a question of this group was put: what the force was shown stays as it is"))
        }
    }
}

/// The status of a group, for refusals.
pub const fn status(first_put_on: Option<NaiveDate>) -> &'static str {
    if first_put_on.is_some() { "put" } else { "draft" }
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(first_put_on: Option<NaiveDate>, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, first_put_on, actor))
}

/// The groups a caller may see.
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
    use crate::foundation::actor::matrix::cell;
    use crate::foundation::actor::{Role, TokenScope};

    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut table = String::from("role  token  add  change a draft  change once put  sees a draft  sees once put\n");
        let put = NaiveDate::from_ymd_opt(2019, 1, 30);
        for role in Role::ALL {
            for token in [TokenScope::Write, TokenScope::Read] {
                let actor =
                    Actor { user_id: None, role: *role, area: "a".into(), scope: token, capacity: None, name: "A".into() };
                let (draft, once_put) = (cell(&decide(Act::Edit, None, &actor)), cell(&decide(Act::Edit, put, &actor)));
                let (sees_draft, sees_put) = (scope(&actor).sees("a", None), scope(&actor).sees("a", put));
                assert!(!scope(&actor).sees("b", put));
                let (role, token, add) = (role.as_str(), token.as_str(), cell(&may_write(&actor)));
                table.push_str(&format!("{role:5} {token:6} {add:4} {draft:15} {once_put:16} {sees_draft:<13} {sees_put}\n"));
            }
        }
        insta::assert_snapshot!(table);
    }
}
