//! Text that is not JSON: where, and how to mend it. The parser gives only the place; what is wrong there is read from the text, so
//! that no sentence depends on the parser.

use serde::de::IgnoredAny;
use serde_json::error::Category;

use super::place::{Place, place_at};

/// A text that is not JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotJson {
    pub place: Place,
    /// The fault there and what to change, without a subject: "ends too early: ...".
    pub detail: String,
}

/// Explains an error of the parser in the text that it was reading.
pub(super) fn explained(text: &[u8], error: &serde_json::Error) -> NotJson {
    let text = match std::str::from_utf8(text) {
        Ok(text) => text,
        Err(error) => {
            let good = text.get(..error.valid_up_to()).and_then(|good| std::str::from_utf8(good).ok()).unwrap_or_default();
            return NotJson {
                place: place_at(good, good.len()),
                detail: "is not UTF-8 from here on: save it as UTF-8".to_owned(),
            };
        }
    };
    let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    // The parser counts bytes from 1; 0 is the line feed before the line.
    let offset = (line_start + error.column()).saturating_sub(1);
    let offset = (0..=offset.min(text.len())).rev().find(|offset| text.is_char_boundary(*offset)).unwrap_or_default();
    let (before, after) = (text.get(..offset).unwrap_or_default(), text.get(offset..).unwrap_or_default());
    let detail = match error.classify() {
        Category::Eof if text.trim().is_empty() => "is empty: send an object, such as {}".to_owned(),
        Category::Eof if is_in_text(text) => "ends inside a text: close it with a quotation mark".to_owned(),
        Category::Eof => "ends too early: close every list with ] and every object with }".to_owned(),
        Category::Syntax | Category::Data | Category::Io => mended(before, after),
    };
    NotJson { place: place_at(text, offset), detail }
}

/// Says what is wrong at the end of `before`, which is good so far.
fn mended(before: &str, after: &str) -> String {
    let found = after.chars().next();
    let last = before.trim_end().chars().next_back();
    if is_in_text(before) {
        return match found {
            Some(c) if c.is_control() => "has a line break or another control character inside a text: write \\n for a line break, \\t for a tab",
            _ => "has a backslash that begins no character: write \\\\ for a backslash, \\\" for a quotation mark, \\n for a line break",
        }
        .to_owned();
    }
    if is_in_number(before, found) {
        return "has a number that is not written as in JSON, or is too large: write it like 7, -7 or 0.5".to_owned();
    }
    let Some(found) = found else { return "ends too early: close every list with ] and every object with }".to_owned() };
    match (last, found) {
        (Some(','), '}' | ']') => format!("has a comma before {found}: remove the comma"),
        (_, '\'' | '“' | '”' | '‘' | '’') => format!("has {found} around a text: use straight double quotation marks"),
        (_, '/' | '#') => "has a comment, which JSON does not have: remove it".to_owned(),
        _ if serde_json::from_str::<IgnoredAny>(before).is_ok() => "goes on after its end: remove what follows".to_owned(),
        (Some('{' | ','), c) if c.is_alphabetic() || c == '_' => {
            "has a name or a text without quotation marks: put it in double quotation marks".to_owned()
        }
        (_, c) if c.is_alphabetic() || ends_in_a_word(before) => {
            "has a word that JSON does not have: put texts in double quotation marks, and write true, false and null in small letters"
                .to_owned()
        }
        (_, c) if c.is_control() || c == '\u{feff}' => {
            format!("has the character U+{:04X} outside of a text: remove it", u32::from(c))
        }
        (_, c) => format!("has {c} where something else belongs: look for a missing comma, colon or quotation mark before it"),
    }
}

/// True when the text ends between two quotation marks.
fn is_in_text(text: &str) -> bool {
    let (mut inside, mut escaped) = (false, false);
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => inside = !inside,
            _ => {}
        }
    }
    inside
}

/// True when `found` is part of a number, or ends one too early.
fn is_in_number(before: &str, found: Option<char>) -> bool {
    let last = before.chars().next_back();
    let unfinished = last.is_some_and(|c| matches!(c, '.' | '+' | '-')) || before.ends_with(['e', 'E']) && follows_digit(before);
    match found {
        Some('0'..='9') => last.is_some_and(|c| c.is_ascii_digit()) || unfinished,
        Some('.' | '+' | '-') => true,
        Some('e' | 'E') => last.is_some_and(|c| c.is_ascii_digit()),
        Some(_) | None => unfinished,
    }
}

/// True when the text ends in a word that is none of JSON's.
fn ends_in_a_word(text: &str) -> bool {
    let word = text.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    !matches!(word, "" | "true" | "false" | "null")
}

/// True when the last character follows a digit.
fn follows_digit(text: &str) -> bool {
    text.chars().nth_back(1).is_some_and(|c| c.is_ascii_digit())
}
