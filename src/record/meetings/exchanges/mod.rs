//! Exchanges: challenges and replies at a meeting, beside the questions that were put in writing.
//!
//! ```text
//! draft -> recorded          (after the meeting was held)
//! ```
//! The office drafts an exchange and records it: from then on the force sees it and its words are final; a correction is a new
//! wording beside the old one. A reply may be missing, may be unattributed, and may be shared among several speakers. The force
//! writes none of it: its own words are responses.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
