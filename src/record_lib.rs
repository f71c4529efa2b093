//! The working record: the wing [`record`], as a crate of its own.
//!
//! A change in a wing further up does not compile it again. `lib.rs` has all wings in reading order.

pub use answerable_foundation::{foundation, http};

pub mod record;
