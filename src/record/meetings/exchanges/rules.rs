//! Decisions about exchanges: permissions, states and transitions. Pure.

use super::model::ExchangeStatus::{Draft, Recorded};
use super::model::{ExchangeAct as Act, ExchangeStatus};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role, allowed};
use crate::foundation::error::Refusal;
use crate::record::meetings::model::MeetingStatus;

impl Act {
    fn next(self, status: ExchangeStatus, meeting: MeetingStatus) -> Result<ExchangeStatus, Refusal> {
        match (self, status) {
            (Self::Edit | Self::Delete, Draft) => Ok(Draft),
            (Self::Edit | Self::Delete, Recorded) => Err(Refusal::WrongState("a recorded exchange cannot be edited: correct it")),
            (Self::Record, Draft) => match meeting {
                MeetingStatus::Held | MeetingStatus::Agreed => Ok(Recorded),
                MeetingStatus::Scheduled | MeetingStatus::Cancelled => Err(Refusal::WrongState(
                    "an exchange can be recorded only after its meeting was held: hold the meeting first",
                )),
            },
            (Self::Record, Recorded) => Err(Refusal::WrongState("this exchange is already recorded")),
            (Self::Correct, Recorded) => Ok(Recorded),
            (Self::Correct, Draft) => Err(Refusal::WrongState("only a recorded exchange can be corrected: edit the draft")),
        }
    }
}

const BODY: (&[Role], &str) = (&[Pcc, Opcc], "only the body records exchanges");

/// Returns the status after `act`, or the refusal. The role is checked before the state. `meeting` is the status of its meeting.
pub fn decide(act: Act, status: ExchangeStatus, meeting: MeetingStatus, actor: &Actor) -> Result<ExchangeStatus, Refusal> {
    actor.must_be(BODY.0, BODY.1)?;
    act.next(status, meeting)
}

/// Decides whether the caller may write exchanges down at all.
pub fn may_draft(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(BODY.0, BODY.1)
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: ExchangeStatus, meeting: MeetingStatus, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, status, meeting, actor))
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
        let mut headings = String::from("act     role ");
        let states: Vec<_> = ExchangeStatus::ALL.iter().flat_map(|of| MeetingStatus::ALL.iter().map(|at| (*of, *at))).collect();
        for (status, meeting) in &states {
            headings.push_str(&format!(" {:18}", format!("{status}/{meeting}")));
        }
        let table = acts_in_states(&headings, &states, |act, (status, meeting), actor| decide(act, *status, *meeting, actor));
        insta::assert_snapshot!(table);
    }

    #[test]
    fn a_read_only_token_may_do_nothing() {
        for role in Role::ALL {
            let reader = actor(*role, TokenScope::Read);
            assert!(may_draft(&reader).is_err());
            for status in ExchangeStatus::ALL {
                assert!(allowed_acts(*status, MeetingStatus::Held, &reader).is_empty());
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
