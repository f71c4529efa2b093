//! Property tests of the rules against calculations that share no code with them: jiff's civil dates, counting day by day, and
//! the law of Easter.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate};
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use proptest::prelude::*;

use super::ledger::{Step, explain};
use super::model::{Calendar, EntryKind, Rule};
use super::rules;
use super::rules::resolve;

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// Returns the days added by the migration, read from its text.
fn listed() -> BTreeMap<NaiveDate, String> {
    let sql = include_str!("../../../migrations/portable/0010_deadlines/up.sql");
    let rows = sql.lines().filter_map(|line| line.trim().strip_prefix("('"));
    rows.map(|row| {
        let mut values = row.split("', '");
        let (id, day) = (values.next().expect("an id"), values.next().expect("a day"));
        assert_eq!(id, day);
        (day.parse().expect("a date"), values.next().expect("a title").to_owned())
    })
    .collect()
}

pub fn seeded() -> Calendar {
    known().clone()
}

fn known() -> &'static Calendar {
    static KNOWN: OnceLock<Calendar> = OnceLock::new();
    KNOWN.get_or_init(|| Calendar::new(listed()))
}

fn civil(day: NaiveDate) -> Date {
    let part = |number: u32| i8::try_from(number).expect("small");
    Date::new(i16::try_from(day.year()).expect("a year"), part(day.month()), part(day.day())).expect("a date")
}

fn resolved(rule: &Rule, start: NaiveDate) -> Date {
    civil(resolve(rule, start, &seeded(), None).expect("a day").due_on)
}

fn later(start: NaiveDate, span: Span) -> Date {
    civil(start).checked_add(span).expect("a date")
}

/// Generates days from 2012 to 2033, so that counting stays within known years; every third near a clock change, a leap day,
/// Easter or the turn of a year.
fn days() -> impl Strategy<Value = NaiveDate> {
    let any = (0_u64..8036).prop_map(|after| day("2012-01-01") + chrono::Days::new(after));
    let edge = (2012_i32..2034, 0_usize..5, 0_u64..10).prop_map(|(year, edge, after)| {
        let (month, first) = [(3, 22), (10, 22), (2, 24), (12, 24), (4, 1)][edge];
        NaiveDate::from_ymd_opt(year, month, first).expect("a date") + chrono::Days::new(after)
    });
    prop_oneof![2 => any, 1 => edge]
}

fn is_off(day: Date) -> bool {
    let chrono_day = NaiveDate::from_ymd_opt(
        i32::from(day.year()),
        u32::from(day.month().unsigned_abs()),
        u32::from(day.day().unsigned_abs()),
    );
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) || known().title(chrono_day.expect("a date")).is_some()
}

/// Returns the day on which a number of days outside the list of days off is reached, one day at a time.
fn counted(start: Date, wanted: u16) -> Date {
    let mut left = wanted;
    let mut day = start;
    while left > 0 {
        day = day.tomorrow().expect("a day");
        if !is_off(day) {
            left -= 1;
        }
    }
    day
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn calendar_rules_are_civil_arithmetic(start in days(), n in 1_u16..400) {
        prop_assert_eq!(resolved(&Rule::CalendarDays { days: n }, start), later(start, i64::from(n).days()));
        prop_assert_eq!(resolved(&Rule::Weeks { weeks: n }, start), later(start, i64::from(n).weeks()));
        let months = n % 120 + 1;
        prop_assert_eq!(resolved(&Rule::Months { months }, start), later(start, i64::from(months).months()));
        let end = civil(start).first_of_month().checked_add(i64::from(months).months()).expect("a date").last_of_month();
        prop_assert_eq!(resolved(&Rule::EndOfMonth { months_ahead: months }, start), end);
        prop_assert_eq!(resolved(&Rule::Section55 {}, start), later(start, 55.days()));
    }

    #[test]
    fn a_named_month_ends_next_on_or_after_the_start(start in days(), month in 1_u8..=12) {
        let mut candidate = civil(start);
        while candidate.month() != i8::try_from(month).expect("small") || candidate.last_of_month() != candidate {
            candidate = candidate.tomorrow().expect("a day");
        }
        prop_assert_eq!(resolved(&Rule::EndOfNamedMonth { month, year: None }, start), candidate);
    }

    #[test]
    fn working_days_are_counted_one_by_one(start in days(), n in 1_u16..60) {
        prop_assert_eq!(resolved(&Rule::WorkingDays { days: n }, start), counted(civil(start), n));
    }

    #[test]
    fn skipped_holidays_are_those_on_the_way(start in days(), n in 1_u16..60) {
        let got = resolve(&Rule::WorkingDays { days: n }, start, &seeded(), None).expect("a day");
        let between = listed().into_keys().filter(|day| *day > start && *day < got.due_on);
        let weekdays = between.filter(|day| !matches!(day.weekday(), chrono::Weekday::Sat | chrono::Weekday::Sun));
        prop_assert_eq!(got.holidays_skipped.iter().map(|holiday| holiday.day).collect::<Vec<_>>(), weekdays.collect::<Vec<_>>());
    }

    /// Each day of a pause is added to the deadline: simulated one day at a time.
    #[test]
    fn a_pause_gives_its_days_back(start in days(), n in 1_u16..40, wait in 0_u64..10, pause in 0_u64..40, working: bool) {
        let rule = if working { Rule::WorkingDays { days: n } } else { Rule::CalendarDays { days: n } };
        let due = resolve(&rule, start, &seeded(), None).expect("a day").due_on;
        let paused = (start + chrono::Days::new(wait)).min(due);
        let resumed = paused + chrono::Days::new(pause);
        let step = |kind, day, rule| Step { kind, day, rule, next_meeting: None, source_text: None, reason: None };
        let steps = [
            step(EntryKind::Start, start, Some(rule)),
            step(EntryKind::Pause, paused, None),
            step(EntryKind::Resume, resumed, None),
        ];
        let mut want = civil(due);
        for lost in (0..pause).map(|after| civil(paused + chrono::Days::new(after))) {
            if working {
                want = if is_off(lost) { want } else { counted(want, 1) };
            } else {
                want = want.tomorrow().expect("a day");
            }
        }
        let got = explain(&steps, &seeded());
        prop_assert_eq!(got.due_on.map(civil), Some(want));
        prop_assert_eq!(got.paused_days, i64::try_from(pause).expect("small"));
        prop_assert_eq!(explain(&steps[..2], &seeded()).due_on, None);
    }
}

