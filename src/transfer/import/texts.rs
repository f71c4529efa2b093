//! The texts of a file: from HTML to words where the file says so, then the same checks as a body of the API.

use super::html;
use super::words::TextFormat;
use crate::foundation::error::{ApiError, FieldError};
use crate::foundation::validate::{Faults, ITEMS, is_refused};
use crate::record::questions::responses::model::Speaker;

/// Bytes of HTML of one text, before it is read: nested markup takes a parser longer than its length says.
const LONGEST_HTML: usize = 60_000;

/// Checks texts in place and collects the faults of the whole file.
pub struct Texts {
    pub faults: Faults,
    format: TextFormat,
}

impl Texts {
    /// For a file whose texts are written in `format`.
    pub fn new(format: TextFormat) -> Self {
        Self { faults: Faults::default(), format }
    }

    /// One line.
    pub fn line(&mut self, pointer: &str, text: &mut String) {
        let words = self.words(pointer, text);
        *text = self.faults.line(pointer, &words);
    }

    /// A text of several lines.
    pub fn prose(&mut self, pointer: &str, text: &mut String) {
        let words = self.words(pointer, text);
        *text = self.faults.prose(pointer, &words);
    }

    /// A line that may be absent.
    pub fn optional_line(&mut self, pointer: &str, text: &mut Option<String>) {
        if let Some(text) = text {
            self.line(pointer, text);
        }
    }

    /// A text that may be absent.
    pub fn optional_prose(&mut self, pointer: &str, text: &mut Option<String>) {
        if let Some(text) = text {
            self.prose(pointer, text);
        }
    }

    /// Lines that may be absent, as members of the record at `at`.
    pub fn optional_lines(&mut self, at: &str, texts: &mut [(&str, &mut Option<String>)]) {
        for (member, text) in texts {
            self.optional_line(&format!("{at}/{member}"), text);
        }
    }

    /// Texts that may be absent, as members of the record at `at`.
    pub fn optional_proses(&mut self, at: &str, texts: &mut [(&str, &mut Option<String>)]) {
        for (member, text) in texts {
            self.optional_prose(&format!("{at}/{member}"), text);
        }
    }

    /// A list of texts.
    pub fn proses(&mut self, at: &str, texts: &mut [String]) {
        self.faults.at_most(at, texts.len(), ITEMS);
        for (index, text) in texts.iter_mut().enumerate() {
            self.prose(&format!("{at}/{index}"), text);
        }
    }

    /// The people who spoke.
    pub fn speakers(&mut self, at: &str, speakers: &mut [Speaker]) {
        self.faults.at_most(at, speakers.len(), ITEMS);
        for (index, speaker) in speakers.iter_mut().enumerate() {
            self.optional_line(&format!("{at}/{index}/name"), &mut speaker.name);
            self.line(&format!("{at}/{index}/capacity"), &mut speaker.capacity);
        }
    }

    /// Everything that was noted.
    pub fn finish(self) -> Vec<FieldError> {
        match self.faults.finish() {
            Ok(()) => Vec::new(),
            Err(ApiError::Invalid(faults)) => faults,
            Err(other) => vec![FieldError::new("", other.to_string())],
        }
    }

    fn words(&mut self, pointer: &str, text: &str) -> String {
        match self.format {
            TextFormat::Plain => text.to_owned(),
            TextFormat::Html if text.len() > LONGEST_HTML => {
                self.faults.add(pointer, format!("has {} bytes of HTML; {LONGEST_HTML} are the most", text.len()));
                String::new()
            }
            TextFormat::Html => {
                let words = html::to_text(text);
                // An HTML parser drops some control characters without a word; the writer should hear of them.
                let lost = text.replace("\r\n", "\n").chars().find(|c| is_refused(*c) && !words.contains(*c));
                if let Some(control) = lost {
                    self.faults.add(pointer, format!("holds the control character U+{:04X}", u32::from(control)));
                }
                words
            }
        }
    }
}
