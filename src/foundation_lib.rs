//! What Answerable is built on: the wings [`foundation`] and [`http`], as a crate of their own.
//!
//! A change in a wing further up does not compile them again. `lib.rs` has all wings in reading order.

#[cfg(not(unix))]
compile_error!("answerable keeps its keys by the permissions of files and stops by signals: build it for a Unix");

pub mod foundation;

pub mod http;
