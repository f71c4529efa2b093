//! Decisions about questions: permissions, states and transitions. Pure.

use chrono::NaiveDate;

use super::model::QuestionStatus::{Answered, Closed, Draft, Put, Returned, Withdrawn};
use super::model::{Fate, Outcome, Question, QuestionAct as Act, QuestionForm, QuestionPartAct, QuestionStatus};
use super::responses::rules::{may_draft as may_draft_response, natural_mode};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::reader::Reader;
use crate::foundation::actor::{Actor, Role, Side, allowed};
use crate::foundation::error::Refusal;
use crate::record::deadlines::answer_periods::model::{Period, StandingPeriods};
use crate::record::escalations::rules::Escalating;
use crate::record::meetings::model::MeetingStatus;
use crate::record::restrictions::rules as restriction_rules;

/// The facts that the rules need of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuestionState {
    pub status: QuestionStatus,
    pub outcome: Option<Outcome>,
    /// Status that it has, or had before it ended.
    pub before: QuestionStatus,
    /// True when it or one of its parts is judged.
    pub is_judged: bool,
    /// Status of the question that continues it.
    pub successor: Option<QuestionStatus>,
    /// True when it continued a question that another one continues now, or that was reopened.
    pub is_dropped: bool,
    /// Status of its meeting.
    pub meeting: Option<MeetingStatus>,
    /// True when only named people read it.
    pub is_restricted: bool,
    pub escalating: Escalating,
}

impl QuestionState {
    /// Returns what a question says by itself; `store::states` adds what is in other tables.
    pub fn of(question: &Question, today: NaiveDate) -> Self {
        Self {
            status: question.status,
            outcome: question.outcome,
            before: before(question.put_on.is_some(), question.final_response_on.is_some(), question.returned_on.is_some()),
            is_judged: question.outcome.is_some(),
            successor: None,
            is_dropped: false,
            meeting: None,
            is_restricted: false,
            escalating: Escalating {
                overdue: is_overdue(question.status, question.due_on, today),
                escalated: question.escalated_on.is_some(),
            },
        }
    }
}

/// Returns the status of a question that has not ended: whether it was put, whether an answer stands, and whether it was returned.
pub const fn before(was_put: bool, has_answer: bool, was_returned: bool) -> QuestionStatus {
    match (was_put, has_answer, was_returned) {
        (false, _, _) => Draft,
        (true, true, _) => Answered,
        (true, false, true) => Returned,
        (true, false, false) => Put,
    }
}

impl Act {
    const fn roles(self) -> (&'static [Role], &'static str) {
        match self {
            Self::Edit | Self::Delete | Self::AddPart => (&[Pcc, Opcc], "only the body edits draft questions"),
            Self::Put => (&[Pcc], "only the PCC puts a question"),
            Self::Return => (&[Pcc], "only the PCC returns an answer"),
            Self::Judge | Self::TakeBackJudgement | Self::Close => (&[Pcc, Opcc], "only the body judges answers"),
            Self::Withdraw => (&[Pcc], "only the PCC withdraws a question"),
            Self::CarryForward => (&[Pcc, Opcc], "only the body carries a question forward"),
            Self::Reopen => (&[Pcc], "only the PCC reopens a question"),
            Self::Correct => (&[Pcc], "only the PCC corrects the words of a question that was put"),
            Self::Escalate | Self::TakeBackEscalation => (&[Pcc], "only the PCC escalates a question"),
            Self::Respond => (&[Opcc, Force], "only the force drafts responses, and only the office records oral ones"),
            Self::RecordExchange => (&[Pcc, Opcc], "only the body records exchanges"),
            Self::AddFinding => (&[Pcc, Opcc], "only the body drafts findings"),
            Self::SetAction => (&[Pcc, Opcc], "only the body sets actions"),
            Self::Restrict | Self::Unrestrict => restriction_rules::keepers(Side::Office),
            Self::Cite => (&[Pcc, Opcc, Force], ""),
        }
    }

