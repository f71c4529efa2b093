//! The transparency register: what the Specified Information Order requires a body to publish about its meetings and decisions,
//! and what is still missing, measured against the service standard of the body. `api` is for the body, `public` for everybody.

pub mod api;
pub mod model;
pub mod public;
pub mod read;
pub mod rules;
pub mod store;
