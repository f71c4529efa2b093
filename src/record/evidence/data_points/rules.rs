//! Decisions about data points: permissions, states and transitions. Pure.

use super::model::DataPointAct as Act;
use crate::foundation::actor::Role::{Force, Opcc};
use crate::foundation::actor::reader::Reader;
use crate::foundation::actor::{Actor, Role, Side, allowed};
use crate::foundation::error::Refusal;
use crate::record::model::DataPointStatus;
use crate::record::model::DataPointStatus::{Draft, Submitted, Superseded};
use crate::record::restrictions::rules as restriction_rules;

impl Act {
    const fn roles(self, side: Side) -> (&'static [Role], &'static str) {
        match (self, side) {
            (Self::Restrict | Self::Unrestrict, side) => restriction_rules::keepers(side),
            (Self::Edit | Self::Delete | Self::Submit, Side::Force) => {
                (&[Force], "only the force writes and submits its own evidence")
            }
            (Self::Edit | Self::Delete | Self::Submit, Side::Office) => {
                (&[Opcc], "only the office changes and submits the figures it has recorded")
            }
        }
    }

    fn next(self, status: DataPointStatus, is_restricted: bool) -> Result<DataPointStatus, Refusal> {
        match (self, status) {
            (Self::Edit | Self::Delete, Draft) => Ok(Draft),
            (Self::Edit | Self::Delete, Submitted | Superseded) => {
                Err(Refusal::WrongState("a submitted figure cannot be changed: draft another one that supersedes it"))
            }
            (Self::Submit, Draft) => Ok(Submitted),
            (Self::Submit, Submitted | Superseded) => Err(Refusal::WrongState("only a draft can be submitted")),
            (Self::Restrict, _) => restriction_rules::may_restrict(matches!(status, Draft)).map(|()| status),
            (Self::Unrestrict, _) => restriction_rules::may_lift(matches!(status, Draft), is_restricted).map(|()| status),
        }
    }
}

/// Returns the status after `act`, or the refusal. The role is checked before the state.
pub fn decide(
    act: Act,
    status: DataPointStatus,
    side: Side,
    is_restricted: bool,
    actor: &Actor,
) -> Result<DataPointStatus, Refusal> {
    let (roles, sentence) = act.roles(side);
    actor.must_be(roles, sentence)?;
    act.next(status, is_restricted)
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: DataPointStatus, side: Side, is_restricted: bool, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, status, side, is_restricted, actor))
}

/// Returns the author of a new data point, or the reason the caller may not draft it.
pub fn may_draft(actor: &Actor) -> Result<Side, Refusal> {
    actor.must_be(&[Force, Opcc], "only the force gives figures, and only the office records them")?;
    Ok(actor.role.side())
}

/// Returns the reason a figure of `side` cannot supersede another, if there is one.
pub fn cannot_replace(side: Side, other: Side, other_status: DataPointStatus) -> Option<&'static str> {
    match other_status {
        _ if side != other => Some("is a figure of the other side: add it to conflicts_with, so that both stay"),
        Draft => Some("is a draft: edit it instead"),
        Superseded => Some("is already superseded: use the figure that superseded it"),
        Submitted => None,
    }
}

/// Returns the status of a superseded figure.
pub const fn replaced() -> DataPointStatus {
    Superseded
}

/// The data points visible to a caller: a draft only on the side that writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// The side whose drafts are also visible.
    pub drafts_of: Side,
    pub reader: Reader,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), drafts_of: actor.role.side(), reader: Reader::of(actor) }
}

impl Scope {
    /// True when the scope includes the record, unless a restriction keeps it from the reader.
    pub fn sees(&self, area: &str, status: DataPointStatus, side: Side) -> bool {
        self.area == area && (status != Draft || side == self.drafts_of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::TokenScope;
    use crate::foundation::actor::matrix::{actor, acts_by_kind_in_states};

    /// One line per act, side and role: the new status from each status, `-` for not permitted, `x` for not possible.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let headings = "act         side   role  draft      submitted  superseded";
        let sides: Vec<(&str, Side)> = Side::ALL.iter().map(|side| (side.as_str(), *side)).collect();
        let table = acts_by_kind_in_states(headings, &sides, DataPointStatus::ALL, |act, side, status, actor| {
            decide(act, *status, *side, true, actor)
        });
        insta::assert_snapshot!(table);
    }

    #[test]
    fn who_drafts_sees_and_replaces() {
        let mut table = String::new();
        for role in Role::ALL {
            let caller = actor(*role, TokenScope::Write);
            let drafts = may_draft(&caller).map_or("-", Side::as_str);
            table.push_str(&format!("{role} drafts figures of: {drafts}\n"));
            for side in Side::ALL {
                let seen = DataPointStatus::ALL.iter().filter(|status| scope(&caller).sees("west-mercia", **status, *side));
                let seen: Vec<&str> = seen.map(|status| status.as_str()).collect();
                table.push_str(&format!("{role} sees of the {side}: {}\n", seen.join(", ")));
                assert!(!scope(&caller).sees("warwickshire", Submitted, *side));
            }
        }
        for side in Side::ALL {
            for other in Side::ALL {
                for status in DataPointStatus::ALL {
                    let why = cannot_replace(*side, *other, *status).unwrap_or("replaces it");
                    table.push_str(&format!("{side} over {status} of {other}: {why}\n"));
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn a_read_only_token_may_do_nothing() {
        for role in Role::ALL {
            let reader = actor(*role, TokenScope::Read);
            assert!(may_draft(&reader).is_err());
            for status in DataPointStatus::ALL {
                for side in Side::ALL {
                    assert!(allowed_acts(*status, *side, true, &reader).is_empty());
                }
            }
        }
    }
}
