//! The integration suite: one binary, the whole application over HTTP, on SQLite and on PostgreSQL.

mod access;
mod import;
mod openapi;
mod paging;
mod races;
mod sign_in;
mod story;
mod support;
mod tokens;
