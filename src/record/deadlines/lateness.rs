//! Two thresholds: what is late from the day after it was due, and very late after a further time that the body has set. Pure,
//! except for [`limits_of`], which reads that time.

use chrono::{Datelike, NaiveDate};

use super::answer_periods;
use super::answer_periods::model::{Counting, Period};
use super::model::Calendar;
use super::{rules, store};
use crate::foundation::db::{AnyConnection, text_enum};
use crate::foundation::error::ApiError;

text_enum!(
    /// The lateness of something that is awaited and has a due date.
    Lateness {
        OnTime = "on_time",
        Late = "late",
        /// Later than the time that the body has set: see the member `very_late` of its answer periods.
        VeryLate = "very_late",
    }
);

/// The due dates that divide what is awaited on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Day before which what was due is late.
    pub today: NaiveDate,
    /// Day before which what was due is very late; `None` when nothing is.
    pub very_late_before: Option<NaiveDate>,
}

impl Limits {
    /// Returns the lateness of a record: none when it is not awaited, or has no date.
    pub fn lateness(self, is_awaited: bool, due_on: Option<NaiveDate>) -> Option<Lateness> {
        let due = due_on.filter(|_| is_awaited)?;
        Some(match self.very_late_before {
            _ if due >= self.today => Lateness::OnTime,
            Some(before) if due < before => Lateness::VeryLate,
            Some(_) | None => Lateness::Late,
        })
    }

    /// Returns the due dates of a lateness: on or after the first day, and before the second.
    pub fn due_within(self, lateness: Lateness) -> (NaiveDate, NaiveDate) {
        let before = self.very_late_before.unwrap_or(NaiveDate::MIN);
        match lateness {
            Lateness::OnTime => (self.today, NaiveDate::MAX),
            Lateness::Late => (before, self.today),
            Lateness::VeryLate => (NaiveDate::MIN, before),
        }
    }
}

/// Returns the limits on a day: something is very late when the time after its due date ended before `today`. Without the bank
/// holidays of the days in between, working days are not counted and nothing is very late.
pub fn limits(today: NaiveDate, very_late: Option<Period>, calendar: &Calendar) -> Limits {
    // Counted backwards from yesterday: what was due before the first of those days has had them all.
    let first = |period: Period| {
        let (mut day, mut left) = (today, period.days);
        while left > 0 {
            day = day.pred_opt()?;
            left -= u16::from(counts(day, period.counting, calendar)?);
        }
        Some(day)
    };
    Limits { today, very_late_before: very_late.and_then(first) }
}

/// Returns whether a day is counted; `None` when the bank holidays of its year are not known.
fn counts(day: NaiveDate, counting: Counting, calendar: &Calendar) -> Option<bool> {
    match counting {
        Counting::Calendar => Some(true),
        Counting::Working => {
            let (first, last) = calendar.years()?;
            (first..=last).contains(&day.year()).then(|| rules::is_working_day(day, calendar))
        }
    }
}

/// Returns the limits of an area.
pub fn limits_of(conn: &mut AnyConnection, area: &str, today: NaiveDate) -> Result<Limits, ApiError> {
    let very_late = answer_periods::store::of_area(conn, area)?.very_late.get()?;
    let counts_working_days = very_late.is_some_and(|period| period.rule().counts_working_days());
    let calendar = if counts_working_days { store::calendar(conn)? } else { Calendar::default() };
    Ok(limits(today, very_late, &calendar))
}

/// Returns the limits of an area for a lateness that a list is narrowed to.
pub fn asked(
    conn: &mut AnyConnection,
    area: &str,
    today: NaiveDate,
    lateness: Option<Lateness>,
) -> Result<Option<(Limits, Lateness)>, ApiError> {
    let Some(lateness) = lateness else { return Ok(None) };
    Ok(Some((limits_of(conn, area, today)?, lateness)))
}

