//! Faults of a record file, for the person who wrote it.

use std::fmt::{self, Display};

use super::locate::place_of;
use crate::foundation::error::FieldError;
use crate::foundation::input::Place;

/// One fault of a file, and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// JSON Pointer (RFC 6901) to the value; empty for the whole file.
    pub pointer: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// A sentence that says what to change.
    pub detail: String,
}

impl Fault {
    /// Creates a fault at a known place.
    pub fn at(place: Place, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), line: place.line, column: place.column, detail: detail.into() }
    }

    /// Formats the line to print, `FILE:LINE:COLUMN /pointer: detail`, which editors can follow.
    pub fn in_file<'a>(&'a self, file_name: &'a str) -> impl Display + 'a {
        InFile { fault: self, file_name }
    }
}

struct InFile<'a> {
    fault: &'a Fault,
    file_name: &'a str,
}

impl Display for InFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fault { pointer, line, column, detail } = self.fault;
        let gap = if pointer.is_empty() { "" } else { " " };
        write!(f, "{}:{line}:{column}{gap}{pointer}: {detail}", self.file_name)
    }
}

/// The maximum number of faults reported: finding each place reads the file from the beginning.
const TOLD: usize = 100;

/// Finds the place of each fault in `text`, in the order of the file. Beyond a hundred, only the first are reported, with the
/// number of the rest.
pub fn located(text: &str, faults: &[FieldError]) -> Vec<Fault> {
    let mut located: Vec<Fault> = faults
        .iter()
        .take(TOLD)
        .map(|fault| Fault::at(place_of(text, &fault.pointer), fault.pointer.as_str(), fault.detail.as_str()))
        .collect();
    located.sort_by_key(|fault| (fault.line, fault.column));
    if let (Some(last), more @ 1..) = (located.last(), faults.len().saturating_sub(TOLD)) {
        let place = Place { line: last.line, column: last.column };
        located.push(Fault::at(place, "", format!("and {more} more faults: correct these first")));
    }
    located
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_very_many_faults_some_are_told() {
        let many: Vec<FieldError> = (0..TOLD + 7).map(|_| FieldError::new("/a", "is wrong")).collect();
        let told = located("{\"a\": 1}", &many);
        assert_eq!((told.len(), told[TOLD].detail.as_str()), (TOLD + 1, "and 7 more faults: correct these first"));
        assert_eq!(located("{\"a\": 1}", &many[..TOLD]).len(), TOLD);
    }

    #[test]
    fn faults_read_like_a_compilers() {
        let text = "{\n  \"a\": [1,\n    2]\n}";
        let faults = located(text, &[FieldError::new("/a/1", "is too small"), FieldError::new("", "is not enough")]);
        let lines: Vec<String> = faults.iter().map(|fault| fault.in_file("a.json").to_string()).collect();
        assert_eq!(lines, ["a.json:1:1: is not enough", "a.json:3:5 /a/1: is too small"]);
    }
}
