//! Decisions about redactions. Pure.

use super::model::RedactionStatus::{Active, Lifted};
use super::model::{RedactionAct as Act, RedactionStatus};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, allowed};
use crate::foundation::error::Refusal;

/// Returns the status after `act`, or the refusal. The role is checked before the state. `erased` is true when its words are
/// erased.
pub fn decide(act: Act, status: RedactionStatus, erased: bool, actor: &Actor) -> Result<RedactionStatus, Refusal> {
    match act {
        Act::Edit | Act::Lift => may_withhold(actor)?,
        Act::Erase => actor.must_be(&[Pcc], "only the PCC erases withheld content")?,
    }
    match (act, status, erased) {
        (Act::Edit, Active, _) => Ok(Active),
        (Act::Lift, Active, _) => Ok(Lifted),
        (Act::Edit | Act::Lift, Lifted, _) => Err(Refusal::WrongState("this redaction is already lifted: create a new one")),
        (Act::Erase, Active, _) => Err(Refusal::WrongState("an active redaction needs its words: lift it first")),
        (Act::Erase, Lifted, false) => Ok(Lifted),
        (Act::Erase, Lifted, true) => Err(Refusal::WrongState("the words of this redaction are already erased")),
    }
}

/// Decides if the caller may withhold anything.
pub fn may_withhold(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body decides what is withheld from the public")
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: RedactionStatus, erased: bool, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, status, erased, actor))
}

/// Members by which records are found, linked and counted.
const FIXED: &[&str] = &[
    "bytes",
    "code",
    "form",
    "given_on",
    "heads",
    "holding",
    "id",
    "kind",
    "media_type",
    "needs_review",
    "outcome",
    "outcome_check",
    "point_speakers",
    "position",
    "put_on",
    "question_revision",
    "raised_on",
    "reference",
    "result",
    "revision",
    "said_on",
    "sent_on",
    "set_on",
    "sha256",
    "side",
    "status",
    "times_extended",
    "times_rejected",
    "times_reopened",
    "verdict",
];

/// Returns true for a member that is never withheld: one of those by which records are found, linked and counted, or a day from
/// which others of the record follow, such as the day since which an answer stands.
pub fn is_fixed(field: &str) -> bool {
    // The items of a list are named by the list.
    let is_name = |part: &&str| !part.is_empty() && !part.bytes().all(|byte| byte.is_ascii_digit());
    let last = field.rsplit('/').find(is_name).unwrap_or(field);
    // The state of the answer is derived from the responses, exchanges and judgements, and is withheld there.
    let is_derived = field.split('/').next() == Some("answer");
    // The address of a file is its hash, which stays.
    let is_address = field.split('/').next() == Some("attachments") && last == "url";
    is_derived || is_address || FIXED.contains(&last) || last.ends_with("_id")
}

/// The redactions visible to a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// True for the force and others: redactions quote the withheld words.
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
    use crate::foundation::actor::matrix::acts_in_states;

    #[test]
    fn no_sentence_of_people_is_fixed() {
        use crate::publication_log::members::{Holds, holds};
        for member in FIXED {
            assert_ne!(holds(member), Some(Holds::Prose), "{member} holds sentences, and nobody could withhold them");
        }
    }

    /// One line per act and role: the new status from each status, `-` for not permitted, `x` for not possible.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let headings = "act   role  active lifted erased";
        let table =
            acts_in_states(headings, &[(Active, false), (Lifted, false), (Lifted, true)], |act, &(status, erased), actor| {
                decide(act, status, erased, actor)
            });
        insta::assert_snapshot!(table, @r"
        act   role  active lifted erased
        edit  pcc   active x      x
        edit  opcc  active x      x
        edit  force -      -      -
        lift  pcc   lifted x      x
        lift  opcc  lifted x      x
        lift  force -      -      -
        erase pcc   x      lifted x
        erase opcc  -      -      -
        erase force -      -      -
        ");
    }

    #[test]
    fn fixed_members() {
        for (field, want) in [
            ("text", false),
            ("points/0", false),
            ("speakers/0/name", false),
            ("due_on", false),
            ("put_on", true),
            ("held_on", false),
            ("exchanges/0/said_on", true),
            ("id", true),
            ("meeting_id", true),
            ("reference", true),
            ("priorities/0/id", true),
            ("status", true),
            ("answer/judged/reason", true),
            ("force_answer/given_by", false),
            ("asked_by/side", true),
            ("attachments/0/sha256", true),
            ("attachments/0/title", false),
            ("heads/0", true),
            ("url", false),
            ("attachments/0/title", false),
            ("attachments/0/url", true),
            ("attachments/0/sha256", true),
            ("0", false),
        ] {
            assert_eq!(is_fixed(field), want, "{field}");
        }
    }
}
