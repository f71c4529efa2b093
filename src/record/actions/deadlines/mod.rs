//! The deadlines of questions and actions over HTTP, and what moves them: acts on their clocks, and a new list of bank holidays.
//!
//! The rules that count a deadline are in [`crate::record::deadlines`], which knows of no record; `records` and `holidays` change the
//! records themselves.

pub mod api;
pub mod holidays;
pub mod records;
