//! Decisions about plans. Pure.

use chrono::NaiveDate;

use super::model::PlanStatus;
use super::model::PlanStatus::{Adopted, Draft, Superseded};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role};
use crate::foundation::error::Refusal;

/// The acts on an existing plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Edit,
    Delete,
    Adopt,
    Supersede,
}

impl Act {
    /// All acts, in the order callers see them.
    pub const ALL: [Self; 4] = [Self::Edit, Self::Delete, Self::Adopt, Self::Supersede];

    /// Returns the name in paths, in `allowed_acts` and in the audit trail.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Adopt => "adopt",
            Self::Supersede => "supersede",
        }
    }

    const fn roles(self) -> (&'static [Role], &'static str) {
        match self {
            Self::Edit | Self::Delete => (&[Pcc, Opcc], "only the body drafts plans"),
            Self::Adopt => (&[Pcc], "only the PCC adopts a plan"),
            Self::Supersede => (&[Pcc], "only the PCC supersedes a plan"),
        }
    }

    fn next(self, status: PlanStatus) -> Result<PlanStatus, Refusal> {
        match (self, status) {
            (Self::Edit | Self::Delete, Draft) => Ok(Draft),
            (Self::Edit | Self::Delete, Adopted | Superseded) => {
                Err(Refusal::WrongState("an adopted plan cannot be changed: draft a new one and supersede this one"))
            }
            (Self::Adopt, Draft) => Ok(Adopted),
            (Self::Adopt, Adopted | Superseded) => Err(Refusal::WrongState("only a draft plan can be adopted")),
            (Self::Supersede, Adopted) => Ok(Superseded),
            (Self::Supersede, Draft | Superseded) => Err(Refusal::WrongState("only an adopted plan can be superseded")),
        }
    }
}

/// Returns the status after `act`, or the refusal. The role is checked before the state.
pub fn decide(act: Act, status: PlanStatus, actor: &Actor) -> Result<PlanStatus, Refusal> {
    let (roles, sentence) = act.roles();
    actor.must_be(roles, sentence)?;
    act.next(status)
}

/// Decides if the caller may draft plans.
pub fn may_draft(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body drafts plans")
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: PlanStatus, actor: &Actor) -> Vec<&'static str> {
    Act::ALL.into_iter().filter(|act| decide(*act, status, actor).is_ok()).map(Act::name).collect()
}

/// Returns the acts on a priority of a plan in this status: it can be changed only while its plan is a draft.
pub fn allowed_acts_on_priority(status: PlanStatus, actor: &Actor) -> Vec<&'static str> {
    let acts = [Act::Edit, Act::Delete];
    acts.into_iter().filter(|act| decide(*act, status, actor).is_ok()).map(Act::name).collect()
}

/// True when a plan was in force on a day: adopted by then and not superseded before or on it.
pub fn in_force(status: PlanStatus, adopted_on: Option<NaiveDate>, superseded_on: Option<NaiveDate>, day: NaiveDate) -> bool {
    match status {
        Draft => false,
        Adopted | Superseded => {
            adopted_on.is_some_and(|adopted| adopted <= day) && superseded_on.is_none_or(|superseded| day < superseded)
        }
    }
}

/// The plans, and priorities of plans, visible to a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// True for the force, which never sees a draft.
    pub no_drafts: bool,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), no_drafts: actor.role == Force }
}

impl Scope {
    /// True when the scope includes the plan, or a priority by the status of its plan.
    pub fn sees(&self, area: &str, status: PlanStatus) -> bool {
        self.area == area && (!self.no_drafts || status != Draft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::TokenScope;

    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut table = String::from("act       role  draft      adopted    superseded\n");
        for act in Act::ALL {
            for role in Role::ALL {
                let actor = Actor {
                    user_id: None,
                    role: *role,
                    area: "a".into(),
                    scope: TokenScope::Write,
                    capacity: None,
                    name: "A".into(),
                };
                table.push_str(&format!("{:9} {:5}", act.name(), role.as_str()));
                for status in PlanStatus::ALL {
                    let cell = match decide(act, *status, &actor) {
                        Ok(next) => next.as_str(),
                        Err(Refusal::NotYours(_)) => "-",
                        Err(Refusal::WrongState(_)) => "x",
                    };
                    table.push_str(&format!(" {cell:10}"));
                }
                table.truncate(table.trim_end().len());
                table.push('\n');
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn in_force_from_adoption_to_the_day_before_it_is_superseded() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let (from, to) = (Some(day("2016-11-01")), Some(day("2021-11-01")));
        for (status, on, want) in [
            (Draft, "2019-01-30", false),
            (Adopted, "2016-10-31", false),
            (Adopted, "2016-11-01", true),
            (Superseded, "2021-10-31", true),
            (Superseded, "2021-11-01", false),
        ] {
            let superseded_on = if status == Superseded { to } else { None };
            assert_eq!(in_force(status, from, superseded_on, day(on)), want, "{status} {on}");
        }
    }
}
