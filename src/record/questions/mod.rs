//! Questions: what the body asks the chief constable, in the words it was put in.
//!
//! ```text
//! draft -> put -> answered -> closed
//!           ^        |  ^
//!           |        v  |
//!           |      returned            draft | put | returned -> withdrawn
//!           +- a holding response leaves it here
//! ```
//! The office drafts, edits and judges the outcome (`judgements`); the PCC puts, corrects, returns and withdraws; the force sees a
//! question from the moment it is put. This is the slice that the others copy.

pub mod acts;
pub mod answer;
pub mod api;
pub mod judgements;
pub mod model;
pub mod question_groups;
pub mod question_parts;
pub mod references;
pub mod responses;
pub mod returns;
pub mod rules;
pub mod store;
