//! Decisions about attachments and citations. Pure.

use super::model::{AttachmentAct as Act, CitationAct, Uploader};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::reader::Reader;
use crate::foundation::actor::{Actor, Role, allowed};
use crate::foundation::error::Refusal;
use crate::record::actions::rules as action_rules;
use crate::record::evidence::data_points::rules as data_point_rules;
use crate::record::findings::rules as finding_rules;
use crate::record::meetings::decisions::rules as decision_rules;
use crate::record::meetings::exchanges::rules as exchange_rules;
use crate::record::meetings::papers::rules as paper_rules;
use crate::record::meetings::rules as meeting_rules;
use crate::record::questions::responses::rules as response_rules;
use crate::record::questions::rules as question_rules;
use crate::record::recommendations::recommendation_sets::rules as recommendation_set_rules;

/// Returns the side of a new file, or the reason the caller may not upload one.
pub fn may_upload(actor: &Actor) -> Result<Uploader, Refusal> {
    actor.must_be(&[Pcc, Opcc, Force], "")?;
    Ok(side_of(actor.role))
}

/// Decides whether the caller may let a record that it sees cite a file that it sees.
pub fn may_cite(actor: &Actor) -> Result<Uploader, Refusal> {
    may_upload(actor)
}

/// Why a file stays, as far as the caller can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Nothing keeps it.
    No,
    /// A record that the caller sees cites it.
    Cited,
    /// An edition that is published and not withdrawn names it.
    Published,
}

impl Kept {
    /// Returns what keeps a file that is cited, or published, or both.
    pub const fn by(is_cited: bool, is_published: bool) -> Self {
        match (is_published, is_cited) {
            (true, _) => Self::Published,
            (false, true) => Self::Cited,
            (false, false) => Self::No,
        }
    }

    /// Returns the state of the file for a refusal.
    pub const fn state(self) -> &'static str {
        match self {
            Self::No => "not_cited",
            Self::Cited => "cited",
            Self::Published => "published",
        }
    }
}

/// Decides whether the caller may delete a file of `side`.
fn may_delete(side: Uploader, kept: Kept, actor: &Actor) -> Result<(), Refusal> {
    let (roles, sentence): (&[Role], _) = match side {
        Uploader::Force => (&[Force], "only the force deletes this file"),
        Uploader::Body => (&[Pcc, Opcc], "only the body deletes this file"),
    };
    actor.must_be(roles, sentence)?;
    match kept {
        Kept::No => Ok(()),
        Kept::Cited => Err(Refusal::WrongState("a record cites this file, so it cannot be deleted")),
        Kept::Published => {
            Err(Refusal::WrongState("a published edition names this file, so it cannot be deleted: withdraw that edition first"))
        }
    }
}

/// Decides whether `act` may be done with a file of `side`.
pub fn decide(act: Act, side: Uploader, kept: Kept, actor: &Actor) -> Result<(), Refusal> {
    match act {
        Act::Cite => may_cite(actor).map(|_| ()),
        Act::Delete => may_delete(side, kept, actor),
    }
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(side: Uploader, kept: Kept, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, side, kept, actor))
}

/// Decides whether `act` may be done with a citation that `side` added; `is_published` when an edition that is not withdrawn names
/// the file.
pub fn decide_citation(act: CitationAct, side: Uploader, is_published: bool, actor: &Actor) -> Result<(), Refusal> {
    match (act, side) {
        (CitationAct::Edit, _) => actor.must_be(&[Pcc, Opcc], "only the body decides whether a file is published"),
        (CitationAct::Delete, Uploader::Body) => actor.must_be(&[Pcc, Opcc], "only the body takes its citation back"),
        (CitationAct::Delete, Uploader::Force) => actor.must_be(&[Pcc, Opcc, Force], ""),
    }?;
    match act {
        CitationAct::Delete if is_published => {
            Err(Refusal::WrongState("a published edition names this file, so its citations stay: withdraw that edition first"))
        }
        CitationAct::Edit | CitationAct::Delete => Ok(()),
    }
}

/// Returns the acts on a citation that `actor` may perform now.
pub fn allowed_citation_acts(side: Uploader, is_published: bool, actor: &Actor) -> Vec<CitationAct> {
    allowed(|act| decide_citation(act, side, is_published, actor))
}

/// Returns the side of a caller.
pub const fn side_of(role: Role) -> Uploader {
    if role.is_body() { Uploader::Body } else { Uploader::Force }
}

/// The files a caller may see: those that a record cites which the caller sees, and the others of its own side, except those that only
/// restricted drafts cite which the caller does not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    pub side: Uploader,
    pub reader: Reader,
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
    pub papers: paper_rules::Scope,
    pub decisions: decision_rules::Scope,
    pub recommendation_sets: recommendation_set_rules::Scope,
    pub exchanges: exchange_rules::Scope,
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
        papers: paper_rules::scope(actor),
        decisions: decision_rules::scope(actor),
        recommendation_sets: recommendation_set_rules::scope(actor),
        exchanges: exchange_rules::scope(actor),
    };
    Scope { area: actor.area.clone(), side: side_of(actor.role), reader: Reader::of(actor), records }
}

impl Scope {
    /// True when the scope includes the file; `is_cited` by a record that the caller sees, `is_hidden` by a restricted draft that it
    /// does not read.
    pub fn sees(&self, area: &str, side: Uploader, is_cited: bool, is_hidden: bool) -> bool {
        self.area == area && (is_cited || (side == self.side && !is_hidden))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::{TokenScope, matrix};

    fn actor(role: Role, scope: TokenScope) -> Actor {
        Actor { user_id: None, role, area: "a".into(), scope, capacity: None, name: "A".into() }
    }

    #[test]
    fn who_uploads_sees_and_deletes() {
        let mut table = String::from("role  token side  kept      uploads as sees  acts\n");
        for role in Role::ALL {
            for token in TokenScope::ALL {
                let actor = actor(*role, *token);
                for side in Uploader::ALL {
                    for kept in [Kept::No, Kept::Cited, Kept::Published] {
                        let uploads = may_upload(&actor).map_or("-", Uploader::as_str);
                        // What is published was cited when it was, and may not be any more.
                        let sees = scope(&actor).sees("a", *side, kept != Kept::No, false);
                        assert!(!scope(&actor).sees("b", *side, kept != Kept::No, false));
                        assert_eq!(
                            scope(&actor).sees("a", *side, kept != Kept::No, true),
                            kept != Kept::No,
                            "of a restricted draft"
                        );
                        let acts = if sees { matrix::names(&allowed_acts(*side, kept, &actor), ", ") } else { String::new() };
                        let line = format!(
                            "{:5} {:5} {:5} {:9} {uploads:10} {sees:5} {acts}",
                            role.as_str(),
                            token.as_str(),
                            side.as_str(),
                            kept.state(),
                        );
                        table.push_str(line.trim_end());
                        table.push('\n');
                    }
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn who_changes_a_citation() {
        let mut table = String::from("role  token added by acts               once published\n");
        for role in Role::ALL {
            for token in TokenScope::ALL {
                let actor = actor(*role, *token);
                for side in Uploader::ALL {
                    let acts =
                        [false, true].map(|published| matrix::names(&allowed_citation_acts(*side, published, &actor), ", "));
                    let line = format!("{:5} {:5} {:8} {:18} {}", role.as_str(), token.as_str(), side.as_str(), acts[0], acts[1]);
                    table.push_str(line.trim_end());
                    table.push('\n');
                }
            }
        }
        insta::assert_snapshot!(table);
    }
}
