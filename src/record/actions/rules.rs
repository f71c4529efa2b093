//! Decisions about actions: permissions, states and transitions. Pure.

use chrono::NaiveDate;

use super::model::ActionStatus::{Accepted, ClaimedComplete, ClosedNotImplemented, InProgress, Open, Superseded};
use super::model::{Action, ActionAct as Act, ActionStatus, Hands, OutcomeCheck, Sides};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role, UserId, allowed};
use crate::foundation::error::{ApiError, Refusal};
use crate::record::escalations::rules::Escalating;
use crate::record::model::OwnerSide;

/// The facts that the rules need of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionState {
    pub status: ActionStatus,
    pub owners: Sides,
    pub claimed_by: Option<UserId>,
    pub hands: Hands,
    pub is_void: bool,
    /// True when the last claim was rejected, so that nothing has happened to it since.
    pub is_rejected: bool,
    /// Result of the last outcome check since the last claim.
    pub checked: Option<OutcomeCheck>,
    pub escalating: Escalating,
}

impl ActionState {
    /// Returns the facts about `action` that the rules need.
    pub fn of(action: &Action, today: NaiveDate) -> Result<Self, ApiError> {
        Ok(Self {
            status: action.status,
            owners: action.ownership()?.sides(),
            claimed_by: action.claimed_by.clone(),
            hands: action.hands.get()?,
            is_void: action.voided_on.is_some(),
            // A reopening and the taking back of a claim leave no claimant.
            is_rejected: action.times_rejected > 0 && action.claimed_by.is_some() && action.outcome_check.is_none(),
            checked: action.outcome_check,
            escalating: Escalating {
                overdue: is_overdue(action.status, action.due_on, today),
                escalated: action.escalated_on.is_some(),
            },
        })
    }
}

impl Act {
    const fn roles(self, owners: Sides) -> (&'static [Role], &'static str) {
        match (self, owners) {
            (Self::Edit, _) => (&[Pcc, Opcc], "only the body edits actions"),
            (Self::Update, _) => (&[Pcc, Opcc, Force], ""),
            (Self::Start, Sides::Body) => (&[Pcc, Opcc], "only the body starts this action, which it owns"),
            (Self::Start, Sides::Both) => (&[Pcc, Opcc, Force], ""),
            (Self::Start, Sides::Force | Sides::Unknown) => {
                (&[Force, Opcc], "only the force, or the office for it, starts this action")
            }
            (Self::TakeBackClaim, Sides::Body) => (&[Pcc, Opcc], "only the body takes back its claim"),
            (Self::TakeBackClaim, Sides::Both) => (&[Pcc, Opcc, Force], ""),
            (Self::TakeBackClaim, Sides::Force | Sides::Unknown) => (&[Force], "only the force takes back its claim"),
            (Self::Claim, Sides::Body) => (&[Pcc, Opcc], "only the body claims this action complete, because it owns it"),
            (Self::Claim, Sides::Both) => (&[Pcc, Opcc, Force], ""),
            (Self::Claim, Sides::Force | Sides::Unknown) => (&[Force], "only the force claims this action complete"),
            (Self::Accept, _) => (&[Pcc], "only the PCC accepts that an action is complete"),
            (Self::Reject, _) => (&[Pcc], "only the PCC rejects a claim"),
            (Self::Extend, _) => (&[Pcc], "only the PCC moves a due date"),
            (Self::CarryForward, _) => (&[Pcc, Opcc], "only the body carries an action forward to a meeting"),
            (Self::CloseNotImplemented, _) => (&[Pcc], "only the PCC closes an action as not implemented"),
            (Self::CheckOutcome, _) => (&[Pcc], "only the PCC checks the outcome of an action"),
            (Self::Supersede, _) => (&[Pcc], "only the PCC supersedes an action"),
            (Self::Reopen, _) => (&[Pcc], "only the PCC reopens an action"),
            (Self::Void | Self::Reinstate, _) => (&[Pcc], "only the PCC declares an action void, and takes that back"),
            (Self::TakeBackRejection, _) => (&[Pcc], "only the PCC takes back a rejection"),
            (Self::TakeBackCheck, _) => (&[Pcc], "only the PCC takes back an outcome check"),
            (Self::TakeBackCarryForward, _) => (&[Pcc, Opcc], "only the body carries an action forward to a meeting"),
            (Self::Escalate | Self::TakeBackEscalation, _) => (&[Pcc], "only the PCC escalates an action"),
            (Self::Cite, _) => (&[Pcc, Opcc, Force], ""),
        }
    }

