//! The integration suite: one binary, the whole application over HTTP, on SQLite and on PostgreSQL.

mod access;
mod story;
mod support;
