//! Judgements: the body's opinion of the answer to a question, or to each of its parts, once it was put.
//!
//! ```text
//! (awaiting) -> answered | part_answered | not_answered | declined      judged by the PCC or the office, and again
//!            -> withdrawn | carried_forward                             written by those acts of the question
//! ```
//! A judgement is the body's opinion of the answer, not the force's. Judgements are only added: a later one replaces an earlier
//! one, and both stay readable. They will be published, so the force sees them at once. The current judgement is kept as `fate`
//! on a part and as `outcome` on the question, which is derived from its parts.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
pub mod view;
