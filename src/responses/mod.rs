//! The force's answers to questions.

pub mod api;
pub mod model;
