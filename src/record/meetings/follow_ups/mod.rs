//! Follow-up intentions: subjects the body said it is likely to return to. Not actions: nobody has to do anything.
//!
//! ```text
//! intended -> taken_up
//! intended -> dropped
//! ```
//! The body records them. Everybody in the area sees them, because they were stated at a meeting, so they refer only to
//! questions that were put. The words are final with the record of the meeting; the outcome is not.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
