//! The state of a question's answer: one derived object for staff, the public, tables and reports alike.

pub mod model;
pub mod rules;
