//! The publication of the record, as far as the record knows of it: the kinds and states of editions, and queries about those that
//! the public can read. Editions themselves are made in the wing of publishing.

pub mod model;
pub mod rules;
pub mod store;
