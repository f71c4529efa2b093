//! Reads the end of a period: a week, a month, a quarter, a year; and the middle of a month.
//!
//! The last day of a week is its Friday. A quarter is one of the calendar year ("Q3 2023" ends on 30 September 2023), unless the
//! words say a financial year, which begins in April ("Q3 2023/24" ends on 31 December 2023).

use chrono::{Datelike, NaiveDate};

use super::super::model::{Rule, WeekDay};
use super::dates::{in_week, month_of, year};
use super::words::{BY, after, digits};

/// Reads "by the end of March", "next month", "Q3 2023", "mid-March", "by Christmas".
pub fn read(words: &[&str], start: NaiveDate) -> Option<Rule> {
    bare(words, start)
        .or_else(|| {
            let words = after(words, BY);
            let words = after(words, &[&["at"], &["in"], &["around"]]);
            let words = after(words, &[&["the"]]);
            end(words, start).or_else(|| middle(words, start))
        })
        .or_else(|| festival(words, start))
}

/// Reads a period that is named without its end: any day in it is on time. After "by" it would be ambiguous.
fn bare(words: &[&str], start: NaiveDate) -> Option<Rule> {
    match words {
        ["this" | "next", "week" | "month" | "quarter"] => period(words, start),
        ["within", "the", "week" | "month" | "quarter"] => period(words.get(2..)?, start),
        ["in" | "during", rest @ ..] => named_month(rest, start).or_else(|| quarter(rest, start)),
        [_, year] if year.len() == 4 => named_month(words, start).or_else(|| quarter(words, start)),
        _ => quarter(words, start),
    }
}

fn end(words: &[&str], start: NaiveDate) -> Option<Rule> {
    match words {
        ["eom"] | ["month", "end"] => period(&["month"], start),
        ["quarter", "end"] => period(&["quarter"], start),
        ["financial" | "fiscal", "year", "end"] | ["fy", "end"] => period(&["fy"], start),
        ["end", rest @ ..] => {
            let rest = after(rest, &[&["of"]]);
            period(after(rest, &[&["the"]]), start)
        }
        _ => None,
    }
}

/// Returns the last day of a period, which is the week, month, quarter or year of the start if it is not named.
fn period(words: &[&str], start: NaiveDate) -> Option<Rule> {
    let words = after(words, &[&["this"], &["current"]]);
    let friday = |weeks_ahead| Some(Rule::FixedDate { date: in_week(start, WeekDay::Friday, weeks_ahead)? });
    // The quarters of the calendar year and of the financial year end on the same days.
    let to_quarter_end = u16::try_from(2 - start.month0() % 3).ok();
    let march = |year| Some(Rule::EndOfNamedMonth { month: 3, year });
    match words {
        ["week"] | ["working", "week"] => friday(0),
        ["next", "week"] => friday(1),
        ["month"] | ["calendar", "month"] => Some(Rule::EndOfMonth { months_ahead: 0 }),
        ["next", "month"] => Some(Rule::EndOfMonth { months_ahead: 1 }),
        ["quarter"] => to_quarter_end.map(|months_ahead| Rule::EndOfMonth { months_ahead }),
        ["next", "quarter"] => to_quarter_end.map(|ahead| Rule::EndOfMonth { months_ahead: ahead + 3 }),
        ["financial" | "fiscal", "year"] | ["fy"] => march(None),
        ["next", "financial" | "fiscal", "year"] => march(Some(start.year() + 1 + i32::from(start.month() > 3))),
        ["calendar", "year"] => Some(Rule::EndOfNamedMonth { month: 12, year: None }),
        [one] if one.len() == 4 && year(one, start).is_some() => {
            Some(Rule::EndOfNamedMonth { month: 12, year: year(one, start) })
        }
        _ => {
            named_month(words, start).or_else(|| quarter(words, start)).or_else(|| march(Some(financial_year(words, start)? + 1)))
        }
    }
}

fn named_month(words: &[&str], start: NaiveDate) -> Option<Rule> {
    match words {
        [name] => Some(Rule::EndOfNamedMonth { month: month_of(name)?, year: None }),
        [name, year] => Some(Rule::EndOfNamedMonth { month: month_of(name)?, year: Some(self::year(year, start)?) }),
        _ => None,
    }
}

