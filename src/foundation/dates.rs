//! Days and instants from callers, within a range that both databases can store and sort.
//!
//! The functions are for `#[serde(deserialize_with)]`: a day out of range is a fault at its own pointer, like a wrong type.

use std::str::FromStr;

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use serde::{Deserialize, Deserializer};

use crate::foundation::input::from_text;

/// The years a record may contain: from before the first modern police force to far beyond any plan.
pub const YEARS: std::ops::RangeInclusive<i32> = 1800..=2199;

/// The first day a record may speak of.
pub const FIRST: NaiveDate = day_or(NaiveDate::from_ymd_opt(*YEARS.start(), 1, 1), NaiveDate::MIN);

/// The last day that follows from one a record may speak of: what is due some weeks after it lies in the year after.
pub const LAST: NaiveDate = day_or(NaiveDate::from_ymd_opt(*YEARS.end() + 1, 12, 31), NaiveDate::MAX);

const fn day_or(day: Option<NaiveDate>, beyond: NaiveDate) -> NaiveDate {
    match day {
        Some(day) => day,
        None => beyond,
    }
}

/// The day that stands in for a missing one in an order, so that it comes last. Databases have it in indexes.
pub const NEVER: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// The forms of a day and an instant, which complete the sentence "send ...".
const DAY: &str = "a day as YYYY-MM-DD, such as 2027-01-31";
const MONTH: &str = "a month as YYYY-MM, such as 2018-11";
const YEAR_OR_MONTH: &str = "a year or a month as YYYY or YYYY-MM, such as 2022-12";
const INSTANT: &str = "an instant as YYYY-MM-DDTHH:MM:SSZ (RFC 3339), such as 2027-01-31T09:00:00Z";
/// The same for one that is no part of the calendar, or lies outside of [`YEARS`].
const REAL_DAY: &str = "a day that is in the calendar, as YYYY-MM-DD, such as 2027-01-31";
const POSSIBLE: &str = "one in the years 1800 to 2199, such as 2027-01-31";

/// Checks that a text begins with a complete day: the parser also accepts `2019-1-30` and spaces.
fn begins_with_a_day(text: &str) -> bool {
    let digit_or_dash = |(place, byte): (usize, u8)| if place == 4 || place == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() >= 10 && text.bytes().take(10).enumerate().all(digit_or_dash)
}

fn read<T: Datelike + FromStr>(text: &str, form: &'static str) -> Result<T, &'static str> {
    if !begins_with_a_day(text) || text.ends_with(char::is_whitespace) {
        return Err(form);
    }
    let value: T = text.parse().map_err(|_| if text.len() == 10 && form == DAY { REAL_DAY } else { form })?;
    if YEARS.contains(&value.year()) { Ok(value) } else { Err(POSSIBLE) }
}

/// Returns the last day of a month that is written as `2018-11`; `None` for any other text.
pub fn last_day_of(month: &str) -> Option<NaiveDate> {
    let first: NaiveDate = read(&format!("{month}-01"), DAY).ok()?;
    first.checked_add_months(Months::new(1))?.pred_opt()
}

/// A month as it is sent.
struct Month(String);

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, MONTH, |text| last_day_of(text).map(|_| text.to_owned()).ok_or(MONTH)).map(Self)
    }
}

/// Reads a month that may be absent or `null`. It stays a text, because a month is not a day.
pub fn optional_month<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(deserializer).map(|month| month.map(|Month(month)| month))
}

/// A year or a month as it is sent.
struct YearOrMonth(String);

impl<'de> Deserialize<'de> for YearOrMonth {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = |text: &str| first_day_of(text).map(|_| text.to_owned()).ok_or(YEAR_OR_MONTH);
        from_text(deserializer, YEAR_OR_MONTH, read).map(Self)
    }
}

