//! The golden thread: what was asked under one priority, and what came of it. Read only; the rules are those of the records
//! that it shows.

pub mod api;
pub mod store;
