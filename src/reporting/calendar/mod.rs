//! The calendar of staff: every deadline and meeting that its reader may see, for calendar programs.
//!
//! A calendar program cannot send a bearer token, and keeps its address in places that nobody guards. So a user makes a secret for
//! each program: kept as a hash, shown once, good for this one resource and for nothing else, read only, and revoked by its owner
//! at any time. [`gate`] lets either in.

pub mod acts;
pub mod api;
pub mod deadlines;
pub mod gate;
pub mod model;
pub mod rules;
pub mod store;
