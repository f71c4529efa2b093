//! The whole working record of an area in one signed file, for its successor. `answerable handover` writes it, and `answerable
//! import` loads it without loss, on either database.
//!
//! [`tables`] lists the tables that are included and those that are not; [`values`] defines the format of values, the same from
//! both databases; [`store`] contains the SQL, derived from the columns in the database; [`package`] is the file, in which
//! every byte is accounted for; [`manifest`] lists its content and is what is signed. [`write`] and [`take`] are the two
//! directions. docs/HANDOVER.md describes the file.

pub mod manifest;
pub mod package;
pub mod store;
pub mod tables;
pub mod take;
pub mod values;
pub mod verify;
pub mod write;

/// A receiver of progress messages.
pub type Progress = fn(&str);
