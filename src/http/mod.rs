//! Every convention of the API, once: slices use these and write none of their own.

pub mod body;
pub mod call;
pub mod description;
pub mod docs_page;
pub mod etag;
pub mod health;
pub mod idempotency;
pub mod numbers;
pub mod observe;
pub mod openapi;
pub mod paging;
pub mod problem;
pub mod proxies;
pub mod query;
pub mod trim;
