//! Data points: figures given as evidence, exactly as given. A range stays a range and "over a third" stays a fraction; a
//! statement without a number stays a direction or a text. Nothing is averaged, rounded or overwritten.
//!
//! ```text
//! draft -> submitted -> superseded
//! ```
//!
//! The force writes its own evidence, and the office records oral statements. A draft is visible only to the side that writes
//! it; everybody in the area sees a submitted figure, which cannot change: a wrong figure is superseded by another of the same
//! side, and contradicting figures refer to each other.

pub mod acts;
pub mod api;
pub mod decimal;
pub mod figure;
pub mod input;
pub mod model;
pub mod rules;
pub mod store;
