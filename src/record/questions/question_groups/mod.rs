//! Question groups: questions that stand under one title on the paper, with what they have in common said once.
//!
//! ```text
//! (no question in it was put) -> (first_put_on)
//! ```
//! The body writes a group until the first question in it is put: from then on the force sees it, and what it was shown stays.
//! Before that a title would tell of drafts. Questions may still join it later.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
