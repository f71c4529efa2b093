//! Decisions about attachments and citations. Pure.

use super::model::{AttachmentAct as Act, Uploader};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role, allowed};
use crate::foundation::error::Refusal;
use crate::record::actions::rules as action_rules;
use crate::record::evidence::data_points::rules as data_point_rules;
use crate::record::findings::rules as finding_rules;
use crate::record::meetings::rules as meeting_rules;
use crate::record::questions::responses::rules as response_rules;
use crate::record::questions::rules as question_rules;

/// Returns the side of a new file, or the reason the caller may not upload one.
pub fn may_upload(actor: &Actor) -> Result<Uploader, Refusal> {
    actor.must_be(&[Pcc, Opcc, Force], "")?;
    Ok(side_of(actor.role))
}

/// Decides whether the caller may let a record that it sees cite a file that it sees.
pub fn may_cite(actor: &Actor) -> Result<Uploader, Refusal> {
    may_upload(actor)
}

/// Decides whether the caller may delete a file of `side`, which is cited or not as far as the caller can see.
fn may_delete(side: Uploader, is_cited: bool, actor: &Actor) -> Result<(), Refusal> {
    let (roles, sentence): (&[Role], _) = match side {
        Uploader::Force => (&[Force], "only the force deletes this file"),
        Uploader::Body => (&[Pcc, Opcc], "only the body deletes this file"),
    };
    actor.must_be(roles, sentence)?;
    if is_cited { Err(Refusal::WrongState("a record cites this file, so it cannot be deleted")) } else { Ok(()) }
}

/// Decides whether `act` may be done with a file of `side`, which is cited or not as far as the caller can see.
pub fn decide(act: Act, side: Uploader, is_cited: bool, actor: &Actor) -> Result<(), Refusal> {
    match act {
        Act::Cite => may_cite(actor).map(|_| ()),
        Act::Delete => may_delete(side, is_cited, actor),
    }
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(side: Uploader, is_cited: bool, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, side, is_cited, actor))
}

/// Returns the side of a caller.
pub const fn side_of(role: Role) -> Uploader {
    if role.is_body() { Uploader::Body } else { Uploader::Force }
}

/// The files a caller may see: those of its own side, and those that a record cites which the caller sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    pub side: Uploader,
    pub records: RecordScopes,
}

/// The records a caller may see, by the rules of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordScopes {
    pub questions: question_rules::Scope,
    pub responses: response_rules::Scope,
    pub actions: action_rules::Scope,
    pub findings: finding_rules::Scope,
    pub data_points: data_point_rules::Scope,
    pub meetings: meeting_rules::Scope,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    let records = RecordScopes {
        questions: question_rules::scope(actor),
        responses: response_rules::scope(actor),
        actions: action_rules::scope(actor),
        findings: finding_rules::scope(actor),
        data_points: data_point_rules::scope(actor),
        meetings: meeting_rules::scope(actor),
    };
    Scope { area: actor.area.clone(), side: side_of(actor.role), records }
}

impl Scope {
    /// True when the scope includes the file; `is_cited` by a record that the caller sees.
    pub fn sees(&self, area: &str, side: Uploader, is_cited: bool) -> bool {
        self.area == area && (side == self.side || is_cited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::{TokenScope, matrix};

    #[test]
    fn who_uploads_sees_and_deletes() {
        let mut table = String::from("role  token side  cited uploads as sees  acts\n");
        for role in Role::ALL {
            for token in TokenScope::ALL {
                let actor =
                    Actor { user_id: None, role: *role, area: "a".into(), scope: *token, capacity: None, name: "A".into() };
                for side in Uploader::ALL {
                    for is_cited in [false, true] {
                        let uploads = may_upload(&actor).map_or("-", Uploader::as_str);
                        let sees = scope(&actor).sees("a", *side, is_cited);
                        assert!(!scope(&actor).sees("b", *side, is_cited));
                        let acts = if sees { matrix::names(&allowed_acts(*side, is_cited, &actor), ", ") } else { String::new() };
                        let line = format!(
                            "{:5} {:5} {:5} {is_cited:5} {uploads:10} {sees:5} {acts}",
                            role.as_str(),
                            token.as_str(),
                            side.as_str()
                        );
                        table.push_str(line.trim_end());
                        table.push('\n');
                    }
                }
            }
        }
        insta::assert_snapshot!(table);
    }
}
