//! Editions: the public version of a record, fixed at publication.
//!
//! ```text
//! prepared -> approved -> published -> superseded        (by the next edition of the same subject)
//!                              \-----> withdrawn         (the fact and the explanation stay public)
//! ```
//! The office prepares and previews; the PCC, or a person with the PCC's delegation, approves; an approved edition is published
//! at once or at a set time, which the server keeps. A published edition never changes: a change is a new edition.

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
