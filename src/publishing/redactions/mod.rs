//! Redactions: content withheld from the public, with record, reason, author and review date.
//!
//! ```text
//! active -> lifted        (with the reason)
//! ```
//! The PCC may erase the words and the note of a lifted redaction. Copies stored with editions are erased with those.
//!
//! A redaction removes a field of a record, or some words of it, from every edition prepared while it is active. The public
//! sees that something is withheld, how much and why. Only the body sees redactions; their words are never in the audit trail,
//! so that they can be erased.

pub mod acts;
pub mod api;
pub mod found;
pub mod model;
pub mod rules;
pub mod store;
pub mod view;
