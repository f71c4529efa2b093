//! Webhooks: notifications to other systems, so that they need not poll (Standard Webhooks 1.0, docs/WEBHOOKS.md).
//!
//! ```text
//! act -> record::outbox (same transaction) -> deliver (claims, signs, sends through client) -> delivered | tried again | failed
//! ```
//! A message says what happened and where to read it, never the content of the record. `rules` and `targets` are pure:
//! permissions, retries, and addresses that are never called.

pub mod acts;
pub mod api;
pub mod client;
pub mod deliver;
pub mod message;
pub mod model;
pub mod overdue;
pub mod rules;
pub mod signature;
pub mod store;
pub mod targets;
