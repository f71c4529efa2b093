//! The agenda of a meeting: items inside items, with their printed numbers.
//!
//! A printed number is text ("2.1"); it may be missing or repeated, and nothing depends on it: `position` orders the
//! items of one parent. Items have no state of their own; the body can change them while it can change the meeting.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
