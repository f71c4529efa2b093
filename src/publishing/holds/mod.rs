//! Holds: days before an election on which nothing is published.
//!
//! ```text
//! active -> lifted        (ended before its last day, with the reason)
//! ```
//! An edition that becomes due during a hold waits until the hold is over, even if the hold was created later.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
