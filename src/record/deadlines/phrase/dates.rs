//! Reads a named day: "13 February 2019", "Fri 9th Dec", "09/12/22", "Friday". Day and month are in British order.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::super::model::{Rule, WeekDay, YEARS};
use super::words::{BY, Found, Impossible, after, digits};

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// A day as written.
#[derive(Clone, Copy)]
enum Written {
    Whole(NaiveDate),
    /// A day and a month.
    Yearly {
        month: u32,
        day: u32,
    },
    /// "The 9th".
    Monthly {
        day: u32,
    },
}

/// Reads one day, with or without its weekday, which must be right.
pub fn date(words: &[&str], start: NaiveDate) -> Option<Found> {
    let words = after(words, BY);
    let words = after(words, &[&["week", "ending"], &["w/e"]]);
    let words = after(words, &[&["the"]]);
    let (named, words) = match words {
        [first, rest @ ..] if day_name(first).is_some() && !rest.is_empty() => (day_name(first), rest),
        [rest @ .., last] if day_name(last).is_some() && !rest.is_empty() => (day_name(last), rest),
        all => (None, all),
    };
    let words = after(words, &[&["the"]]);
    let written = written(words, start)?;
    Some(written.and_then(|written| rule(written, named, start)))
}

fn written(words: &[&str], start: NaiveDate) -> Option<Result<Written, Impossible>> {
    match words {
        [one] => numeric(one, start).or_else(|| Some(Ok(Written::Monthly { day: suffixed(one)? }))),
        [day, "of", month] | [day, month] if month_of(month).is_some() => yearly(day, month),
        // "March 23" may be the year.
        [month, "the", day] | [month, day] if suffixed(day).is_some() => yearly(day, month),
        [day, "of", month, year] | [day, month, year] if month_of(month).is_some() => whole(year, month, day, start),
        [month, day, year] => whole(year, month, day, start),
        _ => None,
    }
}

fn yearly(day: &str, month: &str) -> Option<Result<Written, Impossible>> {
    let (month, day) = (u32::from(month_of(month)?), ordinal(day)?);
    // In a leap year, so that 29 February exists.
    let exists = NaiveDate::from_ymd_opt(2020, month, day).is_some();
    Some(if exists { Ok(Written::Yearly { month, day }) } else { Err(Impossible::NoSuchDay) })
}

fn whole(year: &str, month: &str, day: &str, start: NaiveDate) -> Option<Result<Written, Impossible>> {
    let (year, month, day) = (self::year(year, start)?, month_of(month)?, ordinal(day)?);
    Some(existing(year, month.into(), day).map(Written::Whole))
}

fn existing(year: i32, month: u32, day: u32) -> Result<NaiveDate, Impossible> {
    NaiveDate::from_ymd_opt(year, month, day).ok_or(Impossible::NoSuchDay)
}

/// Reads "09/12/22", "9.12.2022", "9-Dec-22" and "9/12", or ISO 8601.
fn numeric(word: &str, start: NaiveDate) -> Option<Result<Written, Impossible>> {
    let mark = ['/', '.', '-'].into_iter().find(|mark| word.contains(*mark))?;
    let parts: Vec<&str> = word.split(mark).collect();
    let month = |part: &str| short(part).or_else(|| month_of(part).map(u32::from));
    match parts.as_slice() {
        [first, second, last] if mark != '.' && first.len() == 4 => {
            Some(existing(year(first, start)?, short(second)?, short(last)?).map(Written::Whole))
        }
        [first, second, last] => Some(existing(year(last, start)?, month(second)?, short(first)?).map(Written::Whole)),
        // Not a financial year such as 22/23.
        [first, second] if mark == '/' => {
            let month = month(second).filter(|month| (1..=12).contains(month))?;
            let day = short(first)?;
            let exists = NaiveDate::from_ymd_opt(2020, month, day).is_some();
            Some(if exists { Ok(Written::Yearly { month, day }) } else { Err(Impossible::NoSuchDay) })
        }
        _ => None,
    }
}

