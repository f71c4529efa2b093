//! Decisions about editions: permissions, states and transitions. Pure.

use chrono::{NaiveDateTime, TimeDelta};

use super::model::EditionAct as Act;
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role, allowed};
use crate::foundation::error::Refusal;
use crate::record::published::model::EditionStatus;
use crate::record::published::model::EditionStatus::{Approved, Prepared, Published, Superseded, Withdrawn};

impl Act {
    const fn roles(self, delegated: bool) -> (&'static [Role], &'static str) {
        match (self, delegated) {
            (Self::Edit | Self::Delete | Self::Refresh, _) => (&[Pcc, Opcc], "only the body prepares editions"),
            (Self::Approve, false) => (&[Pcc], "only the PCC, or a person with the PCC's delegation, approves publication"),
            (Self::Approve, true) => (&[Pcc, Opcc], "only the body approves publication"),
            (Self::Recall, _) => (&[Pcc, Opcc], "only the body recalls an approval"),
            (Self::MarkNecessary, _) => (&[Pcc], "only the PCC decides that an edition is necessary before an election"),
            (Self::EraseWithheld, _) => (&[Pcc], "only the PCC erases withheld content"),
            (Self::Publish, _) => (&[Pcc, Opcc], "only the body publishes editions"),
            (Self::Withdraw, _) => (&[Pcc], "only the PCC withdraws editions"),
        }
    }

    fn next(self, status: EditionStatus) -> Result<EditionStatus, Refusal> {
        match (self, status) {
            (Self::Edit | Self::Refresh, Prepared) => Ok(Prepared),
            (Self::Edit | Self::Refresh, Approved | Published | Superseded | Withdrawn) => {
                Err(Refusal::WrongState("an approved edition cannot be changed: prepare another edition"))
            }
            (Self::Delete, Prepared | Approved) => Ok(status),
            (Self::Delete, Published | Superseded | Withdrawn) => {
                Err(Refusal::WrongState("a published edition cannot be changed: withdraw it, or publish a new edition"))
            }
            (Self::Approve, Prepared) => Ok(Approved),
            (Self::Approve, Approved | Published | Superseded | Withdrawn) => {
                Err(Refusal::WrongState("only a prepared edition can be approved"))
            }
            (Self::Recall, Approved) => Ok(Prepared),
            (Self::Recall, Prepared) => Err(Refusal::WrongState("this edition is not approved: there is nothing to recall")),
            (Self::Recall, Published | Superseded | Withdrawn) => {
                Err(Refusal::WrongState("this edition is already published: withdraw it, or publish a new edition"))
            }
            (Self::MarkNecessary, Approved) => Ok(Approved),
            (Self::MarkNecessary, Prepared) => {
                Err(Refusal::WrongState("this edition must be approved before it is marked as necessary"))
            }
            (Self::MarkNecessary, Published | Superseded | Withdrawn) => {
                Err(Refusal::WrongState("this edition is already published"))
            }
            (Self::EraseWithheld, Published | Superseded | Withdrawn) => Ok(status),
            (Self::EraseWithheld, Prepared | Approved) => {
                Err(Refusal::WrongState("this edition is not published: delete it, or lift the redaction"))
            }
            (Self::Publish, Approved) => Ok(Published),
            (Self::Publish, Prepared) => Err(Refusal::WrongState("this edition must be approved before it is published")),
            (Self::Publish, Published | Superseded | Withdrawn) => Err(Refusal::WrongState("this edition is already published")),
            (Self::Withdraw, Published | Superseded) => Ok(Withdrawn),
            (Self::Withdraw, Prepared | Approved | Withdrawn) => {
                Err(Refusal::WrongState("only a published edition can be withdrawn: delete an unpublished one"))
            }
        }
    }
}

/// Returns the status after `act`, or the refusal. The role is checked before the state. `delegated` is true when the PCC has
/// delegated approval to the caller.
pub fn decide(act: Act, status: EditionStatus, delegated: bool, actor: &Actor) -> Result<EditionStatus, Refusal> {
    let (roles, sentence) = act.roles(delegated);
    actor.must_be(roles, sentence)?;
    act.next(status)
}

/// Decides if the caller may prepare editions.
pub fn may_prepare(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body prepares editions")
}

/// True when the caller may see the withheld content of an edition: only the body may.
pub fn sees_withheld(actor: &Actor) -> bool {
    actor.role.is_body()
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: EditionStatus, delegated: bool, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, status, delegated, actor))
}

/// True when the public can read an edition in this status at its address.
pub const fn is_public(status: EditionStatus) -> bool {
    match status {
        Published | Superseded | Withdrawn => true,
        Prepared | Approved => false,
    }
}

/// The editions visible to a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// True for public editions only: the force never sees what the body prepares.
    pub only_public: bool,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), only_public: actor.role == Force }
}

impl Scope {
    /// True when the scope includes the record.
    pub fn sees(&self, area: &str, status: EditionStatus) -> bool {
        self.area == area && (!self.only_public || is_public(status))
    }
}

/// True when a scheduled time is in the past. One minute is allowed for slow clocks; a mistyped time would publish at once,
/// permanently.
pub fn is_too_late(at: NaiveDateTime, now: NaiveDateTime) -> bool {
    const FORGIVEN: TimeDelta = TimeDelta::minutes(1);
    at < now - FORGIVEN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::matrix::acts_by_kind_in_states;

    #[test]
    fn times_that_are_too_late() {
        let at = |text: &str| text.parse::<NaiveDateTime>().expect("an instant");
        let now = at("2019-02-01T12:00:00");
        for (time, want) in [
            ("2019-02-01T12:00:01", false),
            ("2019-02-01T12:00:00", false),
            ("2019-02-01T11:59:00", false),
            ("2019-02-01T11:58:59", true),
            ("2018-02-01T12:00:00", true),
        ] {
            assert_eq!(is_too_late(at(time), now), want, "{time}");
        }
    }

    /// One line per act, delegation and role: the new status from each status, `-` for not permitted, `x` for not possible.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let headings = "act            delegated role  prepared   approved   published  superseded withdrawn";
        let kinds = [("false", false), ("true", true)];
        let table = acts_by_kind_in_states(headings, &kinds, EditionStatus::ALL, |act, delegated, status, actor| {
            decide(act, *status, *delegated, actor)
        });
        insta::assert_snapshot!(table);
    }
}
