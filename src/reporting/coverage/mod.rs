//! The report on coverage: priorities of the plan in force, and heads of what the chief constable must be held to account for,
//! that have not been asked about recently.

pub mod api;
pub mod model;
pub mod rules;
pub mod store;