/// Finds the day on or after the start, and compares its weekday.
fn rule(written: Written, named: Option<WeekDay>, start: NaiveDate) -> Found {
    let (date, rule) = match written {
        Written::Whole(date) => (date, Rule::FixedDate { date }),
        Written::Yearly { month, day } => {
            let is_past = (month, day) < (start.month(), start.day());
            let date = existing(start.year() + i32::from(is_past), month, day)?;
            let part = |number: u32| u8::try_from(number).map_err(|_| Impossible::NoSuchDay);
            (date, Rule::DayOfYear { month: part(month)?, day: part(day)? })
        }
        Written::Monthly { day } => {
            let first = start.with_day(1).and_then(|first| first.checked_add_months(Months::new(u32::from(day < start.day()))));
            let date = first.and_then(|first| first.with_day(day)).ok_or(Impossible::NoSuchDay)?;
            (date, Rule::FixedDate { date })
        }
    };
    match named.filter(|name| *name != weekday_of(date)) {
        Some(_) => Err(Impossible::OtherWeekday { date, weekday: weekday_of(date) }),
        None => Ok(rule),
    }
}

/// Reads "by Friday", "this Friday", "Friday of next week". "Next Friday" may be either of two.
pub fn weekday(words: &[&str], start: NaiveDate) -> Option<Rule> {
    let of_week = |name: &str, weeks_ahead| Some(Rule::FixedDate { date: in_week(start, day_name(name)?, weeks_ahead)? });
    match after(words, BY) {
        [name] => Some(Rule::Weekday { weekday: day_name(name)? }),
        [name, "next", "week"] | [name, "of", "next", "week"] | ["next", "week", "on", name] => of_week(name, 1),
        ["this", name] | [name, "this", "week"] | [name, "of", "this", "week"] => of_week(name, 0),
        _ => None,
    }
}

/// Returns a weekday of the week of `start`, from Monday to Sunday, or of a later week; none that is past.
pub fn in_week(start: NaiveDate, weekday: WeekDay, weeks_ahead: u64) -> Option<NaiveDate> {
    let monday = start.checked_sub_days(Days::new(u64::from(start.weekday().num_days_from_monday())))?;
    let monday = monday.checked_add_days(Days::new(weeks_ahead * 7))?;
    monday.iter_days().take(7).find(|day| weekday_of(*day) == weekday).filter(|day| *day >= start)
}

fn short(word: &str) -> Option<u32> {
    if word.len() <= 2 { digits(word).map(u32::from) } else { None }
}

/// Reads a year of four digits, or of two in the century of the start.
pub fn year(word: &str, start: NaiveDate) -> Option<i32> {
    let number = digits(word).map(i32::from)?;
    let year = match word.len() {
        4 => number,
        2 => {
            let year = start.year().div_euclid(100) * 100 + number;
            if year + 50 < start.year() { year + 100 } else { year }
        }
        _ => return None,
    };
    YEARS.contains(&year).then_some(year)
}

/// Reads a month by its name or its first letters.
pub fn month_of(word: &str) -> Option<u8> {
    let word = if word == "sept" { "sep" } else { word };
    let index = MONTHS.iter().position(|name| *name == word || (word.len() == 3 && name.starts_with(word)))?;
    u8::try_from(index + 1).ok()
}

/// Reads "13", "13th", "1st".
fn ordinal(word: &str) -> Option<u32> {
    suffixed(word).or_else(|| if word.is_empty() { None } else { short(word) })
}

fn suffixed(word: &str) -> Option<u32> {
    let number = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end))?;
    if number.is_empty() { None } else { short(number) }
}

fn day_name(word: &str) -> Option<WeekDay> {
    let word = if word == "weds" { "wed" } else { word };
    let is = |day: &&WeekDay| word.len() >= 3 && day.as_str().starts_with(word);
    WeekDay::ALL.iter().find(is).copied()
}

fn weekday_of(date: NaiveDate) -> WeekDay {
    match date.weekday() {
        chrono::Weekday::Mon => WeekDay::Monday,
        chrono::Weekday::Tue => WeekDay::Tuesday,
        chrono::Weekday::Wed => WeekDay::Wednesday,
        chrono::Weekday::Thu => WeekDay::Thursday,
        chrono::Weekday::Fri => WeekDay::Friday,
        chrono::Weekday::Sat => WeekDay::Saturday,
        chrono::Weekday::Sun => WeekDay::Sunday,
    }
}
