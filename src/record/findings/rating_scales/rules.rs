//! Decisions about rating scales. Pure.

use super::model::{Grade, RatingCode, RatingScaleAct as Act};
use crate::foundation::actor::Role::{Opcc, Pcc};
use crate::foundation::actor::{Actor, allowed};
use crate::foundation::error::Refusal;

/// The scales a caller may see: all of its area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone() }
}

impl Scope {
    /// True when the scope includes the scale.
    pub fn sees(&self, area: &str) -> bool {
        self.area == area
    }
}

/// Decides whether the caller may add scales.
pub fn may_add(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body manages rating scales")
}

/// Decides whether `act` may be done with a scale: a rating says what its words meant, so they stay once it has used them.
pub fn decide(act: Act, used: bool, actor: &Actor) -> Result<(), Refusal> {
    may_add(actor)?;
    match act {
        Act::Edit if used => Err(Refusal::WrongState("a rating has used this scale: it stays as it is, add another")),
        Act::Edit => Ok(()),
    }
}

/// Returns the status of a scale for a refusal. No view shows it: it would reveal a rating that was not shared to the force.
pub fn state(used: bool) -> &'static str {
    if used { "used" } else { "unused" }
}

/// Returns the acts that `actor` may perform on a scale.
pub fn allowed_acts(used: bool, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, used, actor))
}

/// Returns the code of a label on a scale.
pub fn code_of(grades: &[Grade], label: &str) -> Option<RatingCode> {
    grades.iter().find(|grade| grade.label == label).map(|grade| grade.code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::matrix::cell;
    use crate::foundation::actor::{Role, TokenScope};

    #[test]
    fn the_body_writes_what_was_not_used() {
        let mut table = String::from("role  token  add  edit unused  edit used\n");
        for role in Role::ALL {
            for scope in TokenScope::ALL {
                let actor =
                    Actor { user_id: None, role: *role, area: "a".into(), scope: *scope, capacity: None, name: "A".into() };
                let (add, unused, used) = (may_add(&actor), decide(Act::Edit, false, &actor), decide(Act::Edit, true, &actor));
                let row =
                    format!("{:5} {:6} {:4} {:12} {}", role.as_str(), scope.as_str(), cell(&add), cell(&unused), cell(&used));
                table.push_str(row.trim_end());
                table.push('\n');
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn labels_are_found_as_printed() {
        let grades = [
            Grade { label: "Good".into(), code: RatingCode::Assured },
            Grade { label: "Poor".into(), code: RatingCode::NotAssured },
        ];
        assert_eq!(code_of(&grades, "Poor"), Some(RatingCode::NotAssured));
        assert_eq!(code_of(&grades, "poor"), None);
        assert_eq!(code_of(&grades, "Fair"), None);
    }
}
