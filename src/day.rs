//! Days and instants that a caller may send: near enough to our time that both databases can store and order them.
//!
//! The functions are for `#[serde(deserialize_with)]`: a day out of range is a fault at its own place, like a wrong type.

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

/// A day that has to be there.
pub fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    checked(NaiveDate::deserialize(deserializer)?)
}

/// A day that may be absent or `null`.
pub fn optional_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    Option::<NaiveDate>::deserialize(deserializer)?.map(checked).transpose()
}

/// An instant that may be absent.
pub fn optional_instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    Option::<DateTime<Utc>>::deserialize(deserializer)?.map(checked).transpose()
}

/// A day in a JSON Merge Patch that may be left out, but not cleared.
pub fn present_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    day(deserializer).map(Some)
}

/// A day in a JSON Merge Patch: absent leaves it, `null` clears it.
pub fn patch_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<NaiveDate>>, D::Error> {
    optional_day(deserializer).map(Some)
}
