//! Decisions about deadlines: the resulting day of a rule, and permission to pause or move a clock. Pure.
//!
//! Days are calendar days of Europe/London, so clock changes have no effect; `clock::london_day` converts an instant to a day.
//! A result is the last day on time: a record is late from the day after.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::model::{BankHoliday, Calendar, DeadlineAct, Rule, SkippedHoliday, WeekDay, YEARS};
use crate::foundation::actor::Role::Pcc;
use crate::foundation::actor::{Actor, allowed};
use crate::foundation::error::Refusal;

/// The resulting day of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    pub due_on: NaiveDate,
    pub holidays_skipped: Vec<SkippedHoliday>,
}

/// The reasons a rule has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unresolved {
    /// "Next meeting", and none is scheduled after the start.
    NoMeeting,
    /// The bank holidays of a year in between are not known.
    NoCalendar { year: i32 },
    /// The result is outside the permitted years.
    OutOfRange,
}

impl Unresolved {
    /// Returns a sentence for people.
    pub fn sentence(self) -> String {
        match self {
            Self::NoMeeting => "no meeting is scheduled after the start".to_owned(),
            Self::NoCalendar { year } => format!("the bank holidays of {year} are not known, so working days cannot be counted"),
            Self::OutOfRange => "the result must be in the years 1800 to 2199".to_owned(),
        }
    }
}

/// Returns the last day on time, for a deadline that starts on `start`.
///
/// `calendar` is used by working days only, `next_meeting` by "next meeting" only.
pub fn resolve(
    rule: &Rule,
    start: NaiveDate,
    calendar: &Calendar,
    next_meeting: Option<NaiveDate>,
) -> Result<Resolved, Unresolved> {
    let day = match rule {
        Rule::WorkingDays { days } => return working_days_after(start, u32::from(*days), calendar),
        Rule::NextMeeting {} => Some(next_meeting.filter(|day| *day > start).ok_or(Unresolved::NoMeeting)?),
        Rule::FixedDate { date } => Some(*date),
        Rule::CalendarDays { days } => start.checked_add_days(Days::new(u64::from(*days))),
        Rule::Weeks { weeks } => start.checked_add_days(Days::new(u64::from(*weeks) * 7)),
        Rule::Months { months } => months_after(start, u32::from(*months)),
        Rule::EndOfMonth { months_ahead } => {
            start.with_day(1).and_then(|first| months_after(first, u32::from(*months_ahead))).and_then(end_of_month)
        }
        Rule::EndOfNamedMonth { month, year: Some(year) } => {
            NaiveDate::from_ymd_opt(*year, u32::from(*month), 1).and_then(end_of_month)
        }
        Rule::EndOfNamedMonth { month, year: None } => {
            next_of(start, |year| NaiveDate::from_ymd_opt(year, u32::from(*month), 1).and_then(end_of_month))
        }
        Rule::DayOfYear { month, day } => {
            next_of(start, |year| NaiveDate::from_ymd_opt(year, u32::from(*month), u32::from(*day)))
        }
        Rule::Weekday { weekday } => next_weekday(start, *weekday),
        Rule::Section55 {} => section_55_last_day(start),
    };
    match day.filter(|day| YEARS.contains(&day.year())) {
        Some(due_on) => Ok(Resolved { due_on, holidays_skipped: Vec::new() }),
        None => Err(Unresolved::OutOfRange),
    }
}

/// Returns the last lawful day for comments on an inspection report: they are due before the end of the period of 56 days
/// *beginning with* the day of publication, so the day itself is the first of the 56 (Police Act 1996 s.55).
pub fn section_55_last_day(published: NaiveDate) -> Option<NaiveDate> {
    published.checked_add_days(Days::new(55))
}

/// Returns the same day of the month a number of months later, or the last day of that month when it has no such day.
pub fn months_after(start: NaiveDate, months: u32) -> Option<NaiveDate> {
    start.checked_add_months(Months::new(months))
}

/// Returns the last day of the month of `day`.
pub fn end_of_month(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
}

/// Returns the first occurrence of a yearly day on or after `start`; 29 February occurs within eight years.
fn next_of(start: NaiveDate, in_year: impl Fn(i32) -> Option<NaiveDate>) -> Option<NaiveDate> {
    (0..=8).filter_map(|ahead| in_year(start.year() + ahead)).find(|day| *day >= start)
}

