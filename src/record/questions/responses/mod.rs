//! Responses: the force's answers, and what it was heard to say at a meeting.
//!
//! ```text
//! draft -> submitted -> accepted
//!                    -> returned
//! ```
//! The force drafts and submits its own; the office records oral ones, attributed, and never as the force; the PCC accepts
//! or returns. A draft is seen by the side that writes it only. Submitting locks the words: a correction is a new wording
//! beside the old one.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
