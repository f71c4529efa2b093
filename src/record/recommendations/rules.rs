//! Decisions about recommendations: permissions, states and transitions. Pure.

use chrono::NaiveDate;

use super::model::RecommendationStatus::{ClaimedComplete, NotAccepted, Open, Verified};
use super::model::{
    AddRecommendation, AddressedTo, Answer, Recommendation, RecommendationAct as Act, RecommendationExtension,
    RecommendationStatus,
};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role, UserId, allowed};
use crate::foundation::error::{ApiError, Refusal};
use crate::record::actions::model::Hands;
use crate::record::escalations::rules::Escalating;
use crate::record::model::RecommendationSetStatus;
use crate::record::recommendations::recommendation_sets::model::ReportSource;
use crate::record::recommendations::recommendation_sets::rules::{ANSWERED, SetState};
use crate::record::recommendations::report_responses::model::ReportResponseStatus;

/// The facts that the rules need of a recommendation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecommendationState {
    pub set: SetState,
    pub status: RecommendationStatus,
    pub addressed_to: AddressedTo,
    pub claimed_by: Option<UserId>,
    pub hands: Hands,
    /// True when the last claim was rejected, so that nothing has happened to it since.
    pub is_rejected: bool,
    /// True when there is an extension that stands.
    pub is_extended: bool,
    pub escalating: Escalating,
}

impl RecommendationState {
    /// Returns the state of a recommendation of a set.
    pub fn of(set: SetState, one: &Recommendation, today: NaiveDate) -> Result<Self, ApiError> {
        Ok(Self {
            set,
            status: one.status,
            addressed_to: one.addressed_to,
            claimed_by: one.claimed_by.clone(),
            hands: one.hands.get()?,
            // The taking back of a claim leaves no evidence.
            is_rejected: one.times_rejected > 0 && one.evidence.is_some(),
            is_extended: last_extension(&one.extensions.get()?).is_some(),
            escalating: Escalating { overdue: is_overdue(one.status, one.due_on, today), escalated: one.escalated_on.is_some() },
        })
    }
}

impl Act {
    const fn roles(self, addressed_to: AddressedTo) -> (&'static [Role], &'static str) {
        match (self, addressed_to) {
            (Self::Edit | Self::Delete, _) => (&[Pcc, Opcc], "only the body records recommendations"),
            // The response under s.55 is the body's, whoever has to act; the force answers for its own actions.
            (Self::Respond, AddressedTo::Force | AddressedTo::Both) => (&[Pcc, Opcc, Force], ""),
            (Self::Respond, AddressedTo::Body) => {
                (&[Pcc, Opcc], "only the body answers this recommendation, which is addressed to it")
            }
            (Self::Claim | Self::TakeBackClaim, AddressedTo::Force) => {
                (&[Force], "only the force claims this recommendation complete, and takes its claim back")
            }
            (Self::Claim | Self::TakeBackClaim, AddressedTo::Body) => {
                (&[Pcc, Opcc], "only the body claims this recommendation complete, and takes its claim back")
            }
            (Self::Claim | Self::TakeBackClaim, AddressedTo::Both) => (&[Pcc, Opcc, Force], ""),
            (Self::Verify, _) => (&[Pcc], "only the PCC verifies that a recommendation is complete"),
            (Self::Reject | Self::TakeBackRejection, _) => (&[Pcc], "only the PCC rejects a claim, and takes that back"),
            (Self::Reopen, _) => (&[Pcc], "only the PCC reopens a recommendation"),
            (Self::NotAccept, _) => (&[Pcc], "only the PCC marks a recommendation as not accepted"),
            (Self::Extend | Self::TakeBackExtension, _) => (&[Pcc], "only the PCC moves a due date"),
            (Self::Escalate | Self::TakeBackEscalation, _) => (&[Pcc], "only the PCC escalates a recommendation"),
        }
    }

