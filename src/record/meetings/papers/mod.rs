//! The papers of a meeting: documents written for it or about it, with the side that owes them, the due date, and any published
//! copy.
//!
//! ```text
//! due -> received
//!  ^--(returned)--'
//! ```
//! The body keeps the list; everybody in the area sees it, because agenda and papers are shared. The side that owes a paper
//! hands it in, or the office records that it was received; the body returns papers that are not what was asked for. Once the
//! record of a meeting is agreed its papers cannot change, except those written afterwards (minutes and notes); owed papers can
//! still be received, and published copies recorded.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