    fn next(self, state: &ActionState) -> Result<ActionStatus, Refusal> {
        let (status, no) = (state.status, |sentence| Err(Refusal::WrongState(sentence)));
        match (self, status) {
            (Self::Cite, _) => Ok(status),
            (Self::Reinstate, _) if state.is_void => Ok(status),
            (Self::Reinstate, _) => no("this action is not void: there is nothing to take back"),
            _ if state.is_void => no("this action is void: set another, or reinstate it"),
            (Self::TakeBackRejection | Self::TakeBackCheck | Self::TakeBackCarryForward, _) => self.takes_back(state),
            (Self::Escalate, _) => state.escalating.may_escalate().map(|()| status),
            (Self::TakeBackEscalation, _) => state.escalating.may_take_back().map(|()| status),
            (Self::Void, _) => Ok(status),
            (Self::Reopen, Accepted) => Ok(InProgress),
            (Self::Reopen, ClosedNotImplemented | Superseded) if state.hands.claimed.is_empty() => Ok(Open),
            (Self::Reopen, ClosedNotImplemented | Superseded) => Ok(InProgress),
            (Self::Reopen, Open | InProgress | ClaimedComplete) => {
                no("only an action that was accepted, closed or superseded can be reopened")
            }
            (Self::TakeBackClaim, ClaimedComplete) => Ok(InProgress),
            (Self::TakeBackClaim, Open | InProgress | Accepted | ClosedNotImplemented | Superseded) => {
                no("there is no claim without a verdict to take back")
            }
            (Self::Edit | Self::Extend, Open | InProgress) => Ok(status),
            (Self::Edit | Self::Extend, ClaimedComplete | Accepted | ClosedNotImplemented | Superseded) => {
                no("only an action that is open or in progress can be changed")
            }
            (Self::CarryForward, Open | InProgress | ClaimedComplete) => Ok(status),
            (Self::CarryForward, Accepted | ClosedNotImplemented | Superseded) => {
                no("an accepted or closed action cannot be carried forward")
            }
            (Self::Update, Open | InProgress | ClaimedComplete | Accepted) => Ok(status),
            (Self::Update, ClosedNotImplemented | Superseded) => no("this action is closed: updates cannot be added"),
            (Self::Start, Open) => Ok(InProgress),
            (Self::Start, InProgress | ClaimedComplete | Accepted | ClosedNotImplemented | Superseded) => {
                no("only an open action can be started")
            }
            (Self::Claim, InProgress) => Ok(ClaimedComplete),
            (Self::Claim, Open | ClaimedComplete | Accepted | ClosedNotImplemented | Superseded) => {
                no("only an action in progress can be claimed complete: start it first")
            }
            (Self::Accept, ClaimedComplete) => Ok(Accepted),
            (Self::Reject, ClaimedComplete) => Ok(InProgress),
            (Self::Accept | Self::Reject, Open | InProgress | Accepted | ClosedNotImplemented | Superseded) => {
                no("only an action that is claimed complete can be accepted or rejected")
            }
            (Self::CloseNotImplemented, Open | InProgress) => Ok(ClosedNotImplemented),
            (Self::Supersede, Open | InProgress) => Ok(Superseded),
            (Self::CloseNotImplemented | Self::Supersede, ClaimedComplete | Accepted | ClosedNotImplemented | Superseded) => {
                no("only an action that is open or in progress can be closed or superseded: reject the claim first")
            }
            (Self::CheckOutcome, Accepted) => Ok(Accepted),
            (Self::CheckOutcome, Open | InProgress | ClaimedComplete | ClosedNotImplemented | Superseded) => {
                no("only an accepted action has an outcome to check")
            }
        }
    }
}

impl Act {
    /// Decides the acts that take back what was said of an action since it was started.
    fn takes_back(self, state: &ActionState) -> Result<ActionStatus, Refusal> {
        let no = |sentence| Err(Refusal::WrongState(sentence));
        match (self, state.status, state.checked) {
            (Self::TakeBackRejection, InProgress, _) if state.is_rejected => Ok(ClaimedComplete),
            (Self::TakeBackRejection, _, _) => no("the last claim was not rejected: there is no rejection to take back"),
            (Self::TakeBackCheck, Accepted, Some(OutcomeCheck::Confirmed))
            | (Self::TakeBackCheck, InProgress, Some(OutcomeCheck::Refuted)) => Ok(Accepted),
            (Self::TakeBackCheck, _, _) => no("there is no outcome check to take back"),
            // Which meeting is said with the act.
            (_, Open | InProgress | ClaimedComplete, _) => Ok(state.status),
            (_, Accepted | ClosedNotImplemented | Superseded, _) => no("an accepted or closed action stays at its meetings"),
        }
    }
}

