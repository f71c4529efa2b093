//! Answerable: the record of how a police force is held to account, as linked, dated data with access by role.
//!
//! The wings, in reading order. Each imports only from those above it; `tests/it/wings.rs` holds them to it.

// println! panics when a reader such as head closes the output: cli::out::say! does not.
#![deny(clippy::print_stdout)]

// The first three are crates of their own (crates/), compiled once while the others change.
pub use answerable_foundation::{foundation, http};

pub use answerable_record::record;

pub mod identity;
pub mod webhooks;

pub mod publication_log;

pub mod public;

pub mod publishing;

pub mod reporting;
pub mod transfer;

pub mod service;

pub mod cli;
