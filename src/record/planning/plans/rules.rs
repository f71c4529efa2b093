//! Decisions about plans. Pure.

use chrono::NaiveDate;

use super::model::PlanStatus::{Adopted, Draft, Superseded};
use super::model::{PlanAct as Act, PlanStatus, PriorityAct};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role, allowed};
use crate::foundation::error::Refusal;

impl Act {
    const fn roles(self) -> (&'static [Role], &'static str) {
        match self {
            Self::Edit | Self::Delete => (&[Pcc, Opcc], "only the body drafts plans"),
            Self::Adopt | Self::Unadopt => (&[Pcc], "only the PCC adopts a plan, and takes that back"),
            Self::Supersede | Self::Reinstate => (&[Pcc], "only the PCC supersedes a plan, and takes that back"),
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
            (Self::Unadopt, Adopted) => Ok(Draft),
            (Self::Unadopt, Draft) => Err(Refusal::WrongState("this plan is not adopted: there is nothing to take back")),
            (Self::Unadopt, Superseded) => Err(Refusal::WrongState("this plan is superseded: reinstate it first")),
            (Self::Reinstate, Superseded) => Ok(Adopted),
            (Self::Reinstate, Draft | Adopted) => Err(Refusal::WrongState("only a superseded plan can be reinstated")),
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

/// Decides whether the caller may draft plans at all.
pub fn may_draft(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body drafts plans")
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: PlanStatus, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, status, actor))
}

/// The acts `actor` may do now with a priority of a plan in this status: it changes with its plan's draft, and not after.
pub fn allowed_acts_on_priority(status: PlanStatus, actor: &Actor) -> Vec<PriorityAct> {
    allowed(|act| decide_on_priority(act, status, actor))
}

/// Decides whether a priority may be added to a plan: writing one is editing its plan.
pub fn may_add_priority(status: PlanStatus, actor: &Actor) -> Result<(), Refusal> {
    decide(Act::Edit, status, actor).map(|_| ())
}

/// Decides whether `act` may be done with a priority.
pub fn decide_on_priority(act: PriorityAct, status: PlanStatus, actor: &Actor) -> Result<(), Refusal> {
    match act {
        PriorityAct::Edit | PriorityAct::Delete => may_add_priority(status, actor),
    }
}

/// Returns whether a plan was in force on a day: adopted by then and not superseded before or on it.
pub fn in_force(status: PlanStatus, adopted_on: Option<NaiveDate>, superseded_on: Option<NaiveDate>, day: NaiveDate) -> bool {
    match status {
        Draft => false,
        Adopted | Superseded => {
            adopted_on.is_some_and(|adopted| adopted <= day) && superseded_on.is_none_or(|superseded| day < superseded)
        }
    }
}

/// The plans, and priorities of plans, a caller may see.
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
    use crate::foundation::actor::matrix::acts_in_states;

    #[test]
    fn every_act_by_every_role_in_every_state() {
        let headings = "act       role  draft      adopted    superseded";
        let table = acts_in_states(headings, PlanStatus::ALL, |act, status, actor| decide(act, *status, actor));
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
