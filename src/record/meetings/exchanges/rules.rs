//! Decisions about exchanges: permissions, states and transitions. Pure.

use super::model::ExchangeStatus::{Draft, Recorded};
use super::model::{Exchange, ExchangeAct as Act, ExchangeStatus};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role, allowed};
use crate::foundation::error::Refusal;
use crate::record::meetings::model::MeetingStatus;
use crate::record::meetings::rules::{FIXED, is_fixed};

/// The facts that the rules need of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExchangeState {
    pub status: ExchangeStatus,
    /// The status of its meeting.
    pub meeting: MeetingStatus,
    pub is_void: bool,
    /// True when its reply was returned with the question.
    pub is_returned: bool,
}

impl ExchangeState {
    /// Returns the state of an exchange whose meeting is in the status `meeting`.
    pub fn of(exchange: &Exchange, meeting: MeetingStatus) -> Self {
        let (is_void, is_returned) = (exchange.voided_on.is_some(), exchange.returned_on.is_some());
        Self { status: exchange.status, meeting, is_void, is_returned }
    }
}

/// An exchange stands at a meeting that was held, whose record is not agreed.
fn said_at(meeting: MeetingStatus) -> Result<ExchangeStatus, Refusal> {
    match meeting {
        MeetingStatus::Held => Ok(Recorded),
        MeetingStatus::Agreed => Err(FIXED),
        MeetingStatus::Scheduled | MeetingStatus::Cancelled => {
            Err(Refusal::WrongState("an exchange can be recorded only after its meeting was held: hold the meeting first"))
        }
    }
}

impl Act {
    const fn roles(self) -> (&'static [Role], &'static str) {
        match self {
            Self::Edit | Self::Delete | Self::Record | Self::Correct | Self::Void => BODY,
            Self::Reinstate => (&[Pcc], "only the PCC reinstates an exchange"),
            Self::Cite => (&[Pcc, Opcc, Force], ""),
        }
    }

    fn next(self, state: ExchangeState) -> Result<ExchangeStatus, Refusal> {
        let no = |sentence| Err(Refusal::WrongState(sentence));
        match (self, state.status) {
            (Self::Edit | Self::Delete, Draft) => Ok(Draft),
            (Self::Edit | Self::Delete, Recorded) => no("a recorded exchange cannot be edited: correct it"),
            (Self::Record, Draft) => said_at(state.meeting),
            (Self::Record, Recorded) => no("this exchange is already recorded"),
            (Self::Correct, Recorded) if state.is_void => no("this exchange is void: record another, or reinstate it"),
            (Self::Reinstate, Recorded) if state.is_void => said_at(state.meeting),
            (Self::Correct, Recorded) => Ok(Recorded),
            (Self::Correct, Draft) => no("only a recorded exchange can be corrected: edit the draft"),
            (Self::Void, Recorded) if state.is_void => no("this exchange is void already"),
            (Self::Void, Recorded) if is_fixed(state.meeting) => Err(FIXED),
            (Self::Void, Recorded) => Ok(Recorded),
            (Self::Void, Draft) => no("only a recorded exchange can be declared void: delete the draft"),
            (Self::Reinstate, Recorded) if state.is_returned => Ok(Recorded),
            (Self::Reinstate, Draft | Recorded) => {
                no("it is not void, and its reply was not returned: there is nothing to take back")
            }
            (Self::Cite, Draft | Recorded) => Ok(state.status),
        }
    }
}

const BODY: (&[Role], &str) = (&[Pcc, Opcc], "only the body records exchanges");

/// Returns the status after `act`, or the refusal. The role is checked before the state.
pub fn decide(act: Act, state: ExchangeState, actor: &Actor) -> Result<ExchangeStatus, Refusal> {
    let (roles, sentence) = act.roles();
    actor.must_be(roles, sentence)?;
    act.next(state)
}

/// Decides whether the caller may write exchanges down at all.
pub fn may_draft(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(BODY.0, BODY.1)
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(state: ExchangeState, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, state, actor))
}

/// The exchanges a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// True for the force, which sees recorded exchanges only: a draft is internal to the office.
    pub only_recorded: bool,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), only_recorded: actor.role == Force }
}

impl Scope {
    /// True when the scope includes the record.
    pub fn sees(&self, area: &str, status: ExchangeStatus) -> bool {
        self.area == area && (!self.only_recorded || status == Recorded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::TokenScope;
    use crate::foundation::actor::matrix::acts_in_states;

    fn actor(role: Role, scope: TokenScope) -> Actor {
        Actor { user_id: None, role, area: "a".into(), scope, capacity: None, name: "A".into() }
    }

    /// One line per act and role: the new status from each status of the exchange and the meeting, `-` for not permitted, `x`
    /// for not possible.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut headings = String::from("act       role ");
        let states: Vec<_> = ExchangeStatus::ALL.iter().flat_map(|of| MeetingStatus::ALL.iter().map(|at| (*of, *at))).collect();
        for (status, meeting) in &states {
            headings.push_str(&format!(" {:18}", format!("{status}/{meeting}")));
        }
        let table = acts_in_states(&headings, &states, |act, (status, meeting), actor| {
            decide(act, ExchangeState { status: *status, meeting: *meeting, is_void: false, is_returned: false }, actor)
        });
        insta::assert_snapshot!(table);
    }

    #[test]
    fn what_is_void_or_was_returned_can_be_reinstated() {
        let pcc = actor(Pcc, TokenScope::Write);
        let mut table = String::new();
        for (is_void, is_returned) in [(false, false), (false, true), (true, false), (true, true)] {
            let state = ExchangeState { status: Recorded, meeting: MeetingStatus::Held, is_void, is_returned };
            let acts = crate::foundation::actor::matrix::names(&allowed_acts(state, &pcc), " ");
            table.push_str(&format!("void {is_void}, returned {is_returned}: {acts}\n"));
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn a_read_only_token_may_do_nothing() {
        for role in Role::ALL {
            let reader = actor(*role, TokenScope::Read);
            assert!(may_draft(&reader).is_err());
            for status in ExchangeStatus::ALL {
                let state = ExchangeState { status: *status, meeting: MeetingStatus::Held, is_void: false, is_returned: false };
                assert!(allowed_acts(state, &reader).is_empty());
            }
        }
    }

    #[test]
    fn a_draft_is_the_bodys() {
        for role in Role::ALL {
            let scope = scope(&actor(*role, TokenScope::Read));
            assert!(scope.sees("a", Recorded) && !scope.sees("b", Recorded));
            assert_eq!(scope.sees("a", Draft), role.is_body(), "{role}");
        }
    }
}
