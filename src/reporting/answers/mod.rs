//! The report on answers: the state of the questions that were put, the time to answer, and the age of the unanswered.

pub mod api;
pub mod model;
pub mod rules;
pub mod store;
