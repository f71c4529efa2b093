//! The whole working record of an area in one signed file, for whoever comes after: what `answerable handover` writes,
//! `answerable import` takes back without loss, on either database.
//!
//! [`tables`] says what is in it and what is not, table by table; [`values`] is the form of a value, the same from both
//! databases; [`store`] has the SQL, made from what the database says of its columns; [`package`] is the file, in which every
//! byte is accounted for; [`manifest`] says what is in the file and is what is signed. [`write`] and [`take`] are the two ways.
//! docs/HANDOVER.md describes the file.

pub mod manifest;
pub mod package;
pub mod store;
pub mod tables;
pub mod take;
pub mod values;
pub mod verify;
pub mod write;

/// Is told what is being done, for those who wait.
pub type Progress = fn(&str);
