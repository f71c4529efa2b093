//! Converts a JSON Pointer (RFC 6901) to the line and column where its value begins in the text.

use std::collections::HashMap;

use serde_json::value::RawValue;

use crate::foundation::input::{Place, place_at};

/// The mark some editors put at the beginning of a file; it is not part of the JSON (RFC 8259, section 8.1).
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// Returns the place where the value at `pointer` begins, or the nearest existing value above it. For text that is not JSON:
/// its beginning.
pub fn place_of(text: &str, pointer: &str) -> Place {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let Ok(root) = serde_json::from_str::<&RawValue>(text) else { return Place { line: 1, column: 1 } };
    let mut value = root.get();
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        match child(value, &token) {
            Some(found) => value = found,
            None => break,
        }
    }
    // `value` is part of `text`: a borrowed raw value is never copied.
    place_at(text, value.as_ptr().addr().saturating_sub(text.as_ptr().addr()))
}

/// Returns the member or element `token` of a JSON value, as part of the same text. Of a repeated member it is the last, where
/// a parser reports the fault.
fn child<'a>(value: &'a str, token: &str) -> Option<&'a str> {
    if value.starts_with('{') {
        let members: HashMap<String, &'a RawValue> = serde_json::from_str(value).ok()?;
        return members.get(token).map(|member| member.get());
    }
    let elements: Vec<&'a RawValue> = serde_json::from_str(value).ok()?;
    elements.get(token.parse::<usize>().ok()?).map(|element| element.get())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\n{ \"a\": 1,\n  \"é\": [true,\n    { \"b/c~\": \"x\", \"é\\u00e9\": 2 }],\n  \"d\": {}, \"d\": 3 }";

    #[test]
    fn values_and_their_nearest_ancestors() {
        for (pointer, line, column) in [
            ("", 2, 1),
            ("/a", 2, 8),
            ("/é", 3, 8),
            ("/é/0", 3, 9),
            ("/é/1", 4, 5),
            ("/é/1/b~1c~0", 4, 15),
            ("/é/1/éé", 4, 31),
            ("/é/1/nothing", 4, 5),
            ("/é/7", 3, 8),
            ("/é/x", 3, 8),
            ("/a/b/c", 2, 8),
            ("/nothing/b", 2, 1),
            ("/d", 5, 17),
            ("no pointer", 2, 1),
        ] {
            assert_eq!(place_of(TEXT, pointer), Place { line, column }, "{pointer}");
        }
    }

    #[test]
    fn text_that_is_not_json() {
        for text in ["", "{", "nonsense"] {
            assert_eq!(place_of(text, "/a"), Place { line: 1, column: 1 });
        }
        assert_eq!(place_at("é\nx", 400), Place { line: 2, column: 2 });
    }
}
