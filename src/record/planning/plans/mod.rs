//! Police and Crime Plans.
//!
//! ```text
//! draft -> adopted -> superseded
//!   ^-(unadopt)-' ^-(reinstate)-'
//! ```
//! The office drafts; the PCC adopts and supersedes; the force sees a plan once it is adopted. Priorities are in
//! `priorities`; they change only while their plan is a draft.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