    fn next(self, state: &RecommendationState) -> Result<RecommendationStatus, Refusal> {
        let (status, no) = (state.status, |sentence| Err(Refusal::WrongState(sentence)));
        match (self, status) {
            (Self::Edit | Self::Delete | Self::Extend, Open) => Ok(Open),
            (Self::Edit | Self::Delete | Self::Extend, ClaimedComplete | Verified | NotAccepted) => {
                no("only an open recommendation can be changed: reject the claim first")
            }
            (Self::Respond, Open | ClaimedComplete | Verified | NotAccepted) => Ok(status),
            (Self::Claim, Open) => Ok(ClaimedComplete),
            (Self::Claim, ClaimedComplete | Verified | NotAccepted) => no("only an open recommendation can be claimed complete"),
            (Self::Verify, ClaimedComplete) => Ok(Verified),
            (Self::Reject, ClaimedComplete) => Ok(Open),
            (Self::Verify | Self::Reject, Open | Verified | NotAccepted) => {
                no("only a recommendation that is claimed complete can be verified, or its claim rejected")
            }
            (Self::NotAccept, Open) => Ok(NotAccepted),
            (Self::NotAccept, ClaimedComplete | Verified | NotAccepted) => {
                no("only an open recommendation can be marked as not accepted: reject the claim first")
            }
            (Self::Escalate, _) => state.escalating.may_escalate().map(|()| status),
            (Self::TakeBackEscalation, _) => state.escalating.may_take_back().map(|()| status),
            (Self::TakeBackClaim | Self::TakeBackRejection | Self::Reopen | Self::TakeBackExtension, _) => self.undo(state),
        }
    }

    /// Decides the acts that put right what was done by mistake.
    fn undo(self, state: &RecommendationState) -> Result<RecommendationStatus, Refusal> {
        let no = |sentence| Err(Refusal::WrongState(sentence));
        match (self, state.status) {
            (Self::TakeBackClaim, ClaimedComplete) => Ok(Open),
            (Self::TakeBackClaim, _) => no("there is no claim without a verdict to take back"),
            (Self::TakeBackRejection, Open) if state.is_rejected => Ok(ClaimedComplete),
            (Self::TakeBackRejection, _) => no("the last claim was not rejected: there is no rejection to take back"),
            (Self::TakeBackExtension, Open) if state.is_extended => Ok(Open),
            (Self::TakeBackExtension, _) => no("there is no extension of an open recommendation to take back"),
            // The claim stands, and waits for its verdict again.
            (_, Verified) => Ok(ClaimedComplete),
            // The reason for which it is not accepted stands for an answer in a complete response.
            (_, NotAccepted) if state.set.response == Some(ReportResponseStatus::Completed) => Err(ANSWERED),
            (_, NotAccepted) => Ok(Open),
            (_, Open | ClaimedComplete) => no("only a recommendation that is verified or not accepted can be reopened"),
        }
    }

    /// Checks the set's status: a draft can be edited; other acts need a recorded set.
    fn in_set(self, set: SetState) -> Result<(), Refusal> {
        match (self, set.status) {
            (Self::Edit | Self::Delete | Self::Respond, _) if set.response == Some(ReportResponseStatus::Completed) => {
                Err(ANSWERED)
            }
            (Self::Edit, RecommendationSetStatus::Draft | RecommendationSetStatus::Recorded) => Ok(()),
            (Self::Delete, RecommendationSetStatus::Draft) => Ok(()),
            (Self::Delete, RecommendationSetStatus::Recorded) => {
                Err(Refusal::WrongState("the set is recorded, so its recommendations cannot be deleted"))
            }
            (_, RecommendationSetStatus::Recorded) => Ok(()),
            (_, RecommendationSetStatus::Draft) => Err(Refusal::WrongState("record the set first")),
        }
    }
}

/// Returns the status after `act`, or the refusal: the role first, then that nobody verifies their own claim, then the states.
pub fn decide(act: Act, state: &RecommendationState, actor: &Actor) -> Result<RecommendationStatus, Refusal> {
    let (roles, sentence) = act.roles(state.addressed_to);
    actor.must_be(roles, sentence)?;
    let claimed_it = state.claimed_by.is_some() && state.claimed_by == actor.user_id;
    // Includes claims rejected or taken back, and verifications taken back: the same person never does both.
    let ever = |users: &[UserId]| actor.user_id.as_ref().is_some_and(|caller| users.contains(caller));
    match act {
        Act::Verify if claimed_it || ever(&state.hands.claimed) => {
            return Err(Refusal::NotYours("you claimed this recommendation complete yourself: ask a colleague to verify it"));
        }
        Act::Claim if ever(&state.hands.accepted) => {
            return Err(Refusal::NotYours("you verified this recommendation before: ask a colleague to claim it complete"));
        }
        Act::Reject | Act::TakeBackRejection if claimed_it => {
            return Err(Refusal::NotYours(
                "you claimed this recommendation complete yourself: ask a colleague to judge the claim",
            ));
        }
        Act::Edit
        | Act::Delete
        | Act::Respond
        | Act::Claim
        | Act::TakeBackClaim
        | Act::Verify
        | Act::Reject
        | Act::TakeBackRejection
        | Act::NotAccept
        | Act::Reopen
        | Act::Extend
        | Act::TakeBackExtension
        | Act::Escalate
        | Act::TakeBackEscalation => {}
    }
    act.in_set(state.set)?;
    act.next(state)
}

