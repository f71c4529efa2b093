//! The database: one connection type over SQLite and PostgreSQL, and the threads that own the connections.
//!
//! `Db::read` and `Db::write` are the only doors. A write is one transaction, answered after its commit.

mod connection;
mod counted;
mod counters;
pub mod migrate;
mod monitor;
pub mod reach;
mod snapshot;
mod threads;
mod types;
mod words;

pub use connection::{AnyConnection, DatabaseUrl, MultiBackend, UnknownScheme};
pub use counted::CountOf;
pub use counters::next_in_series;
pub use snapshot::snapshot;
pub use threads::{Db, DbSettings};
pub use types::JsonText;
pub(crate) use types::{id_type, text_enum};
pub use words::{LONGEST_SEARCH, MOST_TERMS, fold, folded, folded_texts, like_pattern, terms};