/// Returns the status after `act`, or the refusal: the role first, then that nobody judges their own claim, then the state.
pub fn decide(act: Act, state: &ActionState, actor: &Actor) -> Result<ActionStatus, Refusal> {
    let (roles, sentence) = act.roles(state.owners);
    actor.must_be(roles, sentence)?;
    if act == Act::TakeBackClaim && state.hands.is_claim_of_another(side_of(actor.role)) {
        return Err(Refusal::NotYours(OTHERS_CLAIM));
    }
    if let Some(caller) = &actor.user_id {
        let claims_it = state.claimed_by.as_ref() == Some(caller);
        // Includes claims rejected and acceptances refuted since: the same person never does both.
        let (claimed, accepted) = (state.hands.claimed.contains(caller), state.hands.accepted.contains(caller));
        let sentence = match act {
            Act::Accept if claimed || claims_it => "you have claimed this action complete yourself: ask a colleague to accept it",
            Act::Claim if accepted => "you have accepted this action before: ask a colleague to claim it complete",
            Act::Reject | Act::TakeBackRejection if claims_it => "you made this claim yourself: ask a colleague to judge it",
            _ => return act.next(state),
        };
        return Err(Refusal::NotYours(sentence));
    }
    act.next(state)
}

/// The refusal to take back what the other side claimed.
pub const OTHERS_CLAIM: &str = "the other side made this claim: the PCC judges it";

/// Returns the status after an outcome check: a refuted outcome reopens the action.
pub const fn after_check(result: OutcomeCheck) -> ActionStatus {
    match result {
        OutcomeCheck::Confirmed => Accepted,
        OutcomeCheck::Refuted => InProgress,
    }
}

/// Decides whether the caller may set actions at all.
pub fn may_set(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body sets actions")
}

/// Returns whether an action can take the place of another.
pub fn may_replace(status: ActionStatus) -> bool {
    match status {
        Open | InProgress | ClaimedComplete | Accepted => true,
        ClosedNotImplemented | Superseded => false,
    }
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(state: &ActionState, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, state, actor))
}

/// The states in which an action can be late. A claimed action waits for the PCC, not for its owner.
pub const OUTSTANDING: &[ActionStatus] = &[Open, InProgress];

/// True when an action is late, from the day after the due date.
pub fn is_overdue(status: ActionStatus, due_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    OUTSTANDING.contains(&status) && due_on.is_some_and(|due| due < today)
}

/// Returns the number of claims: each was rejected, accepted and refuted since, or is still valid.
pub fn times_claimed(status: ActionStatus, times_rejected: i32, times_reopened: i32) -> i32 {
    times_rejected + times_reopened + i32::from(matches!(status, ClaimedComplete | Accepted))
}

/// Returns the fault in the day an action was raised, given the day of the meeting that set it.
pub fn raised_fault(raised_on: NaiveDate, set_at: Option<NaiveDate>, today: NaiveDate) -> Option<&'static str> {
    if set_at.is_some_and(|meeting| raised_on > meeting) {
        return Some("must be on or before the day of its meeting");
    }
    (raised_on > today).then_some("must not be in the future")
}

/// Returns what every later event of an action follows: the day it was set.
pub const fn since_set(set_on: NaiveDate) -> Option<(NaiveDate, &'static str)> {
    Some((set_on, "the day the action was set"))
}

/// Returns whether an action that last stood on `last` can stand again at a meeting on `day`.
pub fn may_stand_again(day: NaiveDate, last: Option<NaiveDate>) -> bool {
    last.is_none_or(|last| day > last)
}

/// The actions a caller may see: all of its area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone() }
}