/// Reads "Q3", "Q3 2023", "the third quarter of 2023", "Q3 2023/24", "Q3 of the financial year".
fn quarter(words: &[&str], start: NaiveDate) -> Option<Rule> {
    let words = after(words, &[&["the"]]);
    let (is_financial, words) = match words {
        ["financial" | "fiscal" | "fy", rest @ ..] => (true, rest),
        all => (false, all),
    };
    let (number, rest) = match words {
        [first, "quarter", rest @ ..] => (nth(first)?, rest),
        ["quarter" | "qtr", number, rest @ ..] => (nth(number)?, rest),
        [first, rest @ ..] => (nth(first.strip_prefix('q')?)?, rest),
        [] => return None,
    };
    let rest = after(after(rest, &[&["of"], &["in"]]), &[&["the"], &["this"]]);
    let of_calendar = |year| Some(Rule::EndOfNamedMonth { month: number * 3, year });
    let of_financial = |first: Option<i32>| {
        let month = if number == 4 { 3 } else { number * 3 + 3 };
        Some(Rule::EndOfNamedMonth { month, year: first.map(|year| year + i32::from(number == 4)) })
    };
    match rest {
        [] if is_financial => of_financial(None),
        [] | ["year"] | ["calendar", "year"] => of_calendar(None),
        ["financial" | "fiscal", "year"] | ["fy"] => of_financial(None),
        [one] if one.len() == 4 && !is_financial && year(one, start).is_some() => of_calendar(year(one, start)),
        years => of_financial(Some(financial_year(years, start)?)),
    }
}

fn nth(word: &str) -> Option<u8> {
    match word {
        "1" | "1st" | "first" | "one" => Some(1),
        "2" | "2nd" | "second" | "two" => Some(2),
        "3" | "3rd" | "third" | "three" => Some(3),
        "4" | "4th" | "fourth" | "four" => Some(4),
        _ => None,
    }
}

/// Reads "2022/23", "FY22/23", "financial year 2022-23"; the year in which it begins. One year alone may be its first or its last.
fn financial_year(words: &[&str], start: NaiveDate) -> Option<i32> {
    let words = after(words, &[&["financial", "year"], &["fiscal", "year"], &["fy"]]);
    let (first, last) = match words {
        [both] => both.strip_prefix("fy").unwrap_or(both).split_once('/')?,
        [first, last] => (first.strip_prefix("fy").unwrap_or(first), *last),
        _ => return None,
    };
    let (first, last) = (year(first, start)?, digits(last).filter(|_| last.len() == 2 || last.len() == 4)?);
    (i32::from(last) % 100 == (first + 1) % 100).then_some(first)
}

/// Reads "mid-March": the 15th.
fn middle(words: &[&str], start: NaiveDate) -> Option<Rule> {
    let (["mid", words @ ..] | ["middle", "of", words @ ..]) = words else { return None };
    match words {
        [name] => Some(Rule::DayOfYear { month: month_of(name)?, day: 15 }),
        [name, year] => {
            let date = NaiveDate::from_ymd_opt(self::year(year, start)?, u32::from(month_of(name)?), 15)?;
            Some(Rule::FixedDate { date })
        }
        _ => None,
    }
}

/// Reads "by Christmas" as the day before Christmas Day, and "by the new year" as the day before New Year's Day.
fn festival(words: &[&str], start: NaiveDate) -> Option<Rule> {
    let led = after(words, &[&["by"], &["before"], &["in", "time", "for"], &["on"]]);
    let is_bare = led.len() == words.len();
    let words = after(led, &[&["the"]]);
    let (day, rest) = match words {
        ["christmas" | "xmas", "day", rest @ ..] => (25, rest),
        ["christmas" | "xmas", "eve", rest @ ..] | ["christmas" | "xmas", rest @ ..] => (24, rest),
        ["new", "year", "eve", rest @ ..] => (31, rest),
        ["new", "year"] if !is_bare => (31, [].as_slice()),
        _ => return None,
    };
    match rest {
        [] => Some(Rule::DayOfYear { month: 12, day }),
        [year] => NaiveDate::from_ymd_opt(self::year(year, start)?, 12, u32::from(day)).map(|date| Rule::FixedDate { date }),
        _ => None,
    }
}
