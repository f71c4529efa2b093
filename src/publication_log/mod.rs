//! The publication log, which anybody can verify: a Merkle tree (RFC 9162) over every published document, with signed
//! checkpoints (C2SP tlog-checkpoint), tiles (C2SP tlog-tiles) and proofs. Nothing but the log is read here.
//!
//! [`document`] is what is published, as it is served, hashed and kept; [`log`] is the append-only list of all documents;
//! [`reasons`] are the words that stand in it; [`members`] says which members of a record hold words of people. [`tree`], [`checkpoint`] and [`tile_path`] are pure; [`state`] is what a process
//! process's view of the log. `public::log_api` serves it without a token. docs/PUBLICATION-LOG.md explains verification from
//! outside, with our code (`answerable verify`) and without.

pub mod checkpoint;
pub mod document;
pub mod log;
pub mod members;
pub mod reasons;
pub mod state;
pub mod store;
pub mod tile_path;
pub mod tree;
