//! The record in files that outlive the service. [`public`] writes all that the public may read, as it is served; [`directory`] is
//! the directory it is written into: whole or not at all.

pub mod directory;
pub mod public;
