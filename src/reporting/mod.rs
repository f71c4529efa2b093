//! Figures over many records, each report in a folder of its own. They read what their caller may see and write nothing, and say
//! in their answer how every figure is defined.

pub mod actions;
pub mod annual;
pub mod answers;
pub mod calendar;
pub mod coverage;
pub mod golden_thread;
pub mod owed;
