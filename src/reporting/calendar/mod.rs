//! The staff calendar: every deadline and meeting that its reader may see, for calendar programs.
//!
//! `identity::calendar_tokens` lets calendar programs in.

pub mod api;
pub mod deadlines;
