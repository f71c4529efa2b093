//! Values from outside, and sentences for those that cannot be read.
//!
//! ```text
//! text -> tree (JSON, or the pairs of a query or a form) -> reader (the type that is wanted) -> value, or a fault
//! ```
//! The reader is a serde deserializer with an error type of its own. So serde says what is wrong as data, never as a sentence, and
//! `words` is the only place that turns it into one: what is wrong, and what to send instead. No answer repeats the words of a
//! parser. Imports nothing of the project.

mod fault;
mod near;
mod not_json;
mod place;
mod reader;
mod tree;
mod words;

#[cfg(test)]
mod tests;

pub use fault::{Fault, escaped};
pub use near::near;
pub use not_json::NotJson;
pub use place::{Place, place_at};
pub use reader::{from_text, read};
pub use tree::{MOST_DEPTH, Number, Tree, Unreadable};
pub use words::not_one_of;
