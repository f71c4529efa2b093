//! Findings: what the body concluded, apart from what the force answered.
//!
//! ```text
//! draft -> shared -> confirmed
//! ```
//! The office drafts and shares; from then on the force sees it and has until a day to comment on its accuracy. The PCC
//! rates it, corrects it (both wordings stay) and confirms it: after that day, or as soon as the force has commented or said
//! that it has no comment. Comments are kept as they were written, the late ones too.

pub mod acts;
pub mod api;
pub mod assurance;
pub mod model;
pub mod rating_scales;
pub mod rules;
pub mod store;
pub mod view;