/// Returns the last extension that stands.
pub fn last_extension(all: &[RecommendationExtension]) -> Option<&RecommendationExtension> {
    all.iter().rev().find(|one| one.taken_back.is_none())
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(state: &RecommendationState, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, state, actor))
}

/// The states in which a recommendation can be late. A claimed one waits for the PCC, not for its addressee.
pub const OUTSTANDING: &[RecommendationStatus] = &[Open];

/// True when a recommendation is late, from the day after the due date.
pub fn is_overdue(status: RecommendationStatus, due_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    OUTSTANDING.contains(&status) && due_on.is_some_and(|due| due < today)
}

/// Returns whether a due date that is there is changed without the PCC: only drafts are that free.
pub fn moves_due_date(set: RecommendationSetStatus, before: Option<NaiveDate>, after: Option<NaiveDate>) -> bool {
    match set {
        RecommendationSetStatus::Draft => false,
        RecommendationSetStatus::Recorded => before.is_some() && before != after,
    }
}

/// Returns pointers to the words that `edited` changes although somebody has answered them.
pub fn answered_words(
    set: RecommendationSetStatus,
    answered: bool,
    one: &Recommendation,
    edited: &AddRecommendation,
) -> Vec<&'static str> {
    let fixed = answered && set == RecommendationSetStatus::Recorded;
    [("/text", edited.text != one.text), ("/addressed_to", edited.addressed_to != one.addressed_to)]
        .into_iter()
        .filter_map(|(pointer, changed)| (fixed && changed).then_some(pointer))
        .collect()
}

/// Whose answer a recommendation needs before the body's response to the report is complete: the action taken or proposed, or
/// the reason for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    Body,
    Force,
    Both,
    Either,
}

/// The days on which the two sides answered a recommendation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answered {
    pub body: Option<NaiveDate>,
    pub force: Option<NaiveDate>,
}

impl Answered {
    /// Returns the days of the answers that there are.
    pub fn of(body: Option<&Answer>, force: Option<&Answer>) -> Self {
        Self { body: body.map(|answer| answer.given_on), force: force.map(|answer| answer.given_on) }
    }
}

/// Returns whose answer a recommendation needs, by the nature of the report.
pub const fn needed(source: ReportSource, addressed_to: AddressedTo) -> Needed {
    match (source, addressed_to) {
        // Police Act 1996 s.55(5B): the body explains the action that it has taken or proposes itself. To the panel, too, the body
        // responds, and nobody for it (Police Reform and Social Responsibility Act 2011 s.29(3)).
        (ReportSource::Inspectorate | ReportSource::Panel, AddressedTo::Force | AddressedTo::Body | AddressedTo::Both) => {
            Needed::Body
        }
        // A coroner and a complaints body ask whoever they address.
        (ReportSource::Coroner | ReportSource::ComplaintsBody, AddressedTo::Force) => Needed::Force,
        (ReportSource::Coroner | ReportSource::ComplaintsBody, AddressedTo::Body) => Needed::Body,
        (ReportSource::Coroner | ReportSource::ComplaintsBody, AddressedTo::Both) => Needed::Both,
        // What a force or a body has asked for itself is answered by whoever acts.
        (ReportSource::PeerReview | ReportSource::Audit, AddressedTo::Force | AddressedTo::Body | AddressedTo::Both) => {
            Needed::Either
        }
    }
}

