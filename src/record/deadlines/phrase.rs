//! Parses a rule from the words of a note: "within two weeks", "by the end of March". Pure.
//!
//! The whole phrase must be understood and unambiguous. "By March" may mean its first day or its last, "before Friday" excludes
//! Friday, "13/02/19" has no century, "in two to three weeks" has two dates: none of them is accepted.

use chrono::{Datelike, NaiveDate};

use super::model::{Rule, WeekDay, YEARS};

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

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

/// Returns the rule that `text` states; `None` when it is not understood.
pub fn parse(text: &str) -> Option<Rule> {
    let words = words(text)?;
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let words = words.strip_prefix(&["due"]).unwrap_or(&words);
    let rule = duration(words)
        .or_else(|| end_of_month(words))
        .or_else(|| next_meeting(words))
        .or_else(|| date(words))
        .or_else(|| weekday(words))?;
    rule.fault().is_none().then_some(rule)
}

/// Splits the text into words in lower case, without the punctuation around them. A hyphen splits a word, but not a date.
fn words(text: &str) -> Option<Vec<String>> {
    // Longer than any phrase for one date.
    if text.chars().count() > 120 {
        return None;
    }
    let text = text.to_lowercase().replace('\u{2019}', "'").replace(['\u{a0}', '\u{2009}'], " ");
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let word = word.trim_matches(|c: char| matches!(c, ',' | '.' | ';' | ':' | '(' | ')' | '"' | '\u{201c}' | '\u{201d}'));
        let word = word.strip_suffix("'s").unwrap_or(word).trim_matches('\'');
        if word.starts_with(|c: char| c.is_ascii_digit()) && word.matches('-').count() == 2 {
            words.push(word.to_owned());
        } else {
            words.extend(word.split('-').filter(|part| !part.is_empty()).map(str::to_owned));
        }
    }
    Some(words)
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
fn duration(words: &[&str]) -> Option<Rule> {
    if words == ["tomorrow"] || words == ["by", "tomorrow"] {
        return Some(Rule::CalendarDays { days: 1 });
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

/// Parses "By the end of March", "end of March 2019", "end of the month", "by the end of next month".
fn end_of_month(words: &[&str]) -> Option<Rule> {
    let words = after(words, BY);
    let words = after(words, &[&["at"]]);
    let words = after(words, &[&["the"]]);
    if matches!(words, ["month", "end"]) {
        return Some(Rule::EndOfMonth { months_ahead: 0 });
    }
    let words = after(words.strip_prefix(&["end"])?, &[&["of"]]);
    match words {
        ["the" | "this", "month"] | ["this", "calendar", "month"] | ["month"] => Some(Rule::EndOfMonth { months_ahead: 0 }),
        ["next", "month"] => Some(Rule::EndOfMonth { months_ahead: 1 }),
        [name] => Some(Rule::EndOfNamedMonth { month: month(name)?, year: None }),
        [name, year] => Some(Rule::EndOfNamedMonth { month: month(name)?, year: Some(self::year(year)?) }),
        _ => None,
    }
}

fn next_meeting(words: &[&str]) -> Option<Rule> {
    let words = after(words, BY);
    let words = after(words, &[&["in", "time", "for"], &["at"], &["for"], &["to"]]);
    let words = after(words, &[&["the"], &["our"]]);
    (words == ["next", "meeting"]).then_some(Rule::NextMeeting {})
}

/// Parses "By 13 February 2019", "13/02/2019", "Wednesday 13th of February", "2019-02-13"; a weekday must be correct.
fn date(words: &[&str]) -> Option<Rule> {
    let words = after(words, BY);
    let words = after(words, &[&["the"]]);
    let (named, words) = match words.split_first() {
        Some((first, rest)) if self::day_name(first).is_some() && !rest.is_empty() => (self::day_name(first), rest),
        _ => (None, words),
    };
    let words = after(words, &[&["the"]]);
    let rule = match words {
        [one] => Rule::FixedDate { date: numeric(one)? },
        [day, "of", month] | [day, month] if self::month(month).is_some() => {
            Rule::DayOfYear { month: self::month(month)?, day: ordinal(day)? }
        }
        [month, day] => Rule::DayOfYear { month: self::month(month)?, day: ordinal(day)? },
        [day, "of", month, year] | [day, month, year] if self::month(month).is_some() => on(year, month, day)?,
        [month, day, year] => on(year, month, day)?,
        _ => return None,
    };
    match (&rule, named) {
        (_, None) => Some(rule),
        (Rule::FixedDate { date }, Some(name)) if weekday_of(*date) == name => Some(rule),
        // Without a year the weekday cannot be checked.
        (_, Some(_)) => None,
    }
}

fn on(year: &str, month: &str, day: &str) -> Option<Rule> {
    let (year, month, day) = (self::year(year)?, self::month(month)?, ordinal(day)?);
    NaiveDate::from_ymd_opt(year, month.into(), day.into()).map(|date| Rule::FixedDate { date })
}

/// Parses day, month and year in British order, or ISO 8601.
fn numeric(word: &str) -> Option<NaiveDate> {
    for mark in ['/', '.', '-'] {
        let parts: Vec<&str> = word.split(mark).collect();
        let [first, month, last] = parts.as_slice() else { continue };
        if mark == '-' && first.len() == 4 {
            return NaiveDate::from_ymd_opt(year(first)?, short(month)?, short(last)?);
        }
        return NaiveDate::from_ymd_opt(year(last)?, short(month)?, short(first)?);
    }
    None
}

fn short(word: &str) -> Option<u32> {
    if word.len() <= 2 { digits(word).map(u32::from) } else { None }
}

/// Parses a year of four digits, in the permitted range.
fn year(word: &str) -> Option<i32> {
    let year = digits(word).map(i32::from).filter(|_| word.len() == 4)?;
    YEARS.contains(&year).then_some(year)
}

/// Parses a month by its name or its first letters.
fn month(word: &str) -> Option<u8> {
    let word = if word == "sept" { "sep" } else { word };
    let index = MONTHS.iter().position(|name| *name == word || (word.len() == 3 && name.starts_with(word)))?;
    u8::try_from(index + 1).ok()
}

/// Parses "13", "13th", "1st".
fn ordinal(word: &str) -> Option<u8> {
    let number = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    if number.is_empty() || number.len() > 2 { None } else { digits(number)?.try_into().ok() }
}

fn weekday(words: &[&str]) -> Option<Rule> {
    match after(words, BY) {
        [name] => Some(Rule::Weekday { weekday: day_name(name)? }),
        _ => None,
    }
}

fn day_name(word: &str) -> Option<WeekDay> {
    let is = |day: &&WeekDay| day.as_str() == word || (word.len() == 3 && day.as_str().starts_with(word));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::deadlines::properties::{day, seeded};
    use crate::record::deadlines::rules::resolve;

    /// One line per phrase: its rule, and the resulting day from 30 January 2019 with a meeting on 26 March.
    #[test]
    fn phrases() {
        let phrases = include_str!("phrases.txt");
        let lines: Vec<String> = phrases.lines().filter(|line| !line.is_empty()).map(read).collect();
        insta::assert_snapshot!(lines.join("\n"));
    }

    fn read(phrase: &str) -> String {
        let Some(rule) = parse(phrase) else { return format!("{phrase:?} is not understood") };
        let resolved = resolve(&rule, day("2019-01-30"), &seeded(), Some(day("2019-03-26"))).expect("a day");
        format!("{phrase:?} {} {}", resolved.due_on, serde_json::to_string(&rule).expect("JSON"))
    }

    #[test]
    fn the_phrases_of_the_domain() {
        for (phrase, want) in [
            ("within two weeks", "2019-02-13"),
            ("by the end of March", "2019-03-31"),
            ("in 3 months", "2019-04-30"),
            ("next meeting", "2019-03-26"),
            ("by 13 February 2019", "2019-02-13"),
        ] {
            let rule = parse(phrase).unwrap_or_else(|| panic!("{phrase} is not understood"));
            let resolved = resolve(&rule, day("2019-01-30"), &seeded(), Some(day("2019-03-26"))).expect("a day");
            assert_eq!(resolved.due_on, day(want), "{phrase}");
        }
    }

    #[test]
    fn anything_can_be_said() {
        proptest::proptest!(|(text in "\\PC{0,60}")| {
            let _ = parse(&text);
        });
    }
}
