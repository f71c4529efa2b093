//! The window of the report, and the calculations from the latest question. Pure.

use chrono::{Months, NaiveDate};

use super::model::{Asked, Listed, Put, Span};
use crate::record::planning::plans::rules::in_force;
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

/// Returns the paragraph of a head in the Police Reform and Social Responsibility Act 2011, and its subject.
pub const fn about(head: Head) -> (&'static str, &'static str) {
    match head {
        Head::PoliceAndCrimePlan => ("s.1(8)(a)", "Having regard to the Police and Crime Plan, as s.8(2) requires."),
        Head::StrategicPolicingRequirement => {
            ("s.1(8)(b)", "Having regard to the strategic policing requirement, as s.37A(2) of the Police Act 1996 requires.")
        }
        Head::CodesOfPractice => (
            "s.1(8)(c)",
            "Having regard to the Secretary of State's codes of practice, as s.39A(7) of the Police Act 1996 requires.",
        ),
        Head::Cooperation => (
            "s.1(8)(d)",
            "Effectiveness and efficiency of the arrangements for working with others, under s.22A of the Police Act 1996 or not.",
        ),
        Head::LocalEngagement => {
            ("s.1(8)(e)", "Effectiveness and efficiency of the arrangements for engaging with local people (s.34).")
        }
        Head::ValueForMoney => ("s.1(8)(f)", "Value for money: compliance of the chief constable with s.35."),
        Head::EqualityAndDiversity => ("s.1(8)(g)", "Duties of equality and diversity, under any enactment."),
        Head::ChildSafeguarding => {
            ("s.1(8)(h)", "Safeguarding children and promoting their welfare: ss.10 and 11 of the Children Act 2004.")
        }
    }
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
    fn every_head_has_a_paragraph_of_its_own() {
        let table: Vec<String> = Head::ALL.iter().map(|head| format!("{:30} {}", head.as_str(), about(*head).0)).collect();
        insta::assert_snapshot!(table.join("\n"));
    }
}
