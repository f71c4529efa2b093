//! Questions from the body to the chief constable, with their exact words.
//!
//! ```text
//! draft -> put -> answered -> closed
//!           ^        |  ^
//!           |        v  |
//!           |      returned            draft | put | returned -> withdrawn
//!           +- a holding response leaves it here
//! ```
//! The office drafts, edits and judges the outcome (`judgements`); the PCC puts, corrects, returns and withdraws; the force
//! sees a question from the moment it is put. This slice is the model for the others.

pub mod acts;
pub mod answer;
pub mod api;
pub mod escalations;
pub mod heads;
pub mod judgements;
pub mod model;
pub mod puts;
pub mod question_groups;
pub mod question_parts;
pub mod readers;
pub mod references;
pub mod responses;
pub mod returns;
pub mod rules;
pub mod store;
