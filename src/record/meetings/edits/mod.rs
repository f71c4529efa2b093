//! Changes of a meeting, and of what was answered at it: above the exchanges, which themselves need the meeting.

pub mod acts;
pub mod api;
