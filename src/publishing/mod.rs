//! Publication of the working record: editions that are prepared, approved and published, and redactions.
//!
//! [`source`] reads a record from the slices as the public would see it, [`capacity`] decides whose names it contains,
//! [`redact`] removes withheld content, and [`lint`] warns the approver. [`editions`], [`redactions`], [`holds`],
//! [`delegations`], [`standards`], [`elsewhere`] and [`checklists`] are slices.

pub mod capacity;
pub mod checklists;
pub mod delegations;
pub mod editions;
pub mod elsewhere;
pub mod holds;
pub mod lint;
pub mod redact;
pub mod redactions;
pub mod source;
pub mod standards;
mod typeset;