/// Returns the side of an update's author.
pub const fn side_of(role: Role) -> OwnerSide {
    if role.is_body() { OwnerSide::Body } else { OwnerSide::Force }
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

    fn state(status: ActionStatus, owners: Sides) -> ActionState {
        let escalating = Escalating { overdue: OUTSTANDING.contains(&status), escalated: true };
        let (is_rejected, checked) = (true, None);
        ActionState {
            status,
            owners,
            claimed_by: None,
            hands: Hands::default(),
            is_void: false,
            is_rejected,
            checked,
            escalating,
        }
    }

    /// One line per act, owner and role: the new status from each status, `-` for not permitted, `x` for not possible.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut headings = String::from("act                     owner role ");
        for status in ActionStatus::ALL {
            headings.push_str(&format!(" {:22}", status.as_str()));
        }
        let owners = [("force", Sides::Force), ("body", Sides::Body), ("both", Sides::Both), ("?", Sides::Unknown)];
        let table = acts_by_kind_in_states(&headings, &owners, ActionStatus::ALL, |act, owner, status, actor| {
            decide(act, &state(*status, *owner), actor)
        });
        insta::assert_snapshot!(table);
    }

    /// What is taken back where: a check leads back to the acceptance, and what was not done is not taken back.
    #[test]
    fn what_can_be_taken_back() {
        let pcc = actor(Pcc, TokenScope::Write);
        for status in ActionStatus::ALL.iter().copied() {
            for checked in [None, Some(OutcomeCheck::Confirmed), Some(OutcomeCheck::Refuted)] {
                let state = ActionState { checked, is_rejected: false, ..state(status, Sides::Force) };
                let fits = matches!(
                    (status, checked),
                    (Accepted, Some(OutcomeCheck::Confirmed)) | (InProgress, Some(OutcomeCheck::Refuted))
                );
                assert_eq!(decide(Act::TakeBackCheck, &state, &pcc).ok(), fits.then_some(Accepted), "{status} {checked:?}");
                assert!(decide(Act::TakeBackRejection, &state, &pcc).is_err(), "{status}");
            }
            let void = ActionState { is_void: true, ..state(status, Sides::Force) };
            assert_eq!(decide(Act::Reinstate, &void, &pcc), Ok(status), "it is where it was");
            assert_eq!(allowed_acts(&void, &pcc), [Act::Reinstate, Act::Cite], "{status}");
            assert!(decide(Act::Reinstate, &state(status, Sides::Force), &pcc).is_err(), "{status}");
        }
    }

    /// Decides who may judge a claim, by its author and the authors of earlier ones.
    #[test]
    fn nobody_judges_their_own_claim() {
        let id = |last: u8| -> UserId { format!("0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e{last:02}").parse().expect("an id") };
        let me: UserId = ME.parse().expect("an id");
        let pcc = actor(Pcc, TokenScope::Write);
        for (about, claimed_by, claimed, accept, reject) in [
            ("another's first claim", Some(id(12)), vec![id(12)], true, true),
            ("my claim", Some(me.clone()), vec![me.clone()], false, false),
            ("my claim, from before all were kept", Some(me.clone()), vec![], false, false),
            ("another's after mine was rejected", Some(id(12)), vec![me.clone(), id(12)], false, true),
            ("the operator's", None, vec![], true, true),
        ] {
            let hands = Hands { claimed, accepted: vec![], claiming: None };
            let state = ActionState { claimed_by, hands, ..state(ClaimedComplete, Sides::Both) };
            for (act, may) in [(Act::Accept, accept), (Act::Reject, reject)] {
                assert_eq!(decide(act, &state, &pcc).is_ok(), may, "{about}: {}", act.as_str());
                assert_eq!(allowed_acts(&state, &pcc).contains(&act), may, "{about}: {}", act.as_str());
                let nobody_in_particular = Actor { user_id: None, ..pcc.clone() };
                assert!(decide(act, &state, &nobody_in_particular).is_ok(), "{about}: {}", act.as_str());
            }
        }
    }

    #[test]
    fn nobody_claims_what_they_have_accepted() {
        let me: UserId = ME.parse().expect("an id");
        let hands = |accepted| Hands { claimed: vec![], accepted, claiming: None };
        for (accepted, may) in [(vec![], true), (vec![me], false)] {
            let state = ActionState { hands: hands(accepted), ..state(InProgress, Sides::Body) };
            assert_eq!(decide(Act::Claim, &state, &actor(Pcc, TokenScope::Write)).is_ok(), may);
        }
    }

    #[test]
    fn claims_are_counted_from_what_became_of_them() {
        for (status, rejected, reopened, want) in [
            (Open, 0, 0, 0),
            (InProgress, 0, 0, 0),
            (ClaimedComplete, 0, 0, 1),
            (InProgress, 1, 0, 1),
            (ClaimedComplete, 1, 0, 2),
            (Accepted, 1, 0, 2),
            (InProgress, 1, 1, 2),
            (Accepted, 1, 1, 3),
            (ClosedNotImplemented, 2, 1, 3),
        ] {
            assert_eq!(times_claimed(status, rejected, reopened), want, "{status} {rejected} {reopened}");
        }
    }

    #[test]
    fn days_of_the_chain() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let (meeting, today) = (Some(day("2018-11-28")), day("2019-01-30"));
        assert_eq!(raised_fault(day("2018-08-29"), meeting, today), None);
        assert_eq!(raised_fault(day("2018-11-28"), meeting, today), None);
        assert_eq!(raised_fault(day("2018-11-29"), meeting, today), Some("must be on or before the day of its meeting"));
        assert_eq!(raised_fault(day("2019-01-30"), None, today), None);
        assert_eq!(raised_fault(day("2019-01-31"), None, today), Some("must not be in the future"));
        assert!(may_stand_again(day("2019-01-30"), None) && may_stand_again(day("2019-01-30"), meeting));
        assert!(!may_stand_again(day("2018-11-28"), meeting));
    }

    #[test]
    fn late_starts_the_day_after() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        for status in ActionStatus::ALL {
            assert!(!is_overdue(*status, Some(day("2019-02-13")), day("2019-02-13")));
            assert_eq!(is_overdue(*status, Some(day("2019-02-13")), day("2019-02-14")), OUTSTANDING.contains(status));
        }
    }
}
