//! The base of every wing: clock, dates, error kinds, input checks, settings, the database, signing, the caller, and the file
//! store. Knows no record and no HTTP.

pub mod actor;
pub mod clock;
pub mod config;
pub mod dates;
pub mod db;
pub mod digest;
pub mod error;
pub mod file_store;
pub mod input;
pub mod json_file;
pub mod numbers;
pub mod proxies;
pub mod schema;
pub mod signing;
pub mod text_file;
pub mod validate;
