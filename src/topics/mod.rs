//! Topics: subjects followed across meetings, such as digital forensics.

pub mod model;
