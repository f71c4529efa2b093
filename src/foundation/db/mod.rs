//! The database: one connection type for SQLite and PostgreSQL, and the threads that own the connections.
//!
//! `Db::read` and `Db::write` are the only ways in. A write is one transaction, and its response is sent after the commit.

mod close;
mod connection;
mod counted;
mod counters;
mod line;
mod locks;
pub mod migrate;
mod monitor;
mod pace;
pub mod reach;
mod snapshot;
mod threads;
mod ticket;
mod transaction;
mod types;
mod waiting;
mod words;

pub use close::CloseError;
pub use connection::{AnyConnection, DatabaseUrl, MultiBackend, UnknownScheme};
pub use counted::CountOf;
pub use counters::next_in_series;
pub use locks::{Beside, hold_area, take_lock};
pub use snapshot::snapshot;
pub use threads::{Db, DbSettings};
pub use types::{AN_ID, JsonText, TextEnum};
pub use types::{id_type, text_enum};
pub use waiting::Waits;
pub use words::{LONGEST_SEARCH, MOST_TERMS, fold, folded, folded_or_null, folded_texts, like_pattern, terms};
