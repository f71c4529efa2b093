//! Assurance over time: how one priority was rated, finding by finding, and the latest word on it. Read only; the rules are
//! those of priorities and of findings.

pub mod api;
pub mod store;
