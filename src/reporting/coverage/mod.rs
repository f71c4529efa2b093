//! What was not asked about for a while: priorities of the plan in force, and heads of what the chief constable must be held to
//! account for.

pub mod api;
pub mod model;
pub mod rules;
pub mod store;
