//! Claims of progress: what somebody said has become of a set of recommendations, in their own words and as a figure.
//!
//! ```text
//! asserted -> verified | refuted
//! ```
//! The force claims for itself; the office records what was said, by whom and where. A figure such as "all but one" may be
//! counted of several numbers: it keeps all its readings until the office or the PCC resolves it. The PCC verifies or refutes;
//! whoever recorded a claim never does.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
