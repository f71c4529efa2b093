//! Record files: a meeting with all its records as one JSON document, loaded through the rules of the API.
//!
//! ```text
//! text -> check (shape, texts, keys, days) -> RecordFile -> load (the acts of the slices, one transaction)
//! ```
//! Faults of either step have the line, the column and the JSON Pointer in the file. docs/RECORD-FILE.md is for the authors of
//! such files.

pub mod format;
pub mod format_evidence;
pub mod format_history;
pub mod format_spoken;
pub mod words;

pub mod check;
pub mod load;

mod check_evidence;
mod check_history;
mod check_spoken;
mod drafts;
mod drafts_evidence;
mod drafts_history;
mod drafts_spoken;
mod found;
mod html;
mod keys;
mod load_evidence;
mod load_history;
mod load_spoken;
mod refused;
mod steps;
mod steps_evidence;
mod steps_history;
mod steps_spoken;
mod texts;
