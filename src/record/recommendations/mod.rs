//! The individual recommendations of an outside report.
//!
//! ```text
//! open -> claimed_complete -> verified        open -> not_accepted
//!   ^----(rejected)---'
//! verified --(reopened)--> claimed_complete   not_accepted --(reopened)--> open
//! ```
//! The body records them; the side that one is addressed to claims it complete with evidence; the PCC verifies or rejects the
//! claim, moves a due date and marks recommendations as not accepted. A claimant never verifies their own claim. Each side
//! answers in its own words: the action taken or proposed, or the reason for none. Everybody who sees a set sees its
//! recommendations.

pub mod acts;
pub mod api;
pub mod model;
pub mod progress_claims;
pub mod recommendation_sets;
pub mod report_responses;
pub mod rules;
pub mod store;
pub mod undo;
pub mod undo_api;
pub mod view;
