//! What has become of actions: those that stand, by owner, by priority and by age.

pub mod api;
pub mod model;
pub mod rules;
pub mod store;
