//! Data points: figures given as evidence, as they were given. A range stays a range and "over a third" stays a fraction; what
//! was said without a number stays a direction or a text. Nothing is averaged, rounded or overwritten.
//!
//! ```text
//! draft -> submitted -> superseded
//! ```
//!
//! The force writes its own evidence, the office records what was said. A draft is seen by the side that writes it only; what
//! is submitted everybody in the area sees, and it changes no more: a wrong figure is superseded by another point of the same
//! side, and figures that contradict each other stand side by side and name each other.

pub mod acts;
pub mod api;
pub mod decimal;
pub mod figure;
pub mod input;
pub mod model;
pub mod rules;
pub mod store;
