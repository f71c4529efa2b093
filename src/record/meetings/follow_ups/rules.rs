//! Decisions about follow-up intentions. Pure.

use chrono::NaiveDate;

use super::model::FollowUpStatus::{Dropped, Intended, TakenUp};
use super::model::{FollowUpAct as Act, FollowUpStatus};
use crate::foundation::actor::Role::{Opcc, Pcc};
use crate::foundation::actor::{Actor, allowed};
use crate::foundation::error::Refusal;
use crate::record::meetings::model::MeetingStatus;
use crate::record::meetings::model::MeetingStatus::{Agreed, Cancelled, Held, Scheduled};

impl Act {
    fn next(self, status: FollowUpStatus, said_at: Option<MeetingStatus>) -> Result<FollowUpStatus, Refusal> {
        match (self, status) {
            (Self::Edit, Intended) if said_at == Some(Agreed) => {
                Err(Refusal::WrongState("the record of its meeting is agreed: take the intention up or drop it"))
            }
            (Self::Edit, Intended) => Ok(Intended),
            (Self::TakeUp, Intended) => Ok(TakenUp),
            (Self::Drop, Intended) => Ok(Dropped),
            (Self::Edit | Self::TakeUp | Self::Drop, TakenUp | Dropped) => {
                Err(Refusal::WrongState("this intention is already taken up or dropped"))
            }
            (Self::Reopen, TakenUp | Dropped) => Ok(Intended),
            (Self::Reopen, Intended) => Err(Refusal::WrongState("this intention is open already")),
        }
    }
}

/// Returns the status after `act` on an intention stated at a meeting in the status `said_at`, if any; or the refusal. The role
/// is checked before the state.
pub fn decide(
    act: Act,
    status: FollowUpStatus,
    said_at: Option<MeetingStatus>,
    actor: &Actor,
) -> Result<FollowUpStatus, Refusal> {
    may_state(actor)?;
    act.next(status, said_at)
}

/// Decides whether the caller may record intentions at all.
pub fn may_state(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body records follow-up intentions")
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: FollowUpStatus, said_at: Option<MeetingStatus>, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, status, said_at, actor))
}

/// Decides whether something may be recorded as said at a meeting; if not, why.
pub fn check_said_at(status: MeetingStatus, held_on: NaiveDate, today: NaiveDate) -> Result<(), &'static str> {
    match status {
        Agreed => Err("the record of that meeting is agreed: choose another"),
        Cancelled => Err("the meeting was cancelled: choose another"),
        Scheduled | Held if held_on > today => Err("the meeting has not taken place yet: record it on the day or later"),
        Scheduled | Held => Ok(()),
    }
}

/// Decides whether what was said at a meeting of the day `said_on` may be taken up at another; if not, why.
pub fn check_taken_up_at(status: MeetingStatus, held_on: NaiveDate, said_on: Option<NaiveDate>) -> Result<(), &'static str> {
    if status == Cancelled {
        return Err("the meeting was cancelled: choose another");
    }
    if said_on.is_some_and(|said_on| held_on < said_on) {
        Err("must be on or after the meeting it was stated at")
    } else {
        Ok(())
    }
}

/// The intentions a caller may see: all of its area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::matrix::{Matrix, actor, cell};
    use crate::foundation::actor::{Role, TokenScope};

    /// One line per act and role: the new status from each status, `-` for not permitted, `x` for not possible.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut matrix = Matrix::new("act     role  said at    intended  taken_up  dropped", 9);
        for act in Act::ALL {
            for role in Role::ALL {
                for said_at in [None, Some(Held), Some(Agreed)] {
                    let about = said_at.map_or("-", MeetingStatus::as_str);
                    let label = format!("{:7} {:5} {about:10}", act.as_str(), role.as_str());
                    let by = |token| {
                        let actor = actor(*role, token);
                        FollowUpStatus::ALL.iter().map(move |status| decide(*act, *status, said_at, &actor))
                    };
                    assert!(by(TokenScope::Read).all(|answer| cell(&answer) == "-"));
                    matrix.line(&label, by(TokenScope::Write));
                }
            }
        }
        insta::assert_snapshot!(matrix.table());
    }

    #[test]
    fn meetings() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let (said, before, after) = (day("2019-01-30"), day("2019-01-29"), day("2019-03-26"));
        for (status, held_on, want) in [
            (Held, said, true),
            (Scheduled, said, true),
            (Scheduled, after, false),
            (Agreed, before, false),
            (Cancelled, said, false),
        ] {
            assert_eq!(check_said_at(status, held_on, said).is_ok(), want, "{status} {held_on}");
        }
        for (status, held_on, want) in [
            (Scheduled, after, true),
            (Agreed, after, true),
            (Held, said, true),
            (Held, before, false),
            (Cancelled, after, false),
        ] {
            assert_eq!(check_taken_up_at(status, held_on, Some(said)).is_ok(), want, "{status} {held_on}");
        }
        assert!(check_taken_up_at(Held, before, None).is_ok());
    }
}
