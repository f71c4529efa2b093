//! The agenda of a meeting: items inside items, with the numbers the paper prints.
//!
//! A printed number is text ("2.1"); it may be missing or stand twice, and nothing depends on it: `position` orders the
//! items of one parent. Items have no state of their own; the body writes them while the meeting may be changed.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
