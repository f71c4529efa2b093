//! Decisions about papers: permissions, and the effect of the meeting's record. Pure.

use chrono::NaiveDate;

use super::model::{OwedBy, Paper, PaperAct as Act, PaperKind};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role, allowed};
use crate::foundation::error::Refusal;
use crate::record::meetings::model::MeetingStatus;
use crate::record::meetings::model::MeetingStatus::{Agreed, Cancelled, Held, Scheduled};

/// The facts about a paper that decide, beside the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperState {
    pub kind: PaperKind,
    pub owed_by: OwedBy,
    pub received: bool,
    pub published: bool,
    pub meeting: MeetingStatus,
}

impl PaperState {
    /// Returns the state of `paper`, whose meeting is in the status `meeting`.
    pub fn of(paper: &Paper, meeting: MeetingStatus) -> Self {
        Self {
            kind: paper.kind,
            owed_by: paper.owed_by,
            received: paper.received_on.is_some(),
            published: paper.url.is_some(),
            meeting,
        }
    }

    /// Returns the status of the paper, for callers.
    pub const fn name(&self) -> &'static str {
        if self.received { "received" } else { "due" }
    }
}

impl Act {
    const fn roles(self, owed_by: OwedBy) -> (&'static [Role], &'static str) {
        match (self, owed_by) {
            (Self::Edit | Self::Delete, _) => (&[Pcc, Opcc], KEPT_BY_THE_BODY),
            (Self::Receive, OwedBy::Force) => (&[Pcc, Opcc, Force], KEPT_BY_THE_BODY),
            (Self::Receive, OwedBy::Body) => (&[Pcc, Opcc], "only the body hands in this paper, which it owes"),
            (Self::Return, _) => (&[Pcc, Opcc], "only the body returns a paper"),
            (Self::Publish | Self::TakeBackPublication, _) => (&[Pcc, Opcc], "only the body records the address of a paper"),
        }
    }

    fn check(self, state: &PaperState) -> Result<(), Refusal> {
        match self {
            Self::Edit => may_change(state.kind, state.meeting),
            Self::Delete if state.received || state.published => {
                Err(Refusal::WrongState("a paper that was received or published cannot be deleted"))
            }
            Self::Delete => may_change(state.kind, state.meeting),
            Self::Receive | Self::Return | Self::Publish | Self::TakeBackPublication if state.meeting == Cancelled => {
                Err(Refusal::WrongState("the meeting was cancelled, so its papers are no longer due"))
            }
            Self::Receive if state.received => Err(Refusal::WrongState("this paper has already been received")),
            Self::Return if !state.received => Err(Refusal::WrongState("only a paper that was received can be returned")),
            Self::TakeBackPublication if !state.published => {
                Err(Refusal::WrongState("this paper has no address of a published copy to take back"))
            }
            Self::Receive | Self::Return | Self::Publish | Self::TakeBackPublication => Ok(()),
        }
    }
}

const KEPT_BY_THE_BODY: &str = "only the body manages the papers of meetings";

/// Decides if the list of a meeting's papers may be changed for this kind. Minutes and notes are written after the meeting:
/// they may still be added when its record is agreed.
pub fn may_change(kind: PaperKind, meeting: MeetingStatus) -> Result<(), Refusal> {
    match (meeting, kind) {
        (Scheduled | Held, _) | (Agreed, PaperKind::Minutes | PaperKind::Notes) => Ok(()),
        (Agreed, PaperKind::Agenda | PaperKind::Report | PaperKind::Presentation | PaperKind::Other) => {
            Err(Refusal::WrongState("the record of the meeting is agreed: only minutes and notes can be added"))
        }
        (Cancelled, _) => Err(Refusal::WrongState("the meeting was cancelled, so its papers cannot be changed")),
    }
}

/// Decides whether the caller may add a paper of this kind to a meeting: the role first, then the state.
pub fn may_add(kind: PaperKind, meeting: MeetingStatus, actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], KEPT_BY_THE_BODY)?;
    may_change(kind, meeting)
}

/// Decides whether `act` may be done, or why not: the role first, then the state.
pub fn decide(act: Act, state: &PaperState, actor: &Actor) -> Result<(), Refusal> {
    let (roles, sentence) = act.roles(state.owed_by);
    actor.must_be(roles, sentence)?;
    act.check(state)
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(state: &PaperState, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, state, actor))
}

