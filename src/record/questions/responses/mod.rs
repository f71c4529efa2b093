//! Responses: the force's answers, and its oral answers at meetings as recorded by the office.
//!
//! ```text
//! draft -> submitted -> accepted
//!                    -> returned
//! ```
//! The force drafts and submits its own; the office records oral ones, attributed, and never as the force; the PCC accepts or
//! returns. A draft is visible only to the side that writes it. Words are final once submitted: a correction is a new wording
//! beside the old one.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
