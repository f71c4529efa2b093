//! The conventions of the API, each implemented once. Slices use these and define none of their own.

pub mod app;
pub mod body;
pub mod call;
pub mod description;
pub mod disposition;
pub mod encoding;
pub mod etag;
pub mod features;
pub mod idempotency;
pub mod listing;
pub mod merge_patch;
pub mod mount;
pub mod observe;
pub mod paging;
pub mod problem;
pub mod problem_kind;
pub mod query;
pub mod range;
pub mod ranges;
pub mod trim;
