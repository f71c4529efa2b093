//! Decisions about meetings, their attendance and their agenda. Pure.

use chrono::NaiveDate;

use super::model::MeetingStatus::{Agreed, Cancelled, Held, Scheduled};
use super::model::{MeetingAct as Act, MeetingPartAct, MeetingStatus};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role, allowed};
use crate::foundation::error::Refusal;

impl Act {
    const fn roles(self) -> (&'static [Role], &'static str) {
        match self {
            Self::Edit | Self::Delete | Self::Hold | Self::Unhold | Self::Cancel | Self::Reinstate => {
                (&[Pcc, Opcc], "only the body manages meetings")
            }
            Self::Agree => (&[Pcc], "only the PCC agrees the record of a meeting"),
            Self::Reopen => (&[Pcc], "only the PCC reopens the agreed record of a meeting"),
            Self::AddAttendance
            | Self::AddAgendaItem
            | Self::AddPaper
            | Self::AddMatter
            | Self::AddQuestion
            | Self::RecordExchange
            | Self::AddDecision
            | Self::AddFollowUp
            | Self::SetAction => (&[Pcc, Opcc], "only the body writes the record of a meeting"),
            Self::Cite => (&[Pcc, Opcc, Force], ""),
        }
    }

    fn next(self, status: MeetingStatus) -> Result<MeetingStatus, Refusal> {
        match (self, status) {
            (Self::Edit, Scheduled | Held) => Ok(status),
            (Self::Edit, Agreed | Cancelled) => {
                Err(Refusal::WrongState("the record of an agreed or cancelled meeting cannot be changed"))
            }
            (Self::Delete, Scheduled) => Ok(Scheduled),
            (Self::Delete, Held | Agreed | Cancelled) => {
                Err(Refusal::WrongState("only a meeting that is scheduled can be deleted"))
            }
            (Self::Hold, Scheduled) => Ok(Held),
            (Self::Hold, Held | Agreed | Cancelled) => Err(Refusal::WrongState("only a scheduled meeting can be held")),
            (Self::Agree, Held) => Ok(Agreed),
            (Self::Agree, Scheduled | Agreed | Cancelled) => {
                Err(Refusal::WrongState("only the record of a meeting that was held can be agreed"))
            }
            (Self::Cancel, Scheduled) => Ok(Cancelled),
            (Self::Cancel, Held | Agreed | Cancelled) => Err(Refusal::WrongState("only a scheduled meeting can be cancelled")),
            (Self::Unhold, Held) => Ok(Scheduled),
            (Self::Unhold, Agreed) => Err(FIXED),
            (Self::Unhold, Scheduled | Cancelled) => Err(Refusal::WrongState("this meeting is not recorded as held")),
            (Self::Reopen, Agreed) => Ok(Held),
            (Self::Reopen, Scheduled | Held | Cancelled) => Err(Refusal::WrongState("only an agreed record can be reopened")),
            (Self::Reinstate, Cancelled) => Ok(Scheduled),
            (Self::Reinstate, Scheduled | Held | Agreed) => {
                Err(Refusal::WrongState("only a meeting that was cancelled can be reinstated"))
            }
            (
                Self::AddAttendance
                | Self::AddAgendaItem
                | Self::AddPaper
                | Self::AddMatter
                | Self::AddQuestion
                | Self::RecordExchange
                | Self::AddDecision
                | Self::AddFollowUp
                | Self::SetAction
                | Self::Cite,
                _,
            ) => self.adds(status).map(|()| status),
        }
    }

    /// Decides whether something may be added to a meeting in `status`. Questions, actions, minutes and what follows from a meeting live
    /// on when its record is agreed; what was said and decided at it does not.
    fn adds(self, status: MeetingStatus) -> Result<(), Refusal> {
        match (self, status) {
            // A matter is carried forward from a meeting that was cancelled, too.
            (Self::Cite | Self::AddMatter, _) => Ok(()),
            (_, Scheduled | Held) => Ok(()),
            (Self::AddPaper | Self::AddQuestion | Self::SetAction, Agreed) => Ok(()),
            (_, Agreed) => Err(FIXED),
            (_, Cancelled) => Err(Refusal::WrongState("the meeting was cancelled: choose another")),
        }
    }
}

/// The refusal to change what an agreed record says.
pub const FIXED: Refusal =
    Refusal::WrongState("the record of this meeting is agreed: correct what it says, or ask the PCC to reopen it");

/// Returns the status after `act`, or the refusal: the role first, then the state, then the day.
pub fn decide(
    act: Act,
    status: MeetingStatus,
    held_on: NaiveDate,
    today: NaiveDate,
    actor: &Actor,
) -> Result<MeetingStatus, Refusal> {
    let (roles, sentence) = act.roles();
    actor.must_be(roles, sentence)?;
    let next = act.next(status)?;
    if act == Act::Hold && held_on > today {
        return Err(Refusal::WrongState("the meeting has not taken place yet: change held_on if it was brought forward"));
    }
    if act == Act::AddFollowUp && held_on > today {
        return Err(Refusal::WrongState("the meeting has not taken place yet: record it on the day or later"));
    }
    Ok(next)
}

