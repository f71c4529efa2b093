//! The record of a meeting as a record file, of what a caller may see of it: the way back of [`crate::transfer::import`].
//!
//! ```text
//! gather (the views of the API, by the scope of the caller) -> keys -> written (the members that the format has)
//! ```
//! A member of the format that has the name of a member of the API is written without being named here: `shape` reads the format
//! itself. What has another name, or is a link, is in the tables of `written`.

pub mod api;
pub mod gather;
pub mod schema;
pub mod written;

mod keys;
mod shape;
mod written_history;
