//! Calendar tokens: secrets for programs that read the calendar of staff.
//!
//! A calendar program cannot send a bearer token, and stores its address in unprotected places. So a user creates a secret for
//! each program: stored as a hash, shown once, valid for reading this one resource, and revocable by its owner at any time.
//! at any time, or with everything else that lets the owner in. [`gate`] lets in either.

pub mod acts;
pub mod api;
pub mod gate;
pub mod model;
pub mod rules;
pub mod store;
