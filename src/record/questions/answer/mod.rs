//! What a question says of its answer: one derived object for staff, the public, tables and reports alike.

pub mod model;
pub mod rules;
