//! Follow-up intentions: what the body said it is likely to come back to. Not actions: nobody owes anything.
//!
//! ```text
//! intended -> taken_up
//! intended -> dropped
//! ```
//! The body writes them; everybody in the area sees them, because they were said at a meeting, so they refer only to questions
//! that were put. What was said is fixed with the record of its meeting; what became of it is not.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
