//! Decisions about actions: who may do what, in which state, and what becomes of it. Pure.

use chrono::NaiveDate;

use super::model::ActionStatus::{self, Accepted, ClaimedComplete, ClosedNotImplemented, InProgress, Open, Superseded};
use super::model::{Action, OutcomeCheck, OwnerSide};
use crate::actor::Role::{Force, Opcc, Pcc};
use crate::actor::{Actor, Role, UserId};
use crate::error::Refusal;

/// What can be done with an action that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Edit,
    Update,
    Start,
    Claim,
    Accept,
    Reject,
    Extend,
    CloseNotImplemented,
    CheckOutcome,
    Supersede,
}

/// What the rules need to know of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionState {
    pub status: ActionStatus,
    pub owner_side: Option<OwnerSide>,
    pub claimed_by: Option<UserId>,
}

impl From<&Action> for ActionState {
    fn from(action: &Action) -> Self {
        Self { status: action.status, owner_side: action.owner_side, claimed_by: action.claimed_by.clone() }
    }
}

impl Act {
    /// Every act, in the order callers are shown.
    pub const ALL: [Self; 10] = [
        Self::Edit,
        Self::Update,
        Self::Start,
        Self::Claim,
        Self::Accept,
        Self::Reject,
        Self::Extend,
        Self::CloseNotImplemented,
        Self::CheckOutcome,
        Self::Supersede,
    ];

    /// The name in paths, in `allowed_acts` and in the audit trail.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Update => "update",
            Self::Start => "start",
            Self::Claim => "claim",
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Extend => "extend",
            Self::CloseNotImplemented => "close-not-implemented",
            Self::CheckOutcome => "check-outcome",
            Self::Supersede => "supersede",
        }
    }

    const fn roles(self, owner: Option<OwnerSide>) -> (&'static [Role], &'static str) {
        match (self, owner) {
            (Self::Edit, _) => (&[Pcc, Opcc], "actions are written by the body"),
            (Self::Update, _) => (&[Pcc, Opcc, Force], ""),
            (Self::Start, Some(OwnerSide::Body)) => (&[Pcc, Opcc], "this action is the body's to start"),
            (Self::Start, Some(OwnerSide::Force) | None) => {
                (&[Force, Opcc], "this action is started by the force, or by the office that notes it")
            }
            (Self::Claim, Some(OwnerSide::Body)) => (&[Pcc, Opcc], "this action is the body's to claim complete"),
            (Self::Claim, Some(OwnerSide::Force) | None) => (&[Force], "this action is the force's to claim complete"),
            (Self::Accept, _) => (&[Pcc], "only the PCC accepts that an action is complete"),
            (Self::Reject, _) => (&[Pcc], "only the PCC rejects a claim"),
            (Self::Extend, _) => (&[Pcc], "only the PCC moves a due date"),
            (Self::CloseNotImplemented, _) => (&[Pcc], "only the PCC closes an action that is not implemented"),
            (Self::CheckOutcome, _) => (&[Pcc], "only the PCC says whether an action worked"),
            (Self::Supersede, _) => (&[Pcc], "only the PCC replaces an action"),
        }
    }

    fn next(self, status: ActionStatus) -> Result<ActionStatus, Refusal> {
        let no = |sentence| Err(Refusal::WrongState(sentence));
        match (self, status) {
            (Self::Edit | Self::Extend, Open | InProgress) => Ok(status),
            (Self::Edit | Self::Extend, ClaimedComplete | Accepted | ClosedNotImplemented | Superseded) => {
                no("only an action that is open or in progress can be changed")
            }
            (Self::Update, Open | InProgress | ClaimedComplete | Accepted) => Ok(status),
            (Self::Update, ClosedNotImplemented | Superseded) => no("this action is closed"),
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
                no("only an action that is open or in progress can be closed or replaced; reject the claim first")
            }
            (Self::CheckOutcome, Accepted) => Ok(Accepted),
            (Self::CheckOutcome, Open | InProgress | ClaimedComplete | ClosedNotImplemented | Superseded) => {
                no("only an accepted action has an outcome to check")
            }
        }
    }
}

