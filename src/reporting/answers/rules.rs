//! The calculations of the report on answers. Pure, and in whole days and tenths of days: nothing is rounded twice.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::model::{AgeBand, Alike, AnswersReport, ByFate, Spread};
use crate::record::questions::answer::model::AnswerState;
use crate::record::questions::answer::rules::state;
use crate::record::questions::rules::AWAITING;

/// The age bands: the first day of each and the last.
const BANDS: [(i64, Option<i64>); 5] = [(0, Some(14)), (15, Some(28)), (29, Some(56)), (57, Some(84)), (85, None)];

/// Builds the report on questions that were put, as of a day.
pub fn report(groups: &[Alike], today: NaiveDate) -> AnswersReport {
    let mut report = AnswersReport { as_of: today, ..AnswersReport::default() };
    let (mut first, mut last, mut ages) = (Days::default(), Days::default(), Days::default());
    for group in groups {
        let Some(put_on) = group.put_on else { continue };
        report.questions += group.questions;
        if let Some(state) = state(group.status, group.outcome, group.replied_since.is_some()) {
            *place(&mut report.by_fate, state) += group.questions;
        }
        first.add(put_on, group.first_response_on, group.questions);
        last.add(put_on, group.final_response_on, group.questions);
        if AWAITING.contains(&group.status) {
            ages.add(put_on, Some(today), group.questions);
        }
    }
    report.days_to_first_response = first.spread();
    report.days_to_final_response = last.spread();
    report.unanswered.questions = ages.count();
    report.unanswered.by_age = BANDS.map(|(from, to)| ages.band(from, to)).into();
    report
}

/// Returns the counter for an answer state.
pub fn place(by_fate: &mut ByFate, state: AnswerState) -> &mut i64 {
    match state {
        AnswerState::Awaiting => &mut by_fate.awaiting,
        AnswerState::Holding => &mut by_fate.holding,
        AnswerState::Replied => &mut by_fate.replied,
        AnswerState::Answered => &mut by_fate.answered,
        AnswerState::PartAnswered => &mut by_fate.part_answered,
        AnswerState::NotAnswered => &mut by_fate.not_answered,
        AnswerState::Declined => &mut by_fate.declined,
        AnswerState::Withdrawn => &mut by_fate.withdrawn,
        AnswerState::CarriedForward => &mut by_fate.carried_forward,
    }
}

/// Numbers of questions by days taken.
#[derive(Default)]
struct Days(BTreeMap<i64, i64>);

impl Days {
    fn add(&mut self, from: NaiveDate, to: Option<NaiveDate>, questions: i64) {
        if let Some(to) = to {
            *self.0.entry((to - from).num_days().max(0)).or_default() += questions;
        }
    }

    fn count(&self) -> i64 {
        self.0.values().sum()
    }

    fn spread(&self) -> Spread {
        let count = self.count();
        if count == 0 {
            return Spread::default();
        }
        let total: i64 = self.0.iter().map(|(days, questions)| days * questions).sum();
        // Tenths of a day, halves rounded up, while it is still a whole number.
        let tenths = (total * 20 + count) / (count * 2);
        Spread {
            count,
            mean: i32::try_from(tenths).ok().map(|tenths| f64::from(tenths) / 10.0),
            median: self.rank(count.div_euclid(2) + count.rem_euclid(2)),
            p90: self.rank((count * 9 + 9).div_euclid(10)),
            max: self.0.keys().next_back().copied(),
        }
    }

    /// Returns the days of the question with this rank, from 1, quickest first.
    fn rank(&self, rank: i64) -> Option<i64> {
        let mut seen = 0;
        self.0.iter().find_map(|(days, questions)| {
            seen += questions;
            (seen >= rank).then_some(*days)
        })
    }

