//! Findings: conclusions of the body, separate from the force's answers.
//!
//! ```text
//! draft -> shared -> confirmed
//! ```
//! The office drafts and shares; from then on the force sees it and can comment on its accuracy until a set day. The PCC rates
//! it, corrects it (both wordings stay) and confirms it: after that day, or as soon as the force has commented or stated that
//! it has no comment. Comments are kept as written, including late ones. A finding that was shared by mistake is taken back while nobody
//! has commented on it.

pub mod acts;
pub mod api;
pub mod assurance;
pub mod model;
pub mod rating_scales;
pub mod rules;
pub mod store;
pub mod view;
