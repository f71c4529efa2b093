//! The state of the answer to a question. Pure.

use chrono::NaiveDate;

use super::model::{AnswerState, Given, Judged, JudgedBy, QuestionAnswer, ReplyDays};
use crate::record::model::OwnerSide;
use crate::record::questions::judgements::model::{AnswerJudgement, Verdict};
use crate::record::questions::model::{Fate, Outcome, Question, QuestionStatus};
use crate::record::questions::responses::rules::given_on;
use crate::record::questions::rules::{AWAITING, fate};

/// Returns the state of the answer, or none for a draft: from the end of the question, otherwise its judgement, otherwise its
/// replies.
///
/// `has_reply` is true when there is a valid answer or, while an answer is awaited, a valid holding response.
pub fn state(status: QuestionStatus, outcome: Option<Outcome>, has_reply: bool) -> Option<AnswerState> {
    if status == QuestionStatus::Draft {
        return None;
    }
    Some(match fate(status, outcome) {
        Some(Fate::Withdrawn) => AnswerState::Withdrawn,
        Some(Fate::CarriedForward) => AnswerState::CarriedForward,
        Some(Fate::Answered) => AnswerState::Answered,
        Some(Fate::PartAnswered) => AnswerState::PartAnswered,
        Some(Fate::NotAnswered) => AnswerState::NotAnswered,
        Some(Fate::Declined) => AnswerState::Declined,
        None if !AWAITING.contains(&status) => AnswerState::Replied,
        None if has_reply => AnswerState::Holding,
        None => AnswerState::Awaiting,
    })
}

/// Returns the verdict of a state, if it has one.
const fn verdict(state: AnswerState) -> Option<Verdict> {
    match state {
        AnswerState::Answered => Some(Verdict::Answered),
        AnswerState::PartAnswered => Some(Verdict::PartAnswered),
        AnswerState::NotAnswered => Some(Verdict::NotAnswered),
        AnswerState::Declined => Some(Verdict::Declined),
        AnswerState::Awaiting
        | AnswerState::Holding
        | AnswerState::Replied
        | AnswerState::CarriedForward
        | AnswerState::Withdrawn => None,
    }
}

/// Returns whether a question says how it was judged, so that its judgements are needed to tell.
pub fn is_judged(question: &Question) -> bool {
    state(question.status, question.outcome, false).and_then(verdict).is_some()
}

/// Returns the state of a question's answer; `last` is its latest judgement. A draft has none.
pub fn answer(question: &Question, last: Option<&AnswerJudgement>) -> Option<QuestionAnswer> {
    let state = state(question.status, question.outcome, question.replied_since.is_some())?;
    let judged = verdict(state).zip(last).map(|(outcome, last)| judged(outcome, last));
    // Such a question no longer changes: its last change was its end.
    let ended_on = question.last_changed_on();
    let asked_on = question.returned_on.or(question.put_on).unwrap_or(ended_on);
    let replied_on = question.replied_since.map_or(asked_on, |day| day.max(asked_on));
    let since = match state {
        AnswerState::Withdrawn | AnswerState::CarriedForward => ended_on,
        AnswerState::Awaiting => asked_on,
        AnswerState::Holding | AnswerState::Replied => replied_on,
        AnswerState::Answered | AnswerState::PartAnswered | AnswerState::NotAnswered | AnswerState::Declined => {
            judged.as_ref().map_or(replied_on, |judged| judged.on)
        }
    };
    Some(QuestionAnswer { state, since, judged })
}

fn judged(outcome: Verdict, last: &AnswerJudgement) -> Judged {
    let by = JudgedBy { name: Some(last.judged_by.clone()), capacity: last.judged_capacity.clone(), side: OwnerSide::Body };
    Judged { outcome, reason: last.reason.clone(), on: last.on(), by }
}

/// Returns the days that a question stores, from its replies and the resulting status.
pub fn days(given: &[Given], status: QuestionStatus) -> ReplyDays {
    let standing = |holding: bool| given.iter().filter(move |one| !one.returned && one.holding == holding).map(|one| one.on);
    ReplyDays {
        first: given.iter().map(|one| one.on).min(),
        last: standing(false).max(),
        since: standing(AWAITING.contains(&status)).min(),
    }
}

