//! The record in files that outlive the service. [`paths`] is every path of the public surface, [`public`] writes all that the
//! public may read, as [`routes`] serve it; [`directory`] is the directory it is written into: whole or not at all.

pub mod directory;
mod paths;
pub mod public;
pub mod routes;
