//! Holds: days on which nothing is published, usually before an election.
//!
//! ```text
//! active -> lifted        (ended before its last day, with the reason)
//! ```
//! Everybody is told of a hold. One before an election lets through what the PCC has marked as necessary, with the reason.
//! An edition that becomes due during a hold waits until the hold is over, even if the hold was created later.

pub mod acts;
pub mod api;
pub mod model;
pub mod public;
pub mod rules;
pub mod store;
