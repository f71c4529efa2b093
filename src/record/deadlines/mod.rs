//! Deadlines: rules as data, a ledger of decisions about a date, and the bank holidays that some rules take into account.
//!
//! ```text
//! phrase -> Rule -> (start, pause, resume, extend) -> explain -> the date, and its explanation
//! ```
//! Deadlines are days in Europe/London, and a record is late from the day after. The `due_on` of a question or an action is the
//! result of its ledger: it is written in the transaction of the ledger's entry, so that lists can filter and sort by it.
//! `rules`, `phrase` and `ledger` are pure; `acts` is for the slices whose records have a deadline.

pub mod acts;
pub mod answer_periods;
pub mod lateness;
pub mod ledger;
pub mod model;
pub mod official;
pub mod phrase;
pub mod rules;
pub mod store;

#[cfg(test)]
mod properties;
