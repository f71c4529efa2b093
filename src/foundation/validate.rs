//! Turning what a caller sent into domain values: every text passes here, and every fault is named with its place.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

use crate::foundation::error::{ApiError, FieldError};

/// Longest name or title, in characters.
pub const LINE: usize = 300;
/// Longest text, in characters.
pub const PROSE: usize = 20_000;
/// Longest list inside a record.
pub const ITEMS: usize = 100;

/// Collects the faults of one body, so that a caller learns of all of them at once.
#[derive(Default)]
pub struct Faults {
    faults: Vec<FieldError>,
    prefix: String,
}

impl Faults {
    /// Faults of a value that sits at `prefix` of a larger document.
    pub fn at(prefix: impl Into<String>) -> Self {
        Self { faults: Vec::new(), prefix: prefix.into() }
    }

    /// Notes a fault at `pointer`.
    pub fn add(&mut self, pointer: &str, detail: impl Into<String>) {
        self.faults.push(FieldError::new(format!("{}{pointer}", self.prefix), detail));
    }

    /// One line of text: NFC, trimmed, not empty, no control characters, at most [`LINE`] characters.
    pub fn line(&mut self, pointer: &str, text: &str) -> String {
        self.line_up_to(pointer, text, LINE)
    }

    /// The same with at most `most` characters.
    pub fn line_up_to(&mut self, pointer: &str, text: &str, most: usize) -> String {
        let text = self.text(pointer, text, most);
        if text.contains('\n') {
            self.add(pointer, "must be one line");
        }
        text
    }

    /// Text of several lines: as [`Faults::line`], with line breaks and tabs, at most [`PROSE`] characters.
    pub fn prose(&mut self, pointer: &str, text: &str) -> String {
        self.text(pointer, text, PROSE)
    }

    /// A line that may be absent.
    pub fn optional_line(&mut self, pointer: &str, text: Option<&str>) -> Option<String> {
        text.map(|text| self.line(pointer, text))
    }

    /// A text that may be absent.
    pub fn optional_prose(&mut self, pointer: &str, text: Option<&str>) -> Option<String> {
        text.map(|text| self.prose(pointer, text))
    }

    /// Notes a list that is too long.
    pub fn at_most(&mut self, pointer: &str, length: usize, most: usize) {
        if length > most {
            self.add(pointer, format!("at most {most} items"));
        }
    }

    /// All good, or 422 with everything that is not.
    pub fn finish(self) -> Result<(), ApiError> {
        if self.faults.is_empty() { Ok(()) } else { Err(ApiError::Invalid(self.faults)) }
    }

    /// Every fault that was noted, in order.
    pub fn into_list(self) -> Vec<FieldError> {
        self.faults
    }

    fn text(&mut self, pointer: &str, text: &str, most: usize) -> String {
        // Counted before normalising: a hostile text may grow in NFC.
        if text.len() > most * 4 || text.chars().count() > most {
            self.add(pointer, format!("at most {most} characters"));
            return String::new();
        }
        let text = final_form(text);
        if text.chars().all(|c| c.is_whitespace() || is_unseen(c)) {
            self.add(pointer, "must not be empty");
        }
        if let Some(control) = text.chars().find(|c| is_refused(*c)) {
            self.add(pointer, format!("holds the control character U+{:04X}", u32::from(control)));
        }
        text
    }
}

/// A text as it is kept: NFC, line feeds alone between its lines, trimmed.
pub fn final_form(text: &str) -> String {
    let text: String = text.replace("\r\n", "\n").nfc().collect();
    text.trim().to_owned()
}

/// Control characters other than tab and line feed, the two separators that break lines unseen, and those that make a text
/// read in another order than it is stored (UAX #9).
pub fn is_refused(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters that take no room: a text of nothing else says nothing.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}')
}

/// A member of a JSON Merge Patch (RFC 7396): absent leaves the value, `null` clears it.
pub fn patch<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: serde::Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    serde::Deserialize::deserialize(deserializer).map(Some)
}

/// A member of a JSON Merge Patch that may be left out, but not cleared: `null` is a fault, not a silence.
pub fn present<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: serde::Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// A value that somebody sent, with the rules that it has by itself, before any record is read.
///
/// `http::body::JsonBody` checks what it reads, so a handler never sees an unchecked body. A type without rules says so with an
/// empty `impl`.
pub trait Check: Sized {
    /// Brings every text into its final form and notes every fault with its pointer.
    #[must_use]
    fn check(self, _faults: &mut Faults) -> Self {
        self
    }

    /// Returns the checked value, or all its faults.
    fn parse(self) -> Result<Self, ApiError> {
        let mut faults = Faults::default();
        let checked = self.check(&mut faults);
        faults.finish().map(|()| checked)
    }
}

/// The body of an act that needs none: leave it out, or send `{}`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct NoInput {}

impl Check for NoInput {}

/// The reason for an act.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "The second half of the question was not touched on."}))]
pub struct Reasoned {
    pub reason: String,
}

impl Check for Reasoned {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        for (text, want) in [
            ("  e\u{301}  ", Ok("é")),
            ("two\r\nlines", Ok("two\nlines")),
            ("", Err("must not be empty")),
            (" \n ", Err("must not be empty")),
            ("\u{200b} \u{200d}", Err("must not be empty")),
            ("a\u{0}b", Err("holds the control character U+0000")),
            ("a\u{1b}[31m", Err("holds the control character U+001B")),
            ("a\u{85}b", Err("holds the control character U+0085")),
            ("a\u{202e}b", Err("holds the control character U+202E")),
        ] {
            let mut faults = Faults::default();
            let got = faults.prose("/text", text);
            match (want, faults.finish()) {
                (Ok(want), Ok(())) => assert_eq!(got, want),
                (Err(want), Err(ApiError::Invalid(faults))) => assert_eq!(faults, [FieldError::new("/text", want)]),
                (want, got) => panic!("{text:?}: wanted {want:?}, got {got:?}"),
            }
        }
    }

    #[test]
    fn lengths_are_in_characters() {
        let mut faults = Faults::at("/a");
        faults.line("/b", &"é".repeat(LINE));
        faults.line("/c", &"é".repeat(LINE + 1));
        faults.line("/d", "two\nlines");
        let Err(ApiError::Invalid(faults)) = faults.finish() else { panic!("two faults") };
        assert_eq!(faults.iter().map(|fault| fault.pointer.as_str()).collect::<Vec<_>>(), ["/a/c", "/a/d"]);
    }
}
