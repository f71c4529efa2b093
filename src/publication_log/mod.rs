//! The publication log as everybody can check it: a Merkle tree (RFC 9162) over every document that was published, with signed
//! checkpoints (C2SP tlog-checkpoint), tiles (C2SP tlog-tiles) and proofs. Nothing is read here but the log itself.
//!
//! [`document`] is what is published, as it is served, hashed and kept; [`log`] is the append-only list of all documents;
//! [`reasons`] are the words that stand in it. [`tree`], [`checkpoint`] and [`tile_path`] are pure; [`state`] is what a process
//! knows of the log. `public::log_api` serves it without a token. How it is checked from outside, with our code (`answerable verify`)
//! and without, is in docs/PUBLICATION-LOG.md.

pub mod checkpoint;
pub mod document;
pub mod log;
pub mod reasons;
pub mod state;
pub mod store;
pub mod tile_path;
pub mod tree;
