//! Converts input from callers to domain values. Every text passes through here, and every fault has its pointer.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

use crate::foundation::dates::optional_day;
use crate::foundation::error::{ApiError, FieldError};

/// Maximum length of a name or title, in characters.
pub const LINE: usize = 300;
/// Maximum length of a text, in characters.
pub const PROSE: usize = 20_000;
/// Maximum length of the address of a document, in bytes.
pub const ADDRESS: usize = 2000;
/// Maximum number of items in a list inside a record.
pub const ITEMS: usize = 100;

/// Collects all faults of a body, so that a caller gets them together.
#[derive(Default)]
pub struct Faults {
    faults: Vec<FieldError>,
    prefix: String,
}

impl Faults {
    /// Collects the faults of a value at `prefix` of a larger document.
    pub fn at(prefix: impl Into<String>) -> Self {
        Self { faults: Vec::new(), prefix: prefix.into() }
    }

    /// Adds a fault at `pointer`.
    pub fn add(&mut self, pointer: &str, detail: impl Into<String>) {
        self.faults.push(FieldError::new(format!("{}{pointer}", self.prefix), detail));
    }

    /// Checks one line of text: NFC, trimmed, not empty, no control characters, at most [`LINE`] characters.
    pub fn line(&mut self, pointer: &str, text: &str) -> String {
        self.line_up_to(pointer, text, LINE)
    }

    /// Checks the address of a document. What is not `http` or `https` cannot be read by everybody, and may be a script; documents of
    /// earlier years often have no `https`.
    pub fn address(&mut self, pointer: &str, url: &str) -> String {
        let url = self.prose(pointer, url);
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
        let plain = |host: &str| !host.is_empty() && !host.contains('@');
        if !host.is_some_and(plain) || url.contains(char::is_whitespace) || url.len() > ADDRESS {
            self.add(pointer, format!("must be an http or https address of at most {ADDRESS} bytes"));
        }
        url
    }

    /// Checks one line of at most `most` characters.
    pub fn line_up_to(&mut self, pointer: &str, text: &str, most: usize) -> String {
        let text = self.text(pointer, text, most);
        if text.contains('\n') {
            self.add(pointer, "must be one line");
        }
        text
    }

    /// Checks text of several lines: like [`Faults::line`], with line breaks and tabs, at most [`PROSE`] characters.
    pub fn prose(&mut self, pointer: &str, text: &str) -> String {
        self.text(pointer, text, PROSE)
    }

    /// Checks a line that may be absent.
    pub fn optional_line(&mut self, pointer: &str, text: Option<&str>) -> Option<String> {
        text.map(|text| self.line(pointer, text))
    }

    /// Checks a text that may be absent.
    pub fn optional_prose(&mut self, pointer: &str, text: Option<&str>) -> Option<String> {
        text.map(|text| self.prose(pointer, text))
    }

    /// Adds a fault for a list that is too long.
    pub fn at_most(&mut self, pointer: &str, length: usize, most: usize) {
        if length > most {
            self.add(pointer, format!("must have at most {most} items"));
        }
    }

    /// Returns 422 with all faults, if there are any.
    pub fn finish(self) -> Result<(), ApiError> {
        if self.faults.is_empty() { Ok(()) } else { Err(ApiError::Invalid(self.faults)) }
    }

    /// Every fault that was noted, in order.
    pub fn into_list(self) -> Vec<FieldError> {
        self.faults
    }

    fn text(&mut self, pointer: &str, text: &str, most: usize) -> String {
        // Counted before normalising: NFC can make a hostile text longer.
        if text.len() > most * 4 || text.chars().count() > most {
            self.add(pointer, format!("must be at most {most} characters"));
            return String::new();
        }
        let text = final_form(text);
        if text.chars().all(|c| c.is_whitespace() || is_unseen(c)) {
            self.add(pointer, "must not be empty");
        }
        if let Some(control) = text.chars().find(|c| is_refused(*c)) {
            self.add(pointer, format!("contains the control character U+{:04X}: remove it", u32::from(control)));
        }
        text
    }
}

/// A text as it is kept: NFC, line feeds alone between its lines, trimmed.
pub fn final_form(text: &str) -> String {
    let text: String = text.replace("\r\n", "\n").nfc().collect();
    text.trim().to_owned()
}

/// True for control characters other than tab and line feed, the two separators that break lines invisibly, and those that make
/// a text display in another order than it is stored (UAX #9).
pub fn is_refused(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// True for characters of no width: a text of nothing else counts as empty.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}')
}

/// Reads a member of a JSON Merge Patch (RFC 7396): absent leaves the value, `null` clears it.
pub fn patch<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: serde::Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    serde::Deserialize::deserialize(deserializer).map(Some)
}

/// Reads a member of a JSON Merge Patch that may be absent but not cleared: `null` is a fault.
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

/// The body of an act that needs none: omit it, or send `{}`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct NoInput {}

impl Check for NoInput {}

/// The day of an act that is recorded later.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"on": "2022-12-12"}))]
pub struct ActDay {
    /// Day on which it was done; the default is today.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

impl Check for ActDay {}

/// The reason for an act, and its day if it is recorded later.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "The plan has no dates.", "on": "2022-12-12"}))]
pub struct DatedReason {
    pub reason: String,
    /// Day on which it was done; the default is today.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

impl Check for DatedReason {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}

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
            ("a\u{0}b", Err("contains the control character U+0000: remove it")),
            ("a\u{1b}[31m", Err("contains the control character U+001B: remove it")),
            ("a\u{85}b", Err("contains the control character U+0085: remove it")),
            ("a\u{202e}b", Err("contains the control character U+202E: remove it")),
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
