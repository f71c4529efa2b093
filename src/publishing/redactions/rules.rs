//! Decisions about redactions. Pure.

use super::model::RedactionStatus;
use super::model::RedactionStatus::{Active, Lifted};
use crate::foundation::actor::Actor;
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::error::Refusal;

/// What can be done with a redaction that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Edit,
    Lift,
    Erase,
}

impl Act {
    /// Every act, in the order callers are shown.
    pub const ALL: [Self; 3] = [Self::Edit, Self::Lift, Self::Erase];

    /// The name in paths, in `allowed_acts` and in the audit trail.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Lift => "lift",
            Self::Erase => "erase",
        }
    }
}

/// The status after `act`, or why not. The role is judged before the state; `erased` is whether its words are forgotten.
pub fn decide(act: Act, status: RedactionStatus, erased: bool, actor: &Actor) -> Result<RedactionStatus, Refusal> {
    match act {
        Act::Edit | Act::Lift => may_withhold(actor)?,
        Act::Erase => actor.must_be(&[Pcc], "only the PCC erases what was withheld")?,
    }
    match (act, status, erased) {
        (Act::Edit, Active, _) => Ok(Active),
        (Act::Lift, Active, _) => Ok(Lifted),
        (Act::Edit | Act::Lift, Lifted, _) => Err(Refusal::WrongState("it was lifted already: withhold the words anew")),
        (Act::Erase, Active, _) => Err(Refusal::WrongState("while it is active its words are looked for: lift it first")),
        (Act::Erase, Lifted, false) => Ok(Lifted),
        (Act::Erase, Lifted, true) => Err(Refusal::WrongState("its words were erased already")),
    }
}

/// Whether the caller may withhold anything at all.
pub fn may_withhold(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "what is withheld from the public is decided by the body")
}

/// The acts `actor` may do now.
pub fn allowed_acts(status: RedactionStatus, erased: bool, actor: &Actor) -> Vec<&'static str> {
    Act::ALL.into_iter().filter(|act| decide(*act, status, erased, actor).is_ok()).map(Act::name).collect()
}

/// Members by which records are found, linked and counted: they are never withheld.
pub fn is_fixed(field: &str) -> bool {
    const FIXED: &[&str] = &[
        "code",
        "form",
        "holding",
        "id",
        "kind",
        "needs_review",
        "outcome",
        "outcome_check",
        "position",
        "question_revision",
        "reference",
        "revision",
        "status",
        "times_reopened",
    ];
    let last = field.rsplit('/').next().unwrap_or(field);
    // What is said of an answer follows from the responses, exchanges and judgements, and is withheld there.
    let is_derived = field.split('/').next() == Some("answer");
    is_derived || FIXED.contains(&last) || last.ends_with("_id") || last.ends_with("_ids")
}

/// Which redactions a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// The force sees none: they quote what is withheld.
    pub none: bool,
}

/// The scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), none: actor.role == Force }
}

impl Scope {
    /// The same decision for one record.
    pub fn sees(&self, area: &str) -> bool {
        self.area == area && !self.none
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::{Role, TokenScope};

    fn actor(role: Role, scope: TokenScope) -> Actor {
        Actor { user_id: None, role, area: "a".into(), scope, capacity: None, name: "A".into() }
    }

    /// One line an act and role: the status it leads to from each state, `-` for not theirs, `x` for not now.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut table = String::from("act   role  active lifted erased\n");
        for act in Act::ALL {
            for role in Role::ALL {
                table.push_str(&format!("{:5} {:5}", act.name(), role.as_str()));
                for (status, erased) in [(Active, false), (Lifted, false), (Lifted, true)] {
                    assert!(allowed_acts(status, erased, &actor(*role, TokenScope::Read)).is_empty());
                    let cell = match decide(act, status, erased, &actor(*role, TokenScope::Write)) {
                        Ok(next) => next.as_str(),
                        Err(Refusal::NotYours(_)) => "-",
                        Err(Refusal::WrongState(_)) => "x",
                    };
                    table.push_str(&format!(" {cell:6}"));
                }
                table.truncate(table.trim_end().len());
                table.push('\n');
            }
        }
        insta::assert_snapshot!(table, @r"
        act   role  active lifted erased
        edit  pcc   active x      x
        edit  opcc  active x      x
        edit  force -      -      -
        lift  pcc   lifted x      x
        lift  opcc  lifted x      x
        lift  force -      -      -
        erase pcc   x      lifted x
        erase opcc  -      -      -
        erase force -      -      -
        ");
    }

    #[test]
    fn fixed_members() {
        for (field, want) in [
            ("text", false),
            ("points/0", false),
            ("speakers/0/name", false),
            ("due_on", false),
            ("id", true),
            ("meeting_id", true),
            ("reference", true),
            ("priorities/0/id", true),
            ("status", true),
            ("answer/judged/reason", true),
            ("force_answer/given_by", false),
        ] {
            assert_eq!(is_fixed(field), want, "{field}");
        }
    }
}
