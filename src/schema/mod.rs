//! The tables as diesel sees them; `migrations/` is the source and a test compares the two.
//!
//! One file a subject. A file joins with its `mod` line and its `pub use` line, so that a table is `crate::schema::<table>`
//! wherever it stands. A file is named in the singular: called like one of its tables, it would hide that table.
//!
//! Which tables may appear in one query is said pair by pair, at the bottom of the file that needs the pair: for all tables
//! together the compiler would be given an `impl` for every two of them. Tables of another file are taken from that file, and
//! by the later subject from the earlier one, so that no pair is said twice and no two files import each other:
//!
//! ```ignore
//! use super::question::questions;
//!
//! diesel::table! { complaints (id) { /* ... */ } }
//!
//! diesel::allow_tables_to_appear_in_same_query!(complaints, questions);
//! ```

mod action;
mod evidence;
mod meeting;
mod people;
mod plan;
mod question;
mod service;

pub use action::*;
pub use evidence::*;
pub use meeting::*;
pub use people::*;
pub use plan::*;
pub use question::*;
pub use service::*;
