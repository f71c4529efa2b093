//! Decisions about decisions: permissions, states and transitions. Pure.

use chrono::NaiveDate;

use super::model::DecisionStatus::{Draft, Revoked, Taken};
use super::model::{DecisionAct as Act, DecisionStatus};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::reader::Reader;
use crate::foundation::actor::{Actor, Role, Side, allowed};
use crate::foundation::error::Refusal;
use crate::record::meetings::model::MeetingStatus;
use crate::record::meetings::rules::{FIXED, is_fixed};
use crate::record::restrictions::rules as restriction_rules;

/// The facts that the rules need of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecisionState {
    pub status: DecisionStatus,
    /// Status of its meeting.
    pub at: Option<MeetingStatus>,
    /// True when only named people read it.
    pub is_restricted: bool,
}

impl Act {
    const fn roles(self) -> (&'static [Role], &'static str) {
        match self {
            Self::Edit | Self::Delete => (&[Pcc, Opcc], "only the body drafts decisions"),
            Self::Take => (&[Pcc], "only the PCC takes a decision"),
            Self::Correct => (&[Pcc], "only the PCC corrects the words of a decision that was taken"),
            Self::Revoke | Self::Reinstate => (&[Pcc], "only the PCC revokes a decision, and takes that back"),
            Self::Restrict | Self::Unrestrict => restriction_rules::keepers(Side::Office),
            Self::Cite => (&[Pcc, Opcc, Force], ""),
        }
    }

    fn next(self, state: DecisionState) -> Result<DecisionStatus, Refusal> {
        let (status, at) = (state.status, state.at);
        match (self, status) {
            (Self::Edit | Self::Delete, Draft) => Ok(Draft),
            (Self::Edit | Self::Delete, Taken | Revoked) => {
                Err(Refusal::WrongState("only a draft can be edited or deleted: use correct or revoke for a taken decision"))
            }
            (Self::Take, Draft) if at.is_some_and(is_fixed) => Err(FIXED),
            (Self::Take, Draft) => Ok(Taken),
            (Self::Take, Taken | Revoked) => Err(Refusal::WrongState("only a draft decision can be taken")),
            (Self::Correct, Taken) => Ok(Taken),
            (Self::Correct, Draft | Revoked) => {
                Err(Refusal::WrongState("only a taken decision can be corrected: edit a draft instead"))
            }
            (Self::Revoke, Taken) => Ok(Revoked),
            (Self::Revoke, Draft | Revoked) => Err(Refusal::WrongState("only a taken decision can be revoked")),
            (Self::Reinstate, Revoked) if at.is_some_and(is_fixed) => Err(FIXED),
            (Self::Reinstate, Revoked) if at == Some(MeetingStatus::Cancelled) => {
                Err(Refusal::WrongState("the meeting of this decision was cancelled: reinstate the meeting first"))
            }
            (Self::Reinstate, Revoked) => Ok(Taken),
            (Self::Reinstate, Draft | Taken) => Err(Refusal::WrongState("only a revoked decision can be reinstated")),
            (Self::Restrict, _) => restriction_rules::may_restrict(status == Draft).map(|()| status),
            (Self::Unrestrict, _) => restriction_rules::may_lift(status == Draft, state.is_restricted).map(|()| status),
            (Self::Cite, Draft | Taken | Revoked) => Ok(status),
        }
    }
}

/// Returns the status after `act`, or the refusal. The role is checked before the state.
pub fn decide(act: Act, state: DecisionState, actor: &Actor) -> Result<DecisionStatus, Refusal> {
    let (roles, sentence) = act.roles();
    actor.must_be(roles, sentence)?;
    act.next(state)
}

/// Decides whether the caller may draft decisions at all.
pub fn may_draft(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body drafts decisions")
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(state: DecisionState, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, state, actor))
}

/// Returns the day of a decision: as given when it is taken, otherwise as drafted, otherwise that of its meeting, otherwise
/// today.
pub fn made_on(said: Option<NaiveDate>, drafted: Option<NaiveDate>, met: Option<NaiveDate>, today: NaiveDate) -> NaiveDate {
    said.or(drafted).or(met).unwrap_or(today)
}

/// Decides whether a decision may have been made on `day`, at a meeting of the day `met` if at one; if not, why.
pub fn check_day(day: NaiveDate, met: Option<NaiveDate>, today: NaiveDate) -> Result<(), &'static str> {
    if day > today {
        return Err("must not be in the future");
    }
    if met.is_some_and(|met| day < met) { Err("must be on or after the day of its meeting") } else { Ok(()) }
}

/// The decisions a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// True for the force, which sees only decisions that were taken at some time, and never a draft or that there was one.
    pub only_taken: bool,
    pub reader: Reader,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), only_taken: actor.role == Force, reader: Reader::of(actor) }
}

impl Scope {
    /// True when the scope includes the record, unless a restriction keeps it from the reader.
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
    use crate::foundation::actor::matrix::{actor, acts_in_states};

    fn state(status: DecisionStatus, at: Option<MeetingStatus>) -> DecisionState {
        DecisionState { status, at, is_restricted: true }
    }

    /// One line per act and role: the new status from each status, `-` for not permitted, `x` for not possible.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let headings = "act         role  draft   taken   revoked";
        let table = acts_in_states(headings, DecisionStatus::ALL, |act, status, actor| decide(act, state(*status, None), actor));
        insta::assert_snapshot!(table);
    }

    #[test]
    fn nothing_is_decided_at_a_meeting_whose_record_is_agreed() {
        let pcc = actor(Pcc, TokenScope::Write);
        for at in MeetingStatus::ALL {
            let taken = decide(Act::Take, state(Draft, Some(*at)), &pcc);
            assert_eq!(taken.is_ok(), *at != MeetingStatus::Agreed, "{at}");
            assert!(decide(Act::Correct, state(Taken, Some(*at)), &pcc).is_ok(), "{at}");
            let back = decide(Act::Reinstate, state(Revoked, Some(*at)), &pcc);
            assert_eq!(back.is_ok(), matches!(at, MeetingStatus::Scheduled | MeetingStatus::Held), "{at}");
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