/// Decides whether a paper may be received on `day`; if not, why. The force hands in today: who is late cannot date it back.
pub fn check_received(day: NaiveDate, today: NaiveDate, role: Role) -> Result<(), &'static str> {
    match role {
        _ if day > today => Err("must not be in the future"),
        Force if day < today => Err("must be today: ask the body to record an earlier day"),
        Pcc | Opcc | Force => Ok(()),
    }
}

/// True while a paper is awaited.
pub fn is_owed(state: &PaperState) -> bool {
    !state.received && !state.published && state.meeting != Cancelled
}

/// True when a paper is late, from the day after the deadline. A published paper counts as received, and a cancelled meeting
/// needs none.
pub fn is_overdue(state: &PaperState, due_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    is_owed(state) && due_on.is_some_and(|due| due < today)
}

/// The papers a caller may see: all of its area, as with meetings.
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
    use crate::foundation::actor::TokenScope;
    use crate::foundation::actor::matrix::{cell, names};

    fn actor(role: Role, scope: TokenScope) -> Actor {
        Actor { user_id: None, role, area: "a".into(), scope, capacity: None, name: "A".into() }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    /// One line per meeting status, paper and role: the permitted acts.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut table = String::new();
        for meeting in MeetingStatus::ALL {
            for (kind, owed_by) in
                [(PaperKind::Report, OwedBy::Force), (PaperKind::Report, OwedBy::Body), (PaperKind::Minutes, OwedBy::Body)]
            {
                for (received, published) in [(false, false), (true, false), (false, true), (true, true)] {
                    let state = PaperState { kind, owed_by, received, published, meeting: *meeting };
                    for role in Role::ALL {
                        let acts = allowed_acts(&state, &actor(*role, TokenScope::Write));
                        let acts = if acts.is_empty() { "-".to_owned() } else { names(&acts, " ") };
                        let url = if published { "published" } else { "" };
                        let name = state.name();
                        table.push_str(&format!(
                            "{:9} {:7} of {:5} {name:8} {url:9} {:5} {acts}\n",
                            meeting.as_str(),
                            kind.as_str(),
                            owed_by.as_str(),
                            role.as_str()
                        ));
                        assert!(allowed_acts(&state, &actor(*role, TokenScope::Read)).is_empty());
                    }
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn papers_are_added_by_the_body_until_the_record_is_agreed() {
        let mut table = String::from("             role  scheduled held agreed cancelled\n");
        for kind in PaperKind::ALL {
            for role in Role::ALL {
                table.push_str(&format!("{:12} {:5}", kind.as_str(), role.as_str()));
                for meeting in MeetingStatus::ALL {
                    let cell = cell(&may_add(*kind, *meeting, &actor(*role, TokenScope::Write)));
                    table.push_str(&format!(" {cell}"));
                }
                table.push('\n');
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn the_force_does_not_date_back() {
        let today = day("2019-01-30");
        for (role, received, want) in [
            (Force, "2019-01-30", true),
            (Force, "2019-01-29", false),
            (Force, "2019-01-31", false),
            (Opcc, "2019-01-29", true),
            (Opcc, "2019-01-31", false),
        ] {
            assert_eq!(check_received(day(received), today, role).is_ok(), want, "{role} {received}");
        }
    }

    #[test]
    fn late_starts_the_day_after() {
        let (due, after) = (Some(day("2019-01-23")), day("2019-01-24"));
        let owed =
            |meeting| PaperState { kind: PaperKind::Report, owed_by: OwedBy::Force, received: false, published: false, meeting };
        for meeting in [Scheduled, Held, Agreed] {
            assert!(!is_overdue(&owed(meeting), due, day("2019-01-23")));
            assert!(is_overdue(&owed(meeting), due, after));
            assert!(!is_overdue(&owed(meeting), None, after));
            assert!(!is_overdue(&PaperState { received: true, ..owed(meeting) }, due, after));
            assert!(!is_overdue(&PaperState { published: true, ..owed(meeting) }, due, after));
        }
        assert!(!is_overdue(&owed(Cancelled), due, after));
    }
}
