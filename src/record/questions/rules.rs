//! Decisions about questions: permissions, states and transitions. Pure.

use chrono::NaiveDate;

use super::model::QuestionStatus::{Answered, Closed, Draft, Put, Returned, Withdrawn};
use super::model::{Fate, Outcome, QuestionAct as Act, QuestionForm, QuestionPartAct, QuestionStatus};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role, allowed};
use crate::foundation::error::Refusal;
use crate::record::deadlines::answer_periods::model::{Period, StandingPeriods};

impl Act {
    const fn roles(self) -> (&'static [Role], &'static str) {
        match self {
            Self::Edit | Self::Delete => (&[Pcc, Opcc], "only the body edits draft questions"),
            Self::Put => (&[Pcc], "only the PCC puts a question"),
            Self::Return => (&[Pcc], "only the PCC returns an answer"),
            Self::Judge | Self::Close => (&[Pcc, Opcc], "only the body judges answers"),
            Self::Withdraw => (&[Pcc], "only the PCC withdraws a question"),
            Self::CarryForward => (&[Pcc, Opcc], "only the body carries a question forward"),
            Self::Correct => (&[Pcc], "only the PCC corrects the words of a question that was put"),
        }
    }

    fn next(self, status: QuestionStatus, outcome: Option<Outcome>) -> Result<QuestionStatus, Refusal> {
        match (self, status) {
            (Self::Edit | Self::Delete, Draft) => Ok(Draft),
            (Self::Edit | Self::Delete, Put | Answered | Returned | Closed | Withdrawn) => {
                Err(Refusal::WrongState("only a draft can be edited or deleted: use correct or withdraw for a put question"))
            }
            (Self::Put, Draft) => Ok(Put),
            (Self::Put, Put | Answered | Returned | Closed | Withdrawn) => {
                Err(Refusal::WrongState("only a draft question can be put"))
            }
            (Self::Return, Answered) => Ok(Returned),
            (Self::Return, Draft | Put | Returned | Closed | Withdrawn) => {
                Err(Refusal::WrongState("only an answered question can be returned to the force"))
            }
            (Self::Judge, Closed) if outcome == Some(Outcome::CarriedForward) => {
                Err(Refusal::WrongState("this question was carried forward: judge its successor"))
            }
            // A judgement is an opinion of the answer: it changes no status, and a later one may differ.
            (Self::Judge, Put | Answered | Returned | Closed) => Ok(status),
            (Self::Judge, Draft | Withdrawn) => {
                Err(Refusal::WrongState("only a question that was put, and not withdrawn, can be judged"))
            }
            (Self::Close, Answered) => Ok(Closed),
            (Self::Close, Draft | Put | Returned | Closed | Withdrawn) => {
                Err(Refusal::WrongState("only an answered question can be closed: withdraw it or carry it forward instead"))
            }
            (Self::Withdraw, Draft | Put | Returned) => Ok(Withdrawn),
            (Self::Withdraw, Answered | Closed | Withdrawn) => {
                Err(Refusal::WrongState("an answered or closed question cannot be withdrawn: return it first, or close it"))
            }
            (Self::CarryForward, Put | Answered | Returned) => Ok(Closed),
            (Self::CarryForward, Draft | Closed | Withdrawn) => {
                Err(Refusal::WrongState("only a question that was put and is not closed can be carried forward"))
            }
            (Self::Correct, Put | Answered | Returned) => Ok(status),
            (Self::Correct, Draft | Closed | Withdrawn) => {
                Err(Refusal::WrongState("only a question that was put and is not closed can be corrected: edit a draft instead"))
            }
        }
    }
}

/// Returns the status after `act`, or the refusal. The role is checked before the state.
pub fn decide(act: Act, status: QuestionStatus, outcome: Option<Outcome>, actor: &Actor) -> Result<QuestionStatus, Refusal> {
    let (roles, sentence) = act.roles();
    actor.must_be(roles, sentence)?;
    act.next(status, outcome)
}

/// Returns the standing period for an answer, with the words for the questions that it is for.
pub fn standing(periods: &StandingPeriods, form: QuestionForm, urgent: bool) -> Option<(Period, &'static str)> {
    let of_form = match form {
        QuestionForm::Direct => (periods.direct, "direct questions"),
        QuestionForm::Request => (periods.request, "requests"),
        QuestionForm::Challenge => (periods.challenge, "challenges"),
        QuestionForm::Public => (periods.public, "questions from the public"),
    };
    let (period, name) = match periods.urgent.filter(|_| urgent) {
        Some(period) => (Some(period), "urgent questions"),
        None => of_form,
    };
    period.map(|period| (period, name))
}

/// Decides whether the caller may draft questions at all.
pub fn may_draft(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body drafts questions")
}

/// Returns the status after the force has submitted a response. A holding response does not stop the clock.
pub fn after_response(status: QuestionStatus, holding: bool) -> Result<QuestionStatus, Refusal> {
    match status {
        Put | Returned if holding => Ok(status),
        Put | Returned | Answered => Ok(Answered),
        Draft | Closed | Withdrawn => Err(Refusal::WrongState("this question does not await a response")),
    }
}

/// Returns the status after a response was corrected: a question that has ended does not change.
pub fn after_corrected_response(status: QuestionStatus) -> Result<QuestionStatus, Refusal> {
    match status {
        Put | Returned | Answered => Ok(status),
        Draft | Closed | Withdrawn => Err(Refusal::WrongState("this question has ended, so its responses cannot be changed")),
    }
}

/// Returns the status after the PCC has returned a response: an answered question returns with its last valid answer.
pub fn after_returned_response(status: QuestionStatus, holding: bool, another_stands: bool) -> Result<QuestionStatus, Refusal> {
    match status {
        Answered if !holding && !another_stands => Ok(Returned),
        Answered | Put | Returned => Ok(status),
        Draft | Closed | Withdrawn => Err(Refusal::WrongState("this question has ended, so its responses cannot be changed")),
    }
}

