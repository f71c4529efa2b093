//! The report on outstanding actions: by owner, by priority and by age.

pub mod api;
pub mod model;
pub mod rules;
pub mod store;
