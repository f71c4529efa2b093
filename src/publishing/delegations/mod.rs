//! Delegations of the approval of publication by the PCC to members of the office, with dates and reason.
//!
//! ```text
//! active -> revoked        (with the reason)
//! ```
//! An edition approved under a delegation says so. If the delegation is revoked before the edition is published, the approval
//! is no longer valid.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
