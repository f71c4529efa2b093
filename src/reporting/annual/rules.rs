//! The calculation of the year and its figures. Pure.

use chrono::{Datelike, NaiveDate};

use super::model::{
    AnnualActions, AnnualPriority, AnnualQuestions, AnnualRating, AnnualRatings, AnnualRecommendations, Confirmed, Counted,
    Dated, Evidence, FINANCIAL_YEAR, FinancialYear, PlannedPriority, PutQuestion, Rated, RatingsOn, Reference,
};
use crate::record::findings::model::FindingKind;
use crate::record::findings::rating_scales::model::{Grade, RatingCode};
use crate::record::planning::plans::model::{PlanStatus, PriorityId};
use crate::record::questions::answer::rules::state;
use crate::reporting::answers::model::ByFate;
use crate::reporting::answers::rules::place;

/// Maximum number of references in a list.
pub const REFERENCES: usize = 100;

impl FinancialYear {
    /// The one that begins in a year, of those that records can have.
    fn beginning(year: i32) -> Option<Self> {
        let is_possible = (1800..=2198).contains(&year);
        let (from, to) = (NaiveDate::from_ymd_opt(year, 4, 1)?, NaiveDate::from_ymd_opt(year + 1, 3, 31)?);
        is_possible.then_some(Self { from, to })
    }

    /// The one that a day is in; none where no record can have the day.
    pub fn of(day: NaiveDate) -> Option<Self> {
        Self::beginning(if day.month() < 4 { day.year() - 1 } else { day.year() })
    }
}

impl std::fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.from.year(), self.to.year().rem_euclid(100))
    }
}

impl std::str::FromStr for FinancialYear {
    type Err = &'static str;

    /// Parses strictly `YYYY-YY`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let (first, second) = text.split_once('-').ok_or(FINANCIAL_YEAR)?;
        if first.len() != 4 || second.len() != 2 || !digits(first) || !digits(second) {
            return Err(FINANCIAL_YEAR);
        }
        let year = first.parse().ok().and_then(Self::beginning).ok_or(FINANCIAL_YEAR)?;
        if year.to_string() == text { Ok(year) } else { Err(FINANCIAL_YEAR) }
    }
}

/// Returns the priorities whose plan was in force on any day of a year.
pub fn in_force_in(mut priorities: Vec<PlannedPriority>, year: FinancialYear) -> Vec<PlannedPriority> {
    priorities.retain(|one| {
        one.status != PlanStatus::Draft
            && one.adopted_on.is_some_and(|adopted| adopted <= year.to)
            && one.superseded_on.is_none_or(|superseded| superseded > year.from)
            // A plan superseded on the day it was adopted was never in force.
            && one.superseded_on.is_none_or(|superseded| one.adopted_on.is_some_and(|adopted| adopted < superseded))
    });
    priorities
}

/// Returns the evidence under a priority.
pub fn evidence_of(one: PlannedPriority, all: &Evidence, year: FinancialYear) -> AnnualPriority {
    let id = &one.priority_id;
    let listed = all.recommendations.iter().find(|(priority, _)| priority == id).map(|(_, tally)| *tally);
    AnnualPriority {
        questions: questions(all.questions.iter().filter(|row| row.priority_id == *id)),
        findings: counted(all.findings.iter().filter(|row| row.priority_id == *id).map(finding)),
        commendations: counted(
            all.findings.iter().filter(|row| row.priority_id == *id && row.kind == FindingKind::Commendation).map(finding),
        ),
        ratings: AnnualRatings {
            at_start: ratings(&all.ratings, id, |on| on < year.from),
            at_end: ratings(&all.ratings, id, |on| on <= year.to),
        },
        actions: AnnualActions {
            set: of(&all.actions_set, id),
            accepted: of(&all.actions_accepted, id),
            overdue_at_end: of(&all.actions_overdue, id),
        },
        decisions: of(&all.decisions, id),
        recommendations: AnnualRecommendations { sets: of(&all.recommendation_sets, id), listed: listed.unwrap_or_default() },
        title: one.title,
        plan_id: one.plan_id,
        plan_title: one.plan_title,
        in_force_from: one.adopted_on,
        in_force_to: one.superseded_on.and_then(|day| day.pred_opt()),
        priority_id: one.priority_id,
    }
}

fn counted(rows: impl Iterator<Item = Reference>) -> Counted {
    let mut counted = Counted::default();
    for row in rows {
        counted.count += 1;
        if counted.references.len() < REFERENCES {
            counted.references.push(row);
        } else {
            counted.truncated = true;
        }
    }
    counted
}

fn of(rows: &[Dated], priority: &PriorityId) -> Counted {
    let reference = |row: &Dated| Reference { id: row.id.clone(), label: row.label.clone(), on: row.on };
    counted(rows.iter().filter(|row| row.priority_id == *priority).map(reference))
}

fn finding(row: &Confirmed) -> Reference {
    Reference { id: row.id.clone(), label: row.reference.clone(), on: row.on }
}

fn questions<'a>(rows: impl Iterator<Item = &'a PutQuestion> + Clone) -> AnnualQuestions {
    let mut by_fate = ByFate::default();
    for row in rows.clone() {
        if let Some(state) = state(row.status, row.outcome, row.replied_since.is_some()) {
            *place(&mut by_fate, state) += 1;
        }
    }
    let reference = |row: &PutQuestion| Reference { id: row.id.clone(), label: row.reference.clone(), on: row.put_on };
    AnnualQuestions { put: counted(rows.map(reference)), by_fate }
}

