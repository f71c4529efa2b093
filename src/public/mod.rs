//! The public surface: what was published, for everybody, without a token.
//!
//! It reads the publication log and the projections that [`projection`] makes of it, and nothing else: there is no path from
//! here to a draft. [`extract`] and [`standing`] are pure and say which records stand in a document, and what becomes of an
//! edition; `answerable verify` asks the same of them. [`front`] answers a request from memory when it can.

pub mod api;
pub mod cache;
pub mod cors;
mod editions;
pub(crate) mod extract;
pub mod feeds;
pub mod front;
pub mod log_api;
pub mod model;
pub mod order;
mod pages;
pub mod projection;
pub mod query;
pub mod shapes;
mod standing;
pub mod state;
pub(crate) mod store;
mod words;