/// The status after `act`, or why not: the role first, then the state, then that nobody accepts their own claim.
pub fn decide(act: Act, state: &ActionState, actor: &Actor) -> Result<ActionStatus, Refusal> {
    let (roles, sentence) = act.roles(state.owner_side);
    actor.must_be(roles, sentence)?;
    if act == Act::Accept && state.claimed_by.is_some() && state.claimed_by == actor.user_id {
        return Err(Refusal::NotYours("you claimed this action complete yourself: somebody else must accept it"));
    }
    act.next(state.status)
}

/// The status after an outcome check: a refuted outcome reopens the action.
pub const fn after_check(result: OutcomeCheck) -> ActionStatus {
    match result {
        OutcomeCheck::Confirmed => Accepted,
        OutcomeCheck::Refuted => InProgress,
    }
}

/// Whether the caller may set actions at all.
pub fn may_set(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "actions are set by the body")
}

/// Whether an action can take the place of another.
pub fn may_replace(status: ActionStatus) -> bool {
    match status {
        Open | InProgress | ClaimedComplete | Accepted => true,
        ClosedNotImplemented | Superseded => false,
    }
}

/// The acts `actor` may do now.
pub fn allowed_acts(state: &ActionState, actor: &Actor) -> Vec<&'static str> {
    Act::ALL.into_iter().filter(|act| decide(*act, state, actor).is_ok()).map(Act::name).collect()
}

/// The states in which an action can be late. A claimed one waits for the PCC, not for its owner.
pub const OUTSTANDING: &[ActionStatus] = &[Open, InProgress];

/// Late starts the day after the due date.
pub fn is_overdue(status: ActionStatus, due_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    OUTSTANDING.contains(&status) && due_on.is_some_and(|due| due < today)
}

/// Which actions a caller may see: all of its area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
}

/// The scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone() }
}

/// The side an update's author speaks for.
pub const fn side_of(role: Role) -> OwnerSide {
    if role.is_body() { OwnerSide::Body } else { OwnerSide::Force }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::TokenScope;

    const ME: &str = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";

    fn actor(role: Role, scope: TokenScope) -> Actor {
        let user_id = Some(ME.parse().expect("an id"));
        Actor { user_id, role, area: "west-mercia".into(), scope, capacity: None, name: "A".into() }
    }

    fn state(status: ActionStatus, owner_side: Option<OwnerSide>) -> ActionState {
        ActionState { status, owner_side, claimed_by: None }
    }

    /// One line an act, owner and role: the status it leads to from each state, `-` for not theirs, `x` for not now.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut table = String::from("act                   owner role ");
        for status in ActionStatus::ALL {
            table.push_str(&format!(" {:22}", status.as_str()));
        }
        table.push('\n');
        for act in Act::ALL {
            for owner in [Some(OwnerSide::Force), Some(OwnerSide::Body), None] {
                for role in Role::ALL {
                    table.push_str(&format!("{:21} {:5} {:5}", act.name(), owner.map_or("?", OwnerSide::as_str), role.as_str()));
                    for status in ActionStatus::ALL {
                        let cell = match decide(act, &state(*status, owner), &actor(*role, TokenScope::Write)) {
                            Ok(next) => next.as_str(),
                            Err(Refusal::NotYours(_)) => "-",
                            Err(Refusal::WrongState(_)) => "x",
                        };
                        table.push_str(&format!(" {cell:22}"));
                    }
                    table.truncate(table.trim_end().len());
                    table.push('\n');
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn nobody_accepts_their_own_claim() {
        let mine = ActionState { claimed_by: Some(ME.parse().expect("an id")), ..state(ClaimedComplete, Some(OwnerSide::Body)) };
        let pcc = actor(Pcc, TokenScope::Write);
        assert!(matches!(decide(Act::Accept, &mine, &pcc), Err(Refusal::NotYours(_))));
        assert!(!allowed_acts(&mine, &pcc).contains(&"accept"));
        let deputy = Actor { user_id: Some("0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12".parse().expect("an id")), ..pcc };
        assert_eq!(decide(Act::Accept, &mine, &deputy), Ok(Accepted));
    }

    #[test]
    fn a_read_only_token_may_do_nothing() {
        for role in Role::ALL {
            for status in ActionStatus::ALL {
                assert!(allowed_acts(&state(*status, None), &actor(*role, TokenScope::Read)).is_empty());
            }
        }
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
