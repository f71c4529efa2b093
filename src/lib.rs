//! Answerable: the record of how a police force is held to account, as linked, dated data with access by role.
//!
//! The wings, in reading order. Each imports only from those above it; `tests/it/architecture.rs` holds them to it.

#[cfg(not(unix))]
compile_error!("answerable keeps its keys by the permissions of files and stops by signals: build it for a Unix");

pub mod foundation;

pub mod http;

pub mod record;

pub mod identity;
pub mod webhooks;

pub mod publication_log;

pub mod public;

pub mod publishing;

pub mod reporting;
pub mod transfer;

pub mod service;

pub mod cli;
