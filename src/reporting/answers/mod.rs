//! The answer ledger: what became of the questions that were put, how long the answers took, and how old the unanswered are.

pub mod api;
pub mod model;
pub mod rules;
pub mod store;
