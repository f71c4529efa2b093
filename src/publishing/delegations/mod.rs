//! Delegations: to whom of its office the PCC has given the approval of publication, from when, until when and why.
//!
//! ```text
//! active -> revoked        (with the reason)
//! ```
//! An edition approved under a delegation says so. When the delegation is revoked before the edition is published, the approval
//! is worth nothing any more.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