/// Returns whether an answer stands: no holding response, and not returned.
pub fn is_answered(given: &[Given]) -> bool {
    given.iter().any(|one| !one.holding && !one.returned)
}

/// Returns whether a reply beside the one with this id answers the question.
pub fn another_stands(given: &[Given], id: &str) -> bool {
    given.iter().any(|one| one.id != id && !one.holding && !one.returned)
}

/// Returns the day of a reply at a meeting, calculated like that of an oral response.
pub fn spoken_on(held_on: NaiveDate, put_on: Option<NaiveDate>) -> NaiveDate {
    given_on(held_on, Some(held_on), put_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One line per status and outcome: the state without replies, and with possible ones.
    #[test]
    fn every_question_says_one_thing_of_its_answer() {
        let outcomes: Vec<Option<Outcome>> =
            std::iter::once(None).chain(Outcome::ALL.iter().map(|outcome| Some(*outcome))).collect();
        let mut table = String::from("status    outcome          nothing given   given\n");
        for status in QuestionStatus::ALL {
            for outcome in &outcomes {
                let name = |given| state(*status, *outcome, given).map_or("-", AnswerState::as_str);
                let outcome = outcome.map_or("-", Outcome::as_str);
                table.push_str(&format!("{:9} {outcome:16} {:15} {}\n", status.as_str(), name(false), name(true)));
            }
        }
        insta::assert_snapshot!(table);
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2019, 3, day).expect("a day")
    }

    /// Returns a reply from a letter (an Answer, a Holding response; lower case when returned) and its day.
    fn given(replies: &[(char, u32)]) -> Vec<Given> {
        let numbered = replies.iter().enumerate();
        let one = |(number, (kind, on)): (usize, &(char, u32))| Given {
            id: number.to_string(),
            on: day(*on),
            holding: kind.eq_ignore_ascii_case(&'h'),
            returned: kind.is_lowercase(),
        };
        numbered.map(one).collect()
    }

    #[test]
    fn the_days_of_replies() {
        use QuestionStatus::{Answered, Put, Returned};
        let of = |first: Option<u32>, last: Option<u32>, since: Option<u32>| ReplyDays {
            first: first.map(day),
            last: last.map(day),
            since: since.map(day),
        };
        for (replies, status, want) in [
            (vec![], Put, of(None, None, None)),
            (vec![('H', 5)], Put, of(Some(5), None, Some(5))),
            (vec![('h', 5)], Put, of(Some(5), None, None)),
            (vec![('H', 9), ('H', 5)], Put, of(Some(5), None, Some(5))),
            (vec![('A', 9)], Answered, of(Some(9), Some(9), Some(9))),
            (vec![('H', 5), ('A', 9)], Answered, of(Some(5), Some(9), Some(9))),
            // Recorded late, given at an earlier meeting.
            (vec![('A', 9), ('A', 5)], Answered, of(Some(5), Some(9), Some(5))),
            (vec![('a', 5), ('A', 9)], Answered, of(Some(5), Some(9), Some(9))),
            (vec![('A', 5), ('a', 9)], Answered, of(Some(5), Some(5), Some(5))),
            (vec![('a', 5), ('H', 3)], Returned, of(Some(3), None, Some(3))),
            (vec![('a', 5)], Returned, of(Some(5), None, None)),
        ] {
            assert_eq!(days(&given(&replies), status), want, "{replies:?} {status}");
        }
    }

    #[test]
    fn another_answer_stands() {
        for (replies, want) in [
            (vec![('A', 5)], false),
            (vec![('A', 5), ('A', 9)], true),
            (vec![('A', 5), ('a', 9)], false),
            (vec![('A', 5), ('H', 9)], false),
        ] {
            assert_eq!(another_stands(&given(&replies), "0"), want, "{replies:?}");
        }
    }

    #[test]
    fn what_was_said_at_a_meeting_was_said_then() {
        assert_eq!(spoken_on(day(8), Some(day(1))), day(8));
        assert_eq!(spoken_on(day(8), Some(day(9))), day(9));
        assert_eq!(spoken_on(day(8), None), day(8));
    }
}
