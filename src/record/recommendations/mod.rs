//! Recommendations: what an outside report says should be done, one by one.
//!
//! ```text
//! open -> claimed_complete -> verified        open -> not_accepted
//!   ^----(rejected)---'
//! ```
//! The body records them; the side that one is addressed to claims it complete with evidence; the PCC verifies or rejects the
//! claim, moves a due date and says what is not accepted. Whoever claimed never verifies. Each side answers in words of its own:
//! the action taken or proposed, or the reason for none. A recommendation is seen by whoever sees its set.

pub mod acts;
pub mod api;
pub mod model;
pub mod progress_claims;
pub mod recommendation_sets;
pub mod report_responses;
pub mod rules;
pub mod store;
