//! Decisions about judgements: the outcome of a question from the fates of its parts. Permissions and states are decided by the
//! rules of the question. Pure.

use chrono::NaiveDate;

use crate::record::questions::model::{Fate, Outcome};

/// Returns the outcome of a question from the fates of its parts; `None` while a part is not judged. A question without parts
/// counts as one part.
///
/// All answered: answered. None answered: not answered, or declined when all were declined. All unanswered parts carried
/// forward: carried forward. Otherwise: answered in part.
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

/// Returns the day of a judgement: as given, otherwise today. When a record is loaded, today is the day of the record, and a
/// judgement is never earlier than the question or the answer.
pub fn judged_on(
    said: Option<NaiveDate>,
    today: NaiveDate,
    put_on: Option<NaiveDate>,
    answered_on: Option<NaiveDate>,
    judged_before: Option<NaiveDate>,
) -> Result<NaiveDate, &'static str> {
    match said {
        Some(said) if judged_before.is_some_and(|before| said < before) => {
            Err("must be on or after the day of the judgement that it replaces")
        }
        Some(said) if said > today => Err("must not be in the future"),
        Some(said) if put_on.is_some_and(|put| said < put) => Err("must be on or after the day the question was put"),
        Some(said) => Ok(said),
        None => Ok([put_on, answered_on].into_iter().flatten().chain(judged_before).fold(today, NaiveDate::max)),
    }
}

/// Returns whether a part is left when its question is withdrawn or carried forward: all but what was answered.
pub fn is_left(fate: Option<Fate>) -> bool {
    match fate {
        Some(Fate::Answered) => false,
        None | Some(Fate::PartAnswered | Fate::NotAnswered | Fate::Declined | Fate::Withdrawn | Fate::CarriedForward) => true,
    }
}

/// True for the fate of a question or a part that ended without an answer to it.
pub const fn is_end(fate: Fate) -> bool {
    match fate {
        Fate::Withdrawn | Fate::CarriedForward => true,
        Fate::Answered | Fate::PartAnswered | Fate::NotAnswered | Fate::Declined => false,
    }
}

/// Returns the fate that an outcome of a question without parts is.
pub fn fate_of(outcome: Option<Outcome>) -> Option<Fate> {
    outcome.map(|outcome| match outcome {
        Outcome::Answered => Fate::Answered,
        Outcome::PartAnswered => Fate::PartAnswered,
        Outcome::NotAnswered => Fate::NotAnswered,
        Outcome::Declined => Fate::Declined,
        Outcome::CarriedForward => Fate::CarriedForward,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_is_remembered_as_a_fate() {
        assert_eq!(outcome_of(&[fate_of(None)]), None);
        for outcome in Outcome::ALL {
            assert_eq!(outcome_of(&[fate_of(Some(*outcome))]), Some(*outcome), "{outcome}");
        }
        for fate in Fate::ALL {
            assert_eq!(is_end(*fate), [Fate::Withdrawn, Fate::CarriedForward].contains(fate), "{fate}");
        }
    }

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
    fn the_day_of_a_judgement() {
        let day = |day: u32| NaiveDate::from_ymd_opt(2019, 3, day).expect("a day");
        for (said, today, put, answered, want) in [
            (None, 18, 1, None, Ok(18)),
            (None, 8, 1, Some(5), Ok(8)),
            // The record of a meeting, judged with a later answer.
            (None, 8, 1, Some(12), Ok(12)),
            (None, 8, 9, None, Ok(9)),
            (Some(8), 18, 1, Some(12), Ok(8)),
            (Some(1), 18, 1, None, Ok(1)),
            (Some(19), 18, 1, None, Err("must not be in the future")),
            (Some(1), 18, 2, None, Err("must be on or after the day the question was put")),
        ] {
            let got = judged_on(said.map(day), day(today), Some(day(put)), answered.map(day), None);
            assert_eq!(got, want.map(day), "{said:?} {today} {put} {answered:?}");
        }
        let after = |said: Option<u32>| judged_on(said.map(day), day(18), Some(day(1)), None, Some(day(12)));
        assert_eq!((after(Some(12)), after(None)), (Ok(day(12)), Ok(day(18))));
        assert_eq!(after(Some(11)), Err("must be on or after the day of the judgement that it replaces"));
    }

    #[test]
    fn what_was_answered_is_not_asked_again() {
        assert!(!is_left(Some(Fate::Answered)) && is_left(None) && is_left(Some(Fate::PartAnswered)));
        assert!(is_left(Some(Fate::NotAnswered)) && is_left(Some(Fate::Declined)));
    }
}
