//! Numbers that JSON represents exactly. Pure.
//!
//! Canonical JSON (RFC 8785, section 3.2.2.3) prints every number as an IEEE 754 double, and most JSON parsers read one. Beyond
//! 2^53 - 1 a whole number becomes one of its neighbours. A signed document must not have a different number from the record.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::foundation::error::FieldError;
use crate::foundation::pointer::escaped;

/// The largest whole number that a double represents unambiguously: 2^53 - 1. The smallest is its negative.
pub const LARGEST: i64 = 9_007_199_254_740_991;
const LARGEST_DOUBLE: f64 = 9_007_199_254_740_991.0;

/// The accepted range, for error sentences.
pub const WANTED: &str = "a whole number from -9007199254740991 to 9007199254740991";

/// True when JSON represents the number exactly.
pub const fn is_exact(number: i64) -> bool {
    number >= -LARGEST && number <= LARGEST
}

/// Returns a fault for each number in a text, whole or not, that JSON cannot represent exactly; none if the text is not JSON.
pub fn beyond(text: &[u8]) -> Vec<FieldError> {
    let mut found = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let walk = Walk { at: String::new(), found: &mut found };
    if walk.deserialize(&mut deserializer).is_err() || deserializer.end().is_err() {
        return Vec::new();
    }
    found
}

/// A value at a place (a JSON Pointer).
struct Walk<'a> {
    at: String,
    found: &'a mut Vec<FieldError>,
}

impl Walk<'_> {
    fn look(self, is_exact: bool) {
        if !is_exact {
            let detail = format!("is too large for JSON to represent exactly: use {WANTED}");
            self.found.push(FieldError::new(self.at, detail));
        }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.look(is_exact(number));
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.look(i64::try_from(number).is_ok_and(is_exact));
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.look(number.abs() <= LARGEST_DOUBLE);
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut index = 0_usize;
        while items.next_element_seed(Walk { at: format!("{}/{index}", self.at), found: &mut *self.found })?.is_some() {
            index += 1;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            let at = format!("{}/{}", self.at, escaped(&name));
            members.next_value_seed(Walk { at, found: &mut *self.found })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn places(text: &str) -> Vec<String> {
        beyond(text.as_bytes()).into_iter().map(|fault| fault.pointer).collect()
    }

    #[test]
    fn numbers_that_are_signed_as_another() {
        for (number, exact) in [
            ("0", true),
            ("-1", true),
            ("1.5", true),
            ("9007199254740991", true),
            ("-9007199254740991", true),
            ("9007199254740992", false),
            ("-9007199254740992", false),
            ("9007199254740993", false),
            ("9007199254740992.5", false),
            ("9007199254740991.5", false),
            ("9.007199254740993e15", false),
            ("1e300", false),
            ("9223372036854775807", false),
            ("-9223372036854775808", false),
            ("18446744073709551615", false),
            ("99999999999999999999999", false),
        ] {
            let want: Vec<String> = if exact { vec![] } else { vec!["/a~1b/1/c".into()] };
            assert_eq!(places(&format!(r#"{{"a/b":[null,{{"c":{number}}}],"d":"9007199254740993"}}"#)), want, "{number}");
        }
        assert_eq!(places(r#"{"a":9007199254740993,"b":[1e99]}"#), ["/a", "/b/0"]);
        for other in ["", "{", "[9007199254740993", "x", "[9007199254740993] x", &"[".repeat(5000)] {
            assert_eq!(places(other), Vec::<String>::new(), "{other:.20}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// An accepted number is the same in the signed bytes and to a reader that uses doubles; a refused number is not.
        #[test]
        fn what_is_accepted_is_signed_as_it_is(number in prop_oneof![
            any::<i64>(),
            -LARGEST..=LARGEST,
            (LARGEST - 3)..(LARGEST + 5),
            (-LARGEST - 5)..(-LARGEST + 3),
        ]) {
            let accepted = beyond(number.to_string().as_bytes()).is_empty();
            prop_assert_eq!(accepted, is_exact(number));
            if accepted {
                prop_assert_eq!(serde_jcs::to_string(&serde_json::json!({ "n": number })).expect("JSON"), format!("{{\"n\":{number}}}"));
                let double: f64 = number.to_string().parse().expect("a number");
                prop_assert_eq!(format!("{double:.0}"), number.to_string());
            }
        }
    }
}
