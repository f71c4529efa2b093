//! The transparency register: what the Specified Information Order asks a body to publish of its meetings and decisions, and what
//! of that is still owed, against the service standard of the body. `api` is for the body, `public` for everybody.

pub mod api;
pub mod model;
pub mod public;
pub mod read;
pub mod rules;
pub mod store;
