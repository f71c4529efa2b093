//! The audit trail: who did what to which record, when and why; append-only, written with the change it tells of.
//!
//! The body sees all of its area but the drafts of the force; the force sees its own side's entries.

pub mod api;
pub mod model;
pub mod rules;
pub mod store;
pub mod tracked;
