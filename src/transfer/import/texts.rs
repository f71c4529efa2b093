//! The texts of a file: from HTML to words where the file says so, and into the form in which they are kept. What a text must be
//! is said by the drafts of the slices.

use super::html;
use super::words::TextFormat;
use crate::foundation::error::FieldError;
use crate::foundation::validate::{Faults, PROSE, final_form, is_refused};
use crate::record::questions::responses::model::Speaker;

/// Maximum bytes of HTML in one text, checked before parsing: nested markup takes a parser longer than its length suggests.
const LONGEST_HTML: usize = 60_000;

/// Reads texts in place and collects the faults of the whole file.
pub struct Texts {
    pub faults: Faults,
    format: TextFormat,
}

impl Texts {
    /// Creates the checks for a file whose texts are in `format`.
    pub fn new(format: TextFormat) -> Self {
        Self { faults: Faults::default(), format }
    }

    /// Reads a text.
    pub fn read(&mut self, pointer: &str, text: &mut String) {
        let words = self.words(pointer, text);
        // A text that is too long stays as it is, for its check to refuse: in its final form it may be much longer.
        *text = if words.len() > PROSE * 4 { words } else { final_form(&words) };
    }

    /// Reads a text that may be absent.
    pub fn read_optional(&mut self, pointer: &str, text: &mut Option<String>) {
        if let Some(text) = text {
            self.read(pointer, text);
        }
    }

    /// Reads texts that may be absent, as members of the record at `at`.
    pub fn read_members(&mut self, at: &str, texts: &mut [(&str, &mut Option<String>)]) {
        for (member, text) in texts {
            self.read_optional(&format!("{at}/{member}"), text);
        }
    }

    /// Reads a list of texts.
    pub fn read_list(&mut self, at: &str, texts: &mut [String]) {
        for (index, text) in texts.iter_mut().enumerate() {
            self.read(&format!("{at}/{index}"), text);
        }
    }

    /// Reads the people who spoke.
    pub fn read_speakers(&mut self, at: &str, speakers: &mut [Speaker]) {
        for (index, speaker) in speakers.iter_mut().enumerate() {
            self.read_optional(&format!("{at}/{index}/name"), &mut speaker.name);
            self.read(&format!("{at}/{index}/capacity"), &mut speaker.capacity);
        }
    }

    /// Returns all faults.
    pub fn finish(self) -> Vec<FieldError> {
        self.faults.into_list()
    }

    fn words(&mut self, pointer: &str, text: &str) -> String {
        match self.format {
            TextFormat::Plain => text.to_owned(),
            TextFormat::Html if text.len() > LONGEST_HTML => {
                self.faults.add(pointer, format!("has {} bytes of HTML: shorten it to at most {LONGEST_HTML}", text.len()));
                String::new()
            }
            TextFormat::Html => {
                let words = html::to_text(text);
                // An HTML parser silently drops some control characters; the author should know of them.
                let lost = text.replace("\r\n", "\n").chars().find(|c| is_refused(*c) && !words.contains(*c));
                if let Some(control) = lost {
                    self.faults.add(pointer, format!("contains the control character U+{:04X}: remove it", u32::from(control)));
                }
                words
            }
        }
    }
}
