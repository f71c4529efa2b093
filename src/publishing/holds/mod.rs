//! Holds: days before an election on which nothing is published.
//!
//! ```text
//! active -> lifted        (ended before its last day, with the reason)
//! ```
//! An edition whose time comes during a hold waits until the hold is over, also when the hold was set later than the time.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
