//! Priorities of Police and Crime Plans: what questions and actions are asked and set under.
//!
//! A priority has no state of its own: it is written while its plan is a draft and fixed from its adoption on
//! (`plans::rules`). Its id is in `plans::model`.

pub mod acts;
pub mod api;
pub mod model;
pub mod store;
