//! Escalations: what is overdue is taken to a named higher step, such as the police and crime panel.
//!
//! Questions, actions and recommendations keep their own escalations, and their acts are theirs. No deadline follows from an
//! escalation: it says that the body went further, to whom, when and why. One that was made by mistake is taken back and stays readable.

pub mod acts;
pub mod model;
pub mod rules;
