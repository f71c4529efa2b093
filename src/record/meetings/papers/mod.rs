//! The papers of a meeting: what is written for it or about it, which side owes it, by when, and where a copy is published.
//!
//! ```text
//! due -> received
//!  ^--(returned)--'
//! ```
//! The body keeps the list; everybody in the area sees it, as agenda and papers are shared. The side that owes a paper hands
//! it in, or the office records that it came; the body sends back what was not asked for. Once the record of a meeting is
//! agreed its papers are fixed, except for what is written afterwards (minutes and notes); what was owed can still come in, and
//! what was published can still be said.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
