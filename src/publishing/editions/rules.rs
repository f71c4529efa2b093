//! Decisions about editions: who may do what, in which state, and what becomes of it. Pure.

use chrono::{NaiveDateTime, TimeDelta};

use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role};
use crate::foundation::error::Refusal;
use crate::record::published::model::EditionStatus;
use crate::record::published::model::EditionStatus::{Approved, Prepared, Published, Superseded, Withdrawn};

/// What can be done with an edition that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Edit,
    Delete,
    Refresh,
    Approve,
    Recall,
    Publish,
    Withdraw,
    EraseWithheld,
}

impl Act {
    /// Every act, in the order callers are shown.
    pub const ALL: [Self; 8] = [
        Self::Edit,
        Self::Delete,
        Self::Refresh,
        Self::Approve,
        Self::Recall,
        Self::Publish,
        Self::Withdraw,
        Self::EraseWithheld,
    ];

    /// The name in paths, in `allowed_acts` and in the audit trail.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Refresh => "refresh",
            Self::Approve => "approve",
            Self::Recall => "recall",
            Self::Publish => "publish",
            Self::Withdraw => "withdraw",
            Self::EraseWithheld => "erase-withheld",
        }
    }

    const fn roles(self, delegated: bool) -> (&'static [Role], &'static str) {
        match (self, delegated) {
            (Self::Edit | Self::Delete | Self::Refresh, _) => (&[Pcc, Opcc], "editions are prepared by the body"),
            (Self::Approve, false) => (&[Pcc], "publication is approved by the PCC, or by somebody to whom that is delegated"),
            (Self::Approve, true) => (&[Pcc, Opcc], "publication is approved by the body"),
            (Self::Recall, _) => (&[Pcc, Opcc], "an approval is recalled by the body"),
            (Self::EraseWithheld, _) => (&[Pcc], "only the PCC erases what was withheld"),
            (Self::Publish, _) => (&[Pcc, Opcc], "what was approved is published by the body"),
            (Self::Withdraw, _) => (&[Pcc], "only the PCC takes back what was published"),
        }
    }

    fn next(self, status: EditionStatus) -> Result<EditionStatus, Refusal> {
        match (self, status) {
            (Self::Edit | Self::Refresh, Prepared) => Ok(Prepared),
            (Self::Edit | Self::Refresh, Approved | Published | Superseded | Withdrawn) => {
                Err(Refusal::WrongState("what was approved is fixed: prepare another edition"))
            }
            (Self::Delete, Prepared | Approved) => Ok(status),
            (Self::Delete, Published | Superseded | Withdrawn) => {
                Err(Refusal::WrongState("what was published stays: withdraw it, or publish a new edition"))
            }
            (Self::Approve, Prepared) => Ok(Approved),
            (Self::Approve, Approved | Published | Superseded | Withdrawn) => {
                Err(Refusal::WrongState("only a prepared edition can be approved"))
            }
            (Self::Recall, Approved) => Ok(Prepared),
            (Self::Recall, Prepared) => Err(Refusal::WrongState("it is not approved")),
            (Self::Recall, Published | Superseded | Withdrawn) => {
                Err(Refusal::WrongState("it was published already: withdraw it, or publish a new edition"))
            }
            (Self::EraseWithheld, Published | Superseded | Withdrawn) => Ok(status),
            (Self::EraseWithheld, Prepared | Approved) => {
                Err(Refusal::WrongState("nothing of it is published: delete it, or lift the redaction"))
            }
            (Self::Publish, Approved) => Ok(Published),
            (Self::Publish, Prepared) => Err(Refusal::WrongState("it has to be approved before it is published")),
            (Self::Publish, Published | Superseded | Withdrawn) => Err(Refusal::WrongState("it was published already")),
            (Self::Withdraw, Published | Superseded) => Ok(Withdrawn),
            (Self::Withdraw, Prepared | Approved | Withdrawn) => {
                Err(Refusal::WrongState("only what was published can be withdrawn; delete what was not"))
            }
        }
    }
}

/// The status after `act`, or why not. The role is judged before the state; `delegated` is whether the PCC has given the
/// caller the approval.
pub fn decide(act: Act, status: EditionStatus, delegated: bool, actor: &Actor) -> Result<EditionStatus, Refusal> {
    let (roles, sentence) = act.roles(delegated);
    actor.must_be(roles, sentence)?;
    act.next(status)
}

/// Whether the caller may prepare editions at all.
pub fn may_prepare(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "editions are prepared by the body")
}

/// Whether the caller sees what is behind the gaps of an edition: to anybody but the body there is nothing.
pub fn sees_withheld(actor: &Actor) -> bool {
    actor.role.is_body()
}

/// The acts `actor` may do now.
pub fn allowed_acts(status: EditionStatus, delegated: bool, actor: &Actor) -> Vec<&'static str> {
    Act::ALL.into_iter().filter(|act| decide(*act, status, delegated, actor).is_ok()).map(Act::name).collect()
}

/// Whether the public can read an edition in this status at its own address.
pub const fn is_public(status: EditionStatus) -> bool {
    match status {
        Published | Superseded | Withdrawn => true,
        Prepared | Approved => false,
    }
}

/// Which editions a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// Only what is public: the force never sees what the body prepares.
    pub only_public: bool,
}

/// The scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), only_public: actor.role == Force }
}

impl Scope {
    /// The same decision for one record.
    pub fn sees(&self, area: &str, status: EditionStatus) -> bool {
        self.area == area && (!self.only_public || is_public(status))
    }
}

/// Whether a time that is set for a publication lies in the past. A minute is forgiven to slow clocks; what was mistyped would
/// be published at once, for good.
pub fn is_too_late(at: NaiveDateTime, now: NaiveDateTime) -> bool {
    const FORGIVEN: TimeDelta = TimeDelta::minutes(1);
    at < now - FORGIVEN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::TokenScope;

    fn actor(role: Role, scope: TokenScope) -> Actor {
        Actor { user_id: None, role, area: "west-mercia".into(), scope, capacity: None, name: "A".into() }
    }

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

    /// One line an act, delegation and role: the status it leads to from each state, `-` for not theirs, `x` for not now.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut table = String::from("act            delegated role  prepared   approved   published  superseded withdrawn\n");
        for act in Act::ALL {
            for delegated in [false, true] {
                for role in Role::ALL {
                    table.push_str(&format!("{:14} {delegated:9} {:5}", act.name(), role.as_str()));
                    for status in EditionStatus::ALL {
                        let cell = match decide(act, *status, delegated, &actor(*role, TokenScope::Write)) {
                            Ok(next) => next.as_str(),
                            Err(Refusal::NotYours(_)) => "-",
                            Err(Refusal::WrongState(_)) => "x",
                        };
                        table.push_str(&format!(" {cell:10}"));
                    }
                    table.truncate(table.trim_end().len());
                    table.push('\n');
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn a_read_only_token_may_do_nothing() {
        for role in Role::ALL {
            for status in EditionStatus::ALL {
                assert!(allowed_acts(*status, true, &actor(*role, TokenScope::Read)).is_empty());
            }
        }
    }
}
