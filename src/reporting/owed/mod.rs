//! The transparency register: what the Specified Information Order and other law require a body to publish about its meetings,
//! decisions, reports from outside and its force, and what is still missing, measured against the service standard of the body.
//! `api` is for the body, `public` for everybody.

pub mod api;
pub mod information;
pub mod model;
pub mod public;
pub mod read;
pub mod rules;
pub mod store;