/// Narrows a boxed query to the records of one lateness; `awaited` is the condition that a record of the table is awaited.
///
/// A macro for the reason that `narrow!` is one.
#[doc(hidden)]
#[macro_export]
macro_rules! __by_lateness {
    ($query:ident, $limits:ident, $table:ident, $awaited:expr) => {
        if let Some((limits, lateness)) = $limits {
            let limits: $crate::record::deadlines::lateness::Limits = limits;
            let (from, before) = limits.due_within(lateness);
            if from > chrono::NaiveDate::MIN {
                $query = $query.filter($table::due_on.ge(from));
            }
            if before > chrono::NaiveDate::MIN && before < chrono::NaiveDate::MAX {
                $query = $query.filter($table::due_on.lt(before));
            }
            if before == chrono::NaiveDate::MIN {
                // Nothing is very late.
                $query = $query.filter($table::due_on.is_null());
            }
            $query = $query.filter($table::due_on.is_not_null()).filter($awaited);
        }
    };
}
pub use __by_lateness as by_lateness;

/// Narrows a boxed query by what is known of the due date.
#[doc(hidden)]
#[macro_export]
macro_rules! __by_known_due {
    ($query:ident, $filter:ident, $table:ident) => {
        $query = match $filter.due {
            Some($crate::record::deadlines::model::KnownDue::Day) => $query.filter($table::due_on.is_not_null()),
            Some($crate::record::deadlines::model::KnownDue::Words) => {
                $query.filter($table::due_on.is_null()).filter($table::due_text.is_not_null())
            }
            Some($crate::record::deadlines::model::KnownDue::Nothing) => {
                $query.filter($table::due_on.is_null()).filter($table::due_text.is_null())
            }
            None => $query,
        };
    };
}
pub use __by_known_due as by_known_due;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::deadlines::properties::{day, seeded};

    #[test]
    fn late_and_very_late() {
        let ten = |counting| Some(Period { days: 10, counting });
        let (working, calendar) = (ten(Counting::Working), ten(Counting::Calendar));
        for (today, very_late, due, want) in [
            ("2019-02-13", None, Some("2019-02-13"), Some(Lateness::OnTime)),
            ("2019-02-14", None, Some("2019-02-13"), Some(Lateness::Late)),
            ("2030-02-14", None, Some("2019-02-13"), Some(Lateness::Late)),
            ("2019-02-14", calendar, None, None),
            ("2019-02-13", calendar, Some("2019-02-13"), Some(Lateness::OnTime)),
            ("2019-02-23", calendar, Some("2019-02-13"), Some(Lateness::Late)),
            ("2019-02-24", calendar, Some("2019-02-13"), Some(Lateness::VeryLate)),
            ("2019-02-27", working, Some("2019-02-13"), Some(Lateness::Late)),
            ("2019-02-28", working, Some("2019-02-13"), Some(Lateness::VeryLate)),
            // Good Friday and Easter Monday are no working days.
            ("2019-04-26", working, Some("2019-04-10"), Some(Lateness::Late)),
            ("2019-04-27", working, Some("2019-04-10"), Some(Lateness::VeryLate)),
            ("2019-02-16", working, Some("2019-02-01"), Some(Lateness::VeryLate)),
            // Bank holidays are known from 2012.
            ("2011-02-28", working, Some("2011-01-03"), Some(Lateness::Late)),
        ] {
            let got = limits(day(today), very_late, &seeded()).lateness(true, due.map(day));
            assert_eq!(got, want, "{due:?} on {today} {very_late:?}");
        }
        assert_eq!(limits(day("2019-02-14"), None, &seeded()).lateness(false, Some(day("2019-02-13"))), None);
    }

    /// Every due date is in the range of its lateness and in no other.
    #[test]
    fn the_filter_and_the_member_agree() {
        for today in day("2019-03-20").iter_days().take(60) {
            for very_late in [None, Some(Counting::Working), Some(Counting::Calendar)] {
                let limits = limits(today, very_late.map(|counting| Period { days: 7, counting }), &seeded());
                for due in day("2019-02-15").iter_days().take(120) {
                    let within = |lateness: &&Lateness| {
                        let (from, before) = limits.due_within(**lateness);
                        from <= due && due < before
                    };
                    let found: Vec<Lateness> = Lateness::ALL.iter().filter(within).copied().collect();
                    assert_eq!(Some(found), limits.lateness(true, Some(due)).map(|one| vec![one]), "{due} on {today}");
                }
            }
        }
    }
}
