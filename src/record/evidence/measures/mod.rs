//! Measures: definitions of figures, with unit and desired direction. They have no state; the body manages them and everybody
//! in the area sees them. A measure that a data point uses cannot be deleted.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
