//! Days and instants from callers, within a range that both databases can store and sort.
//!
//! The functions are for `#[serde(deserialize_with)]`: a day out of range is a fault at its own pointer, like a wrong type.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, de};

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

fn checked<T: Datelike, E: de::Error>(value: T) -> Result<T, E> {
    if YEARS.contains(&value.year()) {
        Ok(value)
    } else {
        Err(E::custom(format!("year must be {} to {}", YEARS.start(), YEARS.end())))
    }
}

/// The expected formats of a day and an instant, for error sentences.
const DAY: &str = "YYYY-MM-DD, such as 2019-01-30";
const INSTANT: &str = "YYYY-MM-DDTHH:MM:SSZ, such as 2019-01-30T09:00:00Z";

/// Checks that a text begins with a complete day: the parser also accepts `2019-1-30` and spaces.
fn begins_with_a_day(text: &str) -> bool {
    let digit_or_dash = |(place, byte): (usize, u8)| if place == 4 || place == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() >= 10 && text.bytes().take(10).enumerate().all(digit_or_dash)
}

fn read<T: Datelike + FromStr<Err: Display>, E: de::Error>(text: &str, form: &str) -> Result<T, E> {
    if !begins_with_a_day(text) || text.ends_with(char::is_whitespace) {
        return Err(E::custom(format!("{text:?} is not valid: write it as {form}")));
    }
    let value = text.parse::<T>().map_err(|error| E::custom(format!("{text:?} is not valid ({error}): write it as {form}")))?;
    checked(value)
}

/// Reads a required day.
pub fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    read(&Cow::<'_, str>::deserialize(deserializer)?, DAY)
}

/// Reads a day that may be absent or `null`.
pub fn optional_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    Option::<Cow<'_, str>>::deserialize(deserializer)?.map(|text| read(&text, DAY)).transpose()
}

/// Reads an instant that may be absent.
pub fn optional_instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    Option::<Cow<'_, str>>::deserialize(deserializer)?.map(|text| read(&text, INSTANT)).transpose()
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
    }
}
