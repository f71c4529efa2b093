//! Calendar tokens: secrets for programs that read the calendar of staff.
//!
//! A calendar program cannot send a bearer token, and keeps its address in places that nobody guards. So a user makes a secret for
//! each program: kept as a hash, shown once, good for this one resource and for nothing else, read only, and revoked by its owner
//! at any time, or with everything else that lets the owner in. [`gate`] lets in either.

pub mod acts;
pub mod api;
pub mod gate;
pub mod model;
pub mod rules;
pub mod store;
