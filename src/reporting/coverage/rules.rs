//! The window of the report, and the calculations from the latest question. Pure.

use chrono::{Months, NaiveDate};

use super::model::{Asked, Listed, Put, Span};
use crate::record::planning::areas::model::BodyKind;
use crate::record::planning::plans::rules::in_force;
use crate::record::questions::heads::rules as heads;
use crate::record::questions::model::Head;

/// The minimum and maximum number of months.
pub const MONTHS: std::ops::RangeInclusive<u16> = 1..=120;

/// Returns the `months` months that end with `on`, beginning the day after the same date `months` months earlier.
pub fn span(on: NaiveDate, months: u16) -> Option<Span> {
    let from = on.checked_sub_months(Months::new(months.into()))?.succ_opt()?;
    Some(Span { from, to: on })
}

/// Returns the priorities whose plan was in force on a day.
pub fn listed_on(mut priorities: Vec<Listed>, on: NaiveDate) -> Vec<Listed> {
    priorities.retain(|one| in_force(one.status, one.adopted_on, one.superseded_on, on));
    priorities
}

/// Combines the questions put in the window with the last day before it, if there are none.
pub fn asked(inside: Put, before: Option<NaiveDate>, span: Span) -> Asked {
    let last_on = inside.last_on.or(before);
    Asked {
        not_asked: inside.questions == 0,
        last_on,
        days_since: last_on.map(|last| (span.to - last).num_days()),
        questions: inside.questions,
    }
}

/// Returns the heads that counted on a day of the window, each with the kind of the last body for which it did. A term is the kind of
/// a body with its first and last day.
pub fn counted(terms: &[(BodyKind, NaiveDate, Option<NaiveDate>)], span: Span) -> Vec<(Head, BodyKind)> {
    let of = |head: &Head| {
        let holds = |(kind, from, to): &&(BodyKind, NaiveDate, Option<NaiveDate>)| {
            let last = to.map_or(span.to, |to| to.min(span.to));
            *from <= last && last >= span.from && heads::counts(*head, *kind, last)
        };
        terms.iter().rev().find(holds).map(|(kind, ..)| (*head, *kind))
    };
    Head::ALL.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn the_first_day_of_the_window() {
        for (on, months, from) in [
            ("2019-06-30", 6, "2018-12-31"),
            ("2019-06-30", 1, "2019-05-31"),
            ("2019-07-31", 1, "2019-07-01"),
            ("2019-08-31", 6, "2019-03-01"),
            ("2020-08-31", 6, "2020-03-01"),
            ("2020-08-29", 6, "2020-03-01"),
            ("2020-08-28", 6, "2020-02-29"),
            ("2019-01-01", 1, "2018-12-02"),
            ("2020-02-29", 12, "2019-03-01"),
            ("2019-01-30", 120, "2009-01-31"),
        ] {
            assert_eq!(span(day(on), months), Some(Span { from: day(from), to: day(on) }), "{months} months to {on}");
        }
    }

    #[test]
    fn asked_inside_before_or_never() {
        let span = Span { from: day("2018-12-31"), to: day("2019-06-30") };
        let inside = |last: &str, questions| Put { last_on: Some(day(last)), questions };
        let told = |inside, before: Option<&str>| {
            let Asked { not_asked, last_on, days_since, questions } = asked(inside, before.map(day), span);
            (not_asked, last_on.map(|day| day.to_string()).unwrap_or_default(), days_since, questions)
        };
        assert_eq!(told(inside("2019-06-30", 3), None), (false, "2019-06-30".into(), Some(0), 3));
        assert_eq!(told(inside("2018-12-31", 1), None), (false, "2018-12-31".into(), Some(181), 1));
        assert_eq!(told(Put::default(), Some("2018-12-30")), (true, "2018-12-30".into(), Some(182), 0));
        assert_eq!(told(Put::default(), None), (true, String::new(), None, 0));
    }

    #[test]
    fn heads_count_in_a_window_that_reaches_them() {
        use BodyKind::{Board, Mopac, Pcc};
        let pcc = (Pcc, day("2012-11-22"), Some(day("2028-05-07")));
        let (board, mopac) = ((Board, day("2028-05-08"), None), (Mopac, day("2012-01-16"), None));
        for (terms, from, to, heads, last) in [
            (vec![pcc], "2019-07-01", "2019-12-31", 8, Some(Pcc)),
            // The last day of the window is the first of the head on complaints.
            (vec![pcc], "2019-08-02", "2020-02-01", 9, Some(Pcc)),
            (vec![pcc], "2019-08-01", "2020-01-31", 8, Some(Pcc)),
            (vec![pcc, board], "2028-05-01", "2028-05-31", 9, Some(Board)),
            (vec![pcc], "2012-06-01", "2012-11-21", 0, None),
            (vec![pcc], "2028-05-08", "2028-05-31", 0, None),
            (vec![mopac], "2012-01-01", "2012-01-31", 8, Some(Mopac)),
            (vec![], "2019-01-01", "2019-01-31", 0, None),
        ] {
            let counted = counted(&terms, Span { from: day(from), to: day(to) });
            assert_eq!((counted.len(), counted.first().map(|(_, kind)| *kind)), (heads, last), "{terms:?} {from} {to}");
        }
    }
}