fn next_weekday(start: NaiveDate, weekday: WeekDay) -> Option<NaiveDate> {
    let wanted = match weekday {
        WeekDay::Monday => chrono::Weekday::Mon,
        WeekDay::Tuesday => chrono::Weekday::Tue,
        WeekDay::Wednesday => chrono::Weekday::Wed,
        WeekDay::Thursday => chrono::Weekday::Thu,
        WeekDay::Friday => chrono::Weekday::Fri,
        WeekDay::Saturday => chrono::Weekday::Sat,
        WeekDay::Sunday => chrono::Weekday::Sun,
    };
    start.iter_days().skip(1).take(7).find(|day| day.weekday() == wanted)
}

/// Returns whether people work: no Saturday, no Sunday, no bank holiday.
pub fn is_working_day(day: NaiveDate, calendar: &Calendar) -> bool {
    !is_weekend(day) && calendar.title(day).is_none()
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), chrono::Weekday::Sat | chrono::Weekday::Sun)
}

/// Returns the `wanted`th working day after `start`, and the bank holidays in between that fall on Monday to Friday.
pub fn working_days_after(start: NaiveDate, wanted: u32, calendar: &Calendar) -> Result<Resolved, Unresolved> {
    let mut holidays_skipped = Vec::new();
    let mut left = wanted;
    let mut day = start;
    while left > 0 {
        day = day.succ_opt().ok_or(Unresolved::OutOfRange)?;
        require_known(day, calendar)?;
        if is_working_day(day, calendar) {
            left -= 1;
        } else if let Some(title) = calendar.title(day).filter(|_| !is_weekend(day)) {
            holidays_skipped.push(SkippedHoliday { day, title: title.to_owned() });
        }
    }
    Ok(Resolved { due_on: day, holidays_skipped })
}

/// Returns the number of working days from `from` to the day before `to`.
pub fn working_days_between(from: NaiveDate, to: NaiveDate, calendar: &Calendar) -> Result<u32, Unresolved> {
    let mut count = 0;
    for day in from.iter_days().take_while(|day| *day < to) {
        require_known(day, calendar)?;
        count += u32::from(is_working_day(day, calendar));
    }
    Ok(count)
}

fn require_known(day: NaiveDate, calendar: &Calendar) -> Result<(), Unresolved> {
    let year = day.year();
    match calendar.years() {
        Some((first, last)) if (first..=last).contains(&year) => Ok(()),
        Some(_) | None => Err(Unresolved::NoCalendar { year }),
    }
}

/// The state of a deadline's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The record awaits nothing: it is a draft, has been answered or is done.
    Over,
    /// Awaited, without a date.
    Undated,
    Running,
    Paused,
    /// Fixed by statute.
    Statutory,
}

impl Clock {
    /// All states, for tables.
    pub const ALL: [Self; 5] = [Self::Over, Self::Undated, Self::Running, Self::Paused, Self::Statutory];
}

/// Decides whether `actor` may do `act` to a deadline whose clock stands there; `is_extended` is true when there is an extension
/// that stands. The role is judged before the clock.
pub fn decide(act: DeadlineAct, clock: Clock, is_extended: bool, actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc], "only the PCC stops a clock or moves a due date")?;
    match (act, clock) {
        (_, Clock::Over) => Err(Refusal::WrongState("this record awaits nothing, so it has no running clock")),
        (_, Clock::Statutory) => Err(Refusal::WrongState("this deadline is set by statute: it cannot be paused or moved")),
        (DeadlineAct::Pause, Clock::Running) | (DeadlineAct::Resume, Clock::Paused) => Ok(()),
        (DeadlineAct::Extend, Clock::Running | Clock::Undated) => Ok(()),
        (DeadlineAct::Pause, Clock::Undated) => Err(Refusal::WrongState("this record has no due date: set one with extend")),
        (DeadlineAct::Pause, Clock::Paused) => Err(Refusal::WrongState("the clock is already stopped")),
        (DeadlineAct::Resume, Clock::Undated | Clock::Running) => Err(Refusal::WrongState("the clock is not stopped")),
        (DeadlineAct::Extend | DeadlineAct::TakeBackExtension, Clock::Paused) => {
            Err(Refusal::WrongState("the clock is stopped: resume it first"))
        }
        (DeadlineAct::TakeBackExtension, Clock::Running) if is_extended => Ok(()),
        (DeadlineAct::TakeBackExtension, Clock::Undated | Clock::Running) => {
            Err(Refusal::WrongState("there is no extension to take back"))
        }
    }
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(clock: Clock, is_extended: bool, actor: &Actor) -> Vec<DeadlineAct> {
    allowed(|act| decide(act, clock, is_extended, actor))
}

