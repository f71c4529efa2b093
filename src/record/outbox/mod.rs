//! The outbox: acts of slices say here what happened, in their own transaction. What is not committed is never told, and what is
//! committed is told even when the process dies the moment after.
//!
//! Messages are left here for every webhook that listens; the wing of webhooks keeps who listens, and sends them.

pub mod acts;
pub mod model;
pub mod rules;
pub mod store;
