//! Decisions about data points: who may do what, in which state, and what becomes of it. Pure.

use crate::foundation::actor::Role::{Force, Opcc};
use crate::foundation::actor::{Actor, Role, Side};
use crate::foundation::error::Refusal;
use crate::record::model::DataPointStatus;
use crate::record::model::DataPointStatus::{Draft, Submitted, Superseded};

/// What can be done with a data point that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Edit,
    Delete,
    Submit,
}

impl Act {
    /// Every act, in the order callers are shown.
    pub const ALL: [Self; 3] = [Self::Edit, Self::Delete, Self::Submit];

    /// The name in paths, in `allowed_acts` and in the audit trail.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Submit => "submit",
        }
    }

    const fn roles(side: Side) -> (&'static [Role], &'static str) {
        match side {
            Side::Force => (&[Force], "the force's evidence is the force's to write and submit"),
            Side::Office => (&[Opcc], "what the office has recorded is the office's to change and submit"),
        }
    }

    fn next(self, status: DataPointStatus) -> Result<DataPointStatus, Refusal> {
        match (self, status) {
            (Self::Edit | Self::Delete, Draft) => Ok(Draft),
            (Self::Edit | Self::Delete, Submitted | Superseded) => {
                Err(Refusal::WrongState("submitting has fixed this figure: draft another one that supersedes it"))
            }
            (Self::Submit, Draft) => Ok(Submitted),
            (Self::Submit, Submitted | Superseded) => Err(Refusal::WrongState("only a draft can be submitted")),
        }
    }
}

/// The status after `act`, or why not. The role is judged before the state.
pub fn decide(act: Act, status: DataPointStatus, side: Side, actor: &Actor) -> Result<DataPointStatus, Refusal> {
    let (roles, sentence) = Act::roles(side);
    actor.must_be(roles, sentence)?;
    act.next(status)
}

/// The acts `actor` may do now.
pub fn allowed_acts(status: DataPointStatus, side: Side, actor: &Actor) -> Vec<&'static str> {
    Act::ALL.into_iter().filter(|act| decide(*act, status, side, actor).is_ok()).map(Act::name).collect()
}

/// Whose figure a new data point is, or why the caller may not draft it.
pub fn may_draft(actor: &Actor) -> Result<Side, Refusal> {
    actor.must_be(&[Force, Opcc], "figures are given by the force, or recorded by the office")?;
    Ok(actor.role.side())
}

/// Why a figure of `side` cannot take the place of another, if it cannot.
pub fn cannot_replace(side: Side, other: Side, other_status: DataPointStatus) -> Option<&'static str> {
    match other_status {
        _ if side != other => Some("is a figure of the other side: name it in conflicts_with, so that both stand"),
        Draft => Some("is a draft: edit it"),
        Superseded => Some("was superseded already: name the figure that took its place"),
        Submitted => None,
    }
}

/// The status of a figure that another one has taken the place of.
pub const fn replaced() -> DataPointStatus {
    Superseded
}

/// Which data points a caller may see: a draft only on the side that writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// The side whose drafts are visible too.
    pub drafts_of: Side,
}

/// The scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), drafts_of: actor.role.side() }
}

impl Scope {
    /// The same decision for one record.
    pub fn sees(&self, area: &str, status: DataPointStatus, side: Side) -> bool {
        self.area == area && (status != Draft || side == self.drafts_of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::TokenScope;

    fn actor(role: Role, scope: TokenScope) -> Actor {
        Actor { user_id: None, role, area: "west-mercia".into(), scope, capacity: None, name: "A".into() }
    }

    /// One line an act, side and role: the status it leads to from each state, `-` for not theirs, `x` for not now.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut table = String::from("act     side   role  draft      submitted  superseded\n");
        for act in Act::ALL {
            for side in Side::ALL {
                for role in Role::ALL {
                    table.push_str(&format!("{:7} {:6} {:5}", act.name(), side.as_str(), role.as_str()));
                    for status in DataPointStatus::ALL {
                        let cell = match decide(act, *status, *side, &actor(*role, TokenScope::Write)) {
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
                    assert!(allowed_acts(*status, *side, &reader).is_empty());
                }
            }
        }
    }
}
