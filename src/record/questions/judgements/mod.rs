//! Judgements: what the body holds became of a question, or of each of its parts, once it was put.
//!
//! ```text
//! (awaiting) -> answered | part_answered | not_answered | declined      judged by the PCC or the office, and again
//!            -> withdrawn | carried_forward                             written by those acts of the question
//! ```
//! A judgement is the body's opinion of the answer, not the force's. It is only ever added to: a later one takes its place and
//! both stay readable. It will be published, so the force sees it as soon as it stands. What stands now is kept as `fate` on
//! a part and as `outcome` on the question, which is derived from its parts.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
pub mod view;
