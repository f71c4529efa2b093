//! Actions: what is to be done, by whom and by when.

pub mod api;
pub mod model;
