//! The time that a body gives for answers: standing periods by the form of a question, and when late becomes very late.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
