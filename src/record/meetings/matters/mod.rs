//! Matters that continue from one meeting to another: brought forward to the later one, carried forward from the earlier one.
//!
//! One record is the link in both directions. The earlier meeting may be known only in words ("August 2018"), and the later one
//! may be unknown. Matters form chains: a matter `continues` the one that led to its earlier meeting. The body manages them,
//! and everybody in the area sees them. The content of an agreed record is final; the later meeting is not.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
