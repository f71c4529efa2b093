//! The tables as diesel sees them; `migrations/` is the source and a test compares the two.
//!
//! One file per subject. A file is included with its `mod` line and its `pub use` line, so that a table is
//! `crate::foundation::schema::<table>` wherever it is defined. A file has a singular name: if it were called like one of its
//! tables, it would hide that table.
//!
//! Pairs of tables that may appear in one query are declared at the bottom of the file that needs them: for all tables together
//! the compiler would get an `impl` for every pair. The file of the later subject imports the tables of the earlier one, so
//! that no pair is declared twice and no two files import each other:
//!
//! ```ignore
//! use super::question::questions;
//!
//! diesel::table! { complaints (id) { /* ... */ } }
//!
//! diesel::allow_tables_to_appear_in_same_query!(complaints, questions);
//! ```

mod action;
mod answer;
mod deadline;
mod decision;
mod evidence;
mod feed;
mod finding;
mod follow_up;
mod matter;
mod meeting;
mod paper;
mod people;
mod plan;
mod public;
mod publication;
mod question;
mod recommendation;
mod restriction;
mod service;
mod standard;
mod webhook;

pub use action::*;
pub use answer::*;
pub use deadline::*;
pub use decision::*;
pub use evidence::*;
pub use feed::*;
pub use finding::*;
pub use follow_up::*;
pub use matter::*;
pub use meeting::*;
pub use paper::*;
pub use people::*;
pub use plan::*;
pub use public::*;
pub use publication::*;
pub use question::*;
pub use recommendation::*;
pub use restriction::*;
pub use service::*;
pub use standard::*;
pub use webhook::*;
