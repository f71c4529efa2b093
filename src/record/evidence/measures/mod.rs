//! Measures: what a figure counts, in which unit, and which way is better. They have no state; the body writes them and
//! everybody in the area sees them. A measure that a data point uses stays.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
