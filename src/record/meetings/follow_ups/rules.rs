//! Decisions about follow-up intentions. Pure.

use chrono::NaiveDate;

use super::model::FollowUpStatus;
use super::model::FollowUpStatus::{Dropped, Intended, TakenUp};
use crate::foundation::actor::Actor;
use crate::foundation::actor::Role::{Opcc, Pcc};
use crate::foundation::error::Refusal;
use crate::record::meetings::model::MeetingStatus;
use crate::record::meetings::model::MeetingStatus::{Agreed, Cancelled, Held, Scheduled};

/// The acts on an existing intention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Edit,
    TakeUp,
    Drop,
}

impl Act {
    /// All acts, in the order callers see them.
    pub const ALL: [Self; 3] = [Self::Edit, Self::TakeUp, Self::Drop];

    /// Returns the name in paths, in `allowed_acts` and in the audit trail.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::TakeUp => "take-up",
            Self::Drop => "drop",
        }
    }

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

/// Decides if the caller may record intentions.
pub fn may_state(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body records follow-up intentions")
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: FollowUpStatus, said_at: Option<MeetingStatus>, actor: &Actor) -> Vec<&'static str> {
    Act::ALL.into_iter().filter(|act| decide(*act, status, said_at, actor).is_ok()).map(Act::name).collect()
}

/// Checks that a statement may be recorded for a meeting; otherwise returns the reason.
pub fn check_said_at(status: MeetingStatus, held_on: NaiveDate, today: NaiveDate) -> Result<(), &'static str> {
    match status {
        Agreed => Err("the record of that meeting is agreed: choose another"),
        Cancelled => Err("the meeting was cancelled: choose another"),
        Scheduled | Held if held_on > today => Err("the meeting has not taken place yet: record it on the day or later"),
        Scheduled | Held => Ok(()),
    }
}

/// Checks that a statement from a meeting on `said_on` may be taken up at another meeting; otherwise returns the reason.
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

/// The intentions visible to a caller: all of its area.
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
    use crate::foundation::actor::{Role, TokenScope};

    fn actor(role: Role, scope: TokenScope) -> Actor {
        Actor { user_id: None, role, area: "a".into(), scope, capacity: None, name: "A".into() }
    }

    /// One line per act and role: the new status from each status, `-` for not permitted, `x` for not possible.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut table = String::from("act     role  said at    intended  taken_up  dropped\n");
        for act in Act::ALL {
            for role in Role::ALL {
                for said_at in [None, Some(Held), Some(Agreed)] {
                    let about = said_at.map_or("-", MeetingStatus::as_str);
                    table.push_str(&format!("{:7} {:5} {about:10}", act.name(), role.as_str()));
                    for status in FollowUpStatus::ALL {
                        assert!(allowed_acts(*status, said_at, &actor(*role, TokenScope::Read)).is_empty());
                        let cell = match decide(act, *status, said_at, &actor(*role, TokenScope::Write)) {
                            Ok(next) => next.as_str(),
                            Err(Refusal::NotYours(_)) => "-",
                            Err(Refusal::WrongState(_)) => "x",
                        };
                        table.push_str(&format!(" {cell:9}"));
                    }
                    table.truncate(table.trim_end().len());
                    table.push('\n');
                }
            }
        }
        insta::assert_snapshot!(table);
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
