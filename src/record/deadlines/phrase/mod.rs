//! Reads the words of a note for a day: "within two weeks", "Fri 9th Dec", "by the end of Q2". Pure.
//!
//! The whole phrase must be understood and unambiguous. "By March" may mean its first day or its last, "before Friday" excludes
//! Friday, "in two to three weeks" has two dates, "early March" has none: they are unclear, and no day is made of them. A day
//! that does not exist as it is said ("31 February", "Friday 8 December 2022", a Thursday) is impossible, and is never taken for
//! another one. Words are read against a start: the day of the meeting, or the day they were set.

mod dates;
mod ends;
mod time_of_day;

use chrono::NaiveDate;

use super::model::{Rule, WeekDay};

/// The meaning of words for a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Rule(Rule),
    /// A day that does not exist as it is said.
    Impossible(Impossible),
    /// No day, or more than one.
    Unclear,
}

/// The reasons a day is impossible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Impossible {
    /// "31 February".
    NoSuchDay,
    /// "Friday 8 December 2022".
    OtherWeekday { date: NaiveDate, weekday: WeekDay },
    /// A whole date before the day from which the words are read.
    Past { date: NaiveDate },
}

impl Impossible {
    /// Returns a sentence for people.
    pub fn sentence(self) -> String {
        match self {
            Self::NoSuchDay => "there is no such day".to_owned(),
            Self::OtherWeekday { date, weekday } => format!("{date} is a {}", capital(weekday.as_str())),
            Self::Past { date } => format!("{date} is before the day from which the words are read"),
        }
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A form that was recognised: its rule, or the reason it is impossible.
type Found = Result<Rule, Impossible>;

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

/// Splits the text into words in lower case, without the punctuation around them. A hyphen splits a word, but not a date.
fn words(text: &str) -> Option<Vec<String>> {
    // Longer than any phrase for one date.
    if text.chars().count() > 120 {
        return None;
    }
    let text = text.to_lowercase().replace(['\u{2019}', '\u{2018}'], "'").replace(['\u{a0}', '\u{2009}'], " ");
    let text = text.replace(['\u{2013}', '\u{2011}'], "-");
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let word = word.trim_matches(|c: char| matches!(c, ',' | '.' | ';' | ':' | '(' | ')' | '"' | '\u{201c}' | '\u{201d}'));
        let word = word.strip_suffix("'s").unwrap_or(word).trim_matches('\'');
        if word.starts_with(|c: char| c.is_ascii_digit()) && word.matches('-').count() == 2 {
            words.push(word.to_owned());
        } else {
            words.extend(word.split('-').filter(|part| !part.is_empty()).map(undotted));
        }
    }
    Some(words)
}

/// Returns "cob" for "c.o.b", and any other word as it is.
fn undotted(word: &str) -> String {
    let initials =
        word.contains('.') && word.split('.').all(|part| part.len() == 1 && part.chars().all(|c| c.is_ascii_lowercase()));
    if initials { word.replace('.', "") } else { word.to_owned() }
}

/// Returns the words after the first of `leads` that `words` begins with; all of them when there is none.
fn after<'a, 'b>(words: &'a [&'b str], leads: &[&[&str]]) -> &'a [&'b str] {
    leads.iter().find(|lead| words.starts_with(lead)).and_then(|lead| words.get(lead.len()..)).unwrap_or(words)
}

const NO_LATER: &[&str] = &["no", "later", "than"];
const NOT_LATER: &[&str] = &["not", "later", "than"];
/// Words that may precede a named day.
const BY: &[&[&str]] = &[NO_LATER, NOT_LATER, &["on", "or", "before"], &["by"], &["on"]];

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

fn digits(word: &str) -> Option<u16> {
    if word.chars().all(|c| c.is_ascii_digit()) { word.parse().ok() } else { None }
}

fn next_meeting(words: &[&str]) -> Option<Rule> {
    let words = after(words, BY);
    let words = after(words, &[&["in", "time", "for"], &["at"], &["for"], &["to"]]);
    let words = after(words, &[&["the"], &["our"]]);
    (words == ["next", "meeting"]).then_some(Rule::NextMeeting {})
}

#[cfg(test)]
mod tests;
