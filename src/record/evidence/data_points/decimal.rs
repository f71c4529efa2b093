//! Decimal numbers as people print them. They are sent and stored as text: a float would change 0.1.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

use crate::foundation::input::from_text;

/// Maximum number of digits before the point.
const WHOLE: usize = 18;
/// Maximum number of digits after the point.
const FRACTION: usize = 9;

/// A decimal number, with the given number of digits after the point: `52.0` is not `52`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, pattern = "^-?(0|[1-9][0-9]{0,17})([.][0-9]{1,9})?$", example = "52")]
pub struct Decimal(String);

/// The form of a number, which completes the sentence "send ...".
const WANTED: &str =
    "a decimal number in a text, such as \"865\" or \"-0.5\", with at most 18 digits before the point and 9 after";

impl FromStr for Decimal {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').map_or((unsigned, None), |(whole, rest)| (whole, Some(rest)));
        let digits =
            |part: &str, most: usize| !part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit());
        let leading_zero = whole.len() > 1 && whole.starts_with('0');
        if !digits(whole, WHOLE) || leading_zero || fraction.is_some_and(|part| !digits(part, FRACTION)) {
            return Err(WANTED);
        }
        // There is no negative zero.
        let is_zero = unsigned.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        Ok(Self(if is_zero { unsigned.to_owned() } else { text.to_owned() }))
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, WANTED, str::parse)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Decimal {
    /// Compares the numbers, regardless of their number of digits.
    pub fn compare(&self, other: &Self) -> Ordering {
        self.billionths().cmp(&other.billionths())
    }

    /// Returns the number in billionths. 27 digits at most: well inside an `i128`.
    fn billionths(&self) -> i128 {
        let unsigned = self.0.strip_prefix('-').unwrap_or(&self.0);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits = whole.bytes().chain(fraction.bytes().chain(std::iter::repeat(b'0')).take(FRACTION));
        let number = digits.fold(0_i128, |number, digit| number * 10 + i128::from(digit - b'0'));
        if self.0.starts_with('-') { -number } else { number }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_decimal() {
        for text in ["0", "52", "52.0", "-0.5", "865", "999999999999999999.999999999"] {
            assert_eq!(text.parse::<Decimal>().map(|number| number.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("-0.00".parse::<Decimal>().map(|number| number.to_string()), Ok("0.00".to_owned()));
        for text in ["", "-", ".5", "5.", "+5", "05", "1e3", "1,000", "٣", "NaN", " 5", "1.2.3", "--5", "1000000000000000000"] {
            assert!(text.parse::<Decimal>().is_err(), "{text:?}");
        }
        assert!(serde_json::from_str::<Decimal>("0.1").is_err(), "a float is refused");
    }

    #[test]
    fn how_they_compare() {
        let compare = |a: &str, b: &str| a.parse::<Decimal>().expect(a).compare(&b.parse().expect(b));
        for (a, b, want) in [
            ("865", "893", Ordering::Less),
            ("9", "10", Ordering::Less),
            ("52.0", "52", Ordering::Equal),
            ("0.1", "0.09", Ordering::Greater),
            ("-2", "-1", Ordering::Less),
            ("-0.000000001", "0", Ordering::Less),
            ("999999999999999999.999999999", "999999999999999999.999999998", Ordering::Greater),
        ] {
            assert_eq!(compare(a, b), want, "{a} {b}");
        }
    }
}
