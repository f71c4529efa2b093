//! Question groups: questions under one printed heading, with their shared context.
//!
//! ```text
//! (no question in it was put) -> (first_put_on)
//! ```
//! The body edits a group until the first question in it is put: from then on the force sees it, and its words are final.
//! Earlier its title would reveal drafts. Questions may still join it later.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
