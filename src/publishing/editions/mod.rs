//! Editions: what the public may read of a record, fixed at the moment it was published.
//!
//! ```text
//! prepared -> approved -> published -> superseded        (by the next edition of the same subject)
//!                              \-----> withdrawn         (the fact and the explanation stay public)
//! ```
//! The office prepares and previews; the PCC approves, or somebody to whom the PCC has delegated that; an approved edition is
//! published at once or at a time, which the server keeps by itself. What is published never changes: a change is a new edition.

pub mod acts;
pub mod api;
pub mod document;
pub mod due;
pub mod model;
pub mod prepare;
pub mod readable;
pub mod released;
pub mod review;
pub mod rules;
pub mod store;
pub mod view;