/// Returns the first day of a year or a month that is written as `2018` or `2018-11`; `None` for any other text.
pub fn first_day_of(text: &str) -> Option<NaiveDate> {
    let rest = match text.len() {
        4 => "-01-01",
        7 => "-01",
        _ => return None,
    };
    read(&format!("{text}{rest}"), DAY).ok()
}

/// Reads a year or a month that may be absent or `null`. It stays a text, because it is not a day.
pub fn optional_year_or_month<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(deserializer).map(|text| text.map(|YearOrMonth(text)| text))
}

/// A day as it is sent.
struct Day(NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, DAY, |text| read(text, DAY)).map(Self)
    }
}

/// An instant as it is sent.
struct Instant(DateTime<Utc>);

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, INSTANT, |text| read(text, INSTANT)).map(Self)
    }
}

/// Reads a required day.
pub fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    Day::deserialize(deserializer).map(|Day(day)| day)
}

/// Reads a day that may be absent or `null`.
pub fn optional_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    Option::deserialize(deserializer).map(|day| day.map(|Day(day)| day))
}

/// Reads an instant that may be absent.
pub fn optional_instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    Option::deserialize(deserializer).map(|instant| instant.map(|Instant(instant)| instant))
}

/// Reads a day in a JSON Merge Patch that may be absent, but not cleared.
pub fn present_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    day(deserializer).map(Some)
}

/// Reads a day in a JSON Merge Patch: absent leaves it, `null` clears it.
pub fn patch_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<NaiveDate>>, D::Error> {
    optional_day(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_the_last_day_lie_around_the_years() {
        assert_eq!((FIRST.to_string(), LAST.to_string()), ("1800-01-01".to_owned(), "2200-12-31".to_owned()));
        let sentence = format!("one in the years {} to {}, such as 2027-01-31", YEARS.start(), YEARS.end());
        assert_eq!(POSSIBLE, sentence);
    }

    #[test]
    fn months_and_their_last_days() {
        for (month, want) in [
            ("2018-11", Some("2018-11-30")),
            ("2018-12", Some("2018-12-31")),
            ("2020-02", Some("2020-02-29")),
            ("2018-13", None),
            ("2018-1", None),
            ("2018", None),
            ("2018-11-30", None),
            ("1799-12", None),
            ("", None),
        ] {
            assert_eq!(last_day_of(month).map(|day| day.to_string()).as_deref(), want, "{month}");
        }
    }

    #[test]
    fn years_and_months_and_their_first_days() {
        for (text, want) in [
            ("2022", Some("2022-01-01")),
            ("2022-12", Some("2022-12-01")),
            ("2022-13", None),
            ("2022-1", None),
            ("22", None),
            ("2022-12-12", None),
            ("1799", None),
            ("about", None),
            ("", None),
        ] {
            assert_eq!(first_day_of(text).map(|day| day.to_string()).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn days_and_instants_as_they_are_sent() {
        for (text, want) in [
            ("2027-01-31", Ok(())),
            ("2027-1-31", Err(DAY)),
            ("31.01.2027", Err(DAY)),
            ("2027-01-31 ", Err(DAY)),
            ("2027-01-31T09:00:00Z", Err(DAY)),
            ("", Err(DAY)),
            ("2027-02-30", Err(REAL_DAY)),
            ("1799-12-31", Err(POSSIBLE)),
            ("2200-01-01", Err(POSSIBLE)),
        ] {
            assert_eq!(read::<NaiveDate>(text, DAY).map(drop), want, "{text}");
        }
        for (text, want) in [
            ("2027-01-31T09:00:00Z", Ok(())),
            ("2027-01-31T09:00:00.5+01:00", Ok(())),
            ("2027-01-31", Err(INSTANT)),
            ("2027-01-31T09:00", Err(INSTANT)),
            ("1700-01-31T09:00:00Z", Err(POSSIBLE)),
        ] {
            assert_eq!(read::<DateTime<Utc>>(text, INSTANT).map(drop), want, "{text}");
        }
    }
}
