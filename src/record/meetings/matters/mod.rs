//! Matters that go from one meeting to another: brought forward to the later one, carried forward from the earlier one.
//!
//! One record is the link in both directions. The earlier meeting may be known by words only ("August 2018"), the later one may
//! not be known yet. Matters form chains: a matter `continues` the one that brought it to where it starts. The body writes
//! them, everybody in the area sees them. What the agreed record of a meeting says of a matter is fixed; where it goes from
//! there is not.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
