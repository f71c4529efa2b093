//! The working record of the body and the force, in parts of several slices each. A slice has its data (`model`),
//! its rules (`rules`), its unit of work (`acts`), its SQL (`store`) and its HTTP (`api`).

pub mod actions;
pub mod audit;
pub mod deadlines;
pub mod escalations;
pub mod evidence;
pub mod findings;
pub mod happened;
pub mod meetings;
pub mod model;
pub mod outbox;
pub mod planning;
pub mod published;
pub mod questions;
pub mod recommendations;
pub mod restrictions;