/// Returns Easter by the tables of the Book of Common Prayer in J.-M. Oudin's form; the list was made by another algorithm.
fn easter(year: i16) -> Date {
    let (golden, century) = (year % 19, year / 100);
    let epact = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
    let moon = epact - (epact / 28) * (1 - (29 / (epact + 1)) * ((21 - golden) / 11));
    let weekday = (year + year / 4 + moon + 2 - century + century / 4) % 7;
    let sunday = moon - weekday;
    let month = 3 + (sunday + 40) / 44;
    let day = sunday + 28 - 31 * (month / 4);
    Date::new(year, i8::try_from(month).expect("small"), i8::try_from(day).expect("small")).expect("a date")
}

/// Returns the days of one year by the Banking and Financial Dealings Act 1971 and the proclamations.
fn by_law(year: i16) -> BTreeSet<Date> {
    let on = |month, day| Date::new(year, month, day).expect("a date");
    let first_monday = on(5, 1).yesterday().expect("a day").nth_weekday(1, Weekday::Monday).expect("a Monday");
    let last_monday = |month: i8| on(month, 31).tomorrow().expect("a day").nth_weekday(-1, Weekday::Monday).expect("a Monday");
    let mut days = BTreeSet::from([
        easter(year).checked_sub(2.days()).expect("a date"),
        easter(year).tomorrow().expect("a date"),
        if year == 2020 { on(5, 8) } else { first_monday },
        match year {
            2012 => on(6, 4),
            2022 => on(6, 2),
            _ => last_monday(5),
        },
        last_monday(8),
    ]);
    // A substitute day is the next free day.
    for fixed in [on(1, 1), on(12, 25), on(12, 26)] {
        let mut day = fixed;
        while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) || days.contains(&day) {
            day = day.tomorrow().expect("a day");
        }
        days.insert(day);
    }
    match year {
        2012 => drop(days.insert(on(6, 5))),
        2022 => days.extend([on(6, 3), on(9, 19)]),
        2023 => drop(days.insert(on(5, 8))),
        _ => {}
    }
    days
}

#[test]
fn the_bank_holidays_are_those_of_the_law() {
    let listed: BTreeSet<Date> = listed().into_keys().map(civil).collect();
    let law: BTreeSet<Date> = (2012..=2035).flat_map(by_law).collect();
    assert_eq!(listed, law);
    assert_eq!(listed.len(), 24 * 8 + 4);
    for (text, title) in [
        ("2012-06-05", "Queen’s Diamond Jubilee"),
        ("2020-05-08", "Early May bank holiday (VE day)"),
        ("2022-06-03", "Platinum Jubilee bank holiday"),
        ("2022-09-19", "Bank Holiday for the State Funeral of Queen Elizabeth II"),
        ("2023-05-08", "Bank holiday for the coronation of King Charles III"),
    ] {
        assert_eq!(seeded().title(day(text)), Some(title));
    }
    assert_eq!(seeded().title(day("2020-05-04")), None);
    assert_eq!(seeded().title(day("2012-05-28")), None);
    assert!(!rules::is_working_day(day("2022-06-02"), &seeded()) && rules::is_working_day(day("2022-05-30"), &seeded()));
}

#[test]
fn easter_is_easter() {
    for (year, want) in
        [(2016, "2016-03-27"), (2018, "2018-04-01"), (2019, "2019-04-21"), (2024, "2024-03-31"), (2035, "2035-03-25")]
    {
        assert_eq!(easter(year).to_string(), want);
    }
}