impl Needed {
    /// Returns the answer that is still missing. The reason for which a recommendation is not accepted takes its place.
    pub fn lacking(self, status: RecommendationStatus, given: Answered) -> Option<Self> {
        let missing = match self {
            Self::Body => given.body.is_none().then_some(Self::Body),
            Self::Force => given.force.is_none().then_some(Self::Force),
            Self::Both => match (given.body, given.force) {
                (None, None) => Some(Self::Both),
                (None, Some(_)) => Some(Self::Body),
                (Some(_), None) => Some(Self::Force),
                (Some(_), Some(_)) => None,
            },
            Self::Either => (given.body.is_none() && given.force.is_none()).then_some(Self::Either),
        };
        missing.filter(|_| status != NotAccepted)
    }

    /// Returns the day from which the needed answer was there.
    pub fn since(self, given: Answered) -> Option<NaiveDate> {
        match self {
            Self::Body => given.body,
            Self::Force => given.force,
            Self::Both => given.body.zip(given.force).map(|(body, force)| body.max(force)),
            Self::Either => given.body.into_iter().chain(given.force).min(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::TokenScope;
    use crate::foundation::actor::matrix::acts_by_kind_in_states;

    const ME: &str = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";

    fn actor(role: Role, scope: TokenScope) -> Actor {
        let user_id = Some(ME.parse().expect("an id"));
        Actor { user_id, role, area: "west-mercia".into(), scope, capacity: None, name: "A".into() }
    }

    fn state(set: RecommendationSetStatus, status: RecommendationStatus, addressed_to: AddressedTo) -> RecommendationState {
        RecommendationState {
            set: SetState { status: set, response: None },
            status,
            addressed_to,
            claimed_by: None,
            hands: Hands::default(),
            is_rejected: true,
            is_extended: true,
            escalating: Escalating { overdue: status == Open, escalated: true },
        }
    }

    /// One line per act, addressee and role: the new status from each status, `-` for not permitted, `x` for not possible. The
    /// first column is an open recommendation of a draft set.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut headings = format!("{:37}{:17}", "act                  to    role", "(draft)");
        for status in RecommendationStatus::ALL {
            headings.push_str(&format!("{:17}", status.as_str()));
        }
        let addressees: Vec<(&str, AddressedTo)> = AddressedTo::ALL.iter().map(|to| (to.as_str(), *to)).collect();
        let recorded = RecommendationStatus::ALL.iter().map(|status| (RecommendationSetStatus::Recorded, *status));
        let states: Vec<_> = [(RecommendationSetStatus::Draft, Open)].into_iter().chain(recorded).collect();
        let table = acts_by_kind_in_states(headings.trim_end(), &addressees, &states, |act, to, (set, status), actor| {
            decide(act, &state(*set, *status, *to), actor)
        });
        insta::assert_snapshot!(table);
    }

    #[test]
    fn nobody_verifies_their_own_claim() {
        let theirs = state(RecommendationSetStatus::Recorded, ClaimedComplete, AddressedTo::Body);
        let mine = RecommendationState { claimed_by: Some(ME.parse().expect("an id")), ..theirs };
        let pcc = actor(Pcc, TokenScope::Write);
        assert!(matches!(decide(Act::Verify, &mine, &pcc), Err(Refusal::NotYours(_))));
        assert!(!allowed_acts(&mine, &pcc).contains(&Act::Verify));
        let deputy = Actor { user_id: Some("0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12".parse().expect("an id")), ..pcc };
        assert_eq!(decide(Act::Verify, &mine, &deputy), Ok(Verified));
    }

    #[test]
    fn who_ever_claimed_never_verifies() {
        let me: UserId = ME.parse().expect("an id");
        let pcc = actor(Pcc, TokenScope::Write);
        for (status, act) in [(ClaimedComplete, Act::Verify), (Open, Act::Claim)] {
            let never = state(RecommendationSetStatus::Recorded, status, AddressedTo::Body);
            let (claimed, accepted) = (vec![me.clone()], vec![me.clone()]);
            let other =
                if act == Act::Verify { Hands { claimed, accepted: vec![] } } else { Hands { claimed: vec![], accepted } };
            assert!(decide(act, &never, &pcc).is_ok(), "{}", act.as_str());
            let both = RecommendationState { hands: other, ..never };
            assert!(matches!(decide(act, &both, &pcc), Err(Refusal::NotYours(_))), "{}", act.as_str());
            assert!(!allowed_acts(&both, &pcc).contains(&act), "{}", act.as_str());
        }
    }

    /// Nor rejects it to make it again: a colleague must judge it.
    #[test]
    fn nobody_rejects_their_own_claim() {
        let theirs = state(RecommendationSetStatus::Recorded, ClaimedComplete, AddressedTo::Body);
        let mine = RecommendationState { claimed_by: Some(ME.parse().expect("an id")), ..theirs.clone() };
        let pcc = actor(Pcc, TokenScope::Write);
        assert!(matches!(decide(Act::Reject, &mine, &pcc), Err(Refusal::NotYours(_))));
        assert_eq!(decide(Act::Reject, &theirs, &pcc), Ok(Open));
    }

    #[test]
    fn what_a_complete_response_answers_stays() {
        let pcc = actor(Pcc, TokenScope::Write);
        for status in RecommendationStatus::ALL {
            let before = state(RecommendationSetStatus::Recorded, *status, AddressedTo::Both);
            let set = SetState { response: Some(ReportResponseStatus::Completed), ..before.set };
            let after = RecommendationState { set, ..before.clone() };
            for act in Act::ALL.iter().copied() {
                let answers = act == Act::Reopen && *status == NotAccepted;
                let fixed = [Act::Edit, Act::Delete, Act::Respond].contains(&act) || answers;
                let want = if fixed { Err(ANSWERED) } else { decide(act, &before, &pcc) };
                assert_eq!(decide(act, &after, &pcc), want, "{} {status}", act.as_str());
            }
        }
    }

    #[test]
    fn what_was_not_done_is_not_taken_back() {
        let pcc = actor(Pcc, TokenScope::Write);
        for status in RecommendationStatus::ALL {
            let done = state(RecommendationSetStatus::Recorded, *status, AddressedTo::Both);
            let not =
                RecommendationState { is_rejected: false, is_extended: false, escalating: Escalating::default(), ..done.clone() };
            for act in [Act::TakeBackRejection, Act::TakeBackExtension, Act::Escalate] {
                assert_eq!(decide(act, &done, &pcc).is_ok(), *status == Open, "{} {status}", act.as_str());
                assert!(decide(act, &not, &pcc).is_err(), "{} {status}", act.as_str());
            }
            assert_eq!(decide(Act::TakeBackEscalation, &done, &pcc), Ok(*status));
            assert!(decide(Act::TakeBackEscalation, &not, &pcc).is_err());
        }
    }

    #[test]
    fn late_starts_the_day_after() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        for status in RecommendationStatus::ALL {
            assert!(!is_overdue(*status, Some(day("2018-12-31")), day("2018-12-31")));
            assert_eq!(is_overdue(*status, Some(day("2018-12-31")), day("2019-01-01")), OUTSTANDING.contains(status));
        }
    }

    #[test]
    fn a_due_date_is_set_once() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let (draft, recorded) = (RecommendationSetStatus::Draft, RecommendationSetStatus::Recorded);
        assert!(!moves_due_date(draft, day("2018-12-31"), None));
        assert!(!moves_due_date(recorded, None, day("2018-12-31")));
        assert!(!moves_due_date(recorded, day("2018-12-31"), day("2018-12-31")));
        assert!(moves_due_date(recorded, day("2018-12-31"), day("2019-01-31")));
        assert!(moves_due_date(recorded, day("2018-12-31"), None));
    }

    /// One line per source, addressee and answers given: whose answer is missing, and since when the needed one is there.
    #[test]
    fn whose_answer_a_recommendation_needs() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let (early, late) = (day("2019-02-01"), day("2019-02-08"));
        let mut table =
            String::from("source          to     needs   given by nobody, the force, the body, both (force first, body first)\n");
        for source in ReportSource::ALL {
            for addressed_to in AddressedTo::ALL {
                let needed = needed(*source, *addressed_to);
                table.push_str(&format!("{:15} {:6} {:7}", source.as_str(), addressed_to.as_str(), format!("{needed:?}")));
                for (force, body) in [(None, None), (early, None), (None, early), (early, late), (late, early)] {
                    let given = Answered { body, force };
                    assert_eq!(needed.lacking(NotAccepted, given), None, "the reason stands for the answer");
                    let lacking = needed.lacking(Open, given).map_or("complete".to_owned(), |one| format!("{one:?} missing"));
                    let since = needed.since(given).map_or(String::new(), |day| format!(" {day}"));
                    table.push_str(&format!(" | {lacking}{since}"));
                }
                table.push('\n');
            }
        }
        insta::assert_snapshot!(table);
    }
}
