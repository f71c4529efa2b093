//! Decisions of the body: a record of their own (SI 2011/3050 Sch. para 5(d)).
//!
//! ```text
//! draft -> taken -> revoked
//! ```
//! The office drafts; the PCC takes a decision, which assigns its reference and makes its words final, and revokes it with a
//! reason. Errors in a taken decision are corrected; the earlier wordings stay readable. The force never sees a draft,
//! or that there was one.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
