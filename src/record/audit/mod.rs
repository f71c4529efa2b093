//! The audit trail: every act with actor, record, time and reason; append-only, written in the transaction of the change.
//!
//! The body sees its whole area except drafts of the force; the force sees its own side's entries.

pub mod api;
pub mod model;
pub mod rules;
pub mod store;
pub mod tracked;
