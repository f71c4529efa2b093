//! The public surface: the published record, open to everybody, without a token.
//!
//! It reads the publication log and the projections that [`projection`] builds from it, and nothing else: there is no path from
//! here to a draft. [`extract`] and [`standing`] are pure: they determine the records in a document and the status of an
//! edition. `answerable verify` uses them too. [`front`] responds from memory when it can.

pub mod api;
pub mod cache;
pub mod cors;
mod editions;
pub(crate) mod extract;
pub mod feeds;
pub mod files;
pub mod front;
pub mod log_api;
pub mod model;
pub mod order;
pub mod pages;
pub mod projection;
pub mod query;
pub mod records;
pub mod shapes;
mod standing;
pub mod state;
pub(crate) mod store;
mod words;
