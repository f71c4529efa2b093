//! Figures over many records, one folder per report. Reports read what their caller may see, write nothing, and include the
//! definition of every figure.

pub mod actions;
pub mod annual;
pub mod answers;
pub mod calculator;
pub mod calendar;
pub mod coverage;
pub mod golden_thread;
pub mod heads;
pub mod in_time;
pub mod owed;
