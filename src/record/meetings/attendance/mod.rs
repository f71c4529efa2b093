//! Attendance: who was at a meeting, in which capacity, and who sent apologies.
//!
//! A capacity (PCC, DPCC, T/CC, ACC) belongs to the attendance and not to the person: people act up and move on. It has no
//! state of its own; the body writes it while the meeting may be changed, and everybody in the area sees it.

pub mod acts;
pub mod api;
pub mod model;
pub mod store;
