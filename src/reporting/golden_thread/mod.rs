//! The golden thread: the questions under one priority, and what followed from them. Read only; the rules are those of the
//! records it shows.

pub mod api;
pub mod store;
