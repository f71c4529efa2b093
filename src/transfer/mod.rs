//! Import and export of the record: record files, the handover of an area, the static export of everything public, and
//! verification of a service from outside.

pub mod export;
pub mod export_record;
pub mod handover;
pub mod import;
pub mod verify;
