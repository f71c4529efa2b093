//! Assurance over time: the ratings of one priority, finding by finding, and the latest one. Read only; the rules are those of
//! priorities and of findings.

pub mod api;
pub mod store;
