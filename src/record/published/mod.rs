//! What the record knows of its own publication: the kinds and states of editions, and what it asks of those that the public can
//! read. Editions themselves are made in the wing of publishing.

pub mod model;
pub mod rules;
pub mod store;
