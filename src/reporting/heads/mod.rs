//! The heads of accountability for everybody: which count on a day, in each area.

pub mod public;
