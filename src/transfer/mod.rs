//! The record on its way in and out: record files, the handover of an area, the static export of everything public, and the
//! verification of a service from outside.

pub mod export;
pub mod handover;
pub mod import;
pub mod verify;
