//! Priorities of Police and Crime Plans, which questions and actions belong to.
//!
//! A priority has no state of its own: it can be changed while its plan is a draft, and not after adoption
//! (`plans::rules`). Its id is in `plans::model`.

pub mod acts;
pub mod api;
pub mod model;
pub mod store;
