//! Warnings about weekdays that do not match the date beside them.

use chrono::{Datelike, NaiveDate, Weekday};
use serde_json::Value;

use super::texts::{each_own_text, is_prose, warning};
use crate::publishing::editions::model::Warning;

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// Checks every text; a date without a year is in the year of the meeting.
pub fn mismatched(record: &Value, warnings: &mut Vec<Warning>) {
    let held_on = record.pointer("/meeting/held_on").and_then(Value::as_str).and_then(|day| day.parse::<NaiveDate>().ok());
    let year = held_on.map(|day| day.year());
    each_own_text(record, &mut |at, name, text| {
        if !is_prose(name) {
            return;
        }
        for (said, date) in pairs(text, year) {
            if date.weekday() != said {
                let detail = format!("says {} of {date}, which is a {}", full(said), full(date.weekday()));
                warnings.push(warning("weekday_mismatch", at, detail));
            }
        }
    });
}

const fn full(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// Returns each weekday with the date beside it: "Wednesday 30 January 2019", "Wednesday, January 30", "Wed 30/01/2019",
/// "2019-01-30 (Wednesday)".
fn pairs(text: &str, year: Option<i32>) -> Vec<(Weekday, NaiveDate)> {
    let strip = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let words: Vec<String> =
        text.split_whitespace().map(strip).filter(|word| !matches!(word.as_str(), "" | "the" | "of")).collect();
    let mut found = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let Some(said) = weekday(word) else { continue };
        let after = words.get(place + 1..).unwrap_or_default();
        let before = words.get(place.saturating_sub(3)..place).unwrap_or_default();
        let behind = || (0..before.len()).find_map(|from| date(before.get(from..)?, year, true));
        if let Some(date) = date(after, year, false).or_else(behind) {
            found.push((said, date));
        }
    }
    found
}

fn weekday(word: &str) -> Option<Weekday> {
    // Chrono accepts "wed" and "wednesday"; "sat" and "sun" are also English words.
    if matches!(word, "sat" | "sun") { None } else { word.parse().ok() }
}

/// Returns the date that some words begin with, or with `whole` that they consist of.
fn date(words: &[String], year: Option<i32>, whole: bool) -> Option<NaiveDate> {
    let fits = |used: usize| !whole || used == words.len();
    let first = words.first()?;
    let numeric = first.parse::<NaiveDate>().ok().or_else(|| NaiveDate::parse_from_str(first, "%d/%m/%Y").ok());
    if let Some(date) = numeric {
        return fits(1).then_some(date);
    }
    let second = words.get(1)?;
    let (day, month) = day_of_month(first).zip(month(second)).or_else(|| day_of_month(second).zip(month(first)))?;
    let given = words.get(2).filter(|word| word.len() == 4).and_then(|word| word.parse::<i32>().ok());
    let used = if given.is_some() { 3 } else { 2 };
    let date = NaiveDate::from_ymd_opt(given.or(year)?, month, day)?;
    fits(used).then_some(date)
}

fn day_of_month(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn month(word: &str) -> Option<u32> {
    if word.len() < 3 {
        return None;
    }
    (1..).zip(MONTHS).find(|(_, name)| name.starts_with(word)).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn days_beside_dates() {
        for (text, want) in [
            ("Wednesday 30 January 2019", None),
            ("on Wednesday 31 January 2019 at ten", Some("says Wednesday of 2019-01-31, which is a Thursday")),
            ("Wednesday, the 31st of January", Some("says Wednesday of 2019-01-31, which is a Thursday")),
            ("Tuesday January 30, 2018", None),
            ("Wed 31 Jan 2019", Some("says Wednesday of 2019-01-31, which is a Thursday")),
            ("Thursday 30/01/2019", Some("says Thursday of 2019-01-30, which is a Wednesday")),
            ("2019-01-30 (Thursday)", Some("says Thursday of 2019-01-30, which is a Wednesday")),
            ("30 January 2019 (Wednesday)", None),
            ("30 January (Thursday)", Some("says Thursday of 2019-01-30, which is a Wednesday")),
            ("every Wednesday of the year", None),
            ("Wednesday 31 cases were open", None),
            ("they sat 30 January", None),
            ("Monday 30 February 2019", None),
        ] {
            let mut warnings = Vec::new();
            mismatched(&json!({"meeting": {"held_on": "2019-01-30", "venue": text}}), &mut warnings);
            assert_eq!(warnings.first().map(|one| one.detail.as_str()), want, "{text}");
            assert!(warnings.len() < 2 && warnings.iter().all(|one| one.pointer == "/meeting/venue"));
        }
    }
}
