//! Rating scales: the labels a body rates with, in its own order, each with one of the common codes, so that bodies with
//! different labels can be compared.
//!
//! Everybody in the area can read a scale, and the body can change it until a rating has used it.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
