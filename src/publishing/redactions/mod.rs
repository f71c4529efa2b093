//! Redactions: what is kept from the public, of which record, why, by whom and until when it is looked at again.
//!
//! ```text
//! active -> lifted        (with the reason)
//! ```
//! The PCC may erase the words of one that was lifted, and the note. What of them is kept with editions is erased with those.
//!
//! A redaction takes a field of a record, or some words of it, out of every edition that is prepared while it is active. The
//! public reads that something is withheld, how much of it and why. Redactions are kept by the body and seen by nobody else;
//! their words are in no audit trail, so that they can be forgotten.

pub mod acts;
pub mod api;
pub mod found;
pub mod model;
pub mod rules;
pub mod store;
pub mod view;
