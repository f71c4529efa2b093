//! Exchanges: what was challenged and replied at a meeting, beside the questions that were put in writing.
//!
//! ```text
//! draft -> recorded          the meeting has to be held
//! ```
//! The office writes an exchange down and records it: from then on the force sees it and its words are fixed; a correction is
//! a new wording beside the old one. A reply may be missing, may name nobody, and may be shared among several speakers. The
//! force writes none of it: its own words are responses.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
