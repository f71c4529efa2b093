//! Attendance: the people at a meeting, their capacities, and apologies.
//!
//! A capacity (PCC, DPCC, T/CC, ACC) belongs to the attendance and not to the person: people act up and move on. Attendance has
//! no state of its own; the body can change it while it can change the meeting, and everybody in the area sees it.

pub mod acts;
pub mod api;
pub mod model;
pub mod store;
