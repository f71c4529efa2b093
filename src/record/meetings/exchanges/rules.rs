//! Decisions about exchanges: who may do what, in which state, and what becomes of it. Pure.

use super::model::ExchangeStatus;
use super::model::ExchangeStatus::{Draft, Recorded};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role};
use crate::foundation::error::Refusal;
use crate::record::meetings::model::MeetingStatus;

/// What can be done with an exchange that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Edit,
    Delete,
    Record,
    Correct,
}

impl Act {
    /// Every act, in the order callers are shown.
    pub const ALL: [Self; 4] = [Self::Edit, Self::Delete, Self::Record, Self::Correct];

    /// The name in paths, in `allowed_acts` and in the audit trail.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Record => "record",
            Self::Correct => "correct",
        }
    }

    fn next(self, status: ExchangeStatus, meeting: MeetingStatus) -> Result<ExchangeStatus, Refusal> {
        match (self, status) {
            (Self::Edit | Self::Delete, Draft) => Ok(Draft),
            (Self::Edit | Self::Delete, Recorded) => Err(Refusal::WrongState("recording has fixed these words: correct them")),
            (Self::Record, Draft) => match meeting {
                MeetingStatus::Held | MeetingStatus::Agreed => Ok(Recorded),
                MeetingStatus::Scheduled | MeetingStatus::Cancelled => {
                    Err(Refusal::WrongState("what was said is recorded once the meeting has been held"))
                }
            },
            (Self::Record, Recorded) => Err(Refusal::WrongState("it is recorded")),
            (Self::Correct, Recorded) => Ok(Recorded),
            (Self::Correct, Draft) => Err(Refusal::WrongState("only what is recorded is corrected; edit the draft")),
        }
    }
}

const BODY: (&[Role], &str) = (&[Pcc, Opcc], "what was said at a meeting is recorded by the body's office");

/// The status after `act`, or why not. The role is judged before the state. `meeting` is the status of its meeting.
pub fn decide(act: Act, status: ExchangeStatus, meeting: MeetingStatus, actor: &Actor) -> Result<ExchangeStatus, Refusal> {
    actor.must_be(BODY.0, BODY.1)?;
    act.next(status, meeting)
}

/// Whether the caller may write exchanges down at all.
pub fn may_draft(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(BODY.0, BODY.1)
}

/// The acts `actor` may do now.
pub fn allowed_acts(status: ExchangeStatus, meeting: MeetingStatus, actor: &Actor) -> Vec<&'static str> {
    Act::ALL.into_iter().filter(|act| decide(*act, status, meeting, actor).is_ok()).map(Act::name).collect()
}

/// Which exchanges a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// Only what is recorded: a draft is the office's own.
    pub only_recorded: bool,
}

/// The scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), only_recorded: actor.role == Force }
}

impl Scope {
    /// The same decision for one record.
    pub fn sees(&self, area: &str, status: ExchangeStatus) -> bool {
        self.area == area && (!self.only_recorded || status == Recorded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::TokenScope;

    fn actor(role: Role, scope: TokenScope) -> Actor {
        Actor { user_id: None, role, area: "a".into(), scope, capacity: None, name: "A".into() }
    }

    /// One line an act and role: the status it leads to from each state and status of the meeting, `-` for not theirs, `x` for
    /// not now.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut table = String::from("act     role ");
        let states = || ExchangeStatus::ALL.iter().flat_map(|of| MeetingStatus::ALL.iter().map(move |at| (*of, *at)));
        for (status, meeting) in states() {
            table.push_str(&format!(" {:18}", format!("{status}/{meeting}")));
        }
        table.push('\n');
        for act in Act::ALL {
            for role in Role::ALL {
                table.push_str(&format!("{:7} {:5}", act.name(), role.as_str()));
                for (status, meeting) in states() {
                    let cell = match decide(act, status, meeting, &actor(*role, TokenScope::Write)) {
                        Ok(next) => next.as_str(),
                        Err(Refusal::NotYours(_)) => "-",
                        Err(Refusal::WrongState(_)) => "x",
                    };
                    table.push_str(&format!(" {cell:18}"));
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
