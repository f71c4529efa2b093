//! Days and instants that a caller may send: near enough to our time that both databases can store and order them.
//!
//! The functions are for `#[serde(deserialize_with)]`: a day out of range is a fault at its own place, like a wrong type.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, de};

/// The years a record may speak of: from before the first modern police force to far beyond any plan.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2199;

fn checked<T: Datelike, E: de::Error>(value: T) -> Result<T, E> {
    if YEARS.contains(&value.year()) {
        Ok(value)
    } else {
        Err(E::custom(format!("must be in the years {} to {}", YEARS.start(), YEARS.end())))
    }
}

/// How a day and an instant are written, for whoever wrote one otherwise.
const DAY: &str = "YYYY-MM-DD, such as 2019-01-30";
const INSTANT: &str = "YYYY-MM-DDTHH:MM:SSZ, such as 2019-01-30T09:00:00Z";

/// Whether a text begins as a day is written: the parser also takes `2019-1-30` and blanks.
fn begins_with_a_day(text: &str) -> bool {
    let digit_or_dash = |(place, byte): (usize, u8)| if place == 4 || place == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() >= 10 && text.bytes().take(10).enumerate().all(digit_or_dash)
}

fn read<T: Datelike + FromStr<Err: Display>, E: de::Error>(text: &str, form: &str) -> Result<T, E> {
    if !begins_with_a_day(text) || text.ends_with(char::is_whitespace) {
        return Err(E::custom(format!("{text:?} cannot be read: write it as {form}")));
    }
    let value = text.parse::<T>().map_err(|error| E::custom(format!("{text:?} cannot be read ({error}): write it as {form}")))?;
    checked(value)
}

/// A day that has to be there.
pub fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    read(&Cow::<'_, str>::deserialize(deserializer)?, DAY)
}

/// A day that may be absent or `null`.
pub fn optional_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    Option::<Cow<'_, str>>::deserialize(deserializer)?.map(|text| read(&text, DAY)).transpose()
}

/// An instant that may be absent.
pub fn optional_instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    Option::<Cow<'_, str>>::deserialize(deserializer)?.map(|text| read(&text, INSTANT)).transpose()
}

/// A day in a JSON Merge Patch that may be left out, but not cleared.
pub fn present_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    day(deserializer).map(Some)
}

/// A day in a JSON Merge Patch: absent leaves it, `null` clears it.
pub fn patch_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<NaiveDate>>, D::Error> {
    optional_day(deserializer).map(Some)
}
