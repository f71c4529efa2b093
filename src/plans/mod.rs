//! Police and Crime Plans and their priorities.
//!
//! ```text
//! draft -> adopted -> superseded
//! ```
//! The office drafts; the PCC adopts and supersedes; the force sees a plan once it is adopted.

pub mod model;
pub mod rules;
