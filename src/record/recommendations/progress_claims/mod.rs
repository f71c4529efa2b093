//! Progress claims: statements about the progress of a set of recommendations, in their own words and as a figure.
//!
//! ```text
//! asserted -> verified | refuted
//! ```
//! The force claims for itself; the office records the statement, its speaker and its place. A figure such as "all but one" may
//! refer to several totals: it keeps all its readings until the office or the PCC resolves it. The PCC verifies or refutes, but
//! never a claim they recorded themselves.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
