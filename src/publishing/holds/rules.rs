//! Decisions about holds. Pure.

use chrono::NaiveDate;

use super::model::HoldStatus::{Active, Lifted};
use super::model::{HoldStatus, PublicationHoldAct as Act};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, allowed};
use crate::foundation::error::Refusal;
use crate::record::published::model::HoldKind;

/// Returns the status after `act`, or the refusal. The role is checked before the state.
pub fn decide(act: Act, status: HoldStatus, actor: &Actor) -> Result<HoldStatus, Refusal> {
    match act {
        Act::End => actor.must_be(&[Pcc], "only the PCC ends a hold")?,
    }
    match (act, status) {
        (Act::End, Active) => Ok(Lifted),
        (Act::End, Lifted) => Err(Refusal::WrongState("this hold has already ended")),
    }
}

/// Decides if the caller may create a hold.
pub fn may_hold(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body puts publication on hold")
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: HoldStatus, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, status, actor))
}

/// Returns what the public reads about a hold: the words of the body, or standard ones.
pub fn explanation(kind: HoldKind, to_on: NaiveDate, own: Option<&str>) -> String {
    match (own, kind) {
        (Some(own), HoldKind::PreElection | HoldKind::Other) => own.to_owned(),
        (None, HoldKind::PreElection) => format!(
            "There is an election on {to_on}. Publications wait until the day after the poll, except what it is necessary to publish \
             before: each of those says why."
        ),
        (None, HoldKind::Other) => format!("Publications wait until the day after {to_on}."),
    }
}

/// True when a hold keeps back an edition: one before an election lets through what is necessary.
pub const fn keeps_back(kind: HoldKind, necessary: bool) -> bool {
    match kind {
        HoldKind::PreElection => !necessary,
        HoldKind::Other => true,
    }
}

/// The holds visible to a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// True for the force and others: how the body decides on publication is internal.
    pub none: bool,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), none: actor.role == Force }
}

impl Scope {
    /// True when the scope includes the record.
    pub fn sees(&self, area: &str) -> bool {
        self.area == area && !self.none
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::{Role, TokenScope};

    #[test]
    fn what_the_public_reads_and_what_is_kept_back() {
        let mut table = String::new();
        let day = NaiveDate::from_ymd_opt(2019, 5, 2).expect("a date");
        for kind in HoldKind::ALL {
            let back = [false, true].map(|necessary| keeps_back(*kind, necessary));
            table.push_str(&format!("{kind}: necessary or not {back:?}; {}\n", explanation(*kind, day, None)));
            assert_eq!(explanation(*kind, day, Some("We move.")), "We move.");
        }
        insta::assert_snapshot!(table, @r"
        pre_election: necessary or not [true, false]; There is an election on 2019-05-02. Publications wait until the day after the poll, except what it is necessary to publish before: each of those says why.
        other: necessary or not [true, true]; Publications wait until the day after 2019-05-02.
        ");
    }

    #[test]
    fn every_act_by_every_role_in_every_state() {
        let actor = |role, scope| Actor { user_id: None, role, area: "a".into(), scope, capacity: None, name: "A".into() };
        let mut table = String::new();
        for role in Role::ALL {
            let may = may_hold(&actor(*role, TokenScope::Write)).is_ok();
            table.push_str(&format!("{role} makes one: {may}"));
            for status in HoldStatus::ALL {
                assert!(allowed_acts(*status, &actor(*role, TokenScope::Read)).is_empty());
                let acts = allowed_acts(*status, &actor(*role, TokenScope::Write));
                let acts: Vec<&str> = acts.iter().map(|act| act.as_str()).collect();
                table.push_str(&format!(", {status} {acts:?}"));
            }
            table.push('\n');
        }
        insta::assert_snapshot!(table);
    }
}
