//! Meetings.
//!
//! ```text
//! scheduled -> held -> agreed
//! scheduled -> cancelled
//! ```
//! The body schedules and holds; the PCC agrees the record. Everybody in the area sees a meeting from the moment it is
//! scheduled: date, time, place and agenda are published in advance (SI 2011/3050 Sch. para 5(a), (b)). The people are in
//! `attendance`, the items in `agenda`; both can be changed while the meeting can.

pub mod acts;
pub mod agenda;
pub mod api;
pub mod attendance;
pub mod decisions;
pub mod edits;
pub mod exchanges;
pub mod follow_ups;
pub mod matters;
pub mod model;
pub mod papers;
pub mod references;
pub mod rules;
pub mod store;