/// Decides whether the caller may schedule meetings at all.
pub fn may_schedule(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body manages meetings")
}

/// Decides whether a meeting may have a month and no day: one whose month is over, and whose day was never known. `before` is the day
/// before a change, of a meeting that exists; answers and actions may already have it.
pub fn may_have_only_a_month(before: Option<Option<NaiveDate>>, ends: NaiveDate, today: NaiveDate) -> Result<(), &'static str> {
    if before.flatten().is_some() {
        return Err("is not for a meeting whose day is known: change held_on instead");
    }
    if ends > today { Err("must be a month that is over: a later meeting needs held_on") } else { Ok(()) }
}

/// True when a meeting at `later` may be the next one after a meeting at `earlier`; each is a day and a time of day, if known.
/// On one day both times must be known, so that chains of next meetings cannot form a circle.
pub fn follows(earlier: (NaiveDate, Option<&str>), later: (NaiveDate, Option<&str>)) -> bool {
    let hours_later = || matches!((earlier.1, later.1), (Some(earlier), Some(later)) if later > earlier);
    later.0 > earlier.0 || (later.0 == earlier.0 && hours_later())
}

/// Decides whether the caller may write the attendance and the agenda of a meeting: while the meeting itself may be changed.
pub fn may_write_parts(status: MeetingStatus, actor: &Actor) -> Result<(), Refusal> {
    let (roles, sentence) = Act::Edit.roles();
    actor.must_be(roles, sentence)?;
    Act::Edit.next(status).map(|_| ())
}

/// Returns whether a record says what was said and decided at a meeting for good: then it changes only by correction, or after the
/// PCC has reopened it.
pub const fn is_fixed(status: MeetingStatus) -> bool {
    match status {
        Agreed => true,
        Scheduled | Held | Cancelled => false,
    }
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: MeetingStatus, held_on: NaiveDate, today: NaiveDate, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, status, held_on, today, actor))
}

/// The acts `actor` may do now with a line of attendance or an agenda item of a meeting in this status.
pub fn allowed_acts_on_part(status: MeetingStatus, actor: &Actor) -> Vec<MeetingPartAct> {
    allowed(|act| match act {
        MeetingPartAct::Edit | MeetingPartAct::Delete => may_write_parts(status, actor),
    })
}

/// The meetings a caller may see: all of its area.
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
    use super::super::model::MinutesStatus;
    use super::*;

    #[test]
    fn minutes_are_a_draft_until_they_are_agreed() {
        let all = MeetingStatus::ALL.iter().map(|status| (*status, MinutesStatus::of(*status)));
        let want =
            [(Scheduled, None), (Held, Some(MinutesStatus::Draft)), (Agreed, Some(MinutesStatus::Agreed)), (Cancelled, None)];
        assert_eq!(all.collect::<Vec<_>>(), want);
    }

    use crate::foundation::actor::TokenScope;
    use crate::foundation::actor::matrix::acts_in_states;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn every_act_by_every_role_in_every_state() {
        let headings = "act             role  scheduled  held       agreed     cancelled";
        let table = acts_in_states(headings, MeetingStatus::ALL, |act, status, actor| {
            decide(act, *status, day("2019-01-30"), day("2019-01-30"), actor)
        });
        insta::assert_snapshot!(table);
    }

    #[test]
    fn the_next_meeting_is_later() {
        for (earlier, later, want) in [
            (("2019-01-30", None), ("2019-03-26", None), true),
            (("2019-01-30", Some("14:00")), ("2019-03-26", Some("10:00")), true),
            (("2019-01-30", Some("10:00")), ("2019-01-30", Some("14:00")), true),
            (("2019-01-30", Some("10:00")), ("2019-01-30", Some("10:00")), false),
            (("2019-01-30", Some("10:00")), ("2019-01-30", None), false),
            (("2019-01-30", None), ("2019-01-30", Some("10:00")), false),
            (("2019-01-30", None), ("2018-11-28", None), false),
        ] {
            assert_eq!(follows((day(earlier.0), earlier.1), (day(later.0), later.1)), want, "{earlier:?} {later:?}");
        }
    }

    #[test]
    fn a_meeting_is_not_held_before_its_day() {
        let pcc =
            Actor { user_id: None, role: Pcc, area: "a".into(), scope: TokenScope::Write, capacity: None, name: "A".into() };
        let hold = |today| decide(Act::Hold, Scheduled, day("2019-01-30"), day(today), &pcc);
        assert!(matches!(hold("2019-01-29"), Err(Refusal::WrongState(_))));
        assert_eq!(hold("2019-01-30"), Ok(Held));
    }
}
