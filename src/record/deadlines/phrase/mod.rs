//! Reads the words of a note for a day: "within two weeks", "Fri 9th Dec", "by the end of Q2". Pure.
//!
//! The whole phrase must be understood and unambiguous. "By March" may mean its first day or its last, "before Friday" excludes
//! Friday, "in two to three weeks" has two dates, "early March" has none: they are unclear, and no day is made of them. A day
//! that does not exist as it is said ("31 February", "Friday 8 December 2022", a Thursday) is impossible, and is never taken for
//! another one. Words are read against a start: the day of the meeting, or the day they were set.

mod dates;
mod ends;
mod time_of_day;
mod words;

use chrono::NaiveDate;

pub use self::words::Impossible;
use self::words::{BY, NO_LATER, NOT_LATER, after, digits, words};
use super::model::Rule;

/// The meaning of words for a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Rule(Rule),
    /// A day that does not exist as it is said.
    Impossible(Impossible),
    /// No day, or more than one.
    Unclear,
}

const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: [(&str, u16); 8] = [
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// Words that may introduce a date in a record.
const INTRODUCTIONS: &[&[&str]] = &[
    &["due", "date"],
    &["due"],
    &["deadline"],
    &["target", "date"],
    &["target"],
    &["to", "be", "completed"],
    &["for", "completion"],
    &["to", "complete"],
    &["completion"],
    &["complete"],
];

/// Reads `text` as words said on `start`.
pub fn read(text: &str, start: NaiveDate) -> Said {
    // A minus is no part of a count.
    if text.trim_start().starts_with(['-', '\u{2212}']) {
        return Said::Unclear;
    }
    let Some(words) = words(text) else { return Said::Unclear };
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let words = after(&words, INTRODUCTIONS);
    let words = words.strip_suffix(&["at", "the", "latest"]).or_else(|| words.strip_suffix(&["latest"])).unwrap_or(words);
    let words = time_of_day::without(words);
    let found = duration(words, start)
        .or_else(|| ends::read(words, start))
        .or_else(|| next_meeting(words))
        .map(Ok)
        .or_else(|| dates::date(words, start))
        .or_else(|| dates::weekday(words, start).map(Ok));
    match found {
        None => Said::Unclear,
        Some(Err(impossible)) => Said::Impossible(impossible),
        Some(Ok(rule)) if rule.fault().is_some() => Said::Unclear,
        Some(Ok(rule)) => match stated_day(&rule).filter(|date| *date < start) {
            Some(date) => Said::Impossible(Impossible::Past { date }),
            None => Said::Rule(rule),
        },
    }
}

/// Returns the day of a rule that says its year, and so may be past.
fn stated_day(rule: &Rule) -> Option<NaiveDate> {
    match rule {
        Rule::FixedDate { date } => Some(*date),
        Rule::EndOfNamedMonth { month, year: Some(year) } => {
            NaiveDate::from_ymd_opt(*year, u32::from(*month), 1).and_then(super::rules::end_of_month)
        }
        Rule::CalendarDays { .. }
        | Rule::WorkingDays { .. }
        | Rule::Weeks { .. }
        | Rule::Months { .. }
        | Rule::EndOfMonth { .. }
        | Rule::EndOfNamedMonth { year: None, .. }
        | Rule::DayOfYear { .. }
        | Rule::Weekday { .. }
        | Rule::NextMeeting {}
        | Rule::Section55 {} => None,
    }
}

/// Parses "Within 14 days", "in three months' time", "a fortnight", "within the next 10 working days".
fn duration(words: &[&str], start: NaiveDate) -> Option<Rule> {
    match after(words, BY) {
        ["today"] => return Some(Rule::FixedDate { date: start }),
        ["tomorrow"] => return Some(Rule::CalendarDays { days: 1 }),
        _ => {}
    }
    let words = after(words, &[&["within"], &["in"], NO_LATER, NOT_LATER]);
    let words = after(words, &[&["the", "next"], &["the", "following"], &["next"]]);
    let (count, words) = count(words)?;
    let (unit, words) = match words {
        ["working" | "business", "day" | "days", rest @ ..] => ("working", rest),
        ["calendar", unit @ ("day" | "days" | "month" | "months"), rest @ ..] => (*unit, rest),
        [unit, rest @ ..] => (*unit, rest),
        [] => return None,
    };
    if !matches!(words, [] | ["time"] | ["from" | "of", "today" | "now"]) {
        return None;
    }
    match unit {
        "working" => Some(Rule::WorkingDays { days: count }),
        "day" | "days" => Some(Rule::CalendarDays { days: count }),
        "week" | "weeks" => Some(Rule::Weeks { weeks: count }),
        "fortnight" | "fortnights" => Some(Rule::Weeks { weeks: count.checked_mul(2)? }),
        "month" | "months" => Some(Rule::Months { months: count }),
        "year" | "years" => Some(Rule::Months { months: count.checked_mul(12)? }),
        _ => None,
    }
}

/// Parses a number in digits or in words, and returns the words after it.
fn count<'a, 'b>(words: &'a [&'b str]) -> Option<(u16, &'a [&'b str])> {
    let (first, rest) = words.split_first()?;
    if let Some(number) = digits(first) {
        return Some((number, rest));
    }
    if matches!(*first, "a" | "an") {
        return Some((1, rest));
    }
    let unit = |word: &str| UNITS.iter().position(|name| *name == word).and_then(|number| u16::try_from(number).ok());
    if let Some((_, tens)) = TENS.iter().find(|(name, _)| name == first) {
        return match rest.split_first().and_then(|(second, rest)| Some((unit(second)?, rest))) {
            Some((unit @ 1..=9, rest)) => Some((tens + unit, rest)),
            Some(_) => None,
            None => Some((*tens, rest)),
        };
    }
    Some((unit(first)?, rest))
}

fn next_meeting(words: &[&str]) -> Option<Rule> {
    let words = after(words, BY);
    let words = after(words, &[&["in", "time", "for"], &["at"], &["for"], &["to"]]);
    let words = after(words, &[&["the"], &["our"]]);
    (words == ["next", "meeting"]).then_some(Rule::NextMeeting {})
}

#[cfg(test)]
mod tests;
