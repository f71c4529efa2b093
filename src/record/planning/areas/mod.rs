//! Police areas, and the bodies that oversee them: dated, each with its successor.
//!
//! An area is the tenancy boundary and outlives its bodies. The operator or a record file adds it, never a request over HTTP.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
