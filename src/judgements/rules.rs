//! Decisions about judgements: what follows for a question from what became of its parts. Who may judge, and when, is decided
//! by the rules of the question. Pure.

use crate::questions::model::{Fate, Outcome};

/// The outcome of a question of whose parts this became; `None` while a part is not judged. A question without parts counts
/// as one part.
///
/// All answered: answered. Nothing answered: not answered, and declined when all was declined. All that was not answered
/// carried forward: carried forward. Anything between: in part.
pub fn outcome_of(parts: &[Option<Fate>]) -> Option<Outcome> {
    let fates: Vec<Fate> = parts.iter().copied().collect::<Option<_>>()?;
    let all = |wanted: &[Fate]| fates.iter().all(|fate| wanted.contains(fate));
    if fates.is_empty() {
        None
    } else if all(&[Fate::Answered]) {
        Some(Outcome::Answered)
    } else if all(&[Fate::Declined]) {
        Some(Outcome::Declined)
    } else if all(&[Fate::CarriedForward, Fate::Answered]) {
        Some(Outcome::CarriedForward)
    } else if all(&[Fate::NotAnswered, Fate::Declined, Fate::Withdrawn]) {
        Some(Outcome::NotAnswered)
    } else {
        Some(Outcome::PartAnswered)
    }
}

/// Whether a part is left when its question is withdrawn or carried forward: all but what was answered.
pub fn is_left(fate: Option<Fate>) -> bool {
    match fate {
        Some(Fate::Answered) => false,
        None | Some(Fate::PartAnswered | Fate::NotAnswered | Fate::Declined | Fate::Withdrawn | Fate::CarriedForward) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_ends_as_its_parts_did() {
        let fates: Vec<Option<Fate>> = std::iter::once(None).chain(Fate::ALL.iter().map(|fate| Some(*fate))).collect();
        let name = |fate: Option<Fate>| fate.map_or("-", Fate::as_str);
        let mut table = String::from("one              other            question\n");
        assert_eq!(outcome_of(&[]), None);
        for (index, one) in fates.iter().enumerate() {
            assert_eq!(outcome_of(&[*one]), outcome_of(&[*one, *one]), "a part more of the same changes nothing");
            for other in fates.iter().skip(index) {
                let outcome = outcome_of(&[*one, *other]);
                assert_eq!(outcome, outcome_of(&[*other, *one]), "the order is no matter");
                let outcome = outcome.map_or("-", Outcome::as_str);
                table.push_str(&format!("{:16} {:16} {outcome}\n", name(*one), name(*other)));
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn what_was_answered_is_not_asked_again() {
        assert!(!is_left(Some(Fate::Answered)) && is_left(None) && is_left(Some(Fate::PartAnswered)));
        assert!(is_left(Some(Fate::NotAnswered)) && is_left(Some(Fate::Declined)));
    }
}
