//! Decisions about responses: permissions, states and transitions. Pure.

use chrono::NaiveDate;

use super::model::ResponseStatus::{Accepted, Draft, Returned, Submitted};
use super::model::{Mode, Response, ResponseAct as Act, ResponseStatus};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::reader::Reader;
use crate::foundation::actor::{Actor, Role, Side, allowed};
use crate::foundation::error::Refusal;
use crate::record::meetings::model::MeetingStatus;
use crate::record::meetings::rules::FIXED;
use crate::record::questions::model::QuestionStatus;
use crate::record::restrictions::rules as restriction_rules;

/// The facts that the rules need of the question that a response answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub revision: i32,
    pub status: QuestionStatus,
    /// Status of its meeting.
    pub meeting: Option<MeetingStatus>,
}

/// The facts that the rules need of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResponseState {
    pub status: ResponseStatus,
    pub side: Side,
    pub mode: Mode,
    /// Revision of the question that it answers.
    pub answers: i32,
    /// True when only named people read it.
    pub is_restricted: bool,
    pub asked: Asked,
}

impl ResponseState {
    /// Returns the state of a response.
    pub fn of(response: &Response, is_restricted: bool, asked: Asked) -> Self {
        let Response { status, side, mode, question_revision, .. } = *response;
        Self { status, side, mode, answers: question_revision, is_restricted, asked }
    }
}

impl Act {
    const fn roles(self, side: Side) -> (&'static [Role], &'static str) {
        match (self, side) {
            (Self::Edit | Self::Delete | Self::Submit | Self::Correct, Side::Force) => {
                (&[Force], "only the force writes, submits and corrects its own responses")
            }
            (Self::Edit | Self::Delete | Self::Submit | Self::Correct, Side::Office) => {
                (&[Opcc], "only the office changes the responses it has recorded")
            }
            (Self::Accept, _) => (&[Pcc], "only the PCC accepts a response"),
            (Self::Return | Self::Reinstate, _) => (&[Pcc], "only the PCC returns a response, and takes that back"),
            (Self::Restrict | Self::Unrestrict, side) => restriction_rules::keepers(side),
            (Self::Cite, _) => (&[Pcc, Opcc, Force], ""),
        }
    }

    fn next(self, status: ResponseStatus, is_restricted: bool) -> Result<ResponseStatus, Refusal> {
        match (self, status) {
            (Self::Edit | Self::Delete, Draft) => Ok(Draft),
            (Self::Edit | Self::Delete, Submitted | Accepted | Returned) => {
                Err(Refusal::WrongState("a submitted response cannot be edited: correct it, or draft another response"))
            }
            (Self::Submit, Draft) => Ok(Submitted),
            (Self::Submit, Submitted | Accepted | Returned) => Err(Refusal::WrongState("only a draft can be submitted")),
            (Self::Accept, Submitted) => Ok(Accepted),
            (Self::Accept, Draft | Accepted | Returned) => Err(Refusal::WrongState("only a submitted response can be accepted")),
            (Self::Return, Submitted | Accepted) => Ok(Returned),
            (Self::Return, Draft | Returned) => Err(Refusal::WrongState("only a submitted or accepted response can be returned")),
            (Self::Reinstate, Returned) => Ok(Submitted),
            (Self::Reinstate, Draft | Submitted | Accepted) => {
                Err(Refusal::WrongState("only a response that was returned can be reinstated"))
            }
            (Self::Restrict, _) => restriction_rules::may_restrict(status == Draft).map(|()| status),
            (Self::Unrestrict, _) => restriction_rules::may_lift(status == Draft, is_restricted).map(|()| status),
            (Self::Cite, Draft | Submitted | Accepted | Returned) => Ok(status),
            // The acceptance was of the earlier words.
            (Self::Correct, Submitted | Accepted) => Ok(Submitted),
            (Self::Correct, Draft | Returned) => Err(Refusal::WrongState(
                "only a submitted or accepted response can be corrected: edit a draft, or draft another response",
            )),
        }
    }
}

impl Act {
    /// Checks the question of a response, and its meeting.
    fn suits(self, state: ResponseState) -> Result<(), Refusal> {
        let (open, no) = (state.asked.status.takes_replies(), |sentence| Err(Refusal::WrongState(sentence)));
        match self {
            Self::Submit => {
                may_stand(state.side, state.mode, state.asked.meeting)?;
                if state.answers != state.asked.revision {
                    return no(
                        "the question was corrected after this was drafted: read it again and edit the draft, then submit",
                    );
                }
                if open { Ok(()) } else { no("this question does not await a response") }
            }
            Self::Reinstate => {
                may_stand(state.side, state.mode, state.asked.meeting)?;
                if open { Ok(()) } else { no("this question does not await a response") }
            }
            Self::Correct | Self::Return if !open => no("this question has ended, so its responses cannot be changed"),
            Self::Correct
            | Self::Return
            | Self::Edit
            | Self::Delete
            | Self::Accept
            | Self::Restrict
            | Self::Unrestrict
            | Self::Cite => Ok(()),
        }
    }
}