/// Returns the latest rating of each judgement on a day that `counts`; the rows are in order of day.
fn ratings(rows: &[Rated], priority: &PriorityId, counts: impl Fn(NaiveDate) -> bool) -> RatingsOn {
    let last = |grade: fn(&Rated) -> (Option<RatingCode>, &Option<String>)| {
        let mut latest_first = rows.iter().rev().filter(|row| row.priority_id == *priority);
        latest_first.find_map(|row| {
            let on = row.on.filter(|on| counts(*on))?;
            let (code, label) = grade(row);
            let grade = Grade { code: code?, label: label.clone()? };
            Some(AnnualRating { grade, finding_id: row.id.clone(), reference: row.reference.clone(), on })
        })
    };
    RatingsOn {
        performance: last(|row| (row.performance_code, &row.performance_label)),
        plan: last(|row| (row.plan_code, &row.plan_label)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn id(number: u8) -> String {
        format!("0197a3c0-7d1e-7c55-9d0e-{number:012}")
    }

    #[test]
    fn years_are_read_strictly() {
        for text in ["2018-19", "1999-00", "1800-01", "2198-99"] {
            assert_eq!(text.parse::<FinancialYear>().map(|year| year.to_string()), Ok(text.to_owned()));
        }
        let bad = [
            "",
            "2018",
            "2018-20",
            "2018-18",
            "2018-2019",
            "18-19",
            "2018/19",
            "2018-19 ",
            " 2018-19",
            "+018-19",
            "2018-+9",
            "1799-00",
            "2199-00",
            "2018-1",
            "2018-1９",
            "2018-19-20",
        ];
        for text in bad {
            assert_eq!(text.parse::<FinancialYear>(), Err(FINANCIAL_YEAR), "{text:?}");
        }
    }

    #[test]
    fn a_year_is_april_to_march() {
        let year: FinancialYear = "2019-20".parse().expect("a year");
        assert!(FinancialYear::of(day("1799-12-31")).is_none() && FinancialYear::of(NaiveDate::MAX).is_none());
        assert_eq!((year.from, year.to), (day("2019-04-01"), day("2020-03-31")));
        for (on, want) in
            [("2019-03-31", "2018-19"), ("2019-04-01", "2019-20"), ("2020-01-01", "2019-20"), ("2020-02-29", "2019-20")]
        {
            assert_eq!(FinancialYear::of(day(on)).map(|year| year.to_string()).as_deref(), Some(want), "{on}");
        }
    }

    #[test]
    fn plans_that_were_in_force_on_any_day() {
        use PlanStatus::{Adopted, Draft, Superseded};
        let year: FinancialYear = "2018-19".parse().expect("a year");
        for (status, adopted, superseded, want) in [
            (Draft, None, None, false),
            (Adopted, Some("2019-03-31"), None, true),
            (Adopted, Some("2019-04-01"), None, false),
            (Adopted, Some("2016-10-25"), None, true),
            (Superseded, Some("2016-10-25"), Some("2018-04-01"), false),
            (Superseded, Some("2016-10-25"), Some("2018-04-02"), true),
            (Superseded, Some("2018-07-01"), Some("2018-07-01"), false),
            (Superseded, Some("2016-10-25"), Some("2021-11-01"), true),
        ] {
            let one = PlannedPriority {
                priority_id: id(1).parse().expect("an id"),
                title: "A".into(),
                plan_id: id(2).parse().expect("an id"),
                plan_title: "B".into(),
                status,
                adopted_on: adopted.map(day),
                superseded_on: superseded.map(day),
            };
            assert_eq!(in_force_in(vec![one], year).len() == 1, want, "{status} {adopted:?} {superseded:?}");
        }
    }

    #[test]
    fn a_long_list_is_cut_and_says_so() {
        let rows = |number: usize| counted((0..number).map(|_| Reference { id: id(1), label: None, on: None }));
        for (number, references, truncated) in [(0, 0, false), (100, 100, false), (101, 100, true), (250, 100, true)] {
            let told = rows(number);
            assert_eq!(
                (told.count, told.references.len(), told.truncated),
                (i64::try_from(number).expect("small"), references, truncated)
            );
        }
    }

    #[test]
    fn ratings_at_both_ends() {
        let priority: PriorityId = id(1).parse().expect("an id");
        let rated = |number, on: &str, performance: Option<RatingCode>, plan: Option<RatingCode>| Rated {
            priority_id: priority.clone(),
            id: id(number).parse().expect("an id"),
            reference: Some(format!("F{number}")),
            performance_code: performance,
            performance_label: performance.map(|code| code.to_string()),
            plan_code: plan,
            plan_label: plan.map(|code| code.to_string()),
            on: Some(day(on)),
        };
        let rows = [
            rated(1, "2018-03-30", Some(RatingCode::NotAssured), Some(RatingCode::NotAssured)),
            rated(2, "2018-03-31", Some(RatingCode::PartlyAssured), None),
            rated(3, "2018-04-01", None, Some(RatingCode::Assured)),
            rated(4, "2019-03-31", Some(RatingCode::Assured), None),
            rated(5, "2019-04-01", Some(RatingCode::NotAssured), Some(RatingCode::NotAssured)),
        ];
        let year: FinancialYear = "2018-19".parse().expect("a year");
        let told = |counts: &dyn Fn(NaiveDate) -> bool| {
            let RatingsOn { performance, plan } = ratings(&rows, &priority, counts);
            [performance, plan].map(|one| one.and_then(|one| one.reference).unwrap_or_default())
        };
        assert_eq!(told(&|on| on < year.from), ["F2", "F1"]);
        assert_eq!(told(&|on| on <= year.to), ["F4", "F3"]);
        assert_eq!(told(&|_| false), ["", ""]);
        assert_eq!(ratings(&rows, &id(9).parse().expect("an id"), |_| true), RatingsOn::default());
    }
}
