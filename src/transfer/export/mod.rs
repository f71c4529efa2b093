//! The record in files that outlive the service. [`paths`] is every path of the public surface, [`public`] writes all that the public may read, as it is served; [`directory`] is
//! the directory it is written into: whole or not at all.

pub mod directory;
mod paths;
pub mod public;