    fn band(&self, from_days: i64, to_days: Option<i64>) -> AgeBand {
        let inside = self.0.range(from_days..=to_days.unwrap_or(i64::MAX));
        AgeBand { from_days, to_days, questions: inside.map(|(_, questions)| questions).sum() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::questions::model::{Outcome, QuestionStatus};

    fn day(day: u64) -> NaiveDate {
        NaiveDate::default() + chrono::Days::new(day)
    }

    fn alike(status: QuestionStatus, outcome: Option<Outcome>, put: u64, first: Option<u64>, last: Option<u64>) -> Alike {
        let (put_on, first_response_on, final_response_on) = (Some(day(put)), first.map(day), last.map(day));
        let replied_since = if status == QuestionStatus::Put { first_response_on } else { final_response_on };
        Alike { put_on, status, outcome, replied_since, first_response_on, final_response_on, questions: 1 }
    }

    fn spread(days: &[u64]) -> Spread {
        let groups: Vec<Alike> = days.iter().map(|days| alike(QuestionStatus::Answered, None, 0, Some(*days), None)).collect();
        report(&groups, day(0)).days_to_first_response
    }

    #[test]
    fn spreads() {
        let of = |count, mean, median, p90, max| Spread {
            count,
            mean: Some(mean),
            median: Some(median),
            p90: Some(p90),
            max: Some(max),
        };
        assert_eq!(spread(&[]), Spread::default());
        assert_eq!(spread(&[0]), of(1, 0.0, 0, 0, 0));
        assert_eq!(spread(&[7]), of(1, 7.0, 7, 7, 7));
        assert_eq!(spread(&[1, 2]), of(2, 1.5, 1, 2, 2));
        assert_eq!(spread(&[3, 1, 2]), of(3, 2.0, 2, 3, 3));
        assert_eq!(spread(&[1, 1, 2]), of(3, 1.3, 1, 2, 2));
        assert_eq!(spread(&[1, 2, 2]), of(3, 1.7, 2, 2, 2));
        // 0.25 is between two tenths: the half is rounded up.
        assert_eq!(spread(&[0, 0, 0, 1]).mean, Some(0.3));
        assert_eq!(spread(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), of(10, 5.5, 5, 9, 10));
        assert_eq!(spread(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 90]), of(11, 13.2, 6, 10, 90));
    }

    /// Compares with an independent calculation: every question listed, and sorted.
    #[test]
    fn ranks_agree_with_a_sorted_list() {
        for size in 1_usize..60 {
            let mut days: Vec<u64> = (0..size).map(|n| u64::try_from((n * 37) % 23).expect("small")).collect();
            let got = spread(&days);
            days.sort_unstable();
            let nearest = |share: usize| days[(size * share).div_ceil(100) - 1];
            assert_eq!(got.median, i64::try_from(nearest(50)).ok(), "{size}");
            assert_eq!(got.p90, i64::try_from(nearest(90)).ok(), "{size}");
        }
    }

    #[test]
    fn every_question_that_was_put_is_counted_once() {
        use QuestionStatus::{Answered, Closed, Put, Returned, Withdrawn};
        let of = |by_fate: &ByFate| {
            let ByFate {
                awaiting,
                holding,
                replied,
                answered,
                part_answered,
                not_answered,
                declined,
                withdrawn,
                carried_forward,
            } = *by_fate;
            [awaiting, holding, replied, answered, part_answered, not_answered, declined, withdrawn, carried_forward]
        };
        let outcomes: Vec<Option<Outcome>> =
            std::iter::once(None).chain(Outcome::ALL.iter().map(|outcome| Some(*outcome))).collect();
        let put = [Put, Answered, Returned, Closed, Withdrawn];
        let groups: Vec<Alike> = put
            .iter()
            .flat_map(|status| outcomes.iter().map(|outcome| alike(*status, *outcome, 0, None, None)))
            .chain([alike(Put, None, 0, Some(3), None), alike(Answered, None, 0, Some(3), Some(3))])
            .collect();
        let report = report(&groups, day(0));
        assert_eq!((report.questions, of(&report.by_fate).iter().sum()), (32, 32_i64));
        // Put and returned without an answer; put with a holding response; answered twice, and closed without an outcome.
        assert_eq!(of(&report.by_fate)[..3], [2, 1, 3]);
    }

    #[test]
    fn the_unanswered_by_age() {
        let ages = [0, 14, 15, 28, 29, 56, 57, 84, 85, 400];
        let awaited = ages.map(|age| alike(QuestionStatus::Put, Some(Outcome::NotAnswered), 400 - age, None, None));
        let others = [
            alike(QuestionStatus::Answered, None, 0, Some(1), Some(1)),
            alike(QuestionStatus::Withdrawn, None, 0, None, None),
            alike(QuestionStatus::Returned, None, 400, Some(400), None),
        ];
        let report = report(&[&awaited[..], &others[..]].concat(), day(400));
        assert_eq!(report.unanswered.questions, 11);
        let counts: Vec<i64> = report.unanswered.by_age.iter().map(|band| band.questions).collect();
        assert_eq!(counts, [3, 2, 2, 2, 2]);
    }
}
