//! Numbers that JSON represents exactly. Pure.
//!
//! Canonical JSON (RFC 8785, section 3.2.2.3) prints every number as an IEEE 754 double, and most JSON parsers read one. Beyond
//! 2^53 - 1 a whole number becomes one of its neighbours. A signed document must not have a different number from the record.

use crate::foundation::error::FieldError;
use crate::foundation::input::{Number, Tree, escaped};

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
    Tree::json(text).map(|tree| beyond_in(&tree)).unwrap_or_default()
}

/// Returns a fault for each such number in what was sent.
pub fn beyond_in(tree: &Tree) -> Vec<FieldError> {
    let mut found = Vec::new();
    look(tree, "", &mut found);
    found
}

fn look(tree: &Tree, at: &str, found: &mut Vec<FieldError>) {
    match tree {
        Tree::Number(number) if !carries(*number) => {
            found.push(FieldError::new(at, format!("is too large for JSON to represent exactly: send {WANTED}")));
        }
        Tree::List(items) => items.iter().enumerate().for_each(|(index, item)| look(item, &format!("{at}/{index}"), found)),
        Tree::Object(members) => {
            for (name, value) in members {
                look(value, &format!("{at}/{}", escaped(name)), found);
            }
        }
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) | Tree::Given(_) => {}
    }
}

/// True when JSON represents the number exactly.
fn carries(number: Number) -> bool {
    match number {
        Number::Natural(number) => i64::try_from(number).is_ok_and(is_exact),
        Number::Negative(number) => is_exact(number),
        Number::Double(number) => number.abs() <= LARGEST_DOUBLE,
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
