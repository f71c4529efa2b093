//! The report on deadlines: what was done in time, by the month of the due date.

pub mod api;
pub mod model;
pub mod rules;
pub mod store;