    fn next(self, state: QuestionState) -> Result<QuestionStatus, Refusal> {
        let (status, no) = (state.status, |sentence| Err(Refusal::WrongState(sentence)));
        match (self, status) {
            (Self::Edit | Self::Delete | Self::AddPart, Draft) => Ok(Draft),
            (Self::Edit | Self::Delete | Self::AddPart, Put | Answered | Returned | Closed | Withdrawn) => {
                no("only a draft can be edited or deleted: use correct or withdraw for a put question")
            }
            (Self::Put, Draft) => Ok(Put),
            (Self::Put, Put | Answered | Returned | Closed | Withdrawn) => no("only a draft question can be put"),
            (Self::Return, Answered) => Ok(Returned),
            (Self::Return, Draft | Put | Returned | Closed | Withdrawn) => {
                no("only an answered question can be returned to the force")
            }
            (Self::Judge, Closed) if state.outcome == Some(Outcome::CarriedForward) => {
                no("this question was carried forward: judge its successor")
            }
            // A judgement is an opinion of the answer: it changes no status, and a later one may differ.
            (Self::Judge, Put | Answered | Returned | Closed) => Ok(status),
            (Self::Judge, Draft | Withdrawn) => no("only a question that was put, and not withdrawn, can be judged"),
            (Self::Close, Answered) => Ok(Closed),
            (Self::Close, Draft | Put | Returned | Closed | Withdrawn) => {
                no("only an answered question can be closed: withdraw it or carry it forward instead")
            }
            (Self::Withdraw, Draft | Put | Returned) => Ok(Withdrawn),
            (Self::Withdraw, Answered | Closed | Withdrawn) => {
                no("an answered or closed question cannot be withdrawn: return it first, or close it")
            }
            (Self::CarryForward, Put | Answered | Returned) => Ok(Closed),
            (Self::CarryForward, Draft | Closed | Withdrawn) => {
                no("only a question that was put and is not closed can be carried forward")
            }
            (Self::Correct, Put | Answered | Returned) => Ok(status),
            (Self::Correct, Draft | Closed | Withdrawn) => {
                no("only a question that was put and is not closed can be corrected: edit a draft instead")
            }
            (Self::TakeBackJudgement | Self::Reopen, _) => self.undo(state),
            // A draft that was withdrawn is still the body's alone.
            (Self::Restrict, _) => restriction_rules::may_restrict(state.before == Draft).map(|()| status),
            (Self::Unrestrict, _) => restriction_rules::may_lift(state.before == Draft, state.is_restricted).map(|()| status),
            (Self::Escalate, _) => state.escalating.may_escalate().map(|()| status),
            (Self::TakeBackEscalation, _) => state.escalating.may_take_back().map(|()| status),
            (Self::Respond | Self::RecordExchange | Self::AddFinding | Self::SetAction | Self::Cite, _) => {
                self.adds(state).map(|()| status)
            }
        }
    }

    fn undo(self, state: QuestionState) -> Result<QuestionStatus, Refusal> {
        let no = |sentence| Err(Refusal::WrongState(sentence));
        match (self, state.status) {
            (Self::TakeBackJudgement, Put | Answered | Returned) if state.is_judged => Ok(state.status),
            (Self::TakeBackJudgement, Closed) => no("this question is closed: reopen it first"),
            (Self::TakeBackJudgement, _) => no("this question has no judgement to take back"),
            (_, Closed) if state.outcome == Some(Outcome::CarriedForward) && !may_be_dropped(state.successor) => {
                no("the question that continues this one was put: withdraw that one first")
            }
            // Otherwise two questions would ask the same.
            (_, Withdrawn) if state.is_dropped => {
                no("the question that this one continued was reopened since: carry that one forward again")
            }
            (_, Closed | Withdrawn) => Ok(state.before),
            (_, Draft | Put | Answered | Returned) => no("only a question that was closed or withdrawn can be reopened"),
        }
    }

    /// Decides whether something may be added to a question: what the force sees must not lead it to a draft.
    fn adds(self, state: QuestionState) -> Result<(), Refusal> {
        match (self, state.status) {
            (Self::Respond, Put | Returned | Answered) => Ok(()),
            (Self::Respond, Draft | Closed | Withdrawn) => after_response(state.status, false).map(|_| ()),
            (Self::RecordExchange | Self::SetAction, _) if state.before == Draft => {
                Err(Refusal::WrongState("this question was not put: put it first"))
            }
            _ => Ok(()),
        }
    }
}

/// True when a question that continues another can be withdrawn with the reopening of that one: it was never put, or is gone already.
const fn may_be_dropped(successor: Option<QuestionStatus>) -> bool {
    match successor {
        None | Some(Draft | Withdrawn) => true,
        Some(Put | Answered | Returned | Closed) => false,
    }
}

/// Returns the status after `act`, or the refusal. The role is checked before the state.
pub fn decide(act: Act, state: QuestionState, actor: &Actor) -> Result<QuestionStatus, Refusal> {
    let (roles, sentence) = act.roles();
    actor.must_be(roles, sentence)?;
    let next = act.next(state)?;
    if act == Act::Respond {
        may_draft_response(actor, natural_mode(actor.role), state.meeting)?;
    }
    Ok(next)
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
pub fn allowed_acts(state: QuestionState, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, state, actor))
}

