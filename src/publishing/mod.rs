//! How the working record becomes public: editions that are prepared, approved and published, and what is withheld from them.
//!
//! [`source`] reads a record out of the slices as the public would see it, [`capacity`] says whose names it has, [`redact`] takes out
//! what is withheld, and [`lint`] says what an approver should know of it. [`editions`], [`redactions`], [`holds`], [`delegations`] and
//! [`standards`] are slices.

pub mod capacity;
pub mod delegations;
pub mod editions;
pub mod holds;
pub mod lint;
pub mod redact;
pub mod redactions;
pub mod source;
pub mod standards;
mod typeset;