/// Returns whether what is replied now, or corrected, still counts: what has ended stays as it ended.
pub fn takes_replies(status: QuestionStatus) -> bool {
    match status {
        Put | Returned | Answered => true,
        Draft | Closed | Withdrawn => false,
    }
}

/// Returns the status after a correction has removed a reply: without another reply the question is where it was before.
pub fn after_removed_reply(status: QuestionStatus, another_stands: bool, was_returned: bool) -> QuestionStatus {
    match status {
        Answered if another_stands => Answered,
        Answered if was_returned => Returned,
        Answered => Put,
        Draft | Put | Returned | Closed | Withdrawn => status,
    }
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: QuestionStatus, outcome: Option<Outcome>, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, status, outcome, actor))
}

/// The acts `actor` may do now with a part of a question in this status: parts are words of the question, fixed when it is put.
pub fn allowed_acts_on_part(status: QuestionStatus, actor: &Actor) -> Vec<QuestionPartAct> {
    allowed(|act| match act {
        QuestionPartAct::Edit | QuestionPartAct::Delete => decide(Act::Edit, status, None, actor),
    })
}

/// Returns the fate of a question; `None` while it awaits an answer or a judgement.
pub fn fate(status: QuestionStatus, outcome: Option<Outcome>) -> Option<Fate> {
    match (status, outcome) {
        (Withdrawn, _) => Some(Fate::Withdrawn),
        (Draft | Put | Answered | Returned | Closed, None) => None,
        (Draft | Put | Answered | Returned | Closed, Some(outcome)) => Some(match outcome {
            Outcome::Answered => Fate::Answered,
            Outcome::PartAnswered => Fate::PartAnswered,
            Outcome::NotAnswered => Fate::NotAnswered,
            Outcome::Declined => Fate::Declined,
            Outcome::CarriedForward => Fate::CarriedForward,
        }),
    }
}

/// The states in which an answer is awaited, so that a question can be late.
pub const AWAITING: &[QuestionStatus] = &[Put, Returned];

/// True when a question is late, from the day after the due date.
pub fn is_overdue(status: QuestionStatus, due_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    AWAITING.contains(&status) && due_on.is_some_and(|due| due < today)
}

/// The questions a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// True for the force, which sees only questions that were put at some time, and never a draft or that there was one.
    pub only_put: bool,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), only_put: actor.role == Force }
}

impl Scope {
    /// True when the scope includes the record.
    pub fn sees(&self, area: &str, put_on: Option<NaiveDate>) -> bool {
        self.area == area && (!self.only_put || put_on.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::TokenScope;
    use crate::foundation::actor::matrix::{actor, acts_in_states};

    /// One line per act and role: the new status from each status, `-` for not permitted, `x` for not possible.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let headings = "act           role  draft      put        answered   returned   closed     withdrawn";
        let table = acts_in_states(headings, QuestionStatus::ALL, |act, status, actor| decide(act, *status, None, actor));
        insta::assert_snapshot!(table);
    }

    #[test]
    fn responses_move_questions() {
        let table: Vec<String> = QuestionStatus::ALL
            .iter()
            .map(|status| {
                let after = |holding| after_response(*status, holding).map_or("x", QuestionStatus::as_str);
                let back =
                    |holding, another| after_returned_response(*status, holding, another).map_or("x", QuestionStatus::as_str);
                let gone = |another, returned| after_removed_reply(*status, another, returned).as_str();
                assert_eq!(takes_replies(*status), after_response(*status, false).is_ok(), "{status}");
                format!(
                    "{status}: answer {}, holding {}, the answer returned {}, one of two {}, holding returned {}, corrected {}, \
                     removed {}, after a return {}, one of two {}",
                    after(false),
                    after(true),
                    back(false, false),
                    back(false, true),
                    back(true, false),
                    after_corrected_response(*status).map_or("x", QuestionStatus::as_str),
                    gone(false, false),
                    gone(false, true),
                    gone(true, true)
                )
            })
            .collect();
        insta::assert_snapshot!(table.join("\n"));
    }

    #[test]
    fn what_was_carried_forward_is_not_judged_again() {
        for outcome in Outcome::ALL {
            let judged = decide(Act::Judge, Closed, Some(*outcome), &actor(Opcc, TokenScope::Write)).is_ok();
            assert_eq!(judged, *outcome != Outcome::CarriedForward, "{outcome}");
        }
    }

    #[test]
    fn every_question_has_a_fate() {
        let outcomes: Vec<Option<Outcome>> =
            std::iter::once(None).chain(Outcome::ALL.iter().map(|outcome| Some(*outcome))).collect();
        let mut table = String::new();
        for status in QuestionStatus::ALL {
            for outcome in &outcomes {
                let name = outcome.map_or("-", Outcome::as_str);
                let fate = fate(*status, *outcome).map_or("awaiting", Fate::as_str);
                table.push_str(&format!("{:10} {name:16} {fate}\n", status.as_str()));
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn late_starts_the_day_after() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        assert!(!is_overdue(Put, Some(day("2019-02-13")), day("2019-02-13")));
        assert!(is_overdue(Put, Some(day("2019-02-13")), day("2019-02-14")));
        assert!(is_overdue(Returned, Some(day("2019-02-13")), day("2019-02-14")));
        assert!(!is_overdue(Put, None, day("2019-02-14")));
        for status in [Draft, Answered, Closed, Withdrawn] {
            assert!(!is_overdue(status, Some(day("2019-02-13")), day("2019-02-14")));
        }
    }
}
