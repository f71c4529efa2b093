//! Record files: a meeting and all that belongs to it as one JSON document, loaded through the rules of the API.
//!
//! ```text
//! text -> check (shape, texts, keys, days) -> RecordFile -> load (the acts of the slices, one transaction)
//! ```
//! Faults of either step name the line, the column and the JSON Pointer in the file. docs/RECORD-FILE.md is for the people
//! who write such files.

pub mod format;
pub mod words;

pub mod check;
pub mod fault;
pub mod json;
pub mod load;

mod found;
mod html;
mod keys;
mod locate;
mod steps;
mod texts;