/// Returns the status after `act`, or the refusal. The role is checked before the state.
pub fn decide(act: Act, state: ResponseState, actor: &Actor) -> Result<ResponseStatus, Refusal> {
    let (roles, sentence) = act.roles(state.side);
    actor.must_be(roles, sentence)?;
    let next = act.next(state.status, state.is_restricted)?;
    act.suits(state).map(|()| next)
}

/// Returns whether a response answers its question at present.
pub const fn stands(status: ResponseStatus) -> bool {
    match status {
        Submitted | Accepted => true,
        Draft | Returned => false,
    }
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(state: ResponseState, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, state, actor))
}

/// Returns the author of a new response, or the reason the caller may not draft it. `meeting` is the status of the question's
/// meeting.
pub fn may_draft(actor: &Actor, mode: Mode, meeting: Option<MeetingStatus>) -> Result<Side, Refusal> {
    actor.must_be(&[Force, Opcc], "only the force drafts responses, and only the office records oral ones")?;
    match (actor.role, mode) {
        (Force, Mode::Oral) if meeting == Some(MeetingStatus::Agreed) => Err(FIXED),
        (Force | Pcc, _) => Ok(Side::Force),
        (Opcc, Mode::Written) => Err(Refusal::NotYours(
            "the office can only record oral responses: send mode oral, or ask the force for a written one",
        )),
        (Opcc, Mode::Oral) => match meeting {
            Some(MeetingStatus::Held) => Ok(Side::Office),
            Some(MeetingStatus::Agreed) => Err(FIXED),
            Some(MeetingStatus::Scheduled | MeetingStatus::Cancelled) | None => {
                Err(Refusal::WrongState("an oral response can be recorded only after the question's meeting was held"))
            }
        },
    }
}

/// Decides whether a response may stand, by the meeting of its question: what was said is of a meeting that was held, and its record
/// is not agreed.
pub fn may_stand(side: Side, mode: Mode, meeting: Option<MeetingStatus>) -> Result<(), Refusal> {
    match (mode, side, meeting) {
        (Mode::Written, _, _) => Ok(()),
        (Mode::Oral, _, Some(MeetingStatus::Agreed)) => Err(FIXED),
        (Mode::Oral, _, Some(MeetingStatus::Cancelled)) => {
            Err(Refusal::WrongState("the meeting of this answer was cancelled: reinstate the meeting first"))
        }
        (Mode::Oral, Side::Office, Some(MeetingStatus::Scheduled)) => {
            Err(Refusal::WrongState("the meeting of this answer was not held: hold the meeting first"))
        }
        (Mode::Oral, _, Some(MeetingStatus::Scheduled | MeetingStatus::Held) | None) => Ok(()),
    }
}

/// Returns the default mode, which is the one the caller may write.
pub const fn natural_mode(role: Role) -> Mode {
    match role {
        Force | Pcc => Mode::Written,
        Opcc => Mode::Oral,
    }
}

/// Returns the day a response was given: the day of submission or, for an oral answer at the question's meeting, which may be
/// recorded much later, the day of that meeting. Never before the question was put.
pub fn given_on(submitted_on: NaiveDate, spoken_on: Option<NaiveDate>, put_on: Option<NaiveDate>) -> NaiveDate {
    let given = spoken_on.map_or(submitted_on, |day| day.min(submitted_on));
    put_on.map_or(given, |put| given.max(put))
}

/// The responses a caller may see: a draft only on the side that writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// The side whose drafts are also visible.
    pub drafts_of: Side,
    pub reader: Reader,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    let drafts_of = if actor.role.is_body() { Side::Office } else { Side::Force };
    Scope { area: actor.area.clone(), drafts_of, reader: Reader::of(actor) }
}

