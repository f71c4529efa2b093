//! Actions: tasks with owners and due dates.
//!
//! ```text
//! open -> in_progress -> claimed_complete -> accepted --(outcome refuted)--> in_progress
//!              ^---------(rejected)--'
//! open | in_progress -> closed_not_implemented | superseded
//! accepted | closed_not_implemented | superseded --(reopened)--> open | in_progress
//! ```
//! The body sets actions; a side that owns one starts it and claims it complete; the PCC accepts, rejects, extends and closes.
//! A person who ever claimed an action never accepts it. Everybody in the area sees every action: there are no drafts. An open
//! action may be carried forward to later meetings; it stays the same record with the same reference. One that was
//! set in error is declared void, in whatever status it is.

pub mod acts;
pub mod api;
pub mod deadlines;
pub mod model;
pub mod past;
pub mod references;
pub mod rules;
pub mod store;
pub mod undo;
pub mod undo_api;
pub mod view;