/// The acts `actor` may do now with a part of a question in this status: parts are words of the question, fixed when it is put.
pub fn allowed_acts_on_part(status: QuestionStatus, actor: &Actor) -> Vec<QuestionPartAct> {
    allowed(|act| match act {
        QuestionPartAct::Edit | QuestionPartAct::Delete => may_edit(status, actor),
    })
}

/// Decides whether the caller may edit a question in this status, and its parts.
pub fn may_edit(status: QuestionStatus, actor: &Actor) -> Result<(), Refusal> {
    let (roles, sentence) = Act::Edit.roles();
    actor.must_be(roles, sentence)?;
    match status {
        Draft => Ok(()),
        Put | Answered | Returned | Closed | Withdrawn => {
            Err(Refusal::WrongState("only a draft can be edited or deleted: use correct or withdraw for a put question"))
        }
    }
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
    pub reader: Reader,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), only_put: actor.role == Force, reader: Reader::of(actor) }
}

impl Scope {
    /// True when the scope includes the record, unless a restriction keeps it from the reader.
    pub fn sees(&self, area: &str, put_on: Option<NaiveDate>) -> bool {
        self.area == area && (!self.only_put || put_on.is_some())
    }
}

/// Returns what the end of a question follows: the day it was put.
pub fn since_put(put_on: Option<NaiveDate>) -> Option<(NaiveDate, &'static str)> {
    put_on.map(|day| (day, "the day it was put"))
}

/// Returns what the return of a question follows: the day of the answer.
pub fn since_answered(answered_on: Option<NaiveDate>) -> Option<(NaiveDate, &'static str)> {
    answered_on.map(|day| (day, "the day of the answer"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::TokenScope;
    use crate::foundation::actor::matrix::{actor, acts_in_states};

    /// A question with a judgement where there can be one, an answer where there must be one, and a meeting that was held.
    fn state(status: QuestionStatus, outcome: Option<Outcome>) -> QuestionState {
        QuestionState {
            status,
            outcome,
            before: if status == Closed || status == Withdrawn { Put } else { status },
            is_judged: status != Draft,
            successor: None,
            is_dropped: false,
            meeting: Some(MeetingStatus::Held),
            is_restricted: true,
            escalating: Escalating { overdue: AWAITING.contains(&status), escalated: status != Draft },
        }
    }

    /// One line per act and role: the new status from each status, `-` for not permitted, `x` for not possible.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let headings = "act                  role  draft      put        answered   returned   closed     withdrawn";
        let table = acts_in_states(headings, QuestionStatus::ALL, |act, status, actor| decide(act, state(*status, None), actor));
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
            let judged = decide(Act::Judge, state(Closed, Some(*outcome)), &actor(Opcc, TokenScope::Write)).is_ok();
            assert_eq!(judged, *outcome != Outcome::CarriedForward, "{outcome}");
        }
    }

    #[test]
    fn what_is_reopened_is_where_it_was() {
        let pcc = actor(Pcc, TokenScope::Write);
        let mut table = String::new();
        for (was_put, has_answer, was_returned) in
            [(false, false, false), (true, false, false), (true, true, false), (true, true, true), (true, false, true)]
        {
            let ended = QuestionState { before: before(was_put, has_answer, was_returned), ..state(Withdrawn, None) };
            let next = decide(Act::Reopen, ended, &pcc).map_or("x", QuestionStatus::as_str);
            table.push_str(&format!("put {was_put}, answered {has_answer}, returned {was_returned}: {next}\n"));
        }
        for successor in std::iter::once(None).chain(QuestionStatus::ALL.iter().map(|status| Some(*status))) {
            let carried = QuestionState { successor, ..state(Closed, Some(Outcome::CarriedForward)) };
            let next = decide(Act::Reopen, carried, &pcc).map_or("x", QuestionStatus::as_str);
            table.push_str(&format!("carried forward to {}: {next}\n", successor.map_or("-", QuestionStatus::as_str)));
        }
        for is_dropped in [false, true] {
            let continued = QuestionState { is_dropped, ..state(Withdrawn, None) };
            let next = decide(Act::Reopen, continued, &pcc).map_or("x", QuestionStatus::as_str);
            table.push_str(&format!("continued one that went its own way {is_dropped}: {next}\n"));
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn the_office_records_oral_answers_of_a_meeting_that_was_held() {
        let opcc = actor(Opcc, TokenScope::Write);
        for meeting in std::iter::once(None).chain(MeetingStatus::ALL.iter().map(|status| Some(*status))) {
            let put = QuestionState { meeting, ..state(Put, None) };
            assert_eq!(decide(Act::Respond, put, &opcc).is_ok(), meeting == Some(MeetingStatus::Held), "{meeting:?}");
            assert!(decide(Act::Respond, put, &actor(Force, TokenScope::Write)).is_ok(), "{meeting:?}");
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