impl Scope {
    /// True when the scope includes the record, unless a restriction keeps it from the reader.
    pub fn sees(&self, area: &str, status: ResponseStatus, side: Side) -> bool {
        self.area == area && (status != Draft || side == self.drafts_of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::TokenScope;
    use crate::foundation::actor::matrix::{actor, acts_by_kind_in_states, cell};

    fn state(status: ResponseStatus, side: Side) -> ResponseState {
        let asked = Asked { revision: 1, status: QuestionStatus::Answered, meeting: Some(MeetingStatus::Held) };
        ResponseState { status, side, mode: Mode::Oral, answers: 1, is_restricted: true, asked }
    }

    /// Acts that are offered are accepted: by the state of the question, its meeting and its wording.
    #[test]
    fn a_response_follows_its_question() {
        let (pcc, force) = (actor(Pcc, TokenScope::Write), actor(Force, TokenScope::Write));
        for status in QuestionStatus::ALL.iter().copied() {
            for (act, of, who) in [
                (Act::Submit, Draft, &force),
                (Act::Correct, Submitted, &force),
                (Act::Return, Submitted, &pcc),
                (Act::Reinstate, Returned, &pcc),
            ] {
                let state = state(of, Side::Force);
                let state = ResponseState { asked: Asked { status, ..state.asked }, ..state };
                assert_eq!(allowed_acts(state, who).contains(&act), status.takes_replies(), "{} {status}", act.as_str());
            }
        }
        for meeting in MeetingStatus::ALL.iter().copied() {
            for (act, of, who, may) in [
                (Act::Submit, Draft, &force, [MeetingStatus::Scheduled, MeetingStatus::Held].contains(&meeting)),
                (Act::Reinstate, Returned, &pcc, [MeetingStatus::Scheduled, MeetingStatus::Held].contains(&meeting)),
            ] {
                let state = state(of, Side::Force);
                let state = ResponseState { asked: Asked { meeting: Some(meeting), ..state.asked }, ..state };
                assert_eq!(decide(act, state, who).is_ok(), may, "{} {meeting}", act.as_str());
            }
        }
        let old = ResponseState { answers: 0, ..state(Draft, Side::Force) };
        assert!(decide(Act::Submit, old, &force).is_err() && decide(Act::Edit, old, &force).is_ok());
    }

    #[test]
    fn what_was_said_stands_at_a_meeting_that_was_held() {
        use MeetingStatus::{Agreed, Cancelled, Held, Scheduled};
        let stands = |side, mode, meeting| may_stand(side, mode, meeting).is_ok();
        for (meeting, office, force) in [
            (None, true, true),
            (Some(Scheduled), false, true),
            (Some(Held), true, true),
            (Some(Agreed), false, false),
            (Some(Cancelled), false, false),
        ] {
            assert!(stands(Side::Force, Mode::Written, meeting), "{meeting:?}");
            let oral = [Side::Office, Side::Force].map(|side| stands(side, Mode::Oral, meeting));
            assert_eq!(oral, [office, force], "{meeting:?}");
        }
    }

    /// One line per act, side and role: the new status from each status, `-` for not permitted, `x` for not possible.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let headings = "act         side   role  draft      submitted  accepted   returned";
        let sides: Vec<(&str, Side)> = Side::ALL.iter().map(|side| (side.as_str(), *side)).collect();
        let table = acts_by_kind_in_states(headings, &sides, ResponseStatus::ALL, |act, side, status, actor| {
            decide(act, state(*status, *side), actor)
        });
        insta::assert_snapshot!(table);
    }

    #[test]
    fn who_may_draft_what() {
        let mut table = String::new();
        for role in Role::ALL {
            for mode in Mode::ALL {
                for meeting in [
                    None,
                    Some(MeetingStatus::Scheduled),
                    Some(MeetingStatus::Held),
                    Some(MeetingStatus::Agreed),
                    Some(MeetingStatus::Cancelled),
                ] {
                    let cell = cell(&may_draft(&actor(*role, TokenScope::Write), *mode, meeting));
                    table.push_str(&format!("{role} {mode} {}: {cell}\n", meeting.map_or("none", MeetingStatus::as_str)));
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn the_day_a_response_was_given() {
        let day = |day| NaiveDate::from_ymd_opt(2019, 1, day);
        for (submitted, spoken, put, want) in [
            (Some(20), None, Some(10), 20),
            (Some(20), Some(15), Some(10), 15),
            (Some(20), Some(15), Some(18), 18),
            (Some(20), Some(25), Some(10), 20),
            (Some(20), None, None, 20),
        ] {
            let submitted = submitted.and_then(day).expect("a day");
            assert_eq!(Some(given_on(submitted, spoken.and_then(day), put.and_then(day))), day(want));
        }
    }

    #[test]
    fn a_read_only_token_may_do_nothing() {
        for role in Role::ALL {
            let reader = actor(*role, TokenScope::Read);
            assert!(may_draft(&reader, Mode::Oral, Some(MeetingStatus::Held)).is_err());
            for status in ResponseStatus::ALL {
                for side in Side::ALL {
                    assert!(allowed_acts(state(*status, *side), &reader).is_empty());
                }
            }
        }
    }
}