/// The difference between a list of whole years of bank holidays and the stored one. For those years the list is authoritative:
/// a day that it omits was moved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HolidayChange {
    pub added: Vec<BankHoliday>,
    pub removed: Vec<BankHoliday>,
    /// Days with another title or note than before.
    pub renamed: Vec<BankHoliday>,
}

impl HolidayChange {
    /// Returns whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.renamed.is_empty()
    }
}

/// Compares the stored days with those of a list of whole years.
pub fn compare_holidays(kept: &[BankHoliday], list: &[BankHoliday]) -> HolidayChange {
    let in_list = |day: NaiveDate| list.iter().find(|holiday| holiday.day == day);
    let in_kept = |day: NaiveDate| kept.iter().find(|holiday| holiday.day == day);
    let covered = |year: i32| list.iter().any(|holiday| holiday.day.year() == year);
    let removed = kept.iter().filter(|old| covered(old.day.year()) && in_list(old.day).is_none());
    HolidayChange {
        added: list.iter().filter(|new| in_kept(new.day).is_none()).cloned().collect(),
        removed: removed.cloned().collect(),
        renamed: list.iter().filter(|new| in_kept(new.day).is_some_and(|old| old != *new)).cloned().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::matrix::acts_in_states;
    use crate::record::deadlines::properties::{day, seeded};

    #[test]
    fn every_rule_has_its_day() {
        let weekday = |weekday| Rule::Weekday { weekday };
        let end_of = |month, year| Rule::EndOfNamedMonth { month, year };
        for (start, rule, want) in [
            ("2019-01-30", Rule::FixedDate { date: day("2019-02-13") }, "2019-02-13"),
            ("2019-01-30", Rule::CalendarDays { days: 14 }, "2019-02-13"),
            ("2019-01-30", Rule::Weeks { weeks: 2 }, "2019-02-13"),
            // Across both clock changes and a leap day.
            ("2019-03-30", Rule::CalendarDays { days: 1 }, "2019-03-31"),
            ("2019-03-30", Rule::CalendarDays { days: 2 }, "2019-04-01"),
            ("2019-10-26", Rule::CalendarDays { days: 2 }, "2019-10-28"),
            ("2020-02-15", Rule::Weeks { weeks: 2 }, "2020-02-29"),
            ("2019-01-31", Rule::Months { months: 1 }, "2019-02-28"),
            ("2020-01-31", Rule::Months { months: 1 }, "2020-02-29"),
            ("2019-01-31", Rule::Months { months: 2 }, "2019-03-31"),
            ("2020-02-29", Rule::Months { months: 12 }, "2021-02-28"),
            ("2019-11-30", Rule::Months { months: 3 }, "2020-02-29"),
            ("2019-01-30", Rule::EndOfMonth { months_ahead: 0 }, "2019-01-31"),
            ("2019-01-31", Rule::EndOfMonth { months_ahead: 0 }, "2019-01-31"),
            ("2019-01-31", Rule::EndOfMonth { months_ahead: 1 }, "2019-02-28"),
            ("2019-12-05", Rule::EndOfMonth { months_ahead: 2 }, "2020-02-29"),
            ("2019-01-30", end_of(3, None), "2019-03-31"),
            ("2019-03-31", end_of(3, None), "2019-03-31"),
            ("2019-04-01", end_of(3, None), "2020-03-31"),
            ("2019-01-30", end_of(3, Some(2019)), "2019-03-31"),
            ("2019-01-30", end_of(2, Some(2020)), "2020-02-29"),
            ("2019-01-30", Rule::DayOfYear { month: 2, day: 13 }, "2019-02-13"),
            ("2019-02-13", Rule::DayOfYear { month: 2, day: 13 }, "2019-02-13"),
            ("2019-02-14", Rule::DayOfYear { month: 2, day: 13 }, "2020-02-13"),
            ("2019-02-14", Rule::DayOfYear { month: 2, day: 29 }, "2020-02-29"),
            ("2019-01-30", weekday(WeekDay::Friday), "2019-02-01"),
            ("2019-01-30", weekday(WeekDay::Wednesday), "2019-02-06"),
            ("2019-12-31", weekday(WeekDay::Wednesday), "2020-01-01"),
            ("2019-01-30", Rule::NextMeeting {}, "2019-03-26"),
            ("2019-01-30", Rule::WorkingDays { days: 10 }, "2019-02-13"),
            // Good Friday 19 April and Easter Monday 22 April.
            ("2019-04-17", Rule::WorkingDays { days: 2 }, "2019-04-23"),
            ("2018-12-24", Rule::WorkingDays { days: 3 }, "2018-12-31"),
            ("2018-12-24", Rule::WorkingDays { days: 4 }, "2019-01-02"),
            // A start on a Saturday; the two substitute days after Christmas 2021.
            ("2021-12-25", Rule::WorkingDays { days: 1 }, "2021-12-29"),
            ("2018-07-05", Rule::Section55 {}, "2018-08-29"),
        ] {
            let got = resolve(&rule, day(start), &seeded(), Some(day("2019-03-26")));
            assert_eq!(got.map(|resolved| resolved.due_on.to_string()), Ok(want.to_owned()), "{start} {rule:?}");
        }
    }

    #[test]
    fn fifty_six_days_begin_with_the_day_of_publication() {
        for (published, last) in [
            ("2019-01-01", "2019-02-25"),
            ("2020-01-06", "2020-03-01"),
            // Across either clock change.
            ("2019-03-01", "2019-04-25"),
            ("2019-10-01", "2019-11-25"),
        ] {
            let last_day = section_55_last_day(day(published)).expect("a day");
            assert_eq!(last_day, day(last), "{published}");
            assert_eq!(day(published).iter_days().nth(55), Some(last_day), "the 56th, counting {published} as the first");
        }
    }

    #[test]
    fn what_has_no_day() {
        for (start, rule, want) in [
            ("2019-03-26", Rule::NextMeeting {}, Unresolved::NoMeeting),
            ("2035-12-20", Rule::WorkingDays { days: 20 }, Unresolved::NoCalendar { year: 2036 }),
            ("2011-12-20", Rule::WorkingDays { days: 1 }, Unresolved::NoCalendar { year: 2011 }),
            ("2199-12-01", Rule::Months { months: 1 }, Unresolved::OutOfRange),
        ] {
            let got = resolve(&rule, day(start), &seeded(), Some(day("2019-03-26")));
            assert_eq!(got, Err(want), "{start} {rule:?}");
        }
        assert_eq!(resolve(&Rule::NextMeeting {}, day("2019-01-30"), &seeded(), None), Err(Unresolved::NoMeeting));
    }

    #[test]
    fn holidays_on_the_way_are_named() {
        let skipped = |start, days| {
            let resolved = working_days_after(day(start), days, &seeded()).expect("a day");
            resolved.holidays_skipped.iter().map(|holiday| holiday.day.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(skipped("2019-04-17", 2), ["2019-04-19", "2019-04-22"]);
        assert_eq!(skipped("2022-05-31", 2), ["2022-06-02", "2022-06-03"]);
        assert_eq!(skipped("2022-09-16", 1), ["2022-09-19"]);
        assert_eq!(skipped("2023-05-05", 1), ["2023-05-08"]);
        assert_eq!(skipped("2020-05-01", 5), ["2020-05-08"]);
        assert_eq!(skipped("2019-04-17", 1), Vec::<String>::new());
    }

    /// One line per act and role: possible in each state of the clock, `-` for not permitted, `x` for not possible.
    #[test]
    fn every_act_by_every_role_at_every_clock() {
        let states = Clock::ALL.map(|clock| (clock, false)).into_iter().chain([(Clock::Running, true), (Clock::Paused, true)]);
        let states: Vec<(Clock, bool)> = states.collect();
        let headings =
            "act                 role  over       undated    running    paused     statutory  (extended) (extended, paused)";
        let table =
            acts_in_states(headings, &states, |act, (clock, is_extended), actor| decide(act, *clock, *is_extended, actor));
        insta::assert_snapshot!(table);
    }

    #[test]
    fn a_list_is_the_truth_in_its_years() {
        let holiday = |text: &str, title: &str| BankHoliday {
            id: text.to_owned(),
            day: day(text),
            title: title.to_owned(),
            notes: String::new(),
        };
        let kept = [holiday("2019-05-06", "May"), holiday("2020-05-04", "May"), holiday("2020-12-25", "Christmas")];
        let list = [holiday("2020-05-08", "May"), holiday("2020-12-25", "Christmas Day")];
        let change = compare_holidays(&kept, &list);
        assert_eq!(change.added, [holiday("2020-05-08", "May")]);
        assert_eq!(change.removed, [holiday("2020-05-04", "May")]);
        assert_eq!(change.renamed, [holiday("2020-12-25", "Christmas Day")]);
        assert!(compare_holidays(&kept, &kept).is_empty());
    }
}
