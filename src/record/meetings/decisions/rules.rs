//! Decisions about decisions: permissions, states and transitions. Pure.

use chrono::NaiveDate;

use super::model::DecisionStatus;
use super::model::DecisionStatus::{Draft, Revoked, Taken};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role};
use crate::foundation::error::Refusal;

/// The acts on an existing decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Edit,
    Delete,
    Take,
    Correct,
    Revoke,
}

impl Act {
    /// All acts, in the order callers see them.
    pub const ALL: [Self; 5] = [Self::Edit, Self::Delete, Self::Take, Self::Correct, Self::Revoke];

    /// Returns the name in paths, in `allowed_acts` and in the audit trail.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Take => "take",
            Self::Correct => "correct",
            Self::Revoke => "revoke",
        }
    }

    const fn roles(self) -> (&'static [Role], &'static str) {
        match self {
            Self::Edit | Self::Delete => (&[Pcc, Opcc], "only the body drafts decisions"),
            Self::Take => (&[Pcc], "only the PCC takes a decision"),
            Self::Correct => (&[Pcc], "only the PCC corrects the words of a decision that was taken"),
            Self::Revoke => (&[Pcc], "only the PCC revokes a decision"),
        }
    }

    fn next(self, status: DecisionStatus) -> Result<DecisionStatus, Refusal> {
        match (self, status) {
            (Self::Edit | Self::Delete, Draft) => Ok(Draft),
            (Self::Edit | Self::Delete, Taken | Revoked) => {
                Err(Refusal::WrongState("only a draft can be edited or deleted: use correct or revoke for a taken decision"))
            }
            (Self::Take, Draft) => Ok(Taken),
            (Self::Take, Taken | Revoked) => Err(Refusal::WrongState("only a draft decision can be taken")),
            (Self::Correct, Taken) => Ok(Taken),
            (Self::Correct, Draft | Revoked) => {
                Err(Refusal::WrongState("only a taken decision can be corrected: edit a draft instead"))
            }
            (Self::Revoke, Taken) => Ok(Revoked),
            (Self::Revoke, Draft | Revoked) => Err(Refusal::WrongState("only a taken decision can be revoked")),
        }
    }
}

/// Returns the status after `act`, or the refusal. The role is checked before the state.
pub fn decide(act: Act, status: DecisionStatus, actor: &Actor) -> Result<DecisionStatus, Refusal> {
    let (roles, sentence) = act.roles();
    actor.must_be(roles, sentence)?;
    act.next(status)
}

/// Decides if the caller may draft decisions.
pub fn may_draft(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body drafts decisions")
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: DecisionStatus, actor: &Actor) -> Vec<&'static str> {
    Act::ALL.into_iter().filter(|act| decide(*act, status, actor).is_ok()).map(Act::name).collect()
}

/// Returns the day of a decision: as given when it is taken, otherwise as drafted, otherwise that of its meeting, otherwise
/// today.
pub fn made_on(said: Option<NaiveDate>, drafted: Option<NaiveDate>, met: Option<NaiveDate>, today: NaiveDate) -> NaiveDate {
    said.or(drafted).or(met).unwrap_or(today)
}

/// Checks that a decision may have been made on `day`, given the day `met` of its meeting, if any; otherwise returns the
/// reason.
pub fn check_day(day: NaiveDate, met: Option<NaiveDate>, today: NaiveDate) -> Result<(), &'static str> {
    if day > today {
        return Err("must not be in the future");
    }
    if met.is_some_and(|met| day < met) { Err("must be on or after the day of its meeting") } else { Ok(()) }
}

/// The decisions visible to a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// True for the force, which sees only decisions that were taken at some time, and never a draft or that there was one.
    pub only_taken: bool,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), only_taken: actor.role == Force }
}

impl Scope {
    /// True when the scope includes the record.
    pub fn sees(&self, area: &str, status: DecisionStatus) -> bool {
        self.area == area
            && match status {
                Draft => !self.only_taken,
                Taken | Revoked => true,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::TokenScope;

    fn actor(role: Role, scope: TokenScope) -> Actor {
        Actor { user_id: None, role, area: "west-mercia".into(), scope, capacity: None, name: "A".into() }
    }

    /// One line per act and role: the new status from each status, `-` for not permitted, `x` for not possible.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut table = String::from("act     role  draft   taken   revoked\n");
        for act in Act::ALL {
            for role in Role::ALL {
                table.push_str(&format!("{:7} {:5}", act.name(), role.as_str()));
                for status in DecisionStatus::ALL {
                    let cell = match decide(act, *status, &actor(*role, TokenScope::Write)) {
                        Ok(next) => next.as_str(),
                        Err(Refusal::NotYours(_)) => "-",
                        Err(Refusal::WrongState(_)) => "x",
                    };
                    table.push_str(&format!(" {cell:7}"));
                }
                table.truncate(table.trim_end().len());
                table.push('\n');
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn a_read_only_token_may_do_nothing() {
        for role in Role::ALL {
            for status in DecisionStatus::ALL {
                assert!(allowed_acts(*status, &actor(*role, TokenScope::Read)).is_empty());
            }
        }
    }

    #[test]
    fn the_force_sees_what_was_taken() {
        for (role, status, want) in [
            (Role::Pcc, Draft, true),
            (Role::Opcc, Draft, true),
            (Role::Force, Draft, false),
            (Role::Force, Taken, true),
            (Role::Force, Revoked, true),
        ] {
            let scope = scope(&actor(role, TokenScope::Read));
            assert_eq!(scope.sees("west-mercia", status), want, "{role} {status}");
            assert!(!scope.sees("warwickshire", status));
        }
    }

    #[test]
    fn the_day() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let today = day("2019-02-04");
        let (said, drafted, met) = (day("2019-01-31"), day("2019-02-01"), day("2019-01-30"));
        assert_eq!(made_on(Some(said), Some(drafted), Some(met), today), said);
        assert_eq!(made_on(None, Some(drafted), Some(met), today), drafted);
        assert_eq!(made_on(None, None, Some(met), today), met);
        assert_eq!(made_on(None, None, None, today), today);
        assert!(check_day(today, None, today).is_ok());
        assert!(check_day(met, Some(met), today).is_ok());
        assert!(check_day(day("2019-02-05"), None, today).is_err());
        assert!(check_day(day("2019-01-29"), Some(met), today).is_err());
    }
}
